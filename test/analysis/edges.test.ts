/** Each limit of comparisons, groups and change points: at it, and just beside it. Values are worked out by hand. */
import { describe, expect, test } from 'vitest';
import { candidates, changePoints } from '../../src/analysis/changePoints';
import { cohorts } from '../../src/analysis/cohorts';
import { clusteredTest, compare, type Point, type Sides } from '../../src/analysis/compare';
import { activeIn, isOfPerson } from '../../src/analysis/family';
import { difference } from '../../src/analysis/difference';
import { history, type Filter } from '../../src/analysis/history';
import { conversationsOf, METRICS, type Conversation, type Metric } from '../../src/analysis/metrics';
import { correlationP, designEffect } from '../../src/analysis/statistics';
import type { SessionFigures } from '../../src/store/figures';
import { stepped, utcDay } from '../../src/usage/days';
import { figures, usage } from '../store/makers';

const FIRST = '2026-01-01';
/** The metric under test: what was set down as the interrupts of a session. */
const VALUE: Metric = {
  name: 'value',
  title: 'Value',
  unit: 'number',
  worse: 'high',
  experimental: false,
  of: (one) => one.figures.interrupts,
};

/** A session on the day `n` with this value. */
function at(n: number, value: number, more: Partial<SessionFigures> = {}): SessionFigures {
  const t = `${stepped(FIRST, n)}T10:00:00.000Z`;
  return figures(`${n}-${value}-${serial++}`, { startedAt: t, endedAt: t, interrupts: value, ...more });
}
let serial = 0;
/** Sessions with these values, three a day from the day `from` on. */
const from = (first: number, values: readonly number[], more: Partial<SessionFigures> = {}) =>
  values.map((value, i) => at(first + Math.floor(i / 3), value, more));
const times = (n: number, ...values: number[]): number[] => Array.from({ length: n }, () => values).flat();

const compared = (before: SessionFigures[], after: SessionFigures[]) => {
  const sides: Sides = {
    before: conversationsOf(before),
    after: conversationsOf(after),
    labels: { before: '', after: '' },
  };
  return compare(sides, utcDay, [VALUE]);
};
const verdict = (before: SessionFigures[], after: SessionFigures[]) => compared(before, after).metrics[0]!;

describe('comparisons', () => {
  // Every day of before has 99, 100, 101: mean 100. 119, 120, 121 have mean 120, which is 20 % more; 118, 119, 120 have 119.
  test('20 % is a change, 19 % is none', () => {
    const before = from(0, times(8, 99, 100, 101));
    expect(verdict(before, from(10, times(8, 119, 120, 121)))).toMatchObject({
      verdict: 'worse',
      relative: 0.2,
    });
    expect(verdict(before, from(10, times(8, 118, 119, 120)))).toMatchObject({ verdict: 'no change' });
  });

  // 0.5 to 0.6 is 20 % as well, though fractions of two make it a hair less.
  test('20 % is a change in fractions, too', () => {
    const before = from(0, times(24, 0.5));
    expect(verdict(before, from(10, times(24, 0.6)))).toMatchObject({ verdict: 'worse' });
  });

  // One of 24 sessions before had 10,000: the mean was 512.5 and fell to 120, while 23 of 24 sessions rose from 100 to 120.
  test('where means fall and ranks rise nothing is called', () => {
    const one = verdict(from(0, [...times(23, 100), 10_000]), from(10, times(24, 120)));
    expect(one.adjustedP).toBeLessThan(0.05);
    expect([one.delta, one.rank!.delta > 0, one.verdict]).toEqual([-392.5, true, 'no evidence']);
  });

  // 1 2 4 8 16 32 over and over: mean 10.5; deviations of 30 and 24 of them 11.0132 and 11.0612, together 11.0372.
  // 2 (2.8016 · 11.0372 / 2.1)² π/3 = 454.1, so 455 a side; the smaller has 24.
  test('what is missing is told of the smaller side', () => {
    const wild = (n: number): number[] => Array.from({ length: n }, (_, i) => 2 ** (i % 6));
    expect(verdict(from(0, wild(30)), from(12, wild(24))).words).toMatch(/^no evidence; 431 more sessions/);
  });

  // 5 of 10 sessions, then 7 of 10: 20 points, though 0.7 − 0.5 is a hair less.
  test('a group that moved by 20 points is named, one that moved by 10 is not', () => {
    const mix = (n: number) =>
      Array.from({ length: 10 }, (_, i) => at(i, 1, { project: i < n ? '/w/a' : '/w/b' }));
    const moved = (a: number, b: number) =>
      compared(mix(a), mix(b))
        .confounders.map(({ group }) => group)
        .sort();
    expect(moved(5, 7)).toEqual(['/w/a', '/w/b']);
    expect(moved(5, 6)).toEqual([]);
  });
});

