/** Which figures are derived again when a log grows, an archive is merged, or the baseline changes. */
import { appendFileSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, minute, prompt, put, result, text, toolUse, type Json, type Lines } from '../support/logs';
import { newLibrary } from '../../src/library/library';
import { Settings } from '../../src/settings/settings';
import { rulesOf } from '../../src/library/rules';
import { follow } from '../../src/session/follow';
import type { FileReading } from '../../src/session/reading';
import { scan } from '../../src/signals/scan';
import { calendarOf } from '../../src/usage/days';
import { bundledPrices } from '../../src/usage/prices';
import { sqlite, openWindow, type Rig } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';

const NOW = Date.parse(minute(0)) + 6 * 3_600_000;
const clock = () => NOW;

function home(name = 'p') {
  const folder = tempFolder();
  return { folder, log: (path: string) => join(folder, '.claude', 'projects', name, path) };
}

const responses = (id: string, from: number, to: number): Lines =>
  Array.from({ length: to - from }, (_, i) =>
    answer(id, 'x', {
      id: `msg_p64_${from + i}`,
      request: `req_p64_${from + i}`,
      more: { timestamp: minute(from + i) },
    }),
  );

async function messages({ engine }: Rig): Promise<Record<string, number>> {
  const file = join(tempFolder(), 'out.json');
  await engine.call('exportArchive', { file, format: 'json' });
  const { sessions } = JSON.parse(readFileSync(file, 'utf8')) as {
    sessions: { id: string; messages: number }[];
  };
  return Object.fromEntries(sessions.map((one) => [one.id, one.messages]));
}

const asFork = (line: string | Json): string | Json =>
  typeof line === 'string' ? line : { ...line, sessionId: 'fork', forkedFrom: { sessionId: 'a' } };

test('a session that grows and is forked between two reads counts once, derived in slices of any size', async () => {
  for (const order of ['fork', 'origin']) {
    for (const pace of [{ slice: 0, shelve: 0, derived: 1 }, undefined]) {
      const { folder, log } = home();
      const window = openWindow(folder, tempFolder(), clock, {}, pace);
      put(log('a.jsonl'), responses('a', 0, 9));
      // A known fork: both claim the messages before the origin grows.
      put(log('fork.jsonl'), responses('a', 0, 9).map(asFork));
      await window.engine.ready;
      await window.engine.call('refresh', {});
      // Each is read before the other in turn.
      const more = responses('a', 9, 17);
      const grow = {
        origin: () => appendFileSync(log('a.jsonl'), text(more)),
        fork: () => appendFileSync(log('fork.jsonl'), text(more.map(asFork))),
      };
      for (const [n, which] of (order === 'fork'
        ? (['fork', 'origin'] as const)
        : (['origin', 'fork'] as const)
      ).entries()) {
        grow[which]();
        if (n === 0) await window.engine.call('refresh', {});
      }
      await window.engine.call('refresh', {});
      expect(await messages(window)).toEqual({ a: 17, fork: 0 });
    }
  }
});

test('a log that is recognised as a fork later loses the messages it owned', async () => {
  const { folder, log } = home();
  put(log('a.jsonl'), responses('a', 0, 4));
  // By its times it began earlier, so it owns the copies until a record says that it is a fork.
  const early = [prompt('b', 'go', { timestamp: minute(0), uuid: undefined })];
  put(
    log('b.jsonl'),
    [...early, ...responses('b', 0, 4)].map((line) => ({
      ...(line as Json),
      timestamp: '2026-07-01T00:00:00.000Z',
    })),
  );
  const window = openWindow(folder, tempFolder(), clock);
  await window.engine.ready;
  expect(await messages(window)).toEqual({ a: 0, b: 4 });
  appendFileSync(log('b.jsonl'), text([answer('b', 'own', { more: { sessionKind: 'bg' } })]));
  await window.engine.call('refresh', {});
  expect(await messages(window)).toEqual({ a: 4, b: 1 });
});

