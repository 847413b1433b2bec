/** The lists behind the Sessions tree: pages, refreshes, and answers that come too late. */
import { expect, onTestFinished, test } from 'vitest';
import type { GroupRow } from '../../../src/questions/groups';
import type { SessionRow } from '../../../src/library/sessionRow';
import type { EngineClient } from '../../../src/host/engine/engineClient';
import { createSessionLists, type ListChange } from '../../../src/host/sessions/sessionLists';
import { PAGE } from '../../../src/host/sessions/treeModel';
import { row } from '../rig';

interface Question {
  name: string;
  args: Record<string, unknown>;
  answer: (reply: unknown) => void;
  fail: (message: string) => void;
}

/** Waits until promises are resolved. */
const settle = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));
const group = (name: string, sessions = 1): GroupRow => ({ group: name, sessions, latest: '2026-01-01' });

/** Lists whose engine answers when the test says so. */
function rig() {
  const questions: Question[] = [];
  const changes: ListChange[] = [];
  const errors: string[] = [];
  const call = (name: string, args: Record<string, unknown>) =>
    new Promise((answer, reject) =>
      questions.push({ name, args, answer, fail: (message) => reject(new Error(message)) }),
    );
  const lists = createSessionLists(
    call as EngineClient['call'],
    (change) => changes.push(change),
    (error) => errors.push(String(error)),
    { by: 'project', query: '' },
    1,
  );
  onTestFinished(() => lists.dispose());
  /** The next question, once it is asked. */
  const next = async (): Promise<Question> => {
    for (let i = 0; i < 200; i++) {
      const one = questions.shift();
      if (one !== undefined) return one;
      await settle(1);
    }
    throw new Error('nothing was asked');
  };
  return { lists, changes, errors, questions, next };
}

test('groups are asked for once, rows a page at a time, more on demand', async () => {
  const { lists, changes, questions, next } = rig();
  expect(lists.state()).toBe('reading');
  const groups = lists.groups();
  (await next()).answer([group('/p', 450)]);
  expect(await groups).toEqual([group('/p', 450)]);
  expect(await lists.groups()).toEqual([group('/p', 450)]);
  expect(lists.state()).toBe('ready');
  const rows = (n: number): SessionRow[] => Array.from({ length: n }, (_, i) => row({ id: `s${i}` }));
  const first = lists.sessions(group('/p', 450));
  const asked = await next();
  expect(asked.args).toMatchObject({ by: 'project', query: '', group: '/p', offset: 0, limit: PAGE });
  asked.answer({ rows: rows(PAGE), total: 450 });
  expect(await first).toMatchObject({ total: 450 });
  const more = lists.more(group('/p', 450));
  const second = await next();
  expect(second.args).toMatchObject({ limit: 2 * PAGE });
  second.answer({ rows: rows(2 * PAGE), total: 450 });
  await more;
  expect(changes).toEqual([{ groups: ['group:"/p"'], sessions: [] }]);
  expect((await lists.sessions(group('/p', 450))).rows).toHaveLength(2 * PAGE);
  expect(questions).toEqual([]);
});

test('a refresh reports what must be redrawn: a row, a group, or all', async () => {
  const { lists, changes, next } = rig();
  const groups = lists.groups();
  (await next()).answer([group('/p')]);
  await groups;
  const sessions = lists.sessions(group('/p'));
  (await next()).answer({ rows: [row({ id: 'a' })], total: 1 });
  await sessions;
  // The view is hidden, so nothing is asked.
  lists.changed(['a']);
  await settle(10);
  lists.setVisible(true);
  (await next()).answer([group('/p')]);
  (await next()).answer({ rows: [row({ id: 'a', prompts: 7 })], total: 1 });
  await settle();
  expect(changes).toEqual([{ groups: [], sessions: [row({ id: 'a', prompts: 7 })] }]);
  lists.changed(['b']);
  (await next()).answer([group('/p', 2)]);
  (await next()).answer({ rows: [row({ id: 'b' }), row({ id: 'a', prompts: 7 })], total: 2 });
  await settle();
  expect(changes[1]).toEqual({ groups: ['group:"/p"'], sessions: [] });
  lists.changed(['c']);
  (await next()).answer([group('/q'), group('/p', 2)]);
  await settle();
  expect(changes[2]).toBe('all');
});

test('groups of the previous view are not used for the new one', async () => {
  const { lists, changes, next } = rig();
  const early = lists.groups();
  const old = await next();
  lists.setView({ by: 'severity' });
  lists.reset();
  const drawn = lists.groups();
  const fresh = await next();
  expect(fresh.args).toMatchObject({ by: 'severity' });
  old.answer([group('/p', 3)]);
  fresh.answer([group('warn')]);
  expect(await drawn).toEqual([group('warn')]);
  // An earlier caller gets the new groups.
  expect(await early).toEqual([group('warn')]);
  expect(changes).toEqual(['all']);
});

test('a refresh during a change of the view has no effect', async () => {
  const { lists, changes, next } = rig();
  const groups = lists.groups();
  (await next()).answer([group('/p', 3)]);
  await groups;
  lists.setVisible(true);
  lists.changed(['x']);
  const old = await next();
  lists.setView({ by: 'severity', query: 'severity:warn' });
  // Until the new view is stored, nothing of the old one is shown either.
  expect(lists.state()).toBe('reading');
  lists.reset();
  old.answer([group('/p', 3), group('/q')]);
  // The refresh asks with the current view.
  const again = await next();
  expect(again.args).toEqual({ by: 'severity', query: 'severity:warn' });
  again.answer([group('warn')]);
  await settle(5);
  expect(await lists.groups()).toEqual([group('warn')]);
  expect(changes).toEqual(['all']);
});

test('rows asked for before a filter was set are not shown under it', async () => {
  const { lists, next } = rig();
  const groups = lists.groups();
  (await next()).answer([group('/p', 3)]);
  await groups;
  const early = lists.sessions(group('/p', 3));
  const old = await next();
  lists.setView({ query: 'severity:critical' });
  lists.reset();
  old.answer({ rows: [row({ id: 'a' }), row({ id: 'b' }), row({ id: 'c' })], total: 3 });
  expect(await early).toEqual({ rows: [], total: 0 });
  const now = lists.sessions(group('/p'));
  const fresh = await next();
  expect(fresh.args).toMatchObject({ query: 'severity:critical' });
  fresh.answer({ rows: [row({ id: 'b' })], total: 1 });
  expect((await now).rows.map(({ id }) => id)).toEqual(['b']);
});

test('if the question fails, the state is not “reading”; the next change asks again', async () => {
  const { lists, changes, errors, questions, next } = rig();
  const groups = lists.groups();
  (await next()).fail('no');
  await expect(groups).rejects.toThrow('no');
  expect(lists.state()).toBe('failed');
  lists.setVisible(true);
  lists.changed(['a']);
  (await next()).fail('still no');
  await settle(20);
  expect(errors).toEqual(['Error: still no']);
  expect(changes).toEqual(['all']);
  // It does not repeat endlessly.
  expect(questions).toEqual([]);
  lists.changed([]);
  (await next()).answer([]);
  await settle();
  expect(changes).toEqual(['all', 'all']);
  lists.setReading(false);
  expect(lists.state()).toBe('empty');
  lists.setStopped();
  expect(lists.state()).toBe('stopped');
});
