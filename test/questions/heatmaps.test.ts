/** Pictures of many sessions, with values worked out by hand. */
import { expect, test } from 'vitest';
import { Heatmaps } from '../../src/questions/heatmaps';
import { Range } from '../../src/questions/shared/ranges';
import { SignalSessions } from '../../src/questions/signalSessions';
import { find } from '../../src/questions/findSessions';
import { heatmaps } from '../../src/questions/heatmaps';
import { signalSessions } from '../../src/questions/signalSessions';
import type { SignalReading } from '../../src/signals/signal';
import type { SessionFigures } from '../../src/store/figures';
import { startedIn } from '../../webview/dashboard/queries';
import { figures, usage } from '../store/makers';

const NOW = Date.UTC(2026, 2, 10, 12);
const dayOf = (t: number): string => new Date(t).toISOString().slice(0, 10);
const session = (id: string, day: string, more: Partial<SessionFigures> = {}): SessionFigures =>
  figures(id, {
    title: `Title of ${id}`,
    startedAt: `${day}T10:00:00.000Z`,
    endedAt: `${day}T11:00:00.000Z`,
    signals: [reading('stop_phrase', 'ok')],
    ...more,
  });
const sourcesOf = (all: readonly SessionFigures[]) => ({ figures: all, now: NOW, dayOf });

/** What a signal says; a measure of null: it cannot judge. */
function reading(
  name: string,
  severity: SignalReading['severity'],
  measure: number | null = 1,
): SignalReading {
  return {
    name,
    value: measure,
    measure,
    severity,
    ceiling: 'critical',
    label: measure === null ? 'too short to judge' : `${name} ${severity}`,
    detail: {},
    evidence: [],
  };
}

const page = (all: readonly SessionFigures[], offset = 0, limit = 40, range: Range = '30d'): SignalSessions =>
  SignalSessions.parse(signalSessions({ range, offset, limit }, sourcesOf(all)));
const ids = ({ sessions }: SignalSessions): string[] => sessions.map(({ id }) => id);

test('outcomes of tools, judged sessions by day, means of task types against all', () => {
  const tasks = ['exploration', 'debug_loop'] as const;
  const bash = { name: 'Bash', server: null, calls: 10, errors: 2, denied: 1, interrupted: 0, cancelled: 0 };
  const many = Array.from({ length: 12 }, (_, i) =>
    session(`s${String(i).padStart(2, '0')}`, i < 6 ? '2026-03-09' : '2026-03-10', {
      usage: [usage({ costMicroUsd: 1_000 * (i + 1) })],
      tools: [bash],
      taskType: tasks[i < 6 ? 0 : 1] ?? null,
      signals: [reading('stop_phrase', i === 0 ? 'critical' : i === 1 ? 'warn' : 'ok', i === 2 ? null : 1)],
    }),
  );
  const found = Heatmaps.parse(heatmaps('30d', sourcesOf(many)));
  expect(found.tools).toEqual([
    { name: 'Bash', ok: 84, errors: 24, denied: 12, interrupted: 0, cancelled: 0 },
  ]);
  expect(found.buckets).toEqual([
    { name: '2026-03-09', from: '2026-03-09', to: '2026-03-09' },
    { name: '2026-03-10', from: '2026-03-10', to: '2026-03-10' },
  ]);
  expect(found.signals.find(({ name }) => name === 'stop_phrase')?.cells).toEqual([
    { judged: 5, warn: 1, critical: 1 },
    { judged: 6, warn: 0, critical: 0 },
  ]);
  const at = found.tasks.metrics.findIndex(({ name }) => name === 'cost');
  const rows = Object.fromEntries(found.tasks.rows.map(({ task, cells }) => [task, cells[at]]));
  // Costs 1,000 … 12,000 µ$: the mean of all is 6,500, the sample deviation √13,000,000.
  expect(rows['exploration']).toEqual({
    n: 6,
    mean: 3_500,
    lowerBound: false,
    away: -3_000 / Math.sqrt(13_000_000),
  });
  expect(rows['debug_loop']?.away).toBeCloseTo(3_000 / Math.sqrt(13_000_000), 12);
});

