/** Of two sessions side by side what differs, the biggest difference first; what is the same is only counted. Pure. */
import type { Diff } from '../../../src/questions/compareSessions';

export interface Differing<Row> {
  rows: readonly Row[];
  same: number;
}

/** How far two figures are apart, from 0 to 1; where only one is known they are as far apart as can be. */
export function relativeDifference(a: number | null | undefined, b: number | null | undefined): number {
  if (a == null || b == null) return a == b ? 0 : 1;
  const most = Math.max(Math.abs(a), Math.abs(b));
  return most === 0 ? 0 : Math.abs(a - b) / most;
}

function sorted<Row>(all: readonly Row[], by: (row: Row) => number): Differing<Row> {
  const rows = all.filter((row) => by(row) > 0).toSorted((x, y) => by(y) - by(x));
  return { rows, same: all.length - rows.length };
}

/** Figures by how far they are apart; what has no price in one of them differs. */
export const metricRows = ({ metrics }: Diff): Differing<Diff['metrics'][number]> =>
  sorted(metrics, ({ a, b, unpriced: [x, y] }) => (x === y ? relativeDifference(a, b) : 1));

/** Tools by how many calls one has more, then by how many more failed. */
export const toolRows = ({ tools }: Diff): Differing<Diff['tools'][number]> =>
  sorted(tools, ({ a, b }) => {
    const calls = Math.abs((a?.calls ?? 0) - (b?.calls ?? 0));
    const errors = Math.abs((a?.errors ?? 0) - (b?.errors ?? 0));
    return calls + errors / 1_000_000;
  });

/** Models by how much more one cost. */
export const modelRows = ({ models }: Diff): Differing<Diff['models'][number]> =>
  sorted(models, ({ a, b, lowerBound: [x, y] }) =>
    // A model without a price that only one used, or a bound beside a figure, differs too.
    Math.max(Math.abs((a ?? 0) - (b ?? 0)), a === b && x === y ? 0 : 0.5),
  );

/** Files by how often more one changed them, then by how often more it read them. */
export const fileRows = ({ files }: Diff): Differing<Diff['files'][number]> =>
  sorted(files, ({ a, b }) => {
    const edits = Math.abs((a?.edits ?? 0) - (b?.edits ?? 0));
    const reads = Math.abs((a?.reads ?? 0) - (b?.reads ?? 0));
    return edits + reads / 1_000_000;
  });

/** Measures both or one of them have and that say different things, those judged otherwise first. */
export function measureRows({ sides }: Diff): Differing<string> {
  const [a, b] = sides.map(({ signals }) => new Map(signals.map((one) => [one.name, one])));
  const names = [...new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])])];
  return sorted(names, (name) => {
    const [x, y] = [a?.get(name), b?.get(name)];
    if (x === undefined || y === undefined) return 1;
    if (x.judged !== y.judged || (x.judged && x.severity !== y.severity)) return 3;
    return x.label === y.label ? 0 : 2;
  });
}

/** Prompts of both from where they part: the first that are the same word for word are counted. */
export function promptsOf({ prompts }: Diff): {
  same: number;
  a: Diff['prompts'][number];
  b: Diff['prompts'][number];
} {
  const [a = [], b = []] = prompts;
  let same = 0;
  while (same < Math.min(a.length, b.length) && a[same]?.text === b[same]?.text && a[same]?.text !== '')
    same++;
  return { same, a: a.slice(same), b: b.slice(same) };
}
