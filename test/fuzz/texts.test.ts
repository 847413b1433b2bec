/**
 * A plain text is searched by other expressions and another walk than any other: it says the same. One sign that is no letter makes a text
 * plain or not, and changes nothing else.
 */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { languageOf } from '../../src/signals/language';
import { CAREFUL_PHRASES, PLAIN_PHRASES } from '../../src/signals/phrases';
import { isPlain } from '../../src/session/prefilter/plainText';
import { Prefiltered } from '../../src/session/prefilter/prefiltered';
import { scan, scannerFor } from '../../src/signals/scan';
import { fuzz, PATIENCE } from './fuzz';

const words = [
  ...new Set(
    [...CAREFUL_PHRASES.map(({ pattern }) => pattern), ...PLAIN_PHRASES.map(({ text }) => text)].flatMap(
      (source) => source.match(/(?<![\\A-Za-z])[A-Za-z]{1,12}/g) ?? [],
    ),
  ),
  ...'the and der ist nicht la que les des por fix why tests README.md HTTP API v2 --help -v foo_bar src/a.ts l qu j dell nell all sull dall un funzione'.split(
    ' ',
  ),
];
const between = fc.constantFrom(
  ' ',
  ' ',
  ' ',
  ', ',
  '. ',
  '? ',
  '\n',
  '’',
  "'",
  '-',
  ' — ',
  '`',
  '.',
  ': ',
  '…',
  '"',
  '✅ ',
);
const text = fc
  .array(fc.tuple(fc.constantFrom(...words), between, fc.boolean()), { minLength: 1, maxLength: 60 })
  .map((parts) => parts.map(([word, sign, large]) => (large ? word.toUpperCase() : word) + sign).join(''));

/** The same text, plain and not. */
const both = (said: string): [string, string] => [`${said}\n\n☃`, `${said}\n\n😀`];

/** Tried first: a text with a phrase, then those that this test found (Italian elisions were no mark of a plain text, ☃ no emoji). */
const FIRST = ['Should I continue? ', "all'command ", 'thanks '];

test('plain or not, phrases and language are the same', PATIENCE, async () => {
  const phrases = scannerFor([...PLAIN_PHRASES, ...CAREFUL_PHRASES]);
  let found = 0;
  await fuzz(
    'texts',
    text,
    (said) => {
      const [plain, other] = both(said);
      expect([isPlain(plain), isPlain(other)]).toEqual([true, false]);
      const marks = phrases(plain);
      found += marks.length;
      expect(marks).toEqual(phrases(other));
      expect(languageOf(plain)).toBe(languageOf(other));
      const cues = (one: string) =>
        (['agent', 'person'] as const).map((speaker) =>
          scan(one, speaker).map(({ list, category, phrase }) => `${list} ${category} ${phrase}`),
        );
      const all = cues(plain);
      expect(all).toEqual(cues(other));
      // What expressions need hides no match.
      vi.spyOn(Prefiltered.prototype, 'mayBeIn').mockReturnValue(true);
      expect(cues(plain)).toEqual(all);
      vi.restoreAllMocks();
    },
    FIRST,
  );
  expect(found).toBeGreaterThan(0);
});
