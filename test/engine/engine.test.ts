import { appendFileSync, chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Live } from '../../src/engine/live';
import { answer, minute, prompt, put, result, text, toolUse, type Lines } from '../support/logs';
import { tempFolder } from '../support/tempFolder';
import { homeWith, openWindow, until } from './rig';

const NOW = Date.parse(minute(1));

const clock = () => NOW;

/** `n` edits of files nobody read: CRITICAL for the read-edit signal once it is warm. */
const blindEdits = (session: string, n: number): Lines =>
  Array.from({ length: n }, (_, i) =>
    answer(session, [toolUse('Edit', { file_path: `/home/ada/project/f${i}.ts` })]),
  );

test('a first ingest finds sessions, and an appended line changes the live ones', async () => {
  const { folder, log } = homeWith({ 'a.jsonl': [prompt('a', 'hello'), answer('a', 'hi')] });
  const window = openWindow(folder, null, clock, { alerts: { measures: true } });
  await window.engine.ready;
  expect(await window.engine.call('sessions', { state: 'all', offset: 0, limit: 10 })).toMatchObject({
    total: 1,
    rows: [{ id: 'a', state: 'waiting', severity: 'ok', prompts: 1, messages: 1, tokens: 110, gone: false }],
  });
  expect(window.live().map(({ row }) => [row.id, row.severity])).toEqual([['a', 'ok']]);

  appendFileSync(log('a.jsonl'), text(blindEdits('a', 10)));
  window.touch(log('a.jsonl'));
  await until(() => window.live()[0]?.row.severity === 'critical');
  expect(window.live()[0]?.signals.find((s) => s.name === 'read_edit_ratio')).toMatchObject({
    value: 0,
    severity: 'critical',
  });
});

test('a log read again counts with all its bytes for shelving and for answering calls in between', async () => {
  const lines = [prompt('a', 'hello'), answer('a', 'hi')];
  const { folder, log } = homeWith({ 'a.jsonl': lines });
  const storage = tempFolder();
  const bytesRead = async (settings: object): Promise<number | undefined> => {
    const window = openWindow(folder, storage, clock, settings);
    await window.engine.ready;
    await window.engine.call('close', null);
    return window.notices.findLast((notice) => notice.notice === 'progress')?.progress.bytesTotal;
  };
  expect(await bytesRead({})).toBe(text(lines).length);
  expect(await bytesRead({})).toBe(0);
  // As after an update that reads lines otherwise.
  const others = { signals: { stopPhrases: { custom: ['good evening'] } } };
  expect(await bytesRead(others)).toBe(text(lines).length);
  writeFileSync(log('a.jsonl'), text(lines.slice(0, 1)));
  expect(await bytesRead(others)).toBe(text(lines.slice(0, 1)).length);
});

test('a restart continues at the cursors and reads only appended lines', async () => {
  const { folder, log } = homeWith({ 'a.jsonl': [prompt('a', 'hello'), answer('a', 'hi')] });
  const storage = tempFolder();
  const first = openWindow(folder, storage, clock);
  await first.engine.ready;
  await first.engine.call('close', null);

  appendFileSync(log('a.jsonl'), text([prompt('a', 'more'), answer('a', 'yes')]));
  const second = openWindow(folder, storage, clock);
  await second.engine.ready;
  const progress = second.notices.findLast((notice) => notice.notice === 'progress');
  expect(progress?.progress).toMatchObject({ filesTotal: 1, filesDone: 1, running: false });
  expect(progress!.progress.bytesTotal).toBe(text([prompt('a', 'more'), answer('a', 'yes')]).length);
  const detail = await second.engine.call('session', { id: 'a' });
  expect(detail?.figures).toMatchObject({ prompts: 2, messages: 2, parse: { lines: 4, understood: 4 } });

  // Nothing changed since: nothing is read, and the figures are there before anything else.
  await second.engine.call('close', null);
  const third = openWindow(folder, storage, clock);
  expect(third.live().map(({ row }) => row.prompts)).toEqual([2]);
  await third.engine.ready;
  expect(third.notices.findLast((notice) => notice.notice === 'progress')?.progress.filesTotal).toBe(0);
});