test('messages that a rewritten log loses go to other logs with them; a sub-agent no longer in it is removed', async () => {
  const { folder, log } = home();
  const side = responses('a', 20, 22).map((line) => ({ ...(line as Json), isSidechain: true, agentId: 'x' }));
  put(log('a.jsonl'), [...responses('a', 0, 4), ...side]);
  put(log('b.jsonl'), [...responses('b', 2, 4), ...responses('b', 30, 31)]);
  const storage = tempFolder();
  const window = openWindow(folder, storage, clock);
  await window.engine.ready;
  expect(await messages(window)).toEqual({ a: 4, 'a/x': 2, b: 1 });
  put(log('a.jsonl'), responses('a', 0, 2));
  await window.engine.call('refresh', {});
  expect(await messages(window)).toEqual({ a: 2, b: 3 });
  await window.engine.call('close', null);
  const again = openWindow(folder, storage, clock);
  await again.engine.ready;
  expect(await messages(again)).toEqual({ a: 2, b: 3 });
});

test('archives with different parts of a session merge into one session with its sub-agents', async () => {
  const agent = (from: number, to: number): Lines =>
    responses('a', from, to).map((line) => ({ ...(line as Json), isSidechain: true, agentId: 'x' }));
  const main: Lines = [
    answer('a', [toolUse('Task', { subagent_type: 'scout' }, 'toolu_t')], {
      id: 'msg_task',
      request: 'req_task',
    }),
    result('a', 'toolu_t', 'done', { toolUseResult: { agentId: 'x' } }),
  ];
  const here = home('-here');
  const there = home('-there');
  put(here.log('a.jsonl'), main);
  put(here.log('a/subagents/agent-x.jsonl'), agent(0, 5));
  put(there.log('a.jsonl'), [...main, ...responses('a', 50, 53)]);
  put(there.log('a/subagents/agent-x.jsonl'), agent(0, 9));
  put(
    there.log('a/subagents/agent-y.jsonl'),
    agent(60, 62).map((line) => ({ ...(line as Json), agentId: 'y' })),
  );
  const storage = tempFolder();
  const [one, other] = [
    openWindow(here.folder, storage, clock),
    openWindow(there.folder, tempFolder(), clock),
  ];
  await Promise.all([one.engine.ready, other.engine.ready]);
  const backup = join(tempFolder(), 'other.vigil');
  await other.engine.call('backup', { file: backup });
  await one.engine.call('merge', { file: backup });
  const whole = { a: 4, 'a/x': 9, 'a/y': 2 };
  expect(await messages(one)).toEqual(whole);
  // If it ends before the merged sessions are derived, the next start does it.
  const third = openWindow(here.folder, tempFolder(), clock);
  await third.engine.ready;
  await third.engine.call('merge', { file: backup });
  await Promise.all([third.engine.call('close', null), one.engine.call('close', null)]);
  const again = openWindow(here.folder, storage, clock);
  await again.engine.ready;
  expect(await messages(again)).toEqual(whole);
  const { figures } = (await again.engine.call('session', { id: 'a/x' }))!;
  expect(figures.agentType).toBe('scout');
});

test('if a window closes while deriving for another time zone, the next one continues', async () => {
  const { folder, log } = home();
  for (let i = 0; i < 9; i++) put(log(`s${i}.jsonl`), responses(`s${i}`, i * 3, i * 3 + 2));
  const storage = tempFolder();
  const first = openWindow(folder, storage, clock, { timezone: 'UTC' });
  await first.engine.ready;
  await first.engine.call('close', null);
  const elsewhere = { timezone: 'Pacific/Kiritimati' };
  const closed = openWindow(folder, storage, clock, elsewhere, { slice: 0, shelve: 0, derived: 1 });
  await new Promise((resolve) => setImmediate(resolve));
  await closed.engine.call('close', null);
  const derived = closed.notices.flatMap((notice) => (notice.notice === 'changed' ? notice.ids : []));
  expect(derived.length).toBeGreaterThan(0);
  expect(new Set(derived).size).toBeLessThan(9);
  const again = openWindow(folder, storage, clock, elsewhere);
  await again.engine.ready;
  const file = join(tempFolder(), 'out.json');
  await again.engine.call('exportArchive', { file, format: 'json' });
  const { sessions } = JSON.parse(readFileSync(file, 'utf8')) as { sessions: { usage: { day: string }[] }[] };
  // It is ten in the morning in Greenwich.
  expect(sessions.flatMap(({ usage }) => usage.map(({ day }) => day))).toEqual(Array(9).fill('2026-08-02'));
});

