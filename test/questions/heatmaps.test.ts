/** Heatmaps over many sessions, with values computed by hand. */
import { expect, test } from 'vitest';
import { Heatmaps } from '../../src/questions/heatmaps';
import { Range } from '../../src/questions/shared/dashboard/ranges';
import { SignalSessions } from '../../src/questions/signalSessions';
import { find } from '../../src/questions/findSessions';
import { heatmaps } from '../../src/questions/heatmaps';
import { signalSessions } from '../../src/questions/signalSessions';
import type { SessionFigures } from '../../src/store/figures';
import { startedIn } from '../../webview/dashboard/queries';
import { usage } from '../store/makers';
import { reading, session, sourcesOf } from './signalsRig';

const page = (all: readonly SessionFigures[], offset = 0, limit = 40, range: Range = '30d'): SignalSessions =>
  SignalSessions.parse(signalSessions({ range, offset, limit }, sourcesOf(all)));

test('outcomes of tools, judged sessions by day, means of task types against all', () => {
  const tasks = ['exploration', 'debug_loop'] as const;
  const bash = { name: 'Bash', server: null, calls: 10, errors: 2, denied: 1, interrupted: 1, cancelled: 2 };
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
    // 12 sessions; of ten calls each, four were as they should be.
    { name: 'Bash', ok: 48, errors: 24, denied: 12, interrupted: 12, cancelled: 24 },
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

// 2026-02-08 to 2026-03-10 are 21 + 10 days.
test('days of a month, 31 at most, are shown by day', () => {
  const over = (range: Range) => heatmaps(range, sourcesOf([session('a', '2026-03-10')])).over;
  expect([over('2026-02-08..2026-03-10'), over('2026-02-07..2026-03-10')]).toEqual(['day', 'week']);
});

test('signals by day are of the sessions that began in the days, and a cell’s conditions find just its sessions', () => {
  const warned = (id: string, day: string, more: Partial<SessionFigures> = {}): SessionFigures =>
    session(id, day, { signals: [reading('stop_phrase', 'warn')], ...more });
  const all = [
    // Began before the days, was active in them.
    warned('before', '2026-03-01', { endedAt: '2026-03-09T11:00:00.000Z' }),
    // It continued after midnight, but counts on the 8th only.
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

test('without sessions the answer is empty, no error', () => {
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
