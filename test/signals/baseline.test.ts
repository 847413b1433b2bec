import { describe, expect, test } from 'vitest';
import { personalThresholds, sparkline, standing, usualOf, type Judged } from '../../src/signals/baseline';
import { quantile } from '../../src/signals/quantile';
import { readBeforeEdit } from '../../src/signals/readBeforeEdit';
import { reasoningLoop } from '../../src/signals/reasoningLoop';
import { times } from './rig';

test.each([
  [[1, 2, 3, 4, 5], 0.8, 4.2],
  [[1, 2, 3, 4, 5], 0.2, 1.8],
  [[1, 2], 0.5, 1.5],
  [[7], 0.95, 7],
  [[], 0.5, null],
])('quantile of %j at %f is %s', (values, q, expected) => {
  if (expected === null) expect(quantile(values, q)).toBeNull();
  else expect(quantile(values, q)).toBeCloseTo(expected, 12);
});

describe('personal thresholds', () => {
  const loops = reasoningLoop.alarm!;
  const reads = readBeforeEdit.alarm!;
  test('high is worse: p80 and p95', () => {
    // 0, 1, … 20: p80 = 16, p95 = 19.
    expect(
      personalThresholds(
        times(21, (i) => i),
        loops,
      ),
    ).toEqual({ warn: 16, critical: 19 });
  });
  test('low is worse: p20 and p5', () => {
    // 2, 2.1, … 4: p20 = 2.4, p5 = 2.1.
    const values = times(21, (i) => 2 + i / 10);
    expect(personalThresholds(values, reads)?.warn).toBeCloseTo(2.4, 12);
    expect(personalThresholds(values, reads)?.critical).toBeCloseTo(2.1, 12);
  });
  test('neither a quiet nor a noisy start moves them beyond the bounds', () => {
    expect(personalThresholds([0, 0, 0, 0, 0], loops)).toEqual(loops.bounds?.strictest);
    expect(personalThresholds([500, 600, 700, 800, 900], loops)).toEqual(loops.bounds?.loosest);
    expect(personalThresholds([0, 0, 0, 0, 0], reads)).toEqual(reads.bounds?.loosest);
    expect(personalThresholds([90, 90, 90, 90, 90], reads)).toEqual(reads.bounds?.strictest);
  });
});

describe('what is usual', () => {
  const session = (i: number, rate: number | null): Judged => ({
    id: `s${String(i).padStart(3, '0')}`,
    startedAt: new Date(Date.UTC(2026, 0, 1 + i)).toISOString(),
    signals: [
      { name: 'reasoning_loop', value: rate, measure: rate },
      { name: 'prompts', value: i, measure: null },
    ],
  });
  const rules = { enabled: true, sessions: 20, since: '' };
  const of = (sessions: Judged[], given = {}, how = rules) =>
    usualOf(sessions, given, how).find(({ name }) => name === 'reasoning_loop')!;
  const thirty = times(30, (i) => session(i, i));

  test('the first sessions make it, whatever their order; those too short to judge do not count', () => {
    const usual = of([...thirty.toReversed(), ...times(9, (i) => session(-i - 1, null))]);
    // p80 and p95 of 0 … 19.
    expect(usual).toMatchObject({
      sessions: 20,
      wanted: 20,
      from: 'baseline',
      trend: times(12, (i) => 18 + i),
    });
    expect(usual.thresholds?.warn).toBeCloseTo(15.2, 12);
    expect(usual.thresholds?.critical).toBeCloseTo(18.05, 12);
    expect(usual.values).toEqual(times(20, (i) => i));
  });
  test('before there are enough, the defaults apply; switched off too', () => {
    expect(of(thirty.slice(0, 19))).toMatchObject({
      sessions: 19,
      from: 'default',
      thresholds: { warn: 10, critical: 20 },
    });
    expect(of(thirty, {}, { ...rules, enabled: false }).from).toBe('default');
  });
  test('a threshold that was set is used as it is', () => {
    expect(of(thirty, { reasoning_loop: { warn: 1, critical: 2 } })).toMatchObject({
      from: 'setting',
      thresholds: { warn: 1, critical: 2 },
    });
  });
  test('it can start anew from a day', () => {
    expect(of(thirty, {}, { ...rules, since: '2026-01-21' })).toMatchObject({
      sessions: 10,
      from: 'default',
    });
  });
  test('signals without alarm have values and a trend, and no thresholds', () => {
    const prompts = usualOf(thirty, {}, rules).find(({ name }) => name === 'prompts');
    expect(prompts).toMatchObject({ sessions: 20, thresholds: null, from: 'default' });
  });
});

test('a trend as bars, and a place in words', () => {
  expect(sparkline([1, 2, 3])).toBe('▁▅█');
  expect(sparkline([2, 2])).toBe('▁▁');
  expect(sparkline([1])).toBe('');
  const standsAt = (value: number) => standing(value, { values: [1, 2, 3, 4, 5] });
  expect([2, 3, 4].map(standsAt)).toEqual(Array.from({ length: 3 }, () => 'about usual for you'));
  // Ties are not lower.
  expect(standsAt(5)).toBe('higher than 80 % of your first 5 sessions');
  expect(standsAt(1)).toBe('not higher than in any of your first 5 sessions');
  expect(standing(0, { values: [0, 0, 0, 0, 0] })).toBe('about usual for you');
  expect(standing(null, { values: [1, 2, 3, 4, 5] })).toBe('');
  expect(standing(3, { values: [1, 2] })).toBe('');
  // Four are too few to say anything, five are enough.
  expect([standing(9, { values: [1, 2, 3, 4] }), standsAt(9)]).toEqual([
    '',
    'higher than 100 % of your first 5 sessions',
  ]);
});