test('exported severities are the current ones, in every format, whenever a log was read', async () => {
  const { folder, log } = home();
  // Each has one more blind edit than the one before, so the baseline depends on how many are known.
  const edits = (id: string, n: number): Lines => [
    prompt(id, 'go'),
    ...Array.from({ length: 12 }, (_, i) =>
      answer(id, [toolUse(i < n ? 'Edit' : 'Read', { file_path: `/home/ada/project/${id}-${i}.ts` })]),
    ),
  ];
  const write = (from: number, to: number) => {
    for (let i = from; i < to; i++) put(log(`s${i}.jsonl`), edits(`s${i}`, (i * 7) % 13));
  };
  const exported = async ({ engine }: Rig, format: 'json' | 'csv' | 'sqlite'): Promise<unknown> => {
    const file = join(tempFolder(), 'out');
    await engine.call('exportArchive', { file, format });
    if (format === 'csv') return readFileSync(file, 'utf8');
    if (format === 'sqlite') {
      const db = sqlite.open(readFileSync(file));
      const rows = [
        'select id, severity, figures from session order by id',
        'select session, name, severity from signal order by session, name',
      ].map((sql) => db.all(sql));
      db.close();
      return rows;
    }
    const { sessions } = JSON.parse(readFileSync(file, 'utf8')) as { sessions: { signals: unknown }[] };
    return sessions;
  };
  write(0, 12);
  const storage = tempFolder();
  const first = openWindow(folder, storage, clock);
  await first.engine.ready;
  await first.engine.call('close', null);
  write(12, 42);
  const aged = openWindow(folder, storage, clock);
  const fresh = openWindow(folder, tempFolder(), clock);
  await Promise.all([aged.engine.ready, fresh.engine.ready]);
  for (const format of ['json', 'csv', 'sqlite'] as const)
    expect([format, await exported(aged, format)]).toEqual([format, await exported(fresh, format)]);
  const page = { state: 'all' as const, offset: 0, limit: 100 };
  const { rows } = await aged.engine.call('sessions', page);
  const listed = new Map(rows.map(({ id, severity }) => [id, severity]));
  const csv = String(await exported(aged, 'csv'))
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const column = csv[0]!.indexOf('severity');
  expect(new Map(csv.slice(1).map((line) => [line[0]!, line[column]!]))).toEqual(listed);
  const sessions = (await exported(aged, 'json')) as { signals: { severity: string }[] }[];
  const grades = new Set(sessions.flatMap(({ signals }) => signals.map(({ severity }) => severity)));
  expect(grades.size).toBeGreaterThan(1);
});

test('a session that cannot be derived does not affect others, and keeps waiting', () => {
  const { folder, log } = home();
  put(log('good.jsonl'), responses('good', 0, 2));
  put(log('bad.jsonl'), responses('bad', 30, 31));
  const library = newLibrary({ reading: () => null, filesWith: () => [] });
  for (const name of ['bad', 'good']) {
    const file = { path: log(`${name}.jsonl`), root: folder, sessionId: name, agentId: null };
    library.read(file, (known) => follow(file, known, scan));
  }
  const rules = rulesOf(Settings.parse({}), bundledPrices(), calendarOf('UTC'));
  const dayOf = (t: number): string => {
    if (t === Date.parse(minute(30))) throw new Error('no such day');
    return rules.dayOf(t);
  };
  const failed: string[] = [];
  const told = { onSession: () => undefined, onFailure: (id: string) => void failed.push(id) };
  const ids = (of: { id: string }[]) => of.map(({ id }) => id);
  expect(ids(library.derive({ ...rules, dayOf }, Infinity, told))).toEqual(['good']);
  expect([failed, library.waiting.has('bad'), library.waiting.size]).toEqual([['bad'], true, 1]);
  // The archive knows that it waits.
  expect([...library.changes.waiting]).toContain('bad');
  expect(ids(library.derive(rules, Infinity, told))).toEqual(['bad']);
  expect(library.waiting.size).toBe(0);
});

