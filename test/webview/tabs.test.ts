/** Pages' tabs as they are written: their files cannot be loaded without a page. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placeNamed, SECTIONS, TABS } from '../../src/pages/dashboard/places';
import { PageState as DashboardState } from '../../src/pages/dashboard/state';
import { PageState as SessionState, SESSION_TABS } from '../../src/pages/session/state';
import { TITLES as DASHBOARD_TITLES } from '../../webview/dashboard/titles';
import { TITLES as SESSION_TITLES } from '../../webview/session/titles';
import { tabOf, titlesOf } from '../../webview/shared/tab';

const folder = (page: string): string => join(import.meta.dirname, '../../webview', page, 'tabs');
const read = (page: string, file: string): string => readFileSync(join(folder(page), file), 'utf8');

test.each([
  ['dashboard', TABS, DashboardState.parse({}).tab],
  ['session', SESSION_TABS, SessionState.parse({ id: 'a' }).tab],
] as const)(
  'each file of %s is one tab in the list, and every address leads to one',
  (page, addresses, first) => {
    const lists = ['index.ts', 'later.ts'];
    const files = readdirSync(folder(page)).filter((file) => !lists.includes(file));
    const listed = lists.flatMap(
      (list) => /TABS[^=]*= \[([^\]]*)\]/.exec(read(page, list))?.[1]?.match(/\w+/g) ?? [],
    );
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

test('each section of the dashboard is one file, and stands in the tab the addresses say', () => {
  const sections = join(folder('dashboard'), '../sections');
  const files = readdirSync(sections);
  for (const file of files) {
    const source = readFileSync(join(sections, file), 'utf8');
    const id = file.replace('.ts', '');
    expect([file, source.match(/^export .*/gm), /^  id: '(\w+)',$/m.exec(source)?.[1]]).toEqual([
      file,
      [`export const ${id}Section: Section = {`],
      id,
    ]);
  }
  const listed = TABS.map((tab) => [
    tab,
    /sections: \[([^\]]*)\]/.exec(read('dashboard', `${tab}.ts`))?.[1]?.match(/\w+(?=Section)/g),
  ]);
  expect(listed).toEqual(Object.entries(SECTIONS));
  expect(Object.values(SECTIONS).flat().toSorted()).toEqual(
    files.map((file) => file.replace('.ts', '')).toSorted(),
  );
});

test.each([
  ['home', 'home', 'now'],
  ['overview', 'home', 'now'],
  ['trends', 'quality', 'trends'],
  ['heatmaps', 'quality', 'heatmaps'],
  ['tools', 'cost', 'tools'],
  ['models', 'cost', 'models'],
  ['cohorts', 'quality', 'groups'],
  ['compare', 'sessions', 'compare'],
  ['sessions', 'sessions', 'list'],
  ['search', 'sessions', 'search'],
  ['alerts', 'home', 'alerts'],
  ['health', 'health', 'health'],
])('what was the tab %s is in %s: %s', (name, tab, section) => {
  expect(placeNamed(name)).toEqual({ tab, section });
  const kept = DashboardState.parse({ tab: name });
  expect([kept.tab, kept.sections[tab] ?? section]).toEqual([tab, section]);
});

test('there is no other place; a page that was kept comes back with what its tabs kept', () => {
  expect(['constructor', 'nowhere', ''].map(placeNamed)).toEqual([undefined, undefined, undefined]);
  const kept = DashboardState.parse({
    tab: 'cohorts',
    range: '7d',
    own: { cohorts: { by: 'model' }, sessions: { columns: [] }, trends: { metric: 'cost' } },
  });
  expect(kept).toMatchObject({
    tab: 'quality',
    sections: { quality: 'groups' },
    range: '7d',
    own: { groups: { by: 'model' }, list: { columns: [] }, trends: { metric: 'cost' } },
  });
  // A tab that is known shows the section it showed.
  const later = DashboardState.parse({ ...kept, tab: 'sessions', sections: { sessions: 'search' } });
  expect([later.tab, later.sections]).toEqual(['sessions', { sessions: 'search' }]);
});

test('each tab has a title, in the order of its list', () => {
  expect(DASHBOARD_TITLES.map(({ id }) => id)).toEqual(TABS);
  expect(SESSION_TITLES.map(({ id }) => id)).toEqual([...SESSION_TABS]);
});

test('a tab that is not known is the first; titles may say what there is', () => {
  const tabs = [
    { id: 'a', title: 'One' },
    { id: 'b', title: (n: number) => `Two (${n})` },
  ];
  expect([tabOf(tabs, 'b').id, tabOf(tabs, 'gone').id]).toEqual(['b', 'a']);
  expect(titlesOf(tabs, 3)).toEqual({ a: 'One', b: 'Two (3)' });
});
