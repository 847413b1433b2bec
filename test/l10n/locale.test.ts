/** Figures in the display language: the same digits, the marks of the language. */
import { afterEach, expect, test } from 'vitest';
import { inLocale, pluralOf, useLocale, whole } from '../../src/l10n/locale';
import { formatCost, formatShare, formatSize, formatTokens } from '../../src/usage/format';

afterEach(() => useLocale('en'));

/** With the spaces that hold a figure together as plain ones. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

const FIGURES = [
  '$1,234.50',
  '≥ $0.0042',
  '−$3.20',
  '<$0.0001',
  '12.3 %',
  '< 1 %',
  '4.56M',
  '1,234',
  'unpriced',
];

test('English is left as it is', () => {
  for (const locale of ['en', 'en-GB', 'no language']) {
    useLocale(locale);
    expect(FIGURES.map(inLocale)).toEqual(FIGURES);
  }
});

test('marks, money and per cent stand where the language has them', () => {
  useLocale('de');
  expect(FIGURES.map((one) => plain(inLocale(one)))).toEqual([
    '1.234,50 $',
    '≥ 0,0042 $',
    '−3,20 $',
    '<0,0001 $',
    '12,3 %',
    '< 1 %',
    '4,56M',
    '1.234',
    'unpriced',
  ]);
  useLocale('ja');
  expect(FIGURES.map(inLocale).slice(0, 5)).toEqual([
    '$1,234.50',
    '≥ $0.0042',
    '−$3.20',
    '<$0.0001',
    '12.3%',
  ]);
  useLocale('zh-cn');
  expect(['$1,234.50', '12.3 %'].map(inLocale)).toEqual(['$1,234.50', '12.3%']);
});

test('every figure a surface writes goes through it', () => {
  useLocale('de');
  expect(
    [
      formatCost(1_234_500_000, { lowerBound: true }),
      formatTokens(12_345),
      formatShare(0.0234, 1),
      formatShare(1, 3),
      formatSize(12_345_678),
      whole(1_234_567),
    ].map(plain),
  ).toEqual(['≥ 1.234,50 $', '12,3K', '2,3 %', '33 %', '12,3 MB', '1.234.567']);
});

test('digits are those of English, however they were rounded', () => {
  const english = [1.005, 2.675, 8.345].map((n) => formatShare(n, 100));
  useLocale('de');
  expect([1.005, 2.675, 8.345].map((n) => plain(formatShare(n, 100)))).toEqual(
    english.map((text) => text.replace('.', ',')),
  );
});

test('a number has the form of its language', () => {
  expect([pluralOf(1), pluralOf(2)]).toEqual(['one', 'other']);
  useLocale('ja');
  expect(pluralOf(1)).toBe('other');
  useLocale('pl');
  expect([pluralOf(1), pluralOf(3), pluralOf(5)]).toEqual(['one', 'few', 'many']);
});
