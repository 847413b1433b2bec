/** Pages' tabs as they are written: their files cannot be loaded without a page. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PageState as DashboardState, TABS } from '../../src/pages/dashboard/contract';
import { PageState as SessionState, SESSION_TABS } from '../../src/pages/session/contract';
import { tabOf, titlesOf } from '../../webview/shared/tab';

const folder = (page: string): string => join(import.meta.dirname, '../../webview', page, 'tabs');
const read = (page: string, file: string): string => readFileSync(join(folder(page), file), 'utf8');

test.each([
  ['dashboard', TABS, DashboardState.parse({}).tab],
  ['session', SESSION_TABS, SessionState.parse({ id: 'a' }).tab],
] as const)(
  'each file of %s is one tab in the list, and every address leads to one',
  (page, addresses, first) => {
    const files = readdirSync(folder(page)).filter((file) => file !== 'index.ts');
    const index = read(page, 'index.ts');
    const listed = /TABS[^=]*= \[([^\]]*)\]/.exec(index)?.[1]?.match(/\w+/g) ?? [];
    const tabs = files.map((file) => {
      const source = read(page, file);
      const exported = source.match(/^export .*/gm) ?? [];
      const [, name, id] = /^export const (\w+): Tab = \{\n {2}id: '(\w+)',/m.exec(source) ?? [];
      expect([file, exported.length, `${id}.ts`, listed.some((one) => one === name)]).toEqual([
        file,
        1,
        file,
        true,
      ]);
      return id ?? '';
    });
    expect(listed).toHaveLength(files.length);
    expect([...addresses].filter((one: string) => !tabs.includes(one))).toEqual([]);
    expect([listed[0], tabs]).toEqual([`${first}Tab`, expect.arrayContaining([first])]);
  },
);

test('a tab that is not known is the first; titles may say what there is', () => {
  const tabs = [
    { id: 'a', title: 'One' },
    { id: 'b', title: (n: number) => `Two (${n})` },
  ];
  expect([tabOf(tabs, 'b').id, tabOf(tabs, 'gone').id]).toEqual(['b', 'a']);
  expect(titlesOf(tabs, 3)).toEqual({ a: 'One', b: 'Two (3)' });
});
