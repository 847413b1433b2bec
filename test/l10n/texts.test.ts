/** Texts of surfaces in their language. */
import { afterEach, expect, test } from 'vitest';
import { t, tn, useTexts } from '../../src/l10n/texts';

afterEach(() => useTexts({}, 'en'));

test('a text stands for itself where the language has none, and its places are filled', () => {
  expect(t('Open {0} of {1}', 2, 'x')).toBe('Open 2 of x');
  useTexts(
    { 'Open {0} of {1}': '{1}: {0} öffnen', Close: { message: 'Schließen', comment: ['a verb'] } },
    'de',
  );
  expect([t('Open {0} of {1}', 2, 'x'), t('Close'), t('Other')]).toEqual([
    'x: 2 öffnen',
    'Schließen',
    'Other',
  ]);
});

test('a number that fills a place is a count, in groups', () => {
  expect([t('{0} failed', 5_932), t('{0} × {1}', 1_234.5, '5932')]).toEqual([
    '5,932 failed',
    '1,234.5 × 5932',
  ]);
  expect(tn(2, '{0} session of {1}', '{0} sessions of {1}', 5_932)).toBe('2 sessions of 5,932');
  useTexts({ '{0} failed': '{0} fehlgeschlagen' }, 'de');
  expect([t('{0} failed', 5_932), t('{0} × {1}', 1_234.5, 'a')]).toEqual([
    '5.932 fehlgeschlagen',
    '1.234,5 × a',
  ]);
});

test('what fills a place is no text: it is not filled again', () => {
  expect(t('{0} and {1}', '{1}', 'b')).toBe('{1} and b');
});

test('a bundle that is none leaves all in English', () => {
  for (const wrong of [null, 'x', [1], { Close: 1 }]) {
    useTexts(wrong, 'de');
    expect([t('Close'), tn(1_234, '{0} file', '{0} files')]).toEqual(['Close', '1,234 files']);
  }
});

test('a number chooses its text', () => {
  expect([0, 1, 2, 1_234].map((n) => tn(n, '{0} file', '{0} files'))).toEqual([
    '0 files',
    '1 file',
    '2 files',
    '1,234 files',
  ]);
  useTexts({ '{0} file': '{0} ファイル', '{0} files': '{0} ファイル' }, 'ja');
  expect([1, 2].map((n) => tn(n, '{0} file', '{0} files'))).toEqual(['1 ファイル', '2 ファイル']);
  useTexts({ '{0} file': '{0} plik', '{0} files': '{0} plików', '{0} files#few': '{0} pliki' }, 'pl');
  expect([1, 2, 5].map((n) => tn(n, '{0} file', '{0} files'))).toEqual(['1 plik', '2 pliki', '5 plików']);
});