describe('tests over days', () => {
  const points = (first: number, ...days: number[][]): Point[] =>
    days.flatMap((values, i) => values.map((value) => ({ day: stepped(FIRST, first + i), value })));

  // Most sessions rose from 1 to 12, all of them on one day. Medians of days: 1 and seven of 10 before, 12 and seven of 5 after. Of 64
  // pairs of days 15 rose.
  test('sessions that rise while their days fall are no evidence', () => {
    const before = points(0, times(20, 1), ...times(7, 10).map((value) => [value]));
    const after = points(20, times(20, 12), ...times(7, 5).map((value) => [value]));
    const clustered = clusteredTest(before, after)!;
    expect(clustered.rank.delta).toBeCloseTo((2 * (20 * 27 + 7 * 20)) / 27 ** 2 - 1, 9);
    expect(clustered.p).toBe(1);
  });

  // Seven days rose from 1 to 9, the eighth has the same 40 sessions before and after. Of sessions that is next to nothing (R:
  // wilcox.test(exact = FALSE), p = 0.8559), of days a lot.
  test('the worse of both tests counts', () => {
    const busy = Array.from({ length: 40 }, (_, i) => 100 + i);
    const before = points(0, busy, ...times(7, 1).map((value) => [value]));
    const after = points(20, busy, ...times(7, 9).map((value) => [value]));
    expect(clusteredTest(before, after)!.p).toBeCloseTo(0.8559, 4);
  });
});

describe('groups', () => {
  test('what has no day has no row before it', () => {
    const undated = Array.from({ length: 5 }, () => at(0, 9, { startedAt: null, endedAt: null }));
    const all = conversationsOf([...from(0, times(5, 1)), ...from(31, times(5, 3)), ...undated]);
    const rows = cohorts('month', all, utcDay, [VALUE]).rows.map(({ key, cells }) => [
      key,
      cells['value']!.delta,
    ]);
    expect(rows).toEqual([
      ['2026-01', null],
      ['2026-02', 2],
      ['unknown', null],
    ]);
  });
});

describe('metrics', () => {
  const of = (name: string, more: Partial<SessionFigures>) =>
    METRICS.find((one) => one.name === name)!.of(conversationsOf([figures('a', more)])[0]!);
  const calls = (n: number) => ({
    tools: [{ name: 'Bash', server: null, calls: n, errors: 1, denied: 0, interrupted: 0, cancelled: 0 }],
  });

  test('a share of calls is told from ten on', () => {
    expect([of('tool_error_share', calls(10)), of('tool_error_share', calls(9))]).toEqual([0.1, null]);
  });

  test('nothing is divided by no prompt', () => {
    expect([of('cost_per_prompt', { prompts: 0 }), of('output_per_prompt', { prompts: 0 })]).toEqual([
      null,
      null,
    ]);
  });

  test('a prompt without an answer makes a session, and so does an answer without a prompt', () => {
    const is = (prompts: number, messages: number) => isOfPerson({ parent: null, prompts, messages });
    expect([is(1, 0), is(0, 1), is(0, 0)]).toEqual([true, true, false]);
  });

  test('what has no readable time is of no day, and of all time', () => {
    const undated = { startedAt: null, endedAt: null };
    const is = (first: string | null, last: string | null) =>
      activeIn({ from: first, to: last }, utcDay)(undated);
    expect([is(null, null), is(FIRST, null), is(null, FIRST)]).toEqual([true, false, false]);
  });
});

