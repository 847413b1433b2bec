import { expect, test } from 'vitest';
import { customPhrases, CustomPhrase } from '../../src/signals/customPhrase';
import { scannerFor } from '../../src/signals/scan';
import { hashOn, Vocabulary } from '../../src/signals/vocabulary';

/** A word of small letters for each number. */
const wordOf = (n: number): string =>
  [...n.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('');

test('words are told however many there are, and no others', () => {
  const vocabulary = new Vocabulary();
  const words = Array.from({ length: 70_000 }, (_, n) => wordOf(n));
  expect(words.map((word) => vocabulary.idOf(word))).toEqual(words.map((_, n) => n));
  expect(vocabulary.idOf('cab')).toBe(words.indexOf('cab'));
  for (const text of ['cab', 'CAB', 'zzzzz'])
    expect(
      vocabulary.at(
        text,
        0,
        text.length,
        [...text].reduce((hash, letter) => hashOn(hash, letter.charCodeAt(0) | 0x20), 0),
      ),
    ).toBe(words.indexOf(text.toLowerCase()));
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
