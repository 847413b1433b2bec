/** Alerts, search over logs, and two sessions side by side, asked of an engine on real files. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { alertsOf } from '../../src/questions/alerts';
import { search as searchLogs, searchable } from '../../src/engine/search';
import { isDismissed } from '../../src/questions/alertIds';
import type { Hits } from '../../src/questions/dashboardData';
import type { Args, Reply } from '../../src/engine/protocol';
import type { LiveState, SessionRow } from '../../src/library/sessionRow';
import type { Found } from '../../src/findings/finding';
import type { SessionFigures } from '../../src/store/figures';
import { answer, minute, prompt, put, result, toolUse } from '../conformance/logs';
import { figures } from '../store/makers';
import { live, reading } from '../host/rig';
import type { Spend } from '../../src/usage/budget';
import { openWindow, temporary } from '../engine/rig';

const NOW = Date.parse(minute(30));

async function opened(logs: Record<string, unknown[]>) {
  const folder = temporary();
  for (const [name, lines] of Object.entries(logs))
    put(join(folder, '.claude', 'projects', '-w-app', name), lines as never);
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  return window.engine;
}

test('search: words in what was said, whatever their case, not in the fields of the log; quotes and accents too', async () => {
  const engine = await opened({
    'a.jsonl': [prompt('a', 'Please fix the "Harbour" bug'), answer('a', 'Done with the café, à la carte.')],
    'b.jsonl': [
      prompt('b', 'Nothing here'),
      answer('b', [toolUse('Bash', { command: 'echo harbour' }, 't')]),
      result('b', 't', 'HARBOUR'),
    ],
  });
  const search = async (text: string) => {
    const hits = [];
    let from: Args<'search'>['from'] = null;
    do {
      const part: Reply<'search'> = await engine.call('search', { text, from });
      hits.push(...part.hits);
      from = part.next;
      if (from === null) expect(part.done).toBe(part.logs);
    } while (from !== null);
    return hits;
  };
  const harbour = await search('harbour');
  expect(harbour.map(({ session, kind, match }) => `${session} ${kind} ${match}`).sort()).toEqual([
    'a prompt Harbour',
    'b result HARBOUR',
    'b tool harbour',
  ]);
  expect(await search('"harbour" bug')).toMatchObject([
    { session: 'a', before: 'Please fix the ', after: '' },
  ]);
  expect(await search('CAFÉ, À')).toHaveLength(1);
  expect(await search('parentUuid')).toEqual([]);
  // The place leads to the line.
  const place = harbour.find(({ kind }) => kind === 'result')!;
  expect(await engine.call('line', { id: 'b', at: place.at, file: place.file })).toMatchObject({ line: 3 });
});

test('search goes on where it stopped: every hit once, however many there are', async () => {
  const engine = await opened({
    'a.jsonl': Array.from({ length: 130 }, (_, i) => prompt('a', `needle ${i}`, { uuid: `u${i}` })),
    'b.jsonl': [prompt('b', 'needle last')],
  });
  const seen: string[] = [];
  let calls = 0;
  let from: Args<'search'>['from'] = null;
  do {
    calls++;
    const part: Reply<'search'> = await engine.call('search', { text: 'needle', from });
    seen.push(...part.hits.map(({ after }) => after.trim()));
    from = part.next;
  } while (from !== null);
  expect(calls).toBeLessThan(10);
  expect(seen).toHaveLength(131);
  expect(new Set(seen).size).toBe(131);
});

/** A log of so many prompts that say `needle`, and the session it is of. */
function needles(folder: string, id: string, n: number, startedAt: string) {
  const file = join(folder, `${id}.jsonl`);
  put(
    file,
    Array.from({ length: n }, (_, i) => prompt(id, `needle ${id} ${i}`, { uuid: `${id}${i}` })),
  );
  return figures(id, { file, startedAt });
}
const hitsOf = (parts: readonly Hits[]) =>
  parts.flatMap(({ hits }) => hits.map(({ session, after }) => session + after));

