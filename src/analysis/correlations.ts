/** Which metrics go together (experimental). Correlation only: nothing here says that one makes the other. Pure. */
import { en } from '../l10n/english';
import { METRICS, type Conversation } from './metrics';
import { benjaminiHochberg, correlationP, pearson, spearman } from './statistics';

/** Pairs of fewer sessions are left out (codevigil's rule). */
const LEAST_PAIRS = 30;

export const DISCLAIMER = en(
  'Experimental. Correlation only: two figures that move together may both follow from a third, such as how long a session is.',
);

export interface Correlation {
  a: string;
  b: string;
  n: number;
  pearson: number;
  spearman: number;
  /** Of Spearman's coefficient, over all pairs by Benjamini and Hochberg. */
  adjustedP: number;
}

/** Every pair of metrics that enough sessions have and that vary, the strongest first. */
export function correlations(conversations: readonly Conversation[]): Correlation[] {
  const values = METRICS.map((metric) => conversations.map((one) => metric.of(one)));
  const pairs = METRICS.flatMap((first, i) =>
    METRICS.slice(i + 1).flatMap((second, j) => {
      const both = conversations.flatMap((_, k) => {
        const [x, y] = [values[i]?.[k] ?? null, values[i + 1 + j]?.[k] ?? null];
        return x === null || y === null ? [] : [[x, y] as const];
      });
      const [xs, ys] = [both.map(([x]) => x), both.map(([, y]) => y)];
      if (both.length < LEAST_PAIRS || !varies(xs) || !varies(ys)) return [];
      const rank = spearman(xs, ys);
      return [
        {
          a: first.name,
          b: second.name,
          n: both.length,
          pearson: pearson(xs, ys),
          spearman: rank,
          p: correlationP(rank, both.length),
        },
      ];
    }),
  );
  const adjusted = benjaminiHochberg(pairs.map(({ p }) => p));
  return pairs
    .map(({ p, ...pair }, i) => ({ ...pair, adjustedP: adjusted[i] ?? p }))
    .sort((x, y) => Math.abs(y.spearman) - Math.abs(x.spearman) || (x.a + x.b < y.a + y.b ? -1 : 1));
}

const varies = (values: readonly number[]): boolean => values.some((value) => value !== values[0]);
