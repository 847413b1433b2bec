/** Signals in the running engine: the baseline, custom phrases, states of a session. */
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, at, type Json, type Lines, minute, prompt, put, text, toolUse } from '../support/logs';
import { homeWith, openWindow, type Rig, until } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';

const NOW = Date.parse(minute(1));
const MINUTE = 60_000;

const WAIT = 'Wait, that is the wrong file.';
/** A session of 100 tool calls with so many corrections. */
const looping = (session: string, corrections: number): Lines => [
  prompt(session, 'go'),
  ...Array.from({ length: 200 }, (_, i) => answer(session, [toolUse('Bash', { command: `make ${i}` })])),
  ...Array.from({ length: corrections }, () => answer(session, WAIT)),
];

const turnEnd = (session: string) => ({
  ...prompt(session, ''),
  type: 'system',
  subtype: 'turn_duration',
  message: undefined,
  durationMs: 10,
});
const localCommand = (session: string): Lines => [
  prompt(session, '<command-name>/cost</command-name>\n<command-args></command-args>'),
  prompt(session, '<local-command-stdout>Total cost: $1</local-command-stdout>'),
];

const signalOf = async (window: Rig, id: string, name: string) =>
  (await window.engine.call('session', { id }))?.figures.signals.find((one) => one.name === name);
const hitsOf = async (window: Rig, id: string) => (await signalOf(window, id, 'stop_phrase'))?.detail['hits'];

test('thresholds come from the first sessions once there are enough, and are applied to all', async () => {
  // Twenty ended sessions with 6 corrections in 200 calls each: 30 per 1,000 is usual here, and CRITICAL by default.
  const past = Array.from({ length: 20 }, (_, i) => [
    `s${i}.jsonl`,
    at(NOW - (1000 - i) * 60 * MINUTE, looping(`s${i}`, 6)),
  ]);
  const { folder, log } = homeWith(Object.fromEntries(past.slice(1)) as Record<string, Lines>);
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  expect(await signalOf(window, 's5', 'reasoning_loop')).toMatchObject({ value: 30, severity: 'critical' });

  put(log('s0.jsonl'), past[0]![1] as Lines);
  await window.engine.call('refresh', {});
  // p80 and p95 are 30; the bounds keep WARN at 20 and CRITICAL at 30 of at most 40.
  expect(await signalOf(window, 's5', 'reasoning_loop')).toMatchObject({ value: 30, severity: 'critical' });
  const usual = (await window.engine.call('session', { id: 's5' }))?.usual;
  expect(usual?.find(({ name }) => name === 'reasoning_loop')).toMatchObject({
    sessions: 20,
    from: 'baseline',
    thresholds: { warn: 20, critical: 30 },
    trend: Array.from({ length: 12 }, () => 30),
  });

  // A session a little better than usual is only WARN now, though the default says CRITICAL from 20.
  const milder = [...looping('now', 6), ...looping('now', 0).slice(1, 15)];
  put(log('now.jsonl'), at(NOW, milder));
  window.touch(log('now.jsonl'));
  await until(() => window.live().some(({ row }) => row.id === 'now'));
  expect(await signalOf(window, 'now', 'reasoning_loop')).toMatchObject({ severity: 'warn' });

  // A custom threshold is used unchanged; without the baseline the defaults apply.
  await window.engine.call('configure', {
    roots: [],
    timezone: '',
    signals: { reasoningLoop: { warn: 100, critical: 200 } },
  });
  expect(await signalOf(window, 'now', 'reasoning_loop')).toMatchObject({ severity: 'ok' });
  await window.engine.call('configure', { baseline: { enabled: false } });
  expect(await signalOf(window, 'now', 'reasoning_loop')).toMatchObject({ severity: 'critical' });
});

test('custom phrases: existing logs are read again, deleted ones keep their readings', async () => {
  const say = (session: string): Lines => [prompt(session, 'go'), answer(session, 'Ship it already.')];
  const { folder, log } = homeWith({ 'a.jsonl': say('a'), 'b.jsonl': say('b') });
  const storage = tempFolder();
  const first = openWindow(folder, storage, () => NOW);
  await first.engine.ready;
  expect((await signalOf(first, 'a', 'stop_phrase'))?.detail).toMatchObject({ hits: 0 });
  rmSync(log('b.jsonl'));
  await first.engine.call('configure', { signals: { stopPhrases: { custom: ['ship it'] } } });
  await until(async () => (await hitsOf(first, 'a')) === 1);
  expect((await signalOf(first, 'b', 'stop_phrase'))?.detail).toMatchObject({ hits: 0 });
  expect(first.problems()).toEqual([]);
  await first.engine.call('close', null);

  // Logs already read with these phrases are not read again.
  const second = openWindow(folder, storage, () => NOW, {
    signals: { stopPhrases: { custom: ['ship it'] } },
  });
  await second.engine.ready;
  expect(second.notices.findLast((notice) => notice.notice === 'progress')?.progress.filesTotal).toBe(0);
  expect((await signalOf(second, 'a', 'stop_phrase'))?.detail).toMatchObject({ hits: 1 });
});

