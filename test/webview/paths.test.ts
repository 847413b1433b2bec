import { shortPaths } from '../../src/log/folders';
import { expect, test } from 'vitest';
import { html } from 'lit';
import { breakable } from '../../webview/shared/parts';
import { relativeTo } from '../../webview/shared/paths';
import { written } from './written';

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
  expect(relativeTo(path, folder)).toBe(short);
});

test.each([
  ['mcp__docs__find_page', 'mcp__|docs__|find_|page'],
  ['AskUserQuestion', 'Ask|User|Question'],
  ['/home/ada/.claude', '/|home/|ada/|.claude'],
  ['C:\\work\\web', 'C:\\|work\\|web'],
  ['<b>_x', '&lt;b&gt;_|x'],
  ['', ''],
])('lines break %j between its words', (name, parts) => {
  const text = written(html`<p>${breakable(name)}</p>`).replace(/<!--.*?-->/g, '');
  expect(text.replace(/<wbr ?\/?>/g, '|')).toBe(`<p>${parts}</p>`);
});