test('logs that come while a search runs move nothing: those later in its order are looked through too, none twice', () => {
  const folder = temporary();
  const a = needles(folder, 'a', 60, '2026-03-04T00:00:00.000Z');
  const c = needles(folder, 'c', 60, '2026-03-02T00:00:00.000Z');
  const parts = [searchLogs('needle', null, searchable([a, c]))];
  expect(parts[0]).toMatchObject({ logs: 2, done: 0, next: { path: a.file } });
  // One before where it stands, one between it and the next.
  const newest = needles(folder, 'newest', 1, '2026-03-05T00:00:00.000Z');
  const b = needles(folder, 'b', 1, '2026-03-03T00:00:00.000Z');
  for (let next = parts[0]!.next; next !== null; next = parts.at(-1)!.next)
    parts.push(searchLogs('needle', next, searchable([a, b, c, newest])));
  expect(hitsOf(parts)).toHaveLength(121);
  expect(new Set(hitsOf(parts)).size).toBe(121);
  expect(hitsOf(parts)[60]).toBe('b b 0');
  expect(parts.at(-1)).toMatchObject({ logs: 3, done: 3, next: null });
  // The log it stood in is gone: it goes on with the next.
  expect(hitsOf([searchLogs('needle', parts[0]!.next, searchable([c]))])).toHaveLength(60);
});

test('a search goes on in the middle of a long log', () => {
  const folder = temporary();
  const file = join(folder, 'a.jsonl');
  put(
    file,
    Array.from({ length: 200 }, (_, i) => prompt('a', `needle ${i} ${'x'.repeat(60_000)}`)),
  );
  const logs = searchable([figures('a', { file })]);
  const parts = [searchLogs('needle', null, logs)];
  expect(parts[0]).toMatchObject({ logs: 1, done: 0 });
  expect(parts[0]!.next?.at).toBeGreaterThan(0);
  for (let next = parts[0]!.next; next !== null; next = parts.at(-1)!.next)
    parts.push(searchLogs('needle', next, logs));
  const ids = hitsOf(parts).map((one) => one.slice(0, 6));
  expect([ids.length, new Set(ids).size]).toEqual([200, 200]);
  expect(parts.at(-1)).toMatchObject({ logs: 1, done: 1 });
});

test('logs that cannot be read were not looked through', () => {
  const folder = temporary();
  const a = needles(folder, 'a', 1, '2026-03-02T00:00:00.000Z');
  const gone = Array.from({ length: 20 }, (_, i) =>
    figures(`g${i}`, { file: join(folder, `gone${i}.jsonl`) }),
  );
  expect(searchLogs('nothing like it', null, searchable([a, ...gone]))).toEqual({
    hits: [],
    next: null,
    logs: 1,
    done: 1,
  });
  expect(searchable([a, ...gone], (path) => path !== a.file).map(({ path }) => path)).toEqual([a.file]);
});

test('search finds what a log writes as escapes, and in every record of a line', () => {
  const folder = temporary();
  const file = join(folder, 'a.jsonl');
  const escaped = JSON.stringify(prompt('a', 'the café/bar')).replace('é/', '\\u00E9\\/');
  const two = [prompt('a', 'first', { uuid: 'u1' }), prompt('a', 'second', { uuid: 'u2' })];
  writeFileSync(file, `${escaped}\n${two.map((one) => JSON.stringify(one)).join('')}\n`);
  const logs = searchable([figures('a', { file })]);
  expect(readFileSync(file, 'utf8')).toContain('caf\\u00E9\\/bar');
  expect(searchLogs('CAFÉ/bar', null, logs).hits.map(({ match }) => match)).toEqual(['café/bar']);
  expect(searchLogs('second', null, logs).hits.map(({ match }) => match)).toEqual(['second']);
  expect(searchLogs('u00e9', null, logs).hits).toEqual([]);
});