test('matching as codevigil does can be chosen, without reading anything again', async () => {
  const { folder } = homeWith({
    'a.jsonl': [prompt('a', 'go'), answer('a', 'See `future work`.'), prompt('a', 'so?')],
  });
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  expect(await signalOf(window, 'a', 'stop_phrase')).toMatchObject({ detail: { hits: 0 } });
  await window.engine.call('configure', {
    signals: { stopPhrases: { scope: 'plain', warn: 1, critical: 3 } },
  });
  await until(async () => (await hitsOf(window, 'a')) === 1);
  expect(await signalOf(window, 'a', 'stop_phrase')).toMatchObject({ severity: 'warn' });
});

test('states of a session: active, waiting, idle, ended, and active again after a break', async () => {
  let now = NOW;
  const { folder, log } = homeWith({
    'a.jsonl': at(NOW, [
      prompt('a', 'go'),
      answer('a', [toolUse('Bash', { command: 'make' })], { stop: 'tool_use' }),
    ]),
  });
  const window = openWindow(folder, null, () => now);
  await window.engine.ready;
  const state = async () => (await window.engine.call('session', { id: 'a' }))?.row.state;
  expect(await state()).toBe('active');
  now = NOW + 5 * MINUTE;
  expect(await state()).toBe('idle');
  now = NOW + 35 * MINUTE - 1;
  expect(await state()).toBe('idle');
  now = NOW + 35 * MINUTE;
  expect(await state()).toBe('ended');

  const before = await signalOf(window, 'a', 'reasoning_loop');
  now = NOW + 90 * MINUTE;
  appendFileSync(log('a.jsonl'), text(at(now, [answer('a', 'Done.')])));
  window.touch(log('a.jsonl'));
  await until(async () => (await state()) === 'waiting');
  // Nothing was lost while it was ended.
  expect(await signalOf(window, 'a', 'reasoning_loop')).toMatchObject({ detail: before!.detail });
  now += 34 * MINUTE;
  expect(await state()).toBe('waiting');
  appendFileSync(log('a.jsonl'), text(at(now, [prompt('a', 'more')])));
  window.touch(log('a.jsonl'));
  await until(async () => (await state()) === 'active');
});

test.each([
  ['a question by a tool', [toolUse('AskUserQuestion', { questions: [] })], 'waiting'],
  ['a plan to approve', [toolUse('ExitPlanMode', { plan: 'x' })], 'waiting'],
  ['a tool at work', [toolUse('Read', { file_path: '/x' })], 'active'],
])('%s', async (_, blocks, state) => {
  const { folder } = homeWith({
    'a.jsonl': at(NOW, [prompt('a', 'go'), answer('a', blocks, { stop: 'tool_use' })]),
  });
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  expect((await window.engine.call('session', { id: 'a' }))?.row.state).toBe(state);
});

test.each<[string, (session: string) => Lines, string]>([
  ['an answer that goes on with a tool', (s) => [answer(s, 'Let me look.', { stop: 'tool_use' })], 'active'],
  ['an answer without a reason yet', (s) => [answer(s, 'Let me', { stop: null })], 'active'],
  ['a turn whose duration was logged', (s) => [answer(s, 'x', { stop: null }), turnEnd(s)], 'waiting'],
  ['a command answered on the spot', (s) => [answer(s, 'x'), ...localCommand(s)], 'waiting'],
  ['a refusal', (s) => [answer(s, 'x', { stop: 'refusal' })], 'waiting'],
  [
    'an error in the place of the answer',
    (s) => [synthetic(s, 'API Error: 500 Internal server error')],
    'waiting',
  ],
  ['a limit of the plan', (s) => [synthetic(s, 'You’ve hit your limit · resets 3pm')], 'waiting'],
  ['an error before a retry', (s) => [retry(s, 3)], 'active'],
  ['an error before the last retry', (s) => [retry(s, 10)], 'active'],
  [
    'an answer after an error',
    (s) => [retry(s, 10), answer(s, 'Let me look.', { stop: 'tool_use' })],
    'active',
  ],
])('%s', async (_, lines, state) => {
  const { folder } = homeWith({ 'a.jsonl': at(NOW, [prompt('a', 'go'), ...lines('a')]) });
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  expect((await window.engine.call('session', { id: 'a' }))?.row.state).toBe(state);
});

/** What Claude Code writes in the place of an answer. */
const synthetic = (session: string, words: string): Json =>
  answer(session, words, {
    model: '<synthetic>',
    stop: 'stop_sequence',
    more: { isApiErrorMessage: true },
  });
/** What it writes before it tries again. */
const retry = (session: string, retryAttempt: number): Json => ({
  ...prompt(session, ''),
  type: 'system',
  subtype: 'api_error',
  message: undefined,
  retryAttempt,
  maxRetries: 10,
  retryInMs: 500,
  error: { status: 529 },
});

