/** The verdict of each signal on each session. */
import { expect, test } from 'vitest';
import { Range } from '../../src/questions/shared/dashboard/ranges';
import { SignalSessions } from '../../src/questions/signalSessions';
import { signalSessions } from '../../src/questions/signalSessions';
import type { SessionFigures } from '../../src/store/figures';
import { reading, session, sourcesOf } from './signalsRig';

const page = (all: readonly SessionFigures[], offset = 0, limit = 40, range: Range = '30d'): SignalSessions =>
  SignalSessions.parse(signalSessions({ range, offset, limit }, sourcesOf(all)));

const ids = ({ sessions }: SignalSessions): string[] => sessions.map(({ id }) => id);

test('signals by session: a column for each session in order of time, a cell for each signal', () => {
  const found = page([
    session('b', '2026-03-09', { signals: [reading('stop_phrase', 'warn')] }),
    session('a', '2026-03-08', {
      signals: [reading('stop_phrase', 'ok'), reading('interrupt_rate', 'critical')],
    }),
    session('c', '2026-03-09', { startedAt: '2026-03-09T08:00:00.000Z', name: null }),
  ]);
  expect(found.sessions).toEqual([
    { id: 'a', name: 'Title of a', startedAt: '2026-03-08T10:00:00.000Z', day: '2026-03-08' },
    { id: 'c', name: 'Session c', startedAt: '2026-03-09T08:00:00.000Z', day: '2026-03-09' },
    { id: 'b', name: 'Title of b', startedAt: '2026-03-09T10:00:00.000Z', day: '2026-03-09' },
  ]);
  expect(found.signals).toEqual([
    {
      name: 'stop_phrase',
      title: 'Stopped early',
      cells: [
        { severity: 'ok', label: 'stop_phrase ok' },
        { severity: 'ok', label: 'stop_phrase ok' },
        { severity: 'warn', label: 'stop_phrase warn' },
      ],
    },
    {
      name: 'interrupt_rate',
      title: 'You interrupted',
      cells: [{ severity: 'critical', label: 'interrupt_rate critical' }, null, null],
    },
  ]);
  expect(found.alarms).toEqual({ warn: 1, critical: 1, most: { title: 'Stopped early', sessions: 1 } });
});

test('a cell is null without a verdict; a signal without any verdict, or without severities, has no row', () => {
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

test('the first page has the newest sessions, each page is sorted oldest first, alarms count all sessions', () => {
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
    expect(alarms).toEqual({ warn: 3, critical: 0, most: { title: 'Stopped early', sessions: 2 } });
  // Sessions were deleted meanwhile.
  expect(page(all, 9, 4)).toEqual(pages[0]);
});

test('only sessions of the range; one with unknown start comes first, for all time only', () => {
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
