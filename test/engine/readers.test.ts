/** Reader threads: what they read is as if the engine had read it, whatever happens to them; the newest conversation comes first. */
import * as fs from 'node:fs';
import { appendFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, expect, test, vi } from 'vitest';
import { helpersBy, othersAreBusy } from '../../src/engine/busy';
import { Live } from '../../src/engine/live';
import type { EngineParts } from '../../src/engine/parts';
import { HEAP_MB, YOUNG_MB } from '../../src/engine/protocol';
import { Readers, readerThreads, type ReaderAnswer } from '../../src/engine/readers';
import type { Unit } from '../../src/engine/units';
import { openCheckpoint } from '../../src/store/checkpoint';
import type { SessionFigures } from '../../src/store/figures';
import { answer, minute, prompt, put, result, text, toolUse, type Json, type Lines } from '../support/logs';
import { readersHere } from '../support/readers';
import { bundledPrices } from '../../src/usage/prices';
import { Settings } from '../../src/settings/settings';
import { tempFolder } from '../support/tempFolder';
import { openWindow, sqlite, until, type Rig } from './rig';

afterEach(() => void vi.restoreAllMocks());

const NOW = Date.parse(minute(30));
const DAY_MS = 86_400_000;

interface Home {
  folder: string;
  log: (name: string) => string;
}

const emptyHome = (): Home => {
  const folder = tempFolder();
  return { folder, log: (name) => join(folder, '.claude', 'projects', '-home-ada-project', name) };
};

/** Writes a log whose last line is `ago` ms old. */
function write(path: string, lines: Lines, ago: number): void {
  const at = new Date(NOW - ago);
  put(
    path,
    lines.map((line) => (typeof line === 'string' ? line : { ...line, timestamp: at.toISOString() })),
  );
  utimesSync(path, at, at);
}

const answers = (session: string, name: string, n: number, more: Json = {}): Json[] =>
  Array.from({ length: n }, (_, i) =>
    answer(session, `No, that is wrong. Step ${i}.`, {
      id: `msg_${name}_${i}`,
      request: `req_${name}_${i}`,
      more,
    }),
  );

/** Conversations of all kinds: with sub-agents, forked, copied, in parts, of no session, damaged. */
function everyKind(): Home {
  const home = emptyHome();
  const { log } = home;
  const edit = toolUse('Edit', { file_path: '/w/a.ts' }, 'toolu_1');
  const start = toolUse('Task', { subagent_type: 'scout', description: 'Look around' }, 'toolu_task');
  write(
    log('live.jsonl'),
    [
      prompt('live', 'Go on'),
      answer('live', [edit, start], { id: 'msg_live_x' }),
      result('live', 'toolu_1', 'done'),
      result('live', 'toolu_task', 'done', { toolUseResult: { agentId: 'x1' } }),
      ...answers('live', 'live', 5),
    ],
    1000,
  );
  write(
    log('second.jsonl'),
    [
      prompt('second', 'Go on'),
      answer('second', [edit], { id: 'msg_second_x' }),
      ...answers('second', 'second', 3),
    ],
    60_000,
  );
  const inAgent = { isSidechain: true, agentId: 'x1' };
  write(log('live/subagents/agent-x1.jsonl'), answers('live', 'agent', 4, inAgent), 2000);
  put(log('live/subagents/agent-x1.meta.json'), Buffer.from('{"agentType":"scout","description":"Look"}'));
  const origin = [prompt('origin', 'Begin'), ...answers('origin', 'origin', 6)];
  write(log('origin.jsonl'), origin, 3 * DAY_MS);
  const fork = origin.map((line) => ({ ...line, sessionId: 'fork', forkedFrom: { sessionId: 'origin' } }));
  write(log('fork.jsonl'), [...fork, ...answers('fork', 'fork', 2)], 2 * DAY_MS);
  // Its log is called otherwise, and what it goes on in names it too late to be seen.
  const parts = prompt('00000000-0000-4000-8000-0000000000aa', 'In parts');
  const other = String(parts['sessionId']);
  write(log('copy-of-parts.jsonl'), [parts, ...answers(other, 'parts', 3)], DAY_MS);
  write(log(`${other}.jsonl`), [parts, ...answers(other, 'parts', 2)], 4 * DAY_MS);
  const late = { type: 'summary', summary: 'x'.repeat(5000), leafUuid: 'none' };
  write(
    log('agent-y1.jsonl'),
    [late, ...answers('origin', 'y', 2, { isSidechain: true, agentId: 'y1' })],
    5 * DAY_MS,
  );
  write(log('agent-z1.jsonl'), answers('origin', 'z', 2, { isSidechain: true, agentId: 'z1' }), 5 * DAY_MS);
  write(log('blank.jsonl'), ['', ''], 6 * DAY_MS);
  write(log('none.jsonl'), [{ some: 'thing' }, 'not json'], 6 * DAY_MS);
  for (let i = 0; i < 8; i++)
    write(
      log(`old-${i}.jsonl`),
      [prompt(`old-${i}`, 'Go'), ...answers(`old-${i}`, `old${i}`, 3)],
      (20 + i) * DAY_MS,
    );
  return home;
}