test('after a restart a live session has its evidence', async () => {
  const { folder } = homeWith({ 'a.jsonl': at(NOW, looping('a', 3)) });
  const storage = tempFolder();
  const first = openWindow(folder, storage, () => NOW);
  await first.engine.ready;
  await first.engine.call('close', null);
  const second = openWindow(folder, storage, () => NOW);
  const evidence = await until(() => {
    const live = second.live().find(({ row }) => row.id === 'a');
    const found = live?.signals.find(({ name }) => name === 'reasoning_loop')?.evidence;
    return found?.length ? found : null;
  });
  expect(evidence.map(({ note }) => note)).toEqual(
    Array.from({ length: 3 }, () => '“wait” (explicit reversal)'),
  );
});

test('evidence in the second file of a session names the second file', async () => {
  const first = [prompt('a', 'go'), ...looping('a', 0).slice(1)];
  const { folder, log } = homeWith({ 'a.jsonl': first });
  // The same session, continued in another folder.
  const other = join(folder, '.claude', 'projects', '-home-ada-zebra', 'a.jsonl');
  put(other, [answer('a', 'Fine so far.'), answer('a', WAIT)]);
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const evidence = (await signalOf(window, 'a', 'reasoning_loop'))?.evidence[0];
  const { figures } = (await window.engine.call('session', { id: 'a' }))!;
  expect([figures.file, ...figures.alsoIn][evidence?.file ?? 0]).toBe(other);
  expect(
    await window.engine.call('logLine', { id: 'a', at: evidence!.at, file: evidence?.file ?? 0 }),
  ).toEqual({
    file: other,
    line: 2,
    copy: false,
  });
  expect(await window.engine.call('logLine', { id: 'a', at: 0, file: 0 })).toEqual({
    file: log('a.jsonl'),
    line: 1,
    copy: false,
  });
});

test('kinds of task are shown when turned on: of a session, its turns, its parts and in lists', async () => {
  const { folder } = homeWith({
    'a.jsonl': [
      prompt('a', 'fix the failing test, it is broken'),
      answer('a', [
        toolUse('Edit', { file_path: '/x' }),
        { type: 'text', text: 'The root cause was a race.' },
      ]),
    ],
  });
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const { call } = window.engine;
  const find = (query: string) =>
    call('findSessions', { query, sort: 'started', descending: true, offset: 0, limit: 5 });
  const told = async () => {
    const detail = await call('session', { id: 'a' });
    const course = await call('course', { id: 'a' });
    const turns = await call('turns', { id: 'a', offset: 0, limit: 5 });
    return {
      session: detail?.figures.taskType,
      row: detail?.row.task,
      turn: turns[0]?.task,
      parts: [...new Set(course?.heatmap.tasks)],
      list: (await find('')).rows.map(({ task }) => task),
    };
  };
  expect(await told()).toEqual({ session: null, row: null, turn: null, parts: [], list: [null] });
  expect(await find('task:debug_loop')).toMatchObject({
    rows: [],
    tasks: false,
    error: expect.stringContaining('vigil.signals.taskType'),
  });
  const cohort = () => call('cohorts', { by: 'task', metrics: [], range: 'all' });
  const trend = () => call('trends', { metric: 'cost', over: 'day', split: 'task', range: 'all' });
  await expect(cohort()).rejects.toThrow('vigil.signals.taskType');
  await expect(trend()).rejects.toThrow('vigil.signals.taskType');
  expect((await call('heatmaps', { range: 'all' })).tasks).toEqual({ told: false, metrics: [], rows: [] });

  await call('configure', { signals: { taskType: true } });
  await until(async () => (await told()).session === 'debug_loop');
  expect(await told()).toEqual({
    session: 'debug_loop',
    row: 'debug_loop',
    turn: 'debug_loop',
    parts: ['debug_loop'],
    list: ['debug_loop'],
  });
  expect(await find('task:debug_loop')).toMatchObject({ total: 1, tasks: true, error: null });
  expect((await cohort()).rows.map(({ key }) => key)).toEqual(['debug_loop']);
  expect((await trend()).series.map(({ key }) => key)).toEqual(['debug_loop']);
  expect((await call('heatmaps', { range: 'all' })).tasks.told).toBe(true);

  await call('configure', { signals: { taskType: false } });
  await until(async () => (await told()).session === null);
});

test('a scripted run does not wait: it ends with its turn', async () => {
  const script = (session: string): Lines => [{ ...prompt(session, 'go'), entrypoint: 'sdk-cli' }];
  const { folder, log } = homeWith({
    'a.jsonl': at(NOW, [...script('a'), answer('a', 'x', { stop: 'tool_use' })]),
  });
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const state = async () => (await window.engine.call('session', { id: 'a' }))?.row.state;
  expect(await state()).toBe('active');
  appendFileSync(log('a.jsonl'), text(at(NOW, [answer('a', 'Done.')])));
  window.touch(log('a.jsonl'));
  await until(async () => (await state()) === 'ended');
  // A person continues it.
  appendFileSync(log('a.jsonl'), text(at(NOW, [prompt('a', 'more'), answer('a', 'Done.')])));
  window.touch(log('a.jsonl'));
  await until(async () => (await state()) === 'waiting');
});