test('two sessions side by side; one that is not known gives nothing', async () => {
  const work = (id: string, n: number) => [
    prompt(id, 'go'),
    ...Array.from({ length: n }, (_, i) => [
      answer(id, [toolUse('Read', { file_path: `/w/app/${i}.ts` }, `${id}${i}`)], {
        id: `m${id}${i}`,
        request: `r${id}${i}`,
      }),
      result(id, `${id}${i}`, 'ok'),
    ]).flat(),
  ];
  const engine = await opened({ 'a.jsonl': work('a', 2), 'b.jsonl': work('b', 3) });
  const diff = await engine.call('diff', { a: 'a', b: 'b' });
  expect(diff?.sides.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(diff?.metrics.find(({ name }) => name === 'tool_calls')).toMatchObject({ a: 2, b: 3, delta: 1 });
  expect(diff?.tools).toMatchObject([{ name: 'Read', a: { calls: 2 }, b: { calls: 3 } }]);
  expect(diff?.files.map(({ a, b }) => [a?.reads ?? 0, b?.reads ?? 0])).toEqual([
    [1, 1],
    [1, 1],
    [0, 1],
  ]);
  expect(await engine.call('diff', { a: 'a', b: 'nobody' })).toBeNull();
});

test('alerts: of the last week, the worst first; live ones when the context is full; budgets; measures as codevigil has it', () => {
  const row = (id: string, more: Partial<SessionRow>): SessionRow => ({
    id,
    title: `Title ${id}`,
    project: '/w/app',
    repository: null,
    startedAt: null,
    endedAt: new Date(NOW - 3_600_000).toISOString(),
    day: null,
    state: 'ended',
    severity: 'ok',
    prompts: 1,
    messages: 1,
    subAgents: 0,
    agentType: null,
    task: null,
    tokens: 0,
    costMicroUsd: 0,
    lowerBound: false,
    unpriced: [],
    conditions: [],
    gone: false,
    copied: false,
    ...more,
  });
  const signal = (severity: 'warn' | 'critical') => [
    {
      name: 'stop_phrase',
      value: 3,
      measure: 3,
      severity,
      ceiling: 'critical' as const,
      label: '3 phrases',
      detail: {},
      evidence: [],
    },
  ];
  const full = { tokens: 190, window: 200 };
  const sum = { tokens: 0, costMicroUsd: 0, unpricedTokens: 0, lowerBound: 0, conditions: [] };
  const sources: Parameters<typeof alertsOf>[0] = {
    measures: true,
    now: NOW,
    dayOf: (t) => new Date(t).toISOString().slice(0, 10),
    contextWarnAt: 0.8,
    spend: {
      block: null,
      limits: [],
      day: sum,
      week: sum,
      month: sum,
      budgets: [
        { budget: { per: 'day', usd: 10 }, spentMicroUsd: 11_000_000, share: 1.1 },
        { budget: { per: 'week', usd: 100 }, spentMicroUsd: 11_000_000, share: 0.11 },
      ],
    },
    sessions: [
      { row: row('warned', {}), figures: figures('warned', { signals: signal('warn') }) },
      { row: row('bad', {}), figures: figures('bad', { signals: signal('critical') }) },
      {
        row: row('old', { endedAt: new Date(NOW - 8 * 86_400_000).toISOString() }),
        figures: figures('old', { signals: signal('critical') }),
      },
      { row: row('full', { state: 'waiting' }), figures: figures('full', { signals: [], context: full }) },
      { row: row('done', {}), figures: figures('done', { signals: [], context: full }) },
    ],
  };
  const found = alertsOf(sources);
  expect(found.map(({ session, kind, severity, detail }) => [session, kind, severity, detail])).toEqual([
    [null, 'budget', 'critical', '$11.00 of $10 a day'],
    ['bad', 'signal', 'critical', '3 phrases'],
    ['full', 'context', 'warn', '95 % used'],
    ['warned', 'signal', 'warn', '3 phrases'],
    ['full', 'waiting', 'ok', 'the agent ended its turn or asks'],
  ]);
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  // Measures do not ring by themselves.
  expect(alertsOf({ ...sources, measures: false })).toEqual(found.filter(({ kind }) => kind !== 'signal'));
});

const sum = { tokens: 0, costMicroUsd: 0, unpricedTokens: 0, lowerBound: 0, conditions: [] };
const alertsAt = (
  now: number,
  budgets: Spend['budgets'],
  sessions: Parameters<typeof alertsOf>[0]['sessions'],
) =>
  alertsOf({
    now,
    dayOf: (t) => new Date(t).toISOString().slice(0, 10),
    contextWarnAt: 0.8,
    spend: { block: null, limits: [], day: sum, week: sum, month: sum, budgets },
    sessions,
    measures: false,
  });

test('a budget of another day, week or month, and another turn that waits, are other alerts', () => {
  const budgets = (['day', 'week', 'month'] as const).map((per) => ({
    budget: { per, usd: 10 },
    spentMicroUsd: 11_000_000,
    share: 1.1,
  }));
  const ids = (day: string) => alertsAt(Date.parse(`${day}T12:00:00.000Z`), budgets, []).map(({ id }) => id);
  expect(ids('2026-03-31')).toEqual([
    'budget day 2026-03-31  critical',
    'budget month 2026-03  critical',
    'budget week 2026-W14  critical',
  ]);
  expect(ids('2026-04-01')).toEqual([
    'budget day 2026-04-01  critical',
    'budget month 2026-04  critical',
    'budget week 2026-W14  critical',
  ]);
  const waits = (endedAt: string) => [
    {
      row: { ...live({ id: 'a', endedAt, state: 'waiting' }).row },
      figures: figures('a', { signals: [], context: null }),
    },
  ];
  expect(alertsAt(NOW, [], waits(minute(1))).map(({ id }) => id)).toEqual([`a waiting ${minute(1)} ok`]);
  expect(alertsAt(NOW, [], waits(minute(2))).map(({ id }) => id)).toEqual([`a waiting ${minute(2)} ok`]);
});

test('a context that fills again after a compaction is another alert', () => {
  const filled = (compactions: number) =>
    alertsAt(
      NOW,
      [],
      [
        {
          row: live({ id: 'a', endedAt: minute(1), state: 'active' }).row,
          figures: figures('a', { signals: [], context: { tokens: 95, window: 100 }, compactions }),
        },
      ],
    ).map(({ id }) => id);
  expect(filled(0)).toEqual(['a context 0 warn']);
  expect(filled(1)).toEqual(['a context 1 warn']);
});

test('all alerts of a week are told, not only those a page lists', () => {
  const sessions = Array.from({ length: 900 }, (_, i) => ({
    row: live({ id: `s${i}`, endedAt: minute(1), state: 'ended' }).row,
    figures: figures(`s${i}`, { signals: [], findings: [foundAt(70)] }),
  }));
  expect(alertsAt(NOW, [], sessions)).toHaveLength(900);
});

const foundAt = (at: number, part: Partial<Found> = {}): Found => ({
  name: 'guard_bypassed',
  severity: 'critical',
  sentence: 'Skipped the commit hooks with `--no-verify`',
  t: NOW - 60_000,
  open: true,
  evidence: [
    { at, len: 5, note: 'refused', against: true },
    { at: at + 9, len: 5, file: 1, note: 'skipped', against: true },
  ],
  ...part,
});
const alertsWith = (findings: Found[], more: Partial<SessionFigures> = {}, state: LiveState = 'ended') =>
  alertsAt(
    NOW,
    [],
    [
      {
        row: live({ id: 'a', endedAt: new Date(NOW - 1000).toISOString(), state }).row,
        figures: figures('a', { signals: [], context: null, findings, ...more }),
      },
    ],
  );

test('a finding is an alert: its sentence, what to do, the line that tells it', () => {
  expect(alertsWith([foundAt(70)])).toMatchObject([
    {
      kind: 'finding',
      severity: 'critical',
      title: 'Skipped the commit hooks with `--no-verify`',
      session: 'a',
      at: new Date(NOW - 60_000).toISOString(),
      line: { at: 79, file: 1 },
    },
  ]);
  expect(alertsWith([foundAt(70)])[0]?.detail).not.toBe('');
});

test('a finding is another alert when it happens again, the same while it grows, and gone when it was repaired', () => {
  const ids = (...found: Found[]) => alertsWith(found).map(({ id }) => id);
  expect(ids(foundAt(70))).toEqual(['a finding guard_bypassed 0:70 critical']);
  const grown = foundAt(70, { evidence: [...foundAt(70).evidence, ...foundAt(200).evidence] });
  expect(ids(grown)).toEqual(ids(foundAt(70)));
  expect(ids(foundAt(70, { open: false }), foundAt(200))).toEqual([
    'a finding guard_bypassed 0:200 critical',
  ]);
  // What is listed twice could not be dismissed once.
  expect(ids(foundAt(70), foundAt(70))).toHaveLength(1);
  expect(isDismissed(alertsWith([grown])[0]!, new Set(ids(foundAt(70))))).toBe(true);
  expect(isDismissed(alertsWith([foundAt(200)])[0]!, new Set(ids(foundAt(70))))).toBe(false);
});

test('facts of the moment: a limit that was reached and not reset, a log that is not understood', () => {
  const limit = { t: NOW - 9, window: 'weekly' as const, reached: true, resetsAt: NOW + 9, at: 40, len: 3 };
  const unread = reading({
    name: 'parse_health',
    severity: 'critical',
    label: '5 of the last 50 lines understood',
  });
  const told = (more: Partial<SessionFigures>, state: LiveState = 'active') =>
    alertsWith([], more, state).map(({ kind, severity, title, line }) => [kind, severity, title, line]);
  expect(told({ limits: [{ ...limit, reached: false, t: NOW - 20 }, limit] })).toEqual([
    ['limit', 'warn', 'Limit reached', { at: 40, file: 0 }],
  ]);
  expect(told({ limits: [{ ...limit, reached: false }] })).toEqual([
    ['limit', 'warn', 'Limit nearly reached', { at: 40, file: 0 }],
  ]);
  expect(told({ limits: [{ ...limit, resetsAt: NOW - 1 }] })).toEqual([]);
  expect(told({ limits: [{ ...limit, resetsAt: null, t: NOW - 6 * 3_600_000 }] })).toEqual([]);
  expect(told({ signals: [unread] })).toEqual([['log', 'warn', 'Log not understood', null]]);
  expect(told({ signals: [unread] }, 'ended')).toEqual([]);
});

test('dismissing an alert covers the same and better, not worse', () => {
  const as = (severity: 'ok' | 'warn' | 'critical') => ({ id: `a stop_phrase ${severity}`, severity });
  const covers = (id: string) =>
    (['ok', 'warn', 'critical'] as const).map((severity) => isDismissed(as(severity), new Set([id])));
  expect(covers('a stop_phrase critical')).toEqual([true, true, true]);
  expect(covers('a stop_phrase warn')).toEqual([true, true, false]);
  expect(covers('b stop_phrase critical')).toEqual([false, false, false]);
});

test('alerts of an engine: those of sessions that ended long ago are not among them', async () => {
  const folder = temporary();
  const now = Date.parse('2026-03-20T12:00:00.000Z');
  const edits = (id: string, at: string) =>
    Array.from({ length: 14 }, (_, i) =>
      answer(
        id,
        [toolUse('Edit', { file_path: `/w/app/${i}.ts`, old_string: 'a', new_string: 'b' }, `${id}${i}`)],
        {
          id: `m${id}${i}`,
          request: `r${id}${i}`,
          more: { timestamp: at },
        },
      ),
    );
  const project = join(folder, '.claude', 'projects', '-w-app');
  const log = (id: string, at: string) =>
    put(join(project, `${id}.jsonl`), [prompt(id, 'go', { timestamp: at }), ...edits(id, at)]);
  log('old', '2026-03-01T10:00:00.000Z');
  log('recent', '2026-03-19T10:00:00.000Z');
  const window = openWindow(folder, null, () => now, { alerts: { measures: true } });
  await window.engine.ready;
  const alerts = await window.engine.call('alerts', null);
  expect(alerts.length).toBeGreaterThan(0);
  expect(new Set(alerts.map(({ session }) => session))).toEqual(new Set(['recent']));
  // By themselves the same measures ring nowhere.
  const quiet = openWindow(folder, null, () => now);
  await quiet.engine.ready;
  expect(await quiet.engine.call('alerts', null)).toEqual([]);
});
