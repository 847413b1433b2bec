import { describe, expect, test } from 'vitest';
import { Settings } from '../../src/settings/settings';
import { ownExpression } from '../../src/signals/ownExpression';
import { refusedPhrases, scanFor } from '../../src/signals/scan';

const find = (source: string, text: string): string[] => {
  const own = ownExpression(source);
  if (own.kind === 'refused') throw new Error(own.why);
  return own.find(text).map(({ index, end }) => text.slice(index, end));
};

describe('what a person may look for', () => {
  test.each([
    ['one of two words', 'good (?:enough|stopping point)', 'Good enough. GOOD stopping point!', 2],
    ['letters of all alphabets', String.raw`\bfür\s+jetzt\b`, 'das reicht FÜR  jetzt', 1],
    ['places beside pairs of surrogates', '.done', '😀done 😀😀done', 2],
    ['classes, borders, repetitions', String.raw`\b[A-Z]{2,4}-\d+\b`, 'see abc-12 and X-1', 1],
    ['named groups', '(?<what>todo|fixme)', 'a TODO and a fixme', 2],
    ['lines', '(?m)^next$', 'next\nnot next\nnext', 2],
    ['escapes of JavaScript', String.raw`\u00e9t\u00e9`, 'un été', 1],
  ])('%s', (_, source, text, matches) => {
    expect(find(source, text)).toHaveLength(matches);
  });

  test.each([
    [String.raw`(a)\1`, /refers back/],
    [String.raw`(?<x>a)\k<x>`, /refers back/],
    ['a(?=b)', /ahead or behind/],
    ['(?<!a)b', /ahead or behind/],
    ['((a{100}){10})', /repeats so often/],
    ['a{1,2000}', /cannot be searched for|not an expression/],
  ])('%s is refused, in words', (source, why) => {
    expect(ownExpression(source)).toEqual({ kind: 'refused', why: expect.stringMatching(why) });
    const custom = [{ text: source, mode: 'regex' as const, category: 'x', intent: '' }, 'a plain one'];
    expect(refusedPhrases(custom)).toEqual([{ text: source, why: expect.stringMatching(why) }]);
    // The others are looked for.
    expect(scanFor(custom)('this is a plain one.', 'agent').map(({ phrase }) => phrase)).toContain(
      'a plain one',
    );
  });

  test('what is not an expression at all is named by the settings', () => {
    const parsed = Settings.safeParse({
      signals: { stopPhrases: { custom: [{ text: '(a', mode: 'regex' }] } },
    });
    expect(JSON.stringify(parsed.error?.issues)).toContain('“(a” is not a regular expression');
  });
});

describe('bounded, whatever it is and whatever it meets', () => {
  test.each([
    '(a+)+$',
    '(a|a)*b',
    '(a|aa)+$',
    'a.*b|a',
    '(.*)(.*)(.*)(.*)!',
    '(?:a?){50}a{50}',
    '(?:a{0,40}b?){5}$',
    '\\s+$',
  ])('%s', (source) => {
    const own = ownExpression(source);
    if (own.kind === 'refused') return expect(own.why).not.toBe('');
    for (const text of ['a'.repeat(300_000), 'ab'.repeat(150_000), ' '.repeat(300_000)]) {
      const from = process.cpuUsage();
      own.find(`${text}!`);
      // One that is not bounded takes minutes.
      expect(process.cpuUsage(from).user / 1_000).toBeLessThan(3_000);
    }
  });

  test('the reviewed one: a log full of it is read', () => {
    const scan = scanFor([{ text: '(a+)+$', mode: 'regex', category: 'x', intent: '' }]);
    const from = process.cpuUsage();
    for (let n = 0; n < 20; n++) scan(`${'a'.repeat(20_000)}!`, 'agent');
    expect(process.cpuUsage(from).user / 1_000).toBeLessThan(8_000);
    expect(scan('baaa', 'agent').map(({ index }) => index)).toEqual([1, 1]);
  });
});