test('of a long range there are weeks, from Monday to Sunday, over the turn of the year too', () => {
  // 2025-12-29 is a Monday and begins the first ISO week of 2026; 2026-03-08 is a Sunday, 2026-03-10 a Tuesday.
  const days = ['2026-01-01', '2026-03-08', '2026-03-10'];
  const found = heatmaps('90d', sourcesOf(days.map((day, i) => session(`s${i}`, day))));
  expect(found.buckets).toEqual([
    { name: '2026-W01', from: '2025-12-29', to: '2026-01-04' },
    { name: '2026-W10', from: '2026-03-02', to: '2026-03-08' },
    // No further than the days shown.
    { name: '2026-W11', from: '2026-03-09', to: '2026-03-10' },
  ]);
});

test('signals by day are of the sessions that began in the days, and a cell’s conditions find just its sessions', () => {
  const warned = (id: string, day: string, more: Partial<SessionFigures> = {}): SessionFigures =>
    session(id, day, { signals: [reading('stop_phrase', 'warn')], ...more });
  const all = [
    // Began before the days, was active in them.
    warned('before', '2026-03-01', { endedAt: '2026-03-09T11:00:00.000Z' }),
    // Went on over midnight: it is of the 8th alone.
    warned('long', '2026-03-08', { endedAt: '2026-03-09T01:00:00.000Z' }),
    warned('other', '2026-03-09', { signals: [reading('interrupt_rate', 'critical')] }),
    warned('short', '2026-03-09', { signals: [reading('stop_phrase', 'ok', null)] }),
    session('fine', '2026-03-09'),
    warned('unknown', '2026-03-09', { startedAt: null, endedAt: null }),
  ];
  const sources = sourcesOf(all);
  const found = heatmaps('7d', sources);
  expect(found.buckets.map(({ name }) => name)).toEqual(['2026-03-08', '2026-03-09']);
  const cells = (name: string) => found.signals.find((one) => one.name === name)?.cells;
  expect(cells('stop_phrase')).toEqual([
    { judged: 1, warn: 1, critical: 0 },
    { judged: 1, warn: 0, critical: 0 },
  ]);
  expect(cells('interrupt_rate')).toEqual([
    { judged: 0, warn: 0, critical: 0 },
    { judged: 1, warn: 0, critical: 1 },
  ]);
  for (const range of ['7d', '90d', 'all'] as const) {
    const { buckets, signals } = heatmaps(range, sources);
    for (const { name, cells: of } of signals)
      for (const [i, { warn, critical }] of of.entries()) {
        const query = `${startedIn(buckets[i]!)} signal:${name}`;
        const listed = find(
          { query, sort: 'started', descending: true, offset: 0, limit: 9 },
          sources,
          () => false,
        );
        expect([query, listed.error, listed.total]).toEqual([query, null, warn + critical]);
      }
  }
});

test('signals by session: one column a session in order of time, one cell a signal', () => {
  const found = page([
    session('b', '2026-03-09', { signals: [reading('stop_phrase', 'warn')] }),
    session('a', '2026-03-08', {
      signals: [reading('stop_phrase', 'ok'), reading('interrupt_rate', 'critical')],
    }),
    session('c', '2026-03-09', { startedAt: '2026-03-09T08:00:00.000Z', title: null }),
  ]);
  expect(found.sessions).toEqual([
    { id: 'a', title: 'Title of a', startedAt: '2026-03-08T10:00:00.000Z', day: '2026-03-08' },
    { id: 'c', title: null, startedAt: '2026-03-09T08:00:00.000Z', day: '2026-03-09' },
    { id: 'b', title: 'Title of b', startedAt: '2026-03-09T10:00:00.000Z', day: '2026-03-09' },
  ]);
  expect(found.signals).toEqual([
    {
      name: 'stop_phrase',
      title: 'Stop phrases',
      cells: [
        { severity: 'ok', label: 'stop_phrase ok' },
        { severity: 'ok', label: 'stop_phrase ok' },
        { severity: 'warn', label: 'stop_phrase warn' },
      ],
    },
    {
      name: 'interrupt_rate',
      title: 'Interrupts',
      cells: [{ severity: 'critical', label: 'interrupt_rate critical' }, null, null],
    },
  ]);
  expect(found.alarms).toEqual({ warn: 1, critical: 1, most: { title: 'Stop phrases', sessions: 1 } });
});