test('a read that fails half-way changes nothing', () => {
  const { folder, log } = home();
  put(log('a.jsonl'), responses('a', 0, 2));
  const file = { path: log('a.jsonl'), root: folder, sessionId: 'a', agentId: null };
  const saved = new Map<string, string>();
  const library = newLibrary({
    reading: (path) => JSON.parse(saved.get(path) ?? 'null') as FileReading | null,
    filesWith: () => [],
  });
  const rules = rulesOf(Settings.parse({}), bundledPrices(), calendarOf('UTC'));
  const told = { onSession: () => undefined, onFailure: () => undefined };
  library.read(file, (known) => follow(file, known, scan));
  library.derive(rules, Infinity, told);
  saved.set(file.path, JSON.stringify(library.followed(file.path)!.reading));
  library.saved(() => true, false);
  appendFileSync(file.path, text(responses('a', 2, 3)));
  const failing = () =>
    library.read(file, (known) => {
      follow(file, known, scan);
      throw new Error('EIO');
    });
  expect(failing).toThrow('EIO');
  expect(library.followed(file.path)!.reading.parse.lines).toBe(2);
  library.read(file, (known) => follow(file, known, scan));
  expect(library.derive(rules, Infinity, told)[0]).toMatchObject({ messages: 3, parse: { lines: 3 } });
});

test('if reading on fails half-way, a log that is not archived yet is read from its start', () => {
  const { folder, log } = home();
  put(log('a.jsonl'), responses('a', 0, 2));
  put(log('b.jsonl'), responses('a', 0, 1));
  const [a, b] = ['a', 'b'].map((id) => ({
    path: log(`${id}.jsonl`),
    root: folder,
    sessionId: id,
    agentId: null,
  }));
  const library = newLibrary({ reading: () => null, filesWith: () => [] });
  const rules = rulesOf(Settings.parse({}), bundledPrices(), calendarOf('UTC'));
  const look = (): void => {
    for (const file of [a!, b!]) library.read(file, (known) => follow(file, known, scan));
    library.derive(rules, Infinity, { onSession: () => undefined, onFailure: () => undefined });
  };
  look();
  appendFileSync(a!.path, text(responses('a', 2, 9)));
  appendFileSync(b!.path, text(responses('a', 2, 9)));
  let asked = 0;
  const fails = (): boolean => {
    if (++asked > 1) throw new Error('EIO');
    return false;
  };
  expect(() => library.read(b!, (known) => follow(b!, known, scan, fails))).toThrow('EIO');
  look();
  expect([...library.figures.values()].map(({ copies, parse }) => [copies, parse.lines])).toEqual([
    [0, 9],
    [8, 8],
  ]);
});