test('reading a copied message later changes nothing; the earlier file owns it in any order', async () => {
  const shared = answer('a', 'hi', { id: 'msg_shared_0001', request: 'req_1' });
  const { folder, log } = homeWith({
    'b.jsonl': [prompt('b', 'later', { timestamp: minute(5) }), shared, answer('b', 'own')],
  });
  const window = openWindow(folder, null, clock);
  await window.engine.ready;
  expect((await window.engine.call('session', { id: 'b' }))?.figures).toMatchObject({
    messages: 2,
    copies: 0,
  });
  put(log('a.jsonl'), [prompt('a', 'first', { timestamp: minute(0) }), shared]);
  window.touch(log('a.jsonl'));
  await until(async () => (await window.engine.call('session', { id: 'b' }))?.figures.copies === 1);
  expect((await window.engine.call('session', { id: 'b' }))?.figures).toMatchObject({
    messages: 1,
    copies: 1,
  });
  expect((await window.engine.call('session', { id: 'a' }))?.figures).toMatchObject({
    messages: 1,
    copies: 0,
  });
});

test('turns have the prompt, tokens, tools and errors', async () => {
  const call = toolUse('Bash', { command: 'npm test' }, 'toolu_1');
  const { folder } = homeWith({
    'a.jsonl': [
      prompt('a', 'please <b>test</b>'),
      answer('a', [call], { usage: { output_tokens: 7 } }),
      result('a', 'toolu_1', 'Exit code 1\nfailed', {}, { is_error: true }),
      prompt('a', 'again', { timestamp: minute(1) }),
      answer('a', 'fine', { usage: { output_tokens: 9 } }),
    ],
  });
  const window = openWindow(folder, null, clock);
  await window.engine.ready;
  const turns = await window.engine.call('turns', { id: 'a', offset: 0, limit: 10 });
  expect(turns).toMatchObject([
    {
      index: 0,
      promptText: 'please <b>test</b>',
      requests: 1,
      usage: { output: 7 },
      tools: [{ name: 'Bash', calls: 1, errors: 1 }],
    },
    { index: 1, promptText: 'again', requests: 1, usage: { output: 9 }, tools: [] },
  ]);
  expect(await window.engine.call('logLine', { id: 'a', at: turns[1]!.at })).toMatchObject({ line: 4 });
  const detail = await window.engine.call('session', { id: 'a' });
  // Opus 4.6 costs $5 per million input and $25 per million output tokens: 200 in, 16 out.
  expect(detail?.row).toMatchObject({ tokens: 216, costMicroUsd: 1400, lowerBound: false, unpriced: [] });
});

test('two windows on one archive lose nothing and count nothing twice', async () => {
  const { folder, log } = homeWith({ 'a.jsonl': [prompt('a', 'hello'), answer('a', 'hi')] });
  const storage = tempFolder();
  const one = openWindow(folder, storage, clock);
  const two = openWindow(folder, storage, clock);
  await Promise.all([one.engine.ready, two.engine.ready]);
  put(log('b.jsonl'), [prompt('b', 'x'), answer('b', 'y')]);
  one.touch(log('b.jsonl'));
  await until(async () => (await one.engine.call('session', { id: 'b' })) !== null);
  await one.engine.call('close', null);
  rmSync(log('b.jsonl'));
  appendFileSync(log('a.jsonl'), text([prompt('a', 'more')]));
  two.touch(log('a.jsonl'));
  await until(async () => (await two.engine.call('session', { id: 'a' }))?.figures.prompts === 2);
  await two.engine.call('close', null);

  const three = openWindow(folder, storage, clock);
  await three.engine.ready;
  const { rows } = await three.engine.call('sessions', { state: 'all', offset: 0, limit: 10 });
  expect(
    rows
      .map((row) => [row.id, row.prompts, row.messages, row.gone])
      .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  ).toEqual([
    ['a', 2, 1, false],
    ['b', 1, 1, true],
  ]);
});