test('a signal that cannot judge leaves its cell empty; one that judges none of these sessions, or never alarms, has no row', () => {
  const found = page([
    session('a', '2026-03-08', {
      signals: [
        reading('stop_phrase', 'ok', null),
        reading('interrupt_rate', 'ok', null),
        reading('prompts', 'ok'),
      ],
    }),
    session('b', '2026-03-09', { signals: [reading('stop_phrase', 'ok')] }),
  ]);
  expect(found.signals.map(({ name, cells }) => [name, cells])).toEqual([
    ['stop_phrase', [null, { severity: 'ok', label: 'stop_phrase ok' }]],
  ]);
  expect(found.alarms).toEqual({ warn: 0, critical: 0, most: null });
});

test('sub-agents are no sessions, and their signals are not those of their parent', () => {
  const found = page([
    session('a', '2026-03-08'),
    session('a/x', '2026-03-08', { signals: [reading('stop_phrase', 'critical')] }),
  ]);
  expect(ids(found)).toEqual(['a']);
  expect([found.total, found.alarms.critical]).toEqual([1, 0]);
});

test('pages: the newest first, each from the oldest to the newest, what is said of alarms is of all', () => {
  const all = Array.from({ length: 9 }, (_, i) =>
    session(`s${i + 1}`, `2026-03-0${i + 1}`, {
      signals: [reading(i === 0 ? 'interrupt_rate' : 'stop_phrase', i < 3 ? 'warn' : 'ok')],
    }),
  );
  const pages = [0, 4, 8].map((offset) => page(all, offset, 4));
  expect(pages.map(ids)).toEqual([['s6', 's7', 's8', 's9'], ['s2', 's3', 's4', 's5'], ['s1']]);
  expect(pages.map(({ offset, total }) => [offset, total])).toEqual([
    [0, 9],
    [4, 9],
    [8, 9],
  ]);
  // Only the oldest session was judged for interrupts.
  expect(pages.map(({ signals }) => signals.map(({ name }) => name))).toEqual([
    ['stop_phrase'],
    ['stop_phrase'],
    ['interrupt_rate'],
  ]);
  for (const { alarms } of pages)
    expect(alarms).toEqual({ warn: 3, critical: 0, most: { title: 'Stop phrases', sessions: 2 } });
  // Sessions were forgotten meanwhile.
  expect(page(all, 9, 4)).toEqual(pages[0]);
});

test('only sessions of the range; one whose start nobody knows comes before all, of all time only', () => {
  const all = [
    session('new', '2026-03-10'),
    session('old', '2025-01-01'),
    session('none', '2026-03-10', { startedAt: null, endedAt: null }),
  ];
  const week = page(all, 0, 40, '7d');
  expect([week.from, week.to, ids(week)]).toEqual(['2026-03-04', '2026-03-10', ['new']]);
  const ever = page(all, 0, 40, 'all');
  expect([ever.from, ids(ever)]).toEqual([null, ['none', 'old', 'new']]);
  expect(ever.sessions[0]).toMatchObject({ startedAt: null, day: null });
});

test('nothing at all is nothing, not an error', () => {
  expect(heatmaps('all', sourcesOf([]))).toMatchObject({ tools: [], buckets: [], tasks: { rows: [] } });
  expect(page([], 40)).toEqual({
    marks: false,
    from: '2026-02-09',
    to: '2026-03-10',
    total: 0,
    offset: 0,
    sessions: [],
    signals: [],
    alarms: { warn: 0, critical: 0, most: null },
  });
});
