/** Sentences of the engine, which says them in English, in the display language. */
import { afterEach, expect, test } from 'vitest';
import { en, enCount } from '../../src/l10n/english';
import { patternOf, localize, localizePlain, valuesIn } from '../../src/l10n/localize';
import { PLACE, useTexts } from '../../src/l10n/texts';
import { bundle } from '../../scripts/make/texts.mjs';
import { pseudo } from '../../scripts/make/pseudo.mjs';

afterEach(() => useTexts({}, 'en'));

test('in English it is what was said', () => {
  expect(localize('Changed x.ts to get a refused commit through')).toBe(
    'Changed x.ts to get a refused commit through',
  );
});

test('where Markdown is not drawn, code has no backticks', () => {
  expect(localizePlain('Skipped the commit hooks with `--no-verify`')).toBe(
    'Skipped the commit hooks with --no-verify',
  );
});

const GERMAN = {
  'Said that {w0} since it edited {1}/engine': 'Sagte seit der Änderung von {1}, dass {w0}',
  'it works/engine': 'es läuft',
  '{n0} prompt/engine': '{n0} Prompt',
  '{n0} prompts/engine': '{n0} Prompts',
  '{w0} in {w1}/engine': '{w0} in {w1}',
  '{n0} of {n1} a day/engine': '{n0} von {n1} am Tag',
  works: 'funktioniert',
};

test('a sentence is known again by the text it was made from', () => {
  useTexts(GERMAN, 'de');
  expect(localize(en('Said that {w0} since it edited {1}', en('it works'), 'it works'))).toBe(
    'Sagte seit der Änderung von it works, dass es läuft',
  );
  // What the system says has no words at times.
  expect(localize(en('{w0} in {w1}', 'EPROTO', en('it works')))).toBe('EPROTO in es läuft');
  expect(localize(enCount(1, '{n0} prompt', '{n0} prompts'))).toBe('1 Prompt');
  expect(localize(en('{w0} in {w1}', '1 prompt', '2 prompts'))).toBe('1 Prompt in 2 Prompts');
});

test('words that are looked at go before a value that may be anything', () => {
  useTexts(
    {
      'Printed secrets: {w0}/engine': 'Gab Geheimnisse aus: {w0}',
      'value of {0}/engine': 'Wert von {0}',
      '{w0} and {w1}/engine': '{w0} und {w1}',
      'private key/engine': 'privater Schlüssel',
    },
    'de',
  );
  expect(localize('Printed secrets: value of A and private key')).toBe(
    'Gab Geheimnisse aus: Wert von A und privater Schlüssel',
  );
  expect(localize('Printed secrets: value of A and B')).toBe('Gab Geheimnisse aus: Wert von A and B');
});

test('the form of a number is that of what is counted, wherever it stands', () => {
  useTexts({ '{n1} of {n0} prompts/engine': 'many', '{n1} of {n0} prompts/engine#few': 'few' }, 'pl');
  expect(localize(enCount(3, '{n1} of {n0} prompt', '{n1} of {n0} prompts', 1))).toBe('few');
  expect(localize(enCount(7, '{n1} of {n0} prompt', '{n1} of {n0} prompts', 2))).toBe('many');
});

test('figures have the marks of the language', () => {
  useTexts(GERMAN, 'de');
  expect(localize('≥ $1,234.50 of $20 a day').replaceAll('\u00a0', ' ')).toBe('≥ 1.234,50 $ von 20 $ am Tag');
});

test('what nobody knows again stays as it is: words of an older Vigil, and texts of pages', () => {
  useTexts(GERMAN, 'de');
  for (const other of ['Said that it flies since it edited x', 'many prompts', 'works', ''])
    expect(localize(other)).toBe(other);
});

test('values are found from left to right', () => {
  const found = (text: string, sentence: string) => valuesIn(patternOf(text), sentence);
  expect(found('{0} took over from {1}', 'a took over from b took over from c')).toEqual([
    'a',
    'b took over from c',
  ]);
  expect(found('edit {n1} of {0}', 'edit 3 of x')).toEqual(['x', '3']);
  expect(found('edit {n0} of {1}', 'edit a of b')).toBeNull();
  expect(found('aa', 'aaa')).toBeNull();
  expect(found('ab{0}ba', 'aba')).toBeNull();
});

/** A text with something in every place. */
const sample = (text: string): string =>
  text.replaceAll(PLACE, (_, kind: string, i: string) =>
    kind === 'n' ? `${i}7` : kind === 'w' ? 'OK' : `Xy${i}`,
  );

test('no two texts of the engine are taken for each other', () => {
  const english = bundle();
  const texts = Object.keys(english).filter((key) => key.endsWith('/engine'));
  expect(texts.length).toBeGreaterThan(300);
  // Each is translated as its own number.
  useTexts(Object.fromEntries(texts.map((key, i) => [key, `#${i}#`])), 'xx');
  expect(texts.filter((key, i) => localize(sample(english[key]!)) !== `#${i}#`)).toEqual([]);
});

test('in the pseudo-locale every text of the engine is another', () => {
  useTexts(pseudo(bundle()), 'qps-ploc');
  expect(localize(en('Harm done'))).toMatch(/^\[.*\]$/);
});
