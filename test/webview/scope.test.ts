/** “This workspace” as a query. */
import { expect, test } from 'vitest';
import { parseQuery } from '../../src/analysis/query';
import { conversationsOf } from '../../src/analysis/metrics';
import { joinQueries } from '../../webview/dashboard/scope';
import { workspaceQuery } from '../../src/analysis/queryFields';
import { figures } from '../store/makers';

const found = (folders: string[], projects: [string, string | null][]): string[] => {
  const query = parseQuery(workspaceQuery(folders) ?? '', String);
  if (!query.ok) throw new Error(query.error);
  return conversationsOf(
    projects.map(([project, repository], i) => figures(String(i), { project, repository })),
  )
    .filter(query.test)
    .map(({ figures: { id } }) => id);
};

test('sessions in one of its folders, or in a worktree of one; not in a folder that begins alike, or around it', () => {
  const projects: [string, string | null][] = [
    ['/w/app', '/w/app'],
    ['/w/app/sub', null],
    ['/w/app2', null],
    ['/w', null],
    ['/trees/x', '/w/app'],
    ['/w/My docs', null],
    ['C:\\Work\\App', null],
  ];
  expect(found(['/w/app'], projects)).toEqual(['0', '1', '4']);
  expect(found(['/w/app/'], projects)).toEqual(['0', '1', '4']);
  expect(found(['/w/app', '/w/My docs'], projects)).toEqual(['0', '1', '4', '5']);
  expect(found(['c:\\work'], projects)).toEqual(['6']);
});

test('a session whose folder is not known is in none', () => {
  const query = parseQuery('in:/w', String);
  const [one] = conversationsOf([figures('a', { project: null })]);
  expect(query.ok && query.test(one!)).toBe(false);
});

test('no folder, or one a query cannot say, is no choice', () => {
  expect(workspaceQuery([])).toBeNull();
  expect(workspaceQuery(['/w/a', '/w/say "hi" now'])).toBeNull();
  expect(workspaceQuery(Array.from({ length: 60 }, (_, i) => `/w/folder${i}`))).toBeNull();
});

test('minus turns it round, and other conditions hold too', () => {
  const ids = (query: string) => {
    const parsed = parseQuery(query, String);
    return conversationsOf([
      figures('a', { project: '/w/a' }),
      figures('b', { project: '/w/b', gitBranches: ['main'] }),
      figures('c', { project: '/w/c' }),
    ])
      .filter((one) => parsed.ok && parsed.test(one))
      .map(({ figures: { id } }) => id);
  };
  expect(ids('in:/w/a in:/w/b')).toEqual(['a', 'b']);
  expect(ids('in:/w -in:/w/a')).toEqual(['b', 'c']);
  expect(ids('in:/w/a in:/w/b branch:main')).toEqual(['b']);
});

test('two queries as one', () => {
  expect([joinQueries('', ''), joinQueries('a', ''), joinQueries('', 'b'), joinQueries('a', 'b')]).toEqual([
    '',
    'a',
    'b',
    'a b',
  ]);
});
