/**
 * An expression runs only over texts that contain what it needs. What it needs is derived from the expression, and must never hide a
 * match.
 */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { needsOf } from '../../../src/session/prefilter/needs';
import { isPlain, type Pattern } from '../../../src/session/prefilter/plainText';
import { Prefiltered, prefiltered } from '../../../src/session/prefilter/prefiltered';
import { structureOf } from '../../../src/session/prefilter/structure';
import { wordsOf } from '../../regexes/structure';

describe('the prefilter excludes texts that lack what an expression needs', () => {
  test.each([
    [/\bfail(?:s|ed)?\b/i, ['It FAILED.', 'fails', '“fail”'], ['failure', 'a fall', 'unfailing', '']],
    [/\b(?:tests?|specs?)\b[^.]{0,20}\bpass/i, ['Tests: all passed', 'spec passes'], ['tests run', 'pass']],
    [/colou?r|grey/, ['color', 'colours', 'greyish'], ['colt', 'gray']],
    [
      /(?<![\p{L}\p{N}_])ready(?![\p{L}\p{N}_])/iu,
      ['Ready.', 'a-ready'],
      ['already', 'readyé there', 'read'],
    ],
    [/n['’]t run/i, ['don’t run', "won't run"], ['do not run']],
    [/\d{4}-\d\d/, ['2024-05'], ['year 24']],
    [/(?:ab){2,3}x|y+zzy/, ['ababx', 'yyzzy'], ['bax', 'yz']],
    [/测试|тест|✅ ok/iu, ['跑测试', 'ТЕСТ', '✅ ok'], ['测', 'test', '✓ ok', 'ok']],
    [/(?=.*secret)\bkey\b/, ['key of a secret'], ['key', 'secret']],
    [/[a-c]1|q[^u]/, ['b1 xyz', 'qat'], []],
    [
      /(?:the (?:bug|issue)|it) is fixed/i,
      ['The bug is fixed', 'it is fixed'],
      ['the is fixed bug', 'fixed it is'],
    ],
    [/(\w)\1x/, ['aax'], []],
    [/foo\s+bar/, ['foo \n bar'], ['foobar', 'foo or bear']],
    [/ab\Wcd/u, ['ab😀cd', 'ab-cd'], ['abcd', 'cd-ab']],
    [/ab\p{Script=Han}cd/u, ['ab𠀀cd', 'ab汉cd'], ['cd ab']],
    [/ab\u{1f534}cd/u, ['ab🔴cd'], ['cd🔴ab']],
    [new RegExp(['x[', '🔴', ']y'].join('')), ['x\ud83dy'], []],
    [/^$/, [''], []],
  ])('%s', (expression, has, hasNot) => {
    const words = prefiltered(expression);
    expect(has.map((text) => [text, words.mayBeIn(text), words.isIn(text)])).toEqual(
      has.map((text) => [text, true, true]),
    );
    const said = hasNot.filter((text) => words.of(false).test(text));
    expect(said).toEqual([]);
    expect(hasNot.filter((text) => words.mayBeIn(text) && !text.includes('é'))).toEqual([]);
  });

  test('but never because of letters that match ASCII letters in some expressions only', () => {
    for (const text of ['\u212aey', 'mi\u017fs']) {
      expect(new Prefiltered(() => /key|miss/iu).isIn(text)).toBe(true);
      expect(prefiltered(new RegExp(text, 'iu')).mayBeIn('key miss')).toBe(true);
    }
  });

  test('all matches are found, and the first', () => {
    const words = prefiltered(/a\w?/g);
    expect(words.allIn('ab b ac').map(({ 0: match, index }) => [match, index])).toEqual([
      ['ab', 0],
      ['ac', 5],
    ]);
    expect(words.in('b ab')?.index).toBe(2);
    expect(words.in('b')).toBeNull();
    expect(prefiltered(/(?:)/g).allIn('ab')).toHaveLength(3);
    expect(
      prefiltered(/(?:)/gu)
        .allIn('a😀')
        .map(({ index }) => index),
    ).toEqual([0, 1, 3]);
  });
});

/** Every prefiltered expression of Vigil, recorded by a subclass while modules are loaded and lists are built. */
async function everyPrefiltered(): Promise<{ one: Prefiltered; written: RegExp }[]> {
  const path = '../../../src/session/prefilter/prefiltered';
  const recorded: { one: Prefiltered; written: RegExp }[] = [];
  class Recorded extends Prefiltered {
    constructor(make: () => Pattern) {
      super(make);
      const { source, flags } = make();
      recorded.push({ one: this, written: new RegExp(source, flags) });
    }
  }
  vi.resetModules();
  vi.doMock(path, () => ({
    Prefiltered: Recorded,
    prefiltered: (expression: RegExp) => new Recorded(() => expression),
  }));
  const { scannerFor } = await import('../../../src/signals/scan');
  const { CAREFUL_PHRASES, PLAIN_PHRASES } = await import('../../../src/signals/phrases');
  const { LANGUAGES } = await import('../../../src/signals/words/all');
  const others = Object.values(LANGUAGES).map(({ agent, person }) => [...agent, ...person]);
  for (const list of [[...CAREFUL_PHRASES, ...PLAIN_PHRASES], ...others]) scannerFor(list);
  vi.doUnmock(path);
  vi.resetModules();
  return recorded;
}

test('every text that is generated from an expression of Vigil and matches it passes its prefilter', async () => {
  const recorded = await everyPrefiltered();
  expect(recorded.length).toBeGreaterThan(400);
  let needing = 0;
  let matched = 0;
  for (const { one, written: expression } of recorded) {
    if (needsOf(expression) !== null) needing++;
    const words = wordsOf(structureOf(expression), expression.flags, 40);
    const texts = words.flatMap((word) => [
      word,
      word.toUpperCase(),
      ` ${word}.`,
      `(${word})\né`,
      `x ${word} x`,
    ]);
    const matching = texts.filter((text) => {
      expression.lastIndex = 0;
      return expression.test(text);
    });
    if (matching.length > 0) matched++;
    expect([expression, matching.filter((text) => !one.mayBeIn(text))]).toEqual([expression, []]);
    // The compiled expression and its twin for plain texts find what the original finds.
    const found = (by: RegExp, text: string) => {
      by.lastIndex = 0;
      const match = by.exec(text);
      return match === null ? null : [match.index, ...match];
    };
    const differs = texts.filter((text) => {
      const right = found(expression, text);
      return [false, ...(isPlain(text) ? [true] : [])].some(
        (plain) => !isDeepStrictEqual(found(one.of(plain), text), right),
      );
    });
    expect([expression, differs]).toEqual([expression, []]);
  }
  // Most have a need, and for most a matching text was generated.
  expect(needing / recorded.length).toBeGreaterThan(0.9);
  expect(matched / recorded.length).toBeGreaterThan(0.8);
});
