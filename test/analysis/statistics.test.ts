/** Each test beside what R says (R 4.x; the command stands at each), on published data where there are any. */
import { expect, test } from 'vitest';
import { clusteredTest } from '../../src/analysis/compare';
import {
  benjaminiHochberg,
  correlationP,
  designEffect,
  hedges,
  mannWhitney,
  mean,
  pearson,
  sessionsNeeded,
  spearman,
  stdev,
  welch,
} from '../../src/analysis/statistics';
import { median } from '../../src/signals/quantile';

// Student 1908, extra hours of sleep with two drugs (R: `sleep`).
const SLEEP_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
const SLEEP_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
// Hollander & Wolfe 1973, p. 69: permeability constants of human chorioamnion (R: ?wilcox.test).
const TERM = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
const EARLY = [1.15, 0.88, 0.9, 0.74, 1.21];

test('Welch’s t: Student’s sleep data, t.test(extra ~ group, sleep)', () => {
  const result = welch(SLEEP_1, SLEEP_2)!;
  // R: t = -1.8608 (group 1 less group 2), df = 17.776, p-value = 0.07939, 95 % interval -3.3654832 0.2054832
  expect(result.t).toBeCloseTo(1.8608, 4);
  expect(result.df).toBeCloseTo(17.776, 3);
  expect(result.p).toBeCloseTo(0.07939, 5);
  expect(result.low).toBeCloseTo(-0.2054832, 6);
  expect(result.high).toBeCloseTo(3.3654832, 6);
  expect([mean(SLEEP_1), mean(SLEEP_2)]).toEqual([expect.closeTo(0.75, 9), expect.closeTo(2.33, 9)]);
});

test('Mann–Whitney: permeability constants, without ties', () => {
  const result = mannWhitney(EARLY, TERM)!;
  // R: wilcox.test(x, y) has W = 35; normal approximation: wilcox.test(x, y, exact = FALSE, correct = TRUE), p-value = 0.2448
  expect(result.u).toBe(35);
  // By hand: mean 25, sd sqrt(10·5·16/12) = 8.165; z = (35 − 25 − 0.5) / 8.165 = 1.16350
  expect(result.z).toBeCloseTo(1.1635, 4);
  expect(result.p).toBeCloseTo(0.24463, 4);
  expect(result.delta).toBeCloseTo(0.4, 9);
});

test('Mann–Whitney with ties: sleep data, by hand', () => {
  const result = mannWhitney(SLEEP_1, SLEEP_2)!;
  // R: wilcox.test(extra ~ group, sleep, exact = FALSE): W = 25.5, p-value = 0.06933
  expect(result.u).toBe(100 - 25.5);
  expect(result.p).toBeCloseTo(0.06933, 5);
});

test('Benjamini–Hochberg, by hand as p.adjust(p, "BH") does; nulls are no tests', () => {
  // Largest first: 0.6; 0.074·8/7; 0.06·8/6 = 0.08; 0.042·8/5 → 0.0672; 0.041·8/4 → 0.0672 (never above the one after); …
  const ps = [0.01, 0.02, null, 0.03, 0.04, 0.05];
  expect(benjaminiHochberg(ps).map((p) => (p === null ? null : Number(p.toFixed(6))))).toEqual([
    0.05,
    0.05,
    null,
    0.05,
    0.05,
    0.05,
  ]);
  expect(benjaminiHochberg([0.001, 0.5, 0.02])).toEqual([0.003, 0.5, 0.03]);
  expect(benjaminiHochberg([0.9, 0.95])).toEqual([0.95, 0.95]);
  expect(benjaminiHochberg([])).toEqual([]);
});

// Anscombe 1973, first of four: r = 0.81642, p = 0.00217 (R: with(anscombe, cor.test(x1, y1))).
const X1 = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
const Y1 = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];

test('correlations: Anscombe’s first set', () => {
  expect(pearson(X1, Y1)).toBeCloseTo(0.8164205, 6);
  expect(correlationP(pearson(X1, Y1), 11)).toBeCloseTo(0.00217, 5);
  // Ranks by hand: 1 − 6·Σd²/(n(n²−1)) = 1 − 6·40/1320 = 0.81818
  expect(spearman(X1, Y1)).toBeCloseTo(0.8181818, 6);
  // Monotone, though far from a line.
  expect(spearman([1, 2, 3, 4, 5], [1, 10, 100, 1000, 10000])).toBeCloseTo(1, 12);
});

test('Hedges’ g: by hand', () => {
  // Means 0.75 and 2.33, pooled variance (3.200556 + 4.009) / 2; d = 0.83218; times 1 − 3/71
  expect(hedges(SLEEP_1, SLEEP_2)).toBeCloseTo(0.83218 * (1 - 3 / 71), 4);
  expect(hedges([1], [2])).toBeNull();
});

test('sessions needed: power.t.test(delta = 0.5, sd = 1, power = 0.8) says 63.8 a side', () => {
  // Normal approximation 2·(1.959964 + 0.8416212)²·(1/0.5)² = 62.79; for the rank test times π/3 = 65.75
  expect(sessionsNeeded(1, 0.5)).toBe(66);
});

test('nothing to compare is null, not zero', () => {
  expect(welch([1], [2, 3])).toBeNull();
  expect(welch([1, 1], [1, 1])).toBeNull();
  expect(mannWhitney([], [1])).toBeNull();
  expect(mannWhitney([2, 2], [2, 2])).toBeNull();
  expect(stdev([1])).toBeNull();
  expect(median([])).toBeNull();
  expect(median([3, 1, 2])).toBe(2);
});

test('days that are like the day before are worth fewer days, by hand', () => {
  // A third of the length is the longest lag: 2. Likeness 5/8 and 2/8; with what the mean hides (1/8 at first, then effect/8):
  // 1 + 2(0.671875 + 0.34375) = 3.03125; 1 + 2(0.76709 + 0.53418) = 3.60254; 1 + 2(0.79387 + 0.58774) = 3.76321.
  expect(designEffect([[1, 1, 1, 1, -1, -1, -1, -1]])).toBeCloseTo(3.76321, 4);
  expect(designEffect([[1, -1, 1, -1, 1, -1, 1, -1]])).toBe(1);
  expect(designEffect([[2, 2, 2], []])).toBe(1);
  // A difference between the series is not likeness within one.
  expect(
    designEffect([
      [1, -1, 1, -1],
      [9, 7, 9, 7],
    ]),
  ).toBe(1);
});

test('a slow wave is weaker evidence of a change than the same values in any order', () => {
  const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
  const wave = Array.from({ length: 60 }, (_, n) => 10 + 5 * Math.sin((n * Math.PI) / 30 + 0.3));
  // 7 and 30 have no common divisor: every day of a side once, neighbours far apart.
  const mixed = wave.map((_, n) => wave[(n < 30 ? 0 : 30) + ((n * 7) % 30)]!);
  const p = (values: readonly number[]): number => {
    const points = values.map((value, n) => ({ day: day(n), value }));
    return clusteredTest(points.slice(0, 30), points.slice(30))!.p;
  };
  expect(p(mixed)).toBeLessThan(1e-6);
  expect(p(wave)).toBeGreaterThan(1e-3);
});
