/** Conditions that give the sessions behind a figure: when they began, of which group they are, which signal stands out. */
import { expect, test } from 'vitest';
import { conversationsOf } from '../../src/analysis/metrics';
import { parseQuery } from '../../src/analysis/query';
import type { SessionFigures } from '../../src/store/figures';
import { utcDay } from '../../src/usage/days';
import { figures } from '../store/makers';

const on = (id: string, start: string, end: string, more: Partial<SessionFigures> = {}): SessionFigures =>
  figures(id, { startedAt: `${start}T10:00:00.000Z`, endedAt: `${end}T11:00:00.000Z`, ...more });
const signal = (name: string, severity: 'ok' | 'warn' | 'critical') => ({
  ...figures('x').signals[0]!,
  name,
  severity,
});
const all = conversationsOf([
  // 2026-03-01 is a Sunday.
  on('a', '2026-02-28', '2026-03-02', { repository: '/w/api', gitBranches: ['main'] }),
  on('b', '2026-03-01', '2026-03-01', {
    repository: '/w/api 2',
    gitBranches: ['main', 'x'],
    claudeVersions: ['2.1.10'],
    signals: [signal('stop_phrase', 'warn'), signal('interrupt_rate', 'ok')],
  }),
  on('c', '2026-03-02', '2026-03-02', {
    repository: '/w/api-2',
    claudeVersions: ['2.1.1'],
    signals: [signal('interrupt_rate', 'critical')],
  }),
  figures('d', { startedAt: null, endedAt: null }),
]);
const found = (query: string): string => {
  const parsed = parseQuery(query, utcDay);
  return parsed.ok
    ? all.flatMap((one) => (parsed.test(one) ? [one.figures.id] : [])).join(' ')
    : parsed.error;
};

test.each([
  ['started:2026-03-01', 'b'],
  ['started:2026-03-01..2026-03-02', 'b c'],
  ['started:2026-03-01..', 'b c'],
  ['started:..2026-03-01', 'a b'],
  ['started:2026-03-02..2026-03-01', ''],
  ['started:2026-W09', 'a b'],
  ['started:2026-W10', 'c'],
  ['started:2026-03', 'b c'],
  ['started:unknown', 'd'],
  ['-started:2026-03', 'a d'],
  [
    'started:..',
    '“started:..” is not a date: write YYYY-MM-DD, or for example started:2026-10-01..2026-10-07.',
  ],
  [
    'started:2026',
    '“started:2026” is not a date: write YYYY-MM-DD, or for example started:2026-10-01..2026-10-07.',
  ],
  ['project:=/w/api', 'a'],
  ['project:="/w/api 2"', 'b'],
  ['project:/w/api', 'a b c'],
  ['branch:=main', 'a'],
  ['branch:=several', 'b'],
  ['branch:=unknown', 'c d'],
  ['branch:=Main', ''],
  ['main:=claude-sonnet-4-5', 'a b c d'],
  ['main:=claude-sonnet', ''],
  ['version:=2.1.1', 'c'],
  ['version:2.1.1', 'b c'],
  ['mode:=unknown', 'a b c d'],
  ['signal:stop_phrase', 'b'],
  ['signal:interrupt_rate', 'c'],
  ['signal:stop', '“signal:stop” is not a measure.'],
])('%s', (query, ids) => expect(found(query)).toBe(ids));
