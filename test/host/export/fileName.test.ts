/** What a file is called that a session is saved to. */
import { expect, test } from 'vitest';
import { fileName } from '../../../src/host/export/fileName';

test('letters, digits and hyphens stay, of any language; what leads elsewhere does not', () => {
  expect(fileName('“Fix the build: now!”')).toBe('Fix-the-build-now');
  expect(fileName('../../etc/passwd')).toBe('etc-passwd');
  expect(fileName('修复 \u202e构建')).toBe('修复-构建');
  expect(fileName('…')).toBe('session');
  expect(fileName('a '.repeat(100))).toHaveLength(59);
});
