import { expect, test } from 'vitest';
import { isolated } from '../../../src/host/shared/labels';

test('a name from right to left does not turn round what stands behind it; others stay as they are', () => {
  expect(isolated('إصلاح login.ts')).toBe('\u2068إصلاح login.ts\u2069');
  expect(isolated('תיקון')).toBe('\u2068תיקון\u2069');
  expect([isolated('Fix login.ts'), isolated('修正 ログイン')]).toEqual(['Fix login.ts', '修正 ログイン']);
});