test('sessions that share messages are derived once, when all logs are read; live ones at once', () => {
  const rules = rulesOf(Settings.parse({}), bundledPrices(), calendarOf('UTC'));
  for (const [now, waits] of [
    [NOW, true],
    [Date.parse(minute(10)), false],
  ] as const) {
    const { folder, log } = home();
    const taken: string[] = [];
    const derived: string[] = [];
    const library = newLibrary({
      reading: (path) => {
        taken.push(path);
        return null;
      },
      filesWith: () => [],
      now: () => now,
    });
    const told = {
      onSession: (_: unknown, { id }: { id: string }) => void derived.push(id),
      onFailure: () => undefined,
    };
    const derive = (more: boolean): string[] =>
      library.derive(rules, Infinity, { ...told, more }).map(({ id }) => id);
    for (const id of ['a', 'b', 'c', 'd']) {
      put(log(`${id}.jsonl`), responses(id, 0, 4));
      const file = { path: log(`${id}.jsonl`), root: folder, sessionId: id, agentId: null };
      library.read(file, (known) => follow(file, known, scan));
      derive(true);
    }
    // The first shared with none when it was read.
    expect(derived.length).toBe(waits ? 1 : 10);
    expect(derive(false).sort()).toEqual(waits ? ['a', 'b', 'c', 'd'] : []);
    const [first, ...others] = ['a', 'b', 'c', 'd'].map((id) => library.figures.get(id)?.messages);
    expect([first, others]).toEqual([4, [0, 0, 0]]);
    expect(taken).toEqual([]);
  }
});

test('a live session does not wait for logs that share messages with it', () => {
  const rules = rulesOf(Settings.parse({}), bundledPrices(), calendarOf('UTC'));
  const { folder, log } = home();
  const library = newLibrary({ reading: () => null, filesWith: () => [], now: () => NOW });
  const read = (id: string, lines: Lines): void => {
    put(log(`${id}.jsonl`), lines);
    const file = { path: log(`${id}.jsonl`), root: folder, sessionId: id, agentId: null };
    library.read(file, (known) => follow(file, known, scan));
  };
  const derive = (): string[] =>
    library
      .derive(rules, Infinity, { onSession: () => undefined, onFailure: () => undefined, more: true })
      .map(({ id }) => id);
  // It was resumed: its log begins with copies of an older one, which is read after it.
  read('live', [
    ...responses('live', 0, 4),
    answer('live', 'now', { id: 'msg_now', more: { timestamp: minute(359) } }),
  ]);
  read('old', responses('old', 0, 4));
  expect(derive()).toEqual(['live']);
  read('older', responses('older', 0, 4));
  expect(derive()).toEqual(['live']);
  expect(library.waiting.has('live')).toBe(false);
});

test('a session that is renamed while it waits for other logs is derived by the next window if this one closes first', async () => {
  const { folder, log } = home();
  const storage = tempFolder();
  put(log('late.jsonl'), responses('late', 0, 4));
  const first = openWindow(folder, storage, clock);
  await first.engine.ready;
  await first.engine.call('close', null);
  const old = new Date(NOW - 1_000);
  put(log('first.jsonl'), responses('first', 0, 4));
  for (let i = 0; i < 300; i++) {
    put(log(`x${i}.jsonl`), [prompt(`x${i}`, 'go')]);
    utimesSync(log(`x${i}.jsonl`), old, old);
  }
  const { engine } = openWindow(folder, storage, clock, {}, { slice: 0, shelve: 0, derived: 1 });
  const read = async (logs: number): Promise<void> => {
    while ((await engine.call('progress', null)).filesDone < logs)
      await new Promise((resolve) => setImmediate(resolve));
  };
  await read(2);
  await engine.call('markSession', { id: 'late', name: 'Named' });
  await read(10);
  await engine.call('close', null);
  expect((await engine.call('progress', null)).filesDone).toBeLessThan(300);
  const next = openWindow(folder, storage, clock);
  await next.engine.ready;
  await next.engine.call('refresh', {});
  expect(await messages(next)).toMatchObject({ first: 4, late: 0 });
});

test('sessions that waited for the last log are derived in slices', async () => {
  const { folder, log } = home();
  for (let i = 0; i < 12; i++) put(log(`s${i}.jsonl`), responses(`s${i}`, 0, 4));
  const { engine, notices } = openWindow(folder, null, clock, {}, { slice: 1e9, shelve: 1e9, derived: 2 });
  await engine.ready;
  const slices = notices.flatMap((one) => (one.notice === 'changed' ? [one.ids.length] : []));
  expect(Math.max(...slices)).toBeLessThanOrEqual(2);
  expect(slices.reduce((sum, ids) => sum + ids, 0)).toBeGreaterThanOrEqual(12);
});