test('missing roots, empty files and unreadable folders do not stop the engine', async () => {
  const empty = openWindow(tempFolder(), null, clock);
  await empty.engine.ready;
  expect(await empty.engine.call('sessions', { state: 'all', offset: 0, limit: 10 })).toEqual({
    rows: [],
    total: 0,
  });
  expect(empty.problems()).toEqual([]);

  const { folder, log } = homeWith({ 'a.jsonl': [prompt('a', 'hello')], 'empty.jsonl': [] });
  const closed = log('closed');
  mkdirSync(closed);
  writeFileSync(join(closed, 'c.jsonl'), '');
  chmodSync(closed, 0o000);
  const window = openWindow(folder, null, clock);
  await window.engine.ready;
  expect((await window.engine.call('sessions', { state: 'all', offset: 0, limit: 10 })).total).toBe(1);
  // Root reads everything whatever the mode says.
  expect(window.problems()).toEqual(process.getuid?.() === 0 ? [] : ['folder-unreadable']);
  chmodSync(closed, 0o700);
});

test('reports an unknown name in the settings like any invalid setting, with its key', async () => {
  const settings = { alerts: { muted: ['stuk', 'stuck'] }, live: { idleMinutes: 40 } };
  const window = openWindow(homeWith({}).folder, null, () => NOW, settings);
  await window.engine.ready;
  expect(
    window.notices.flatMap((notice) =>
      notice.notice === 'problem' ? [[notice.problem.level, notice.problem.code.slice(0, 47)]] : [],
    ),
  ).toEqual([
    ['error', 'settings alerts.muted: not known: “stuk”. Known'],
    ['warn', 'settings live.endedMinutes (35) is no more than'],
  ]);
});

test('reports a missing configured folder once; missing default folders are not reported', async () => {
  const { folder } = homeWith({ 'a.jsonl': [prompt('a', 'hello')] });
  const roots = [join(folder, '.claude'), join(folder, 'nowhere')];
  const window = openWindow(folder, null, clock, { roots });
  await window.engine.ready;
  await window.engine.call('refresh', {});
  expect((await window.engine.call('sessions', { state: 'all', offset: 0, limit: 10 })).total).toBe(1);
  expect(window.problems()).toEqual(['folder-missing']);
  expect((await window.engine.call('health', null)).folders).toMatchObject([
    { path: join(roots[0]!, 'projects'), problem: null, logs: 1, deleted: 0 },
    { path: join(roots[1]!, 'projects'), problem: 'missing', logs: 0 },
  ]);
});

test('an entirely unreadable log counts as malformed lines and is named', async () => {
  const { folder, log } = homeWith({
    'a.jsonl': [prompt('a', 'hello'), 'torn'],
    'b.jsonl': ['not json', '{"type":', ''],
    'c.jsonl': [''],
  });
  const window = openWindow(folder, null, clock);
  await window.engine.ready;
  const before = await window.engine.call('health', null);
  expect(before).toMatchObject({ lines: 4, understood: 1, malformed: 3 });
  expect(before.broken).toEqual([{ path: log('b.jsonl'), lines: 2 }]);
  put(log('b.jsonl'), ['not json', prompt('b', 'hello')]);
  window.touch(log('b.jsonl'));
  await until(async () => (await window.engine.call('health', null)).understood === 2);
  expect(await window.engine.call('health', null)).toMatchObject({ lines: 4, malformed: 2, broken: [] });
});

test('names the broken log of a sub-agent and counts its lines once', async () => {
  const ofAgent = { isSidechain: true, agentId: 'y' };
  const { folder, log } = homeWith({
    'a.jsonl': [prompt('a', 'hello')],
    'a/subagents/agent-x.jsonl': ['not json', '{"type":'],
    'agent-y.jsonl': [{ ...prompt('a', 'look'), ...ofAgent }, { ...answer('a', 'ok'), ...ofAgent }, 'torn'],
  });
  const window = openWindow(folder, null, clock);
  await window.engine.ready;
  const health = await window.engine.call('health', null);
  expect(health).toMatchObject({ lines: 6, malformed: 3 });
  expect(health.broken).toEqual([{ path: log('a/subagents/agent-x.jsonl'), lines: 2 }]);
});

test('a second log of a known session in which nothing can be read is named', async () => {
  const { folder, log } = homeWith({
    'p/a.jsonl': [prompt('a', 'hello'), 'torn'],
    'q/a.jsonl': ['not json', '{"type":', ''],
  });
  const window = openWindow(folder, null, clock);
  await window.engine.ready;
  const health = await window.engine.call('health', null);
  expect(health).toMatchObject({ lines: 4, malformed: 3 });
  expect(health.broken).toEqual([{ path: log('q/a.jsonl'), lines: 2 }]);
});

