/** The language of searches. */
import { expect, test } from 'vitest';
import { marksIn, quickLook } from '../../src/search/find';
import { matchOf } from '../../src/search/match';
import { hintOn, parseSearch } from '../../src/search/query';
import { LONGEST_SEARCH } from '../../src/search/roles';
import { snippetOf } from '../../src/search/snippet';
import { wordsIn } from '../../src/search/words';

const read = (text: string) => {
  const parsed = parseSearch(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.search;
};
const finds = (query: string, text: string): string | null => {
  const { words } = read(query);
  const marks = words === null ? [] : marksIn(text, words);
  return marks === null ? null : marks.map(({ from, to }) => text.slice(from, to)).join('+');
};

const TEXT = 'Never read the harbourChart before windows close; see src/charts/harbour.ts';

test.each([
  ['harbour', 'harbour+harbour'],
  ['HARBOURCHART', 'harbourChart'],
  ['harbourchart', 'harbourChart'],
  ['harbourCh*', 'harbourChart'],
  ['"harbour chart before"', 'harbourChart before'],
  ['harb* NOT tide', 'harbourChart+harbour'],
  ['src/charts/harbour.ts', 'src/charts/harbour.ts'],
  ['charts/harb*', 'charts/harbour'],
  ['tide OR windows', 'windows'],
  ['(tide OR windows) AND (never OR ever)', 'Never+windows'],
  ['NEAR(read chart, 3)', 'read+Chart'],
  ['read NEAR/3 chart', 'read+Chart'],
  ['-tide never', 'Never'],
  ['never tide', null],
  ['never NOT harbour', null],
  ['"harbour before"', null],
  ['NEAR(read close, 3)', null],
  ['http://x OR never', 'Never'],
  ['and not', null],
])('%s', (query, found) => {
  expect(finds(query, TEXT)).toBe(found);
});

test('conditions hold for all of it; names that are none are words', () => {
  expect(read('a role:prompt,reply tool:Bash tool:read since:2026-10-01 project:"my app"')).toMatchObject({
    words: { kind: 'phrase', words: ['a'] },
    conditions: {
      role: ['prompt', 'reply'],
      tool: ['bash', 'read'],
      since: '2026-10-01',
      until: null,
      project: ['my app'],
    },
  });
  expect(read('date:2026-10-14')).toMatchObject({
    words: null,
    conditions: { since: '2026-10-14', until: '2026-10-14' },
  });
  expect(read('std:vector').words).toMatchObject({ words: ['std', 'vector'] });
});

test('what looks like a condition and is none is said', () => {
  expect(hintOn('harbour (rol:prompt OR x)')).toMatch(
    /^There is no condition “rol:”\. There are role, .*until.*\.$/,
  );
  expect(hintOn('-Tool:bash')).toContain('“Tool:”');
  for (const query of ['rm -rf', 'git push -f', '-f git'])
    expect(hintOn(query)).toMatch(/^“-r?f” leaves out what has “r?f”\. In quotation marks/);
  for (const query of [
    'role:prompt a',
    'http://x.y',
    'std::vector',
    '"rm -rf"',
    'push --force',
    '-tool:Bash a',
    'built-in',
    '-> a',
    '"rol:prompt"',
    'a: b',
    'C:/temp',
    '',
  ])
    expect([query, hintOn(query)]).toEqual([query, null]);
});

test.each([
  ['', 'Type a word to search for.'],
  ['-> ?', 'There is no word in this: signs alone are not searched.'],
  ['"open', 'A quotation mark is not closed.'],
  ['(a OR b', 'A bracket is not closed.'],
  ['a )', 'A bracket is closed that was not opened.'],
  ['OR a', 'OR stands between two words.'],
  ['a OR', 'OR stands between two words.'],
  ['AND a', 'AND stands between two words.'],
  ['a AND', 'AND stands between two words.'],
  ['a AND OR b', 'AND stands between two words.'],
  ['a NOT', 'NOT stands before a word.'],
  ['NOT a', 'Say also what is to be found: NOT alone finds nothing.'],
  ['a OR -b', 'Say also what is to be found: NOT alone finds nothing.'],
  ['NEAR b', 'NEAR stands between two words.'],
  ['a NEAR', 'NEAR stands between two words.'],
  ['a NEAR (b c)', 'NEAR stands between two words or phrases.'],
  ['NEAR(a)', 'NEAR needs two words: NEAR(first second, 5).'],
  ['NEAR(a b, x)', 'The comma in NEAR(…, 5) stands before a number.'],
  ['a*', 'Give at least 2 characters before *.'],
  ['role:me', 'role: is one of prompt, reply, thinking, tool, result.'],
  ['a since:yesterday', 'since: is a day, for example since:2026-10-01.'],
  ['a date:2026-02-30', 'date: is a day, for example date:2026-10-01.'],
  ['(a tool:Bash)', 'tool: applies to the whole search, so it cannot be in brackets.'],
  ['a -tool:Bash', 'tool: cannot be denied.'],
  ['('.repeat(20), 'This has too many brackets within brackets.'],
  [Array.from({ length: 41 }, () => 'ab').join(' '), 'A search has at most 40 words.'],
  ['x'.repeat(LONGEST_SEARCH + 1), `A search has at most ${LONGEST_SEARCH} characters.`],
])('%s is answered with a sentence', (query, error) => {
  expect(parseSearch(query)).toEqual({ ok: false, error });
});

test('what SQLite is asked holds words alone', () => {
  expect(matchOf(read(`x" OR "a-b" NOT c`.replace('x"', 'x')).words!)).toBe(
    '((parts : "x" OR wholes : "x") OR ((parts : "a b") NOT ((parts : "c" OR wholes : "c"))))',
  );
});

test('a snippet is the part with the most marks, bounded, on one line', () => {
  const text = `needle ${'hay '.repeat(200)}\n\nneedle and needle ${'hay '.repeat(200)}`;
  const snippet = snippetOf(text, marksIn(text, read('needle').words!)!);
  expect(snippet.filter(({ mark }) => mark)).toHaveLength(2);
  expect(snippet[0]).toEqual({ text: '…', mark: false });
  expect(snippet.map((one) => one.text).join('')).toMatch(/^…(?:hay )+needle and needle (?:hay )+h?a?y?…$/);
  expect(snippet.map((one) => one.text).join('').length).toBeLessThan(260);
  expect(snippetOf('short', [])).toEqual([{ text: 'short', mark: false }]);
});

test('the quick look at a line passes over none that says a word, whatever stands beside it, and over those with dashes and arrows', () => {
  const look = (word: string, text: string): boolean =>
    quickLook({ kind: 'phrase', words: [word], begins: false, whole: null })(JSON.stringify({ text }));
  const missed: string[] = [];
  for (let code = 0x80; code <= 0x1ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const text = `ab${String.fromCodePoint(code)}cd`;
    // Most characters let a line pass, whatever is looked for.
    if (look('zz', text)) continue;
    const { parts, wholes } = wordsIn(text);
    for (const { word } of [...parts, ...wholes])
      if (!look(word, text)) missed.push(`${code.toString(16)} ${word}`);
  }
  expect(missed).toEqual([]);
  expect(look('harbour', 'tides — and winds → “charts” … ✅ 潮')).toBe(false);
  expect(look('harbour', 'tides — Harbour')).toBe(true);
  // An accent may be what the word is without.
  expect(look('harbour', 'há')).toBe(true);
  expect(look('潮', '潮')).toBe(true);
});