/** All that an archive holds, whatever the order in which it was put there. */
function archiveIn(storage: string): object {
  const opened = openCheckpoint(storage, fs, sqlite, 'test');
  if (opened.kind === 'refused') throw new Error(opened.problem.message);
  const { db } = opened.checkpoint;
  const all = (query: string): unknown[] => db.all(query);
  const kept = {
    headers: opened.checkpoint.headers(),
    readings: all('select f.path, hex(r.data) from reading r join file f on f.id = r.file order by 1'),
    identities: all('select hex(i.hash), f.path from identity i join file f on f.id = i.file order by 1, 2'),
    figures: all('select id, hex(figures), severity from session order by id'),
    sessions: opened.checkpoint.sessions(),
    pending: opened.checkpoint.pending(),
    basis: opened.checkpoint.basis(),
  };
  opened.checkpoint.close();
  return kept;
}

const figuresOf = ({ engine }: Rig): unknown[] =>
  [...engine.view().figures.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** What a window on these logs has, tells and keeps; `afterwards`: what it has a day later. */
async function outcome(
  home: Home,
  more: Partial<EngineParts>,
  settings: object = {},
): Promise<Record<string, unknown>> {
  const storage = tempFolder();
  let now = NOW;
  const window = openWindow(home.folder, storage, () => now, settings, undefined, more);
  await window.engine.ready;
  const figures = figuresOf(window);
  const { filesDone, filesTotal, bytesDone, bytesTotal } = await window.engine.call('progress', null);
  const told = window.notices.findLast(({ notice }) => notice === 'live');
  await window.engine.call('checkpoint', null);
  const archive = archiveIn(storage);
  now += DAY_MS;
  await window.engine.call('checkpoint', null);
  const afterwards = figuresOf(window);
  await window.engine.call('close', null);
  expect(window.problems()).toEqual([]);
  expect([filesDone, bytesDone]).toEqual([filesTotal, bytesTotal]);
  return { figures, told, archive, afterwards };
}

const evidenceIn = (figures: unknown, id: string): number =>
  (figures as SessionFigures[])
    .filter((one) => one.id === id)
    .flatMap(({ signals }) => signals.flatMap(({ evidence }) => evidence)).length;

test('archive, figures and notices are the same as with one thread', async () => {
  const home = everyKind();
  const alone = await outcome(home, {});
  expect((alone['figures'] as { id: string }[]).map(({ id }) => id)).toEqual(
    expect.arrayContaining(['live', 'live/x1', 'origin/y1', 'origin/z1', 'fork']),
  );
  expect(evidenceIn(alone['figures'], 'second')).toBeGreaterThan(0);
  expect(evidenceIn(alone['afterwards'], 'second')).toBe(0);
  for (const most of [1, 3]) {
    const readers = readersHere(most);
    expect(await outcome(home, { readers })).toEqual(alone);
    expect(readers).toMatchObject({ started: most, running: 0 });
    // All but the newest conversation.
    expect(readers.asked.flatMap(({ files }) => files.map(({ path }) => basename(path))).toSorted()).toEqual(
      fs
        .readdirSync(home.log('.'))
        .filter((name) => name.endsWith('.jsonl') && name !== 'live.jsonl')
        .toSorted(),
    );
  }
});

test('the work of a thread that ended goes to one other thread, then to the engine', async () => {
  const home = everyKind();
  const alone = await outcome(home, {});
  const isFork = ({ files }: { files: { path: string }[] }): boolean =>
    files.some(({ path }) => path.endsWith('fork.jsonl'));
  let crashed = 0;
  const once = readersHere(1, (asked) => isFork(asked) && crashed++ === 0);
  expect(await outcome(home, { readers: once })).toEqual(alone);
  expect(once.asked.filter(isFork)).toHaveLength(2);
  const always = readersHere(1, isFork);
  expect(await outcome(home, { readers: always })).toEqual(alone);
  expect(always.asked.filter(isFork)).toHaveLength(2);
  expect(always).toMatchObject({ started: 3, running: 0 });
  const every = readersHere(2, () => true);
  expect(await outcome(home, { readers: every })).toEqual(alone);
  expect(every.running).toBe(0);
  expect(every.started).toBeLessThanOrEqual(4);
});

test('the engine reports a log that a thread cannot read, and reads the rest of its conversation', async () => {
  const home = everyKind();
  const broken = home.log('old-3.jsonl');
  const readers = readersHere(1);
  let refused = 0;
  const start: typeof readers.start = (with_, onAnswer, onEnd) =>
    readers.start(
      with_,
      (read) => {
        const isBroken = read?.files.some(({ change }) => change.path === broken) === true;
        refused += Number(isBroken);
        onAnswer(isBroken ? null : read);
      },
      onEnd,
    );
  expect(await outcome(home, { readers: { ...readers, start } })).toEqual(await outcome(home, {}));
  expect(refused).toBe(1);
});

test.each([
  ['the newest conversation is told before another log is read and before a thread is started', true],
  ['where nothing is followed threads begin before that', false],
])('%s', async (_, follows) => {
  const home = everyKind();
  const readers = readersHere(1);
  let asked: number | null = null;
  const window = openWindow(home.folder, null, () => NOW, {}, undefined, {
    readers,
    follows,
    emit: (notice) => {
      if (notice.notice !== 'live' || notice.sessions.length === 0) return;
      asked ??= readers.asked.length + readers.started;
      expect(notice.sessions[0]?.row).toMatchObject({ id: 'live', messages: 6 });
    },
  });
  await window.engine.ready;
  expect(asked === 0).toBe(follows);
  expect(readers.started).toBe(1);
});

test('starts no thread for little work or if the setting forbids it', async () => {
  const home = everyKind();
  const little = readersHere(1);
  little.from = 1 << 20;
  await outcome(home, { readers: little });
  const unwanted = readersHere(1);
  unwanted.most = Number;
  await outcome(home, { readers: unwanted }, { reading: { threads: 0 } });
  expect([little.started, unwanted.started]).toEqual([0, 0]);
  await outcome(home, { readers: unwanted }, { reading: { threads: 2 } });
  expect(unwanted.started).toBe(2);
});

test('a recent session read by a thread is not built again for what the sidecar keeps', async () => {
  const worked = vi.spyOn(Live.prototype, 'lateOf');
  const { told } = await outcome(everyKind(), { readers: readersHere(1) });
  expect(told).toHaveProperty('spend.block.requests');
  expect(worked.mock.calls.map(([{ id }]) => id)).toEqual([]);
});

test('cancelling or closing ends the threads; the next ingest continues from there', async () => {
  for (const how of ['cancelIngest', 'close'] as const) {
    const home = everyKind();
    const storage = tempFolder();
    const readers = readersHere(2);
    const window = openWindow(home.folder, storage, () => NOW, {}, undefined, { readers });
    await until(() => readers.running > 0);
    await window.engine.call(how, null);
    await window.engine.ready;
    expect(readers.running).toBe(0);
    if (how === 'cancelIngest') {
      const { filesDone, filesTotal } = await window.engine.call('progress', null);
      expect(filesDone).toBeLessThan(filesTotal);
      await window.engine.call('refresh', {});
    }
    await window.engine.call('close', null);
    const next = openWindow(home.folder, storage, () => NOW, {}, undefined, { readers });
    await next.engine.ready;
    await next.engine.call('close', null);
    expect(readers.running).toBe(0);
    const alone = (await outcome(home, {}))['archive'] as Record<string, unknown>;
    const { sessions, identities } = archiveIn(storage) as Record<string, unknown>;
    expect({ sessions, identities }).toEqual({
      sessions: alone['sessions'],
      identities: alone['identities'],
    });
  }
});

test('conversations read with other settings are read again', async () => {
  const home = everyKind();
  const other = { timezone: 'Pacific/Kiritimati', signals: { stopPhrases: { custom: ['that is wrong'] } } };
  const readers = readersHere(1);
  const storage = tempFolder();
  const window = openWindow(home.folder, storage, () => NOW, {}, undefined, { readers });
  await until(() => readers.asked.length > 0);
  await window.engine.call('configure', Settings.parse(other));
  await window.engine.ready;
  await window.engine.call('checkpoint', null);
  const told = window.notices.findLast(({ notice }) => notice === 'live');
  const figures = figuresOf(window);
  await window.engine.call('close', null);
  // Those it was asked for by the old settings came back and were asked of another.
  expect(readers.started).toBe(2);
  const { afterwards: _, ...alone } = await outcome(home, {}, other);
  expect({ figures, told, archive: archiveIn(storage) }).toEqual(alone);
});

/** Starts threads that never answer but for some logs. */
const only =
  (isAnswered: (path: string) => boolean) =>
  (readers: ReturnType<typeof readersHere>): typeof readers.start =>
  (with_, onAnswer, onEnd) => {
    const thread = readers.start(with_, onAnswer, onEnd);
    const some = ({ path }: { path: string }): boolean => isAnswered(path);
    return { ...thread, ask: (asked) => void (asked.files.some(some) && thread.ask(asked)) };
  };
const ofSecond = only((path) => path.endsWith('second.jsonl'));

test('a line written while threads read is read at once and kept', async () => {
  const home = everyKind();
  const storage = tempFolder();
  const readers = readersHere(1);
  const more = { readers: { ...readers, start: ofSecond(readers) } };
  const window = openWindow(home.folder, storage, () => NOW, {}, undefined, more);
  for (const [id, messages] of [
    ['live', 6],
    ['second', 4],
  ] as const) {
    const row = (n: number) => () => window.live().find((one) => one.row.id === id && one.row.messages === n);
    await until(() => readers.asked.length > 0 && row(messages)());
    const path = home.log(`${id}.jsonl`);
    appendFileSync(path, text(answers(id, 'more', 1, { timestamp: new Date(NOW).toISOString() })));
    window.touch(path);
    await until(row(messages + 1));
  }
  expect((await window.engine.call('progress', null)).running).toBe(true);
  await window.engine.call('close', null);
  const { headers } = archiveIn(storage) as { headers: { path: string; cursor: { offset: number } }[] };
  for (const id of ['live', 'second']) {
    const path = home.log(`${id}.jsonl`);
    expect(headers.find((one) => one.path === path)?.cursor.offset).toBe(fs.statSync(path).size);
  }
});

test('publishes what a thread has read while others still read', async () => {
  const readers = readersHere(1);
  const more = { readers: { ...readers, start: ofSecond(readers) } };
  const window = openWindow(everyKind().folder, null, () => NOW, {}, undefined, more);
  await until(() => window.live().some(({ row }) => row.id === 'second'));
  expect((await window.engine.call('progress', null)).running).toBe(true);
  await window.engine.call('close', null);
});

test('sessions that share messages are derived only after the threads ended', async () => {
  const readers = readersHere(1);
  const start = only((path) => !path.endsWith('old-7.jsonl'))(readers);
  const window = openWindow(everyKind().folder, null, () => NOW, {}, undefined, {
    readers: { ...readers, start },
  });
  const progress = () => window.engine.call('progress', null);
  await until(async () => {
    const { filesDone, filesTotal } = await progress();
    return filesDone === filesTotal - 1;
  });
  // Derived too early, it would have 2 messages here: the others are those of its origin.
  expect(window.engine.view().figures.get('fork')?.messages).not.toBe(2);
  expect((await progress()).running).toBe(true);
  await window.engine.call('close', null);
});

test('archived figures do not depend on the usual range at the time', async () => {
  const home = emptyHome();
  write(home.log('a.jsonl'), [prompt('a', 'Go'), ...answers('a', 'a', 2), 'not json', 'nor this'], DAY_MS);
  const by = (critical: number) => ({ signals: { parseHealth: { minLines: 1, critical } } });
  const strict = await outcome(home, {}, by(0.9));
  const lax = await outcome(home, {}, by(0.5));
  expect(lax['archive']).toEqual(strict['archive']);
  const health = ({ figures }: Record<string, unknown>): unknown =>
    (figures as SessionFigures[])[0]?.signals.find(({ name }) => name === 'parse_health')?.severity;
  expect([strict, lax].map(health)).toEqual(['critical', 'ok']);
});

test('archived sessions get their current severities, at a start and from other windows', async () => {
  const home = emptyHome();
  const storage = tempFolder();
  const log = home.log('a.jsonl');
  write(log, [prompt('a', 'Go'), ...answers('a', 'a', 2), 'not json', 'nor this'], 1000);
  const lax = { signals: { parseHealth: { minLines: 1, critical: 0.5 } } };
  let now = NOW;
  const first = openWindow(home.folder, storage, () => now, lax);
  await first.engine.ready;
  const second = openWindow(home.folder, storage, () => now, lax);
  await second.engine.ready;
  appendFileSync(log, text(answers('a', 'more', 1)));
  first.touch(log);
  await first.engine.call('checkpoint', null);
  now += 60_000;
  await second.engine.call('checkpoint', null);
  expect(second.live()[0]?.row.messages).toBe(3);
  const severities = second.notices.flatMap((notice) =>
    notice.notice === 'live'
      ? notice.sessions.flatMap(({ signals }) => signals.map(({ severity }) => severity))
      : [],
  );
  expect(new Set(severities)).toEqual(new Set(['ok']));
});

test('the usual range is computed again after threads read ended sessions', async () => {
  const home = emptyHome();
  const window = openWindow(home.folder, null, () => NOW, {}, undefined, { readers: readersHere(1) });
  await window.engine.ready;
  const learned = vi.spyOn(Live.prototype, 'rebase');
  write(home.log('live.jsonl'), [prompt('live', 'Go'), ...answers('live', 'live', 1)], 0);
  write(home.log('old.jsonl'), [prompt('old', 'Go'), ...answers('old', 'old', 1)], DAY_MS);
  await window.engine.call('refresh', {});
  expect(learned).toHaveBeenCalledTimes(1);
});

test('lines that arrive during a long derivation are derived together', async () => {
  const home = emptyHome();
  let now = NOW;
  for (const id of ['one', 'two']) write(home.log(`${id}.jsonl`), [prompt(id, 'Go')], 1000);
  const window = openWindow(home.folder, null, () => now);
  await window.engine.ready;
  const { derive } = Live.prototype;
  const derived = vi.spyOn(Live.prototype, 'derive').mockImplementation(function (this: Live, most) {
    now += 1000;
    return derive.call(this, most);
  });
  const grow = async (n: number, ...ids: string[]): Promise<void> => {
    for (const id of ids) {
      appendFileSync(home.log(`${id}.jsonl`), text(answers(id, `${id}${n}`, 1)));
      window.touch(home.log(`${id}.jsonl`));
    }
    await window.engine.call('checkpoint', null);
  };
  await grow(1, 'one');
  expect(derived).toHaveBeenCalledTimes(1);
  await grow(2, 'one', 'two');
  expect(derived).toHaveBeenCalledTimes(1);
  await until(() => window.engine.view().figures.get('two')?.messages === 1);
  expect(derived).toHaveBeenCalledTimes(2);
});

test('an opened session is built again when a thread reads the owner of its messages', async () => {
  const home = emptyHome();
  const origin = [prompt('origin', 'Begin'), ...answers('origin', 'origin', 6)];
  const fork = origin.map((line) => ({ ...line, sessionId: 'fork', forkedFrom: { sessionId: 'origin' } }));
  write(home.log('fork.jsonl'), [...fork, ...answers('fork', 'fork', 2)], DAY_MS);
  const { engine } = openWindow(home.folder, null, () => NOW, {}, undefined, { readers: readersHere(1) });
  await engine.ready;
  const { session } = engine.view();
  expect(session('fork')?.responses).toHaveLength(8);
  write(home.log('newest.jsonl'), [prompt('newest', 'Go')], 0);
  write(home.log('origin.jsonl'), origin, 2 * DAY_MS);
  await engine.call('refresh', {});
  expect(session('fork')?.responses).toHaveLength(2);
});

test('a live session is built again when a thread reads another part of it', async () => {
  const home = emptyHome();
  const id = '00000000-0000-4000-8000-0000000000aa';
  write(home.log(`${id}.jsonl`), [prompt(id, 'Go'), ...answers(id, 'first', 3)], 1000);
  const { engine } = openWindow(home.folder, null, () => NOW, {}, undefined, { readers: readersHere(1) });
  await engine.ready;
  write(home.log('newest.jsonl'), [prompt('newest', 'Go')], 0);
  write(home.log('part.jsonl'), answers(id, 'other', 2), 2000);
  await engine.call('refresh', {});
  expect(engine.view().session(id)?.responses).toHaveLength(5);
  expect(engine.view().figures.get(id)).toMatchObject({ messages: 5 });
});

test('discards what a thread read if settings changed in the meantime', async () => {
  const home = emptyHome();
  const badly = (id: string): Lines => [prompt(id, 'Go'), ...answers(id, id, 2), 'not json', 'nor this'];
  write(home.log('newest.jsonl'), [prompt('newest', 'Go')], 0);
  for (const [i, id] of ['one', 'two'].entries()) write(home.log(`${id}.jsonl`), badly(id), 1000 * (i + 1));
  const readers = readersHere(1);
  const held: (() => void)[] = [];
  const start: typeof readers.start = (with_, onAnswer, onEnd) =>
    readers.start(
      with_,
      (read) => {
        // Both answers come at once.
        if (held.push(() => onAnswer(read)) === 2) for (const tell of held) tell();
        if (held.length > 2) onAnswer(read);
      },
      onEnd,
    );
  const strict = { signals: { parseHealth: { minLines: 1, critical: 0.9 } } };
  const lax = { signals: { parseHealth: { minLines: 1, critical: 0.5 } } };
  const window: Rig = openWindow(
    home.folder,
    null,
    () => NOW,
    strict,
    { slice: 0, shelve: 1 << 30, derived: 20 },
    {
      readers: { ...readers, start },
      emit: (notice) => {
        if (notice.notice === 'changed' && notice.ids.includes('one') && readers.started === 1)
          void window.engine.call('configure', Settings.parse(lax));
      },
    },
  );
  await window.engine.ready;
  const { figures } = window.engine.view();
  const healthOf = (id: string): unknown =>
    figures.get(id)?.signals.find(({ name }) => name === 'parse_health')?.severity;
  expect([healthOf('one'), healthOf('two')]).toEqual(['ok', 'ok']);
  expect(readers.started).toBe(2);
});

test('reads without threads if none can be started', async () => {
  const home = everyKind();
  const alone = await outcome(home, {});
  const readers = { ...readersHere(1), start: () => raise('EAGAIN') };
  expect(await outcome(home, { readers })).toEqual(alone);
});

const raise = (message: string): never => {
  throw new Error(message);
};

/** A unit with one log of this size. */
const unitOf = (name: string, bytes: number): Unit => ({
  files: [{ file: { path: `/${name}.jsonl`, root: '/', sessionId: name, agentId: null }, bytes }],
  bytes,
});

test.each(['answers', 'setting', 'ends'] as const)(
  'the engine reads no new log while a thread works, and then what is left (%s)',
  (how) => {
    let most = 1;
    let onAnswer: (answer: ReaderAnswer) => void = () => {};
    const ends: (() => void)[] = [];
    const readers = new Readers({
      start: (_, hear, onEnd) => {
        onAnswer = hear;
        ends.push(onEnd);
        return { ask: () => undefined, end: async () => undefined };
      },
      startWith: () => ({}) as never,
      rules: () => 0,
      most: () => most,
      now: () => NOW,
      isNew: ({ files }) => files[0]?.file.sessionId !== 'old',
    });
    const next = (queue: Unit[]): string | undefined => {
      readers.give(queue);
      return readers.leave(queue)?.files[0]?.file.sessionId ?? undefined;
    };
    const queue = [unitOf('one', 5 << 20), unitOf('two', 5 << 20), unitOf('old', 1), unitOf('three', 1)];
    expect([next(queue), next(queue)]).toEqual(['old', undefined]);
    expect(queue).toHaveLength(2);
    if (how === 'answers') {
      onAnswer(null);
      expect(readers.take()?.unit.bytes).toBe(5 << 20);
      // The thread gets the others.
      expect([next(queue), queue.length]).toEqual([undefined, 1]);
    } else if (how === 'setting') {
      most = 0;
      expect([next(queue), queue.length]).toEqual([undefined, 2]);
      onAnswer(null);
      readers.take();
      expect([next(queue), next(queue), next(queue)]).toEqual(['two', 'three', undefined]);
    } else {
      for (let n = 0; n < 3; n++, readers.give(queue)) ends.at(-1)?.();
      // Two threads ended with the first one, which the engine must read; no more are started after three.
      expect([readers.take()?.unit.files[0]?.file.sessionId, ends.length]).toEqual(['one', 3]);
      expect([next(queue), next(queue), next(queue)]).toEqual(['two', 'three', undefined]);
    }
  },
);

test('real threads read the same and end; one that fails to start is done without', async () => {
  const home = everyKind();
  const alone = await outcome(home, {});
  const script = join(tempFolder(), 'reader.cjs');
  await build({
    entryPoints: ['src/reader.worker.ts'],
    bundle: true,
    platform: 'node',
    outfile: script,
    logLevel: 'silent',
  });
  const before = process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
  const by = { from: 0, most: () => 2 };
  expect(await outcome(home, { readers: { ...by, start: readerThreads(script) } })).toEqual(alone);
  expect(process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length).toBe(before);
  const nowhere = readerThreads(join(tempFolder(), 'nothing.cjs'));
  expect(await outcome(home, { readers: { ...by, start: nowhere } })).toEqual(alone);
});

test('threads have memory limits, so that V8 collects earlier', async () => {
  const script = join(tempFolder(), 'limits.cjs');
  writeFileSync(
    script,
    `const { parentPort, resourceLimits } = require('node:worker_threads');
parentPort.once('message', () => parentPort.postMessage(resourceLimits));`,
  );
  const said = await new Promise((resolve) => {
    const thread = readerThreads(script)(
      { settings: Settings.parse({}), prices: bundledPrices(), zone: 'UTC', thresholds: {}, roots: [] },
      resolve,
      () => undefined,
    );
    thread.ask({ files: [], now: 0 });
  });
  expect(said).toMatchObject({ maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb: HEAP_MB });
});

test('uses one thread less while other processes keep the machine busy', () => {
  const core = { user: 0, nice: 0, sys: 0, irq: 0, idle: 0 };
  let own = 0;
  const busy = othersAreBusy(
    () => [{ times: { ...core } }, { times: { ...core } }],
    () => own,
  );
  const pass = (user: number, idle: number, ours: number): boolean => {
    core.user += user;
    core.idle += idle;
    own += ours * 1000;
    return busy();
  };
  expect(busy()).toBe(false);
  // Both cores are taken, by this process alone.
  expect(pass(1000, 0, 2000)).toBe(false);
  expect(pass(1000, 0, 1000)).toBe(true);
  // Too short a look says nothing new.
  expect(pass(10, 90, 0)).toBe(true);
  expect(pass(100, 900, 0)).toBe(false);

  expect([1, 2, 4, 16].map((cores) => helpersBy(cores, () => false)('auto'))).toEqual([0, 1, 2, 2]);
  expect([1, 2, 4, 16].map((cores) => helpersBy(cores, () => true)('auto'))).toEqual([0, 0, 1, 1]);
  expect([0, 4].map((asked) => helpersBy(2, () => true)(asked))).toEqual([0, 4]);
});
