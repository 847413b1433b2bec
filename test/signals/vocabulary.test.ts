import { expect, test } from 'vitest';
import { customPhrases, CustomPhrase } from '../../src/signals/phrases';
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
  const seen: number[] = [];
  vocabulary.look(words.map((word) => word.toUpperCase()).join(' '), (id) => seen.push(id));
  expect(seen).toEqual(words.map((_, n) => n));
  expect(vocabulary.idAt('zzzzz', 0, 5)).toBe(-1);
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
