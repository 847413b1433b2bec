/** Stars, names, notes and hidden sessions, as the surfaces see them. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, minute, prompt, put } from '../conformance/logs';
import { tempFolder } from '../support/tempFolder';
import { openWindow } from './rig';

const NOW = Date.parse(minute(1));
const byFirst = (a: readonly unknown[], b: readonly unknown[]): number =>
  String(a[0]).localeCompare(String(b[0]));
const page = { state: 'all' as const, offset: 0, limit: 9 };

/** Two sessions in a home folder. */
function home(): string {
  const folder = tempFolder();
  const log = (name: string) => join(folder, '.claude', 'projects', '-home-ada-project', name);
  for (const id of ['a', 'b'])
    put(log(`${id}.jsonl`), [
      prompt(id, `Work on ${id} and do it well`),
      answer(id, 'Done.', { id: `m${id}`, request: `r${id}` }),
    ]);
  return folder;
}

test('a given name is the title on every surface and after restarts, until it is removed', async () => {
  const [folder, storage] = [home(), tempFolder()];
  const one = openWindow(folder, storage, () => NOW);
  await one.engine.ready;
  const names = async ({ engine }: typeof one) =>
    (await engine.call('sessions', page)).rows.map(({ id, name }) => [id, name]).sort(byFirst);
  const own = await names(one);
  expect(own[0]?.[1]).toContain('Work on a');
  await one.engine.call('markSession', { id: 'a', name: '  Mine  ' });
  expect((await names(one))[0]).toEqual(['a', 'Mine']);
  expect((await one.engine.call('session', { id: 'a' }))?.figures).toMatchObject({
    name: 'Mine',
    nameFrom: 'title',
  });
  expect(one.live().find(({ row }) => row.id === 'a')?.row.name).toBe('Mine');
  expect(one.notices.findLast(({ notice }) => notice === 'changed')).toMatchObject({ ids: ['a'] });
  await one.engine.call('close', null);
  const two = openWindow(folder, storage, () => NOW);
  await two.engine.ready;
  expect((await names(two))[0]).toEqual(['a', 'Mine']);
  await two.engine.call('markSession', { id: 'a', name: '   ' });
  expect(await names(two)).toEqual(own);
});

test('starred sessions come first, hidden ones last and in no other list; a partial change keeps the rest', async () => {
  const { engine, live } = openWindow(home(), null, () => NOW);
  await engine.ready;
  const groups = async (by: 'recency' | 'project') =>
    (await engine.call('groups', { by })).map(({ group, sessions }) => [group, sessions]);
  expect(await groups('recency')).toEqual([['today', 2]]);
  await engine.call('markSession', { id: 'a', starred: true });
  await engine.call('markSession', { id: 'a', note: 'Look again' });
  await engine.call('markSession', { id: 'b', hidden: true });
  expect((await groups('recency')).sort(byFirst)).toEqual([
    ['hidden', 1],
    ['starred', 1],
  ]);
  expect(await groups('project')).toEqual([['/home/ada/project', 1]]);
  expect((await engine.call('sessions', page)).rows).toMatchObject([
    { id: 'a', starred: true, note: 'Look again', hidden: false },
  ]);
  expect(live().map(({ row }) => row.id)).toEqual(['a']);
  await engine.call('markSession', { id: 'b', hidden: false });
  expect(await groups('project')).toEqual([['/home/ada/project', 2]]);
});

test.each([
  [0, 'today'],
  [1, 'week'],
  [6, 'week'],
  [7, 'older'],
  [400, 'older'],
])('written to %i days ago: %s', async (days, group) => {
  const { engine } = openWindow(home(), null, () => NOW + days * 86_400_000);
  await engine.ready;
  expect(await engine.call('groups', { by: 'recency' })).toMatchObject([{ group, sessions: 2 }]);
});
