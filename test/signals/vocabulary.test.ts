import { expect, test } from 'vitest';
import { customPhrases, CustomPhrase } from '../../src/signals/customPhrase';
import { scannerFor } from '../../src/signals/scan';
import { Vocabulary } from '../../src/signals/vocabulary';

/** A word of small letters for each number. */
const wordOf = (n: number): string =>
  [...n.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('');

test('words are told however many there are, and no others', () => {
  const vocabulary = new Vocabulary();
  const words = Array.from({ length: 70_000 }, (_, n) => wordOf(n));
  expect(words.map((word) => vocabulary.idOf(word))).toEqual(words.map((_, n) => n));
  expect(vocabulary.idOf('cab')).toBe(words.indexOf('cab'));
  const text = words.map((word) => word.toUpperCase()).join(' ');
  expect(vocabulary.look(text, 0, text.length)).toEqual(words.map((_, n) => n));
  expect(vocabulary.look(text, 2, 7)).toEqual(['b', 'c', 'd'].map((word) => vocabulary.idOf(word)));
  expect(vocabulary.look('zzzzz', 0, 5)).toEqual([]);
});

test('as many phrases of one’s own as settings hold are found', () => {
  let n = 0;
  const texts = Array.from({ length: 200 }, () => {
    let text = wordOf(n++);
    while (text.length + wordOf(n).length < 200) text += ` ${wordOf(n++)}`;
    return text;
  });
  expect(n).toBeGreaterThan(8_000);
  const scan = scannerFor(customPhrases(texts.map((text) => CustomPhrase.parse(text))));
  expect(scan(`So: ${texts[199]}.`).map(({ phrase }) => phrase)).toContain(texts[199]);
});
