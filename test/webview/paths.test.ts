import { expect, test } from 'vitest';
import { shortPaths, within } from '../../webview/shared/paths';

test('as many parts as tell folders apart', () => {
  const paths = ['/home/ada/api', '/home/ada/web', '/home/bob/api', 'C:\\work\\web', '/', 'unknown'];
  expect([...shortPaths(paths).values()]).toEqual([
    'ada/api',
    'ada/web',
    'bob/api',
    'work/web',
    '/',
    'unknown',
  ]);
  // One within the other.
  expect([...shortPaths(['/a/b', '/b']).values()]).toEqual(['a/b', 'b']);
});

test.each([
  ['/w/api/src/a.ts', '/w/api', 'src/a.ts'],
  ['/w/api-two/a.ts', '/w/api', '/w/api-two/a.ts'],
  ['C:\\w\\api\\a.ts', 'C:\\w\\api', 'a.ts'],
  ['/etc/passwd', '/', '/etc/passwd'],
  ['/etc/passwd', null, '/etc/passwd'],
])('%s in %s', (path, folder, short) => {
  expect(within(path, folder)).toBe(short);
});