describe('change points', () => {
  const points = (sessions: SessionFigures[]) => changePoints(conversationsOf(sessions), utcDay, [VALUE]);
  const steady = (n: number, value: number): number[] => Array.from({ length: n }, (_, i) => value + (i % 3));

  // A pivot every seventh day: many of them lie near the change, and find it.
  test('a metric has one change, the most certain', () => {
    const found = points([...from(0, steady(120, 100)), ...from(40, steady(120, 200))]);
    expect(found.map(({ metric, kind, verdict: told }) => [metric, kind, told])).toEqual([
      ['value', 'date', 'worse'],
    ]);
  });

  test('a change of less than 20 % is none, however certain', () => {
    expect(points([...from(0, steady(120, 100)), ...from(40, steady(120, 119))])).toEqual([]);
  });

  // The first ten are more than 200 sessions before the change. Of the 200 after them, 67 have 100, 67 have 101 and 66 have 102: mean 100.995.
  test('200 sessions on either side are compared', () => {
    const [old, next] = [{ claudeVersions: ['1'] }, { claudeVersions: ['2'] }];
    const before = [...from(0, times(10, 1_000), old), ...from(4, steady(200, 100), old)];
    const [one] = points([...before, ...from(71, steady(60, 300), next)]);
    expect(one).toMatchObject({
      kind: 'version',
      to: '2',
      before: { n: 200, mean: 100.995 },
      after: { n: 60 },
    });
  });

  const named = (versions: readonly string[]): string[] => {
    const dated = conversationsOf(versions.map((version, i) => at(i, 1, { claudeVersions: [version] }))).map(
      (conversation): { day: string; conversation: Conversation } => ({
        day: conversation.figures.startedAt!.slice(0, 10),
        conversation,
      }),
    );
    return candidates(dated).flatMap(({ kind, to, day }) => (kind === 'version' ? [`${to} ${day}`] : []));
  };
  const olds = (n: number): string[] => Array.from({ length: n }, () => 'old');
  const news = (n: number): string[] => Array.from({ length: n }, () => 'new');

  test('a version takes over with half of the next 20 sessions', () => {
    expect(named([...olds(20), ...news(10), ...olds(10)])).toEqual(['new 2026-01-21']);
    expect(named([...olds(20), ...news(9), ...olds(11)])).toEqual([]);
  });

  // Of the 20 sessions before the 41st, 3 had the new version, or 4: a fifth, which is too much.
  test('it was used in less than a fifth of the 20 before', () => {
    const mixed = (...early: number[]) => [
      ...Array.from({ length: 40 }, (_, i) => (early.includes(i) ? 'new' : 'old')),
      ...news(20),
    ];
    expect(named(mixed(20, 23, 25))).toEqual(['new 2026-02-10']);
    expect(named(mixed(20, 23, 25, 28))).toEqual([]);
  });
});

test('the longest lag of a design effect is a third of the days', () => {
  // 12 days, six up and six down: lags up to 4. Likenesses 9/12, 6/12, 3/12, 0; what the mean hides is 1/12, then effect/12.
  // 1: 1 + 2(0.770833 + 0.541667 + 0.3125 + 0.083333) = 4.416667, hides 0.368056
  // 2: 1 + 2(0.842014 + 0.684028 + 0.526042 + 0.368056) = 5.840278, hides 0.486690
  // 3: 1 + 2(0.871672 + 0.743345 + 0.615017 + 0.486690) = 6.433449
  expect(designEffect([[1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1]])).toBeCloseTo(6.433449, 5);
});

test('a perfect correlation is certain', () =>
  expect([correlationP(1, 30), correlationP(-1, 30)]).toEqual([0, 0]));

describe('lists', () => {
  const all = conversationsOf([
    at(0, 1, { id: 'a', severity: 'unjudged', name: 'Fix the harbour' }),
    at(1, 1, { id: 'b', severity: 'ok' }),
    at(2, 1, { id: 'c', severity: 'critical' }),
  ]);
  const ids = (filter: Filter): string =>
    history(all, filter, utcDay)
      .map(({ figures: { id } }) => id)
      .join(' ');

  test.each([
    [{}, 'c b a'],
    [{ since: '2026-01-02' }, 'c b'],
    [{ until: '2026-01-02' }, 'b a'],
    [{ since: '2026-01-02', until: '2026-01-02' }, 'b'],
    [{ severity: 'unjudged' }, 'a'],
    [{ severity: 'ok' }, 'c b'],
    [{ severity: 'warn' }, 'c'],
    [{ text: 'HARBOUR' }, 'a'],
  ] as const)('%j: %s', (filter, expected) => expect(ids(filter)).toBe(expected));

  test('the cost of a model is unknown when a part of it has no price', () => {
    const rows = [
      usage({ model: 'm', costMicroUsd: 5 }),
      usage({ model: 'm', day: '2026-03-02', costMicroUsd: null }),
    ];
    const [one, other] = conversationsOf([
      figures('a', { usage: rows }),
      figures('b', {
        usage: [usage({ model: 'm', costMicroUsd: 7 }), usage({ model: 'n', costMicroUsd: 8 })],
      }),
    ]);
    expect(difference(one!, other!).models).toMatchObject([
      { name: 'm', a: null, b: 7 },
      { name: 'n', a: undefined, b: 8 },
    ]);
  });
});
