/** Text of logs on pages. */
import { expect, test } from 'vitest';
import { readable, shown } from '../../webview/shared/text';

test('a name from right to left has its own direction beside others; a text of several lines is that of its element', () => {
  expect(shown('تسجيل (login) v2.1')).toBe('\u2068تسجيل (login) v2.1\u2069');
  expect(shown('Fix login.ts')).toBe('Fix login.ts');
  expect(shown('تسجيل\nv2.1')).toBe('تسجيل\nv2.1');
  expect(shown('תיקון באג', 5)).toBe('\u2068תיקון…\u2069');
  expect(readable('תיקון')).toBe('תיקון');
});
