import { expect, test } from 'vitest';
import { sessionsBetween, usageByDay } from '../../src/store/queries';
import { worstSeverity } from '../../src/store/tables';
import { figures, open, usage } from './samples';

function store() {
  const made = open(null);
  made.put({
    sessions: [
      figures('a', {
        usage: [
          usage({ day: '2026-03-01', requests: 2, input: 5, lowerBound: 1, costMicroUsd: 100 }),
          usage({ day: '2026-03-02', cacheRead: 7, cacheWrite5m: 8, cacheWrite1h: 9, webSearches: 3 }),
          usage({ day: null }),
        ],
      }),
      figures('a/x', { usage: [usage({ day: '2026-03-01', input: 6, costMicroUsd: 50 })] }),
      figures('b', {
        startedAt: '2026-03-01T23:00:00.000Z',
        endedAt: '2026-03-02T01:00:00.000Z',
        usage: [usage({ day: '2026-03-01', model: 'unknown', requests: 4, costMicroUsd: null })],
      }),
    ],
  });
  return made.db;
}

test('usage is summed by day and model; what has no price stays without', () => {
  expect(usageByDay(store(), '2026-03-01', '2026-03-01')).toEqual([
    {
      ...usage({ requests: 3, input: 11, output: 40, lowerBound: 1, costMicroUsd: 150 }),
      unpricedRequests: 0,
    },
    { ...usage({ model: 'unknown', requests: 4, costMicroUsd: null }), unpricedRequests: 4 },
  ]);
  expect(usageByDay(store(), '2026-03-02', null)).toEqual([
    {
      ...usage({ day: '2026-03-02', cacheRead: 7, cacheWrite5m: 8, cacheWrite1h: 9, webSearches: 3 }),
      unpricedRequests: 0,
    },
  ]);
});

test('requests of unknown day are in what has no bounds only', () => {
  expect(usageByDay(store(), null, null).map(({ day }) => day)).toEqual([
    null,
    '2026-03-01',
    '2026-03-01',
    '2026-03-02',
  ]);
  expect(usageByDay(store(), null, '2026-03-09').map(({ day }) => day)).not.toContain(null);
});

test('sessions that were running in a span, the start included and the end not', () => {
  const ids = (from: string, to: string) => sessionsBetween(store(), from, to).map(({ id }) => id);
  expect(ids('2026-03-01T11:00:00.000Z', '2026-03-01T23:00:00.000Z')).toEqual(['a', 'a/x']);
  expect(ids('2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z')).toEqual(['b']);
  expect(ids('2026-03-03T00:00:00.000Z', '2026-03-04T00:00:00.000Z')).toEqual([]);
});

test('a session is as bad as its worst signal', () => {
  const signal = {
    name: 's',
    value: 1,
    measure: 1,
    ceiling: 'critical' as const,
    label: '',
    detail: {},
    evidence: [],
  };
  const of = (...severities: ('ok' | 'warn' | 'critical')[]) =>
    worstSeverity(figures('a', { signals: severities.map((severity) => ({ ...signal, severity })) }));
  expect(of()).toBe('ok');
  expect(of('ok', 'warn', 'ok')).toBe('warn');
  expect(of('critical', 'warn')).toBe('critical');
});