test('reads a log again after it shrank or was replaced, and reports that once', async () => {
  const { folder, log } = homeWith({
    'a.jsonl': [prompt('a', 'one'), prompt('a', 'two'), answer('a', 'hi')],
  });
  const window = openWindow(folder, null, clock);
  await window.engine.ready;
  put(log('a.jsonl'), [prompt('a', 'only')]);
  window.touch(log('a.jsonl'));
  await until(async () => (await window.engine.call('session', { id: 'a' }))?.figures.prompts === 1);
  expect((await window.engine.call('session', { id: 'a' }))?.figures).toMatchObject({
    prompts: 1,
    messages: 0,
  });
  expect(window.problems()).toEqual(['log-replaced']);
});

test('falls back from a damaged image, reports it, and reads the rest from the logs', async () => {
  const { folder } = homeWith({ 'a.jsonl': [prompt('a', 'hello'), answer('a', 'hi')] });
  const storage = tempFolder();
  const first = openWindow(folder, storage, clock);
  await first.engine.ready;
  await first.engine.call('close', null);
  for (const name of readdirSync(storage)) writeFileSync(join(storage, name), 'not a database');
  const second = openWindow(folder, storage, clock);
  await second.engine.ready;
  expect((await second.engine.call('session', { id: 'a' }))?.figures).toMatchObject({
    prompts: 1,
    messages: 1,
  });
});

test('arguments of calls are validated', async () => {
  const window = openWindow(tempFolder(), null, clock);
  await expect(window.engine.call('sessions', { state: 'all', offset: 0, limit: 5000 })).rejects.toThrow(
    /limit/,
  );
});

test('a cancelled ingest keeps what it read, follows live sessions, and continues on request', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [
      `s${i}.jsonl`,
      [prompt(`s${i}`, 'x'.repeat(400_000)), answer(`s${i}`, 'y')],
    ]),
  );
  const { folder, log } = homeWith(many);
  const window = openWindow(folder, null, clock);
  await until(() =>
    window.notices.some((notice) => notice.notice === 'progress' && notice.progress.filesDone > 0),
  );
  await window.engine.call('cancelIngest', null);
  await window.engine.ready;
  const progressNow = () =>
    window.notices.findLast((notice) => notice.notice === 'progress')?.progress ?? null;
  const progress = progressNow()!;
  expect(progress).toMatchObject({ running: false, cancelled: true });
  expect(progress.filesDone).toBeLessThan(40);
  const total = async () =>
    (await window.engine.call('sessions', { state: 'all', offset: 0, limit: 100 })).total;
  expect(await total()).toBe(progress.filesDone);

  put(log('new.jsonl'), [prompt('new', 'x')]);
  window.touch(log('new.jsonl'));
  await until(async () => (await window.engine.call('session', { id: 'new' })) !== null);
  // What came later is no part of what was stopped.
  expect(await window.engine.call('progress', null)).toEqual(progress);
  await window.engine.call('refresh', {});
  expect(await total()).toBe(41);
  expect(progressNow()).toMatchObject({ running: false, cancelled: false });
});

test('when logs are followed, live sessions are built at the start', async () => {
  const { folder } = homeWith({ 'a.jsonl': [prompt('a', 'go')] });
  const warm = vi.spyOn(Live.prototype, 'warm');
  onTestFinished(() => warm.mockRestore());
  await openWindow(folder, null, clock).engine.ready;
  expect(warm).not.toHaveBeenCalled();
  await openWindow(folder, null, clock, {}, undefined, { follows: true }).engine.ready;
  expect(warm).toHaveBeenCalledTimes(1);
});

test('derives a line at once after the clock was set back', async () => {
  const { folder, log } = homeWith({ 'a.jsonl': [prompt('a', 'go'), answer('a', 'one')] });
  let now = NOW + 60_000;
  const window = openWindow(folder, null, () => now);
  await window.engine.ready;
  now = NOW;
  appendFileSync(log('a.jsonl'), text([answer('a', 'two')]));
  window.touch(log('a.jsonl'));
  expect(await until(() => window.live()[0]?.row.messages === 2, 900)).toBe(true);
});
