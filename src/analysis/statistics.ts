/** The statistics of comparisons. Distributions are jStat's; each test is checked against R and published examples. */
import jstat from 'jstat';

const { jStat } = jstat;

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, x) => sum + x, 0) / values.length;

/** Sample standard deviation (n − 1); null of fewer than two values. */
export function stdev(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - middle) ** 2, 0) / (values.length - 1));
}

const variance = (values: readonly number[]): number => (stdev(values) ?? 0) ** 2;

/** Whether a figure reaches a bound. Of decimal fractions 0.7 − 0.5 is a hair less than 0.2: what is equal by hand is equal here. */
export const reaches = (value: number, bound: number): boolean => value >= bound - 1e-9;

export interface TTest {
  t: number;
  df: number;
  /** Two-sided. */
  p: number;
  /** 95 % confidence interval of mean(b) − mean(a). */
  low: number;
  high: number;
}

/** Welch's t test of b against a; null when a side has fewer than two values or neither varies. */
export function welch(a: readonly number[], b: readonly number[]): TTest | null {
  if (a.length < 2 || b.length < 2) return null;
  const [va, vb] = [variance(a) / a.length, variance(b) / b.length];
  const error = Math.sqrt(va + vb);
  if (error === 0) return null;
  const difference = mean(b) - mean(a);
  const df = (va + vb) ** 2 / (va ** 2 / (a.length - 1) + vb ** 2 / (b.length - 1));
  const t = difference / error;
  const reach = jStat.studentt.inv(0.975, df) * error;
  return {
    t,
    df,
    p: studentP(t, df),
    low: difference - reach,
    high: difference + reach,
  };
}

export interface RankTest {
  /** Pairs in which b is above a, ties counted half. */
  u: number;
  z: number;
  /** Two-sided, by the normal approximation with correction for ties and continuity, as R's `wilcox.test(exact = FALSE)`. */
  p: number;
  /** Cliff's delta, −1 to 1: how much more often b is above a than below. */
  delta: number;
}

/** Mann–Whitney's test of b against a; null when a side is empty or all values are the same. */
export function mannWhitney(a: readonly number[], b: readonly number[]): RankTest | null {
  if (a.length === 0 || b.length === 0) return null;
  const n = a.length + b.length;
  const [x, y] = [Float64Array.from(a).sort(), Float64Array.from(b).sort()];
  let u = 0;
  let ties = 0;
  for (let i = 0, k = 0; i < x.length || k < y.length;) {
    const value = k >= y.length || x[i]! < y[k]! ? x[i]! : y[k]!;
    const [below, from] = [i, k];
    while (i < x.length && !(x[i]! > value)) i++;
    while (k < y.length && !(y[k]! > value)) k++;
    const [same, above] = [i - below, k - from];
    u += above * (below + same / 2);
    ties += (same + above) ** 3 - (same + above);
  }
  const spread = Math.sqrt(((a.length * b.length) / 12) * (n + 1 - ties / (n * (n - 1))));
  if (!(spread > 0)) return null;
  const off = u - (a.length * b.length) / 2;
  const z = (off - Math.sign(off) * 0.5) / spread;
  return {
    u,
    z,
    p: Math.min(1, 2 * jStat.normal.cdf(-Math.abs(z), 0, 1)),
    delta: (2 * u) / (a.length * b.length) - 1,
  };
}

/**
 * How many times the variance of a mean of these series is that of independent values, because neighbours are alike: 1 + 2 Σ ρ(k),
 * from the lags before the first that is not positive (Geyer's initial positive sequence), within each series about its own mean, so that a
 * difference between the series is not taken for likeness. Corrected for what a sample's own mean hides. At least 1.
 */
export function designEffect(series: readonly (readonly number[])[]): number {
  const rests = series.map((values) => {
    const middle = mean(values);
    return values.map((x) => x - middle);
  });
  const products = (lag: number): number =>
    rests.reduce((sum, one) => sum + one.slice(lag).reduce((s, x, i) => s + x * (one[i] ?? 0), 0), 0);
  const whole = products(0);
  if (!(whole > 0)) return 1;
  const length = mean(series.map((values) => values.length));
  // Longer lags have too few pairs to say anything.
  const lags = Math.floor(length / 3);
  let effect = 1;
  for (let pass = 0; pass < 3; pass++) {
    const hidden = Math.min(0.5, effect / length);
    let next = 1;
    for (let lag = 1; lag <= lags; lag++) {
      const likeness = (products(lag) / whole) * (1 - hidden) + hidden;
      if (likeness <= 0) break;
      next += 2 * likeness;
    }
    effect = next;
  }
  return effect;
}

/** Hedges' g of b against a: the difference in pooled standard deviations, corrected for small samples. */
export function hedges(a: readonly number[], b: readonly number[]): number | null {
  const df = a.length + b.length - 2;
  if (a.length < 2 || b.length < 2) return null;
  const pooled = Math.sqrt(((a.length - 1) * variance(a) + (b.length - 1) * variance(b)) / df);
  return pooled === 0 ? null : ((mean(b) - mean(a)) / pooled) * (1 - 3 / (4 * df - 1));
}

/** Benjamini–Hochberg's adjusted p values, in the order given (R: `p.adjust(p, "BH")`). Nulls stay, and are no tests. */
export function benjaminiHochberg(ps: readonly (number | null)[]): (number | null)[] {
  const tests = ps.flatMap((p, i) => (p === null ? [] : [{ p, i }])).sort((a, b) => b.p - a.p);
  const adjusted: (number | null)[] = ps.map(() => null);
  let least = 1;
  tests.forEach(({ p, i }, k) => {
    least = Math.min(least, (p * tests.length) / (tests.length - k));
    adjusted[i] = least;
  });
  return adjusted;
}

/**
 * Sessions a side needs to find a difference of `difference` with 80 % power at 5 % (two-sided), for values of this standard
 * deviation: the normal approximation, enlarged by π/3, what Mann–Whitney's test needs more at worst for normal values.
 */
export function sessionsNeeded(sd: number, difference: number): number {
  const z = jStat.normal.inv(0.975, 0, 1) + jStat.normal.inv(0.8, 0, 1);
  return Math.ceil(((2 * (z * sd) ** 2) / difference ** 2) * (Math.PI / 3));
}

export const pearson = (a: readonly number[], b: readonly number[]): number => jStat.corrcoeff(a, b);
/** Pearson's coefficient of the ranks, ties at their mean rank. */
export const spearman = (a: readonly number[], b: readonly number[]): number =>
  jStat.corrcoeff(ranks(a), ranks(b));

/** The ranks of all values, ties at their mean rank. */
export function ranks(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  const known = new Map<number, number>();
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    const value = sorted[from]!;
    while (to === from || sorted[to] === value) to++;
    known.set(value, (from + 1 + to) / 2);
  }
  return values.map((value) => known.get(value)!);
}

/** Two-sided p of Student's t. */
export const studentP = (t: number, df: number): number => 2 * jStat.studentt.cdf(-Math.abs(t), df);

/** A p value in words. */
export const formatP = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3));

/** Two-sided p of a correlation of n pairs, by Student's t. */
export function correlationP(r: number, n: number): number {
  if (Math.abs(r) >= 1) return 0;
  return studentP(r * Math.sqrt((n - 2) / (1 - r ** 2)), n - 2);
}
