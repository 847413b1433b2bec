/** Precision and recall with their intervals, and the agreement of two readers. */
import type { EditRow, FindingRow, PhraseRow, Twice } from './rows';
import type { Said } from './places';

/** A share and its 95 % interval; null when there is nothing to divide by. */
export interface Share {
  share: number;
  low: number;
  high: number;
}

const Z = 1.959964;

/** Wilson's 95 % interval of `hits` among `n`. */
export function wilson(hits: number, n: number): Share | null {
  if (n === 0) return null;
  const p = hits / n;
  const z2 = (Z * Z) / n;
  const middle = (p + z2 / 2) / (1 + z2);
  const half = (Z / (1 + z2)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n));
  return { share: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** How one category did. */
export interface Score {
  category: string;
  /** Rows with an answer, and those of them that are true. */
  rows: number;
  truth: number;
  /** Marked by Vigil, and rightly. */
  marked: number;
  right: number;
  precision: Share | null;
  recall: Share | null;
  /** Recall on rows that were not chosen because Vigil had matched them: the others flatter it. */
  openRecall: Share | null;
}

/** A row with Vigil's answer beside it. */
export interface Judged {
  category: string;
  label: boolean;
  marked: boolean;
  /** It was labelled because Vigil had matched it. */
  chosen?: boolean;
}

/** Scores by category, sorted by name. */
export const scoresOf = (judged: readonly Judged[]): Score[] =>
  [...Map.groupBy(judged, ({ category }) => category)]
    .map(([category, rows]): Score => {
      const count = (is: (row: Judged) => boolean): number => rows.filter(is).length;
      const truth = count(({ label }) => label);
      const marked = count((row) => row.marked);
      const right = count((row) => row.marked && row.label);
      return {
        category,
        rows: rows.length,
        truth,
        marked,
        right,
        precision: wilson(right, marked),
        recall: wilson(right, truth),
        openRecall: wilson(
          count((row) => row.marked && row.label && row.chosen !== true),
          count(({ label, chosen }) => label && chosen !== true),
        ),
      };
    })
    .sort((a, b) => (a.category < b.category ? -1 : 1));

/** Rows with Vigil's answer; `missing`: rows whose line holds nothing that Vigil looks at. */
export function judge<R extends PhraseRow | EditRow>(
  rows: readonly R[],
  said: (file: string) => Said,
): { judged: (Judged & { row: R })[]; missing: R[] } {
  const judged: (Judged & { row: R })[] = [];
  const missing: R[] = [];
  for (const row of rows) {
    if (row.label === null) continue;
    const { marked, seen, lineAt } = said(row.file);
    const at = row.at ?? lineAt[row.line - 1] ?? -1;
    if (!seen.has(at)) missing.push(row);
    judged.push({
      row,
      category: row.category,
      chosen: row.set === 'hit',
      label: row.label,
      marked: marked.get(row.category)?.has(at) ?? false,
    });
  }
  return { judged, missing };
}

/** Names of findings in the labels → ours, where they differ. */
const OUR_NAME: Readonly<Record<string, string>> = { dangerous: 'harm_done' };

/**
 * Findings of the sessions that were read: one row a session and finding. A finding that a reader was not sure of is left out.
 * `found`: the names of what Vigil finds in a file.
 */
export function judgeFindings(
  rows: readonly FindingRow[],
  found: (file: string) => ReadonlySet<string>,
): Judged[] {
  return [...Map.groupBy(rows, ({ file }) => file)].flatMap(([file, read]) => {
    const said = found(file);
    const labels = new Map<string, boolean | null>();
    for (const { finding, label } of read) {
      if (finding === 'none') continue;
      const name = OUR_NAME[finding] ?? finding;
      if (labels.get(name) !== true) labels.set(name, label);
    }
    return [...new Set([...labels.keys(), ...said])].flatMap((category) => {
      const label = labels.get(category) ?? (labels.has(category) ? null : false);
      return label === null ? [] : [{ category, label, marked: said.has(category) }];
    });
  });
}

export interface Agreement {
  category: string;
  rows: number;
  /** Share of rows on which both said the same. */
  agreement: number;
  /** Cohen's kappa; null when chance alone would make them agree. */
  kappa: number | null;
}

/** Agreement of two readers by category; unsure is an answer of its own. */
export const agreementsOf = (twice: readonly Twice[]): Agreement[] =>
  [...Map.groupBy(twice, ({ category }) => category)]
    .map(([category, rows]): Agreement => {
      const n = rows.length;
      const agreement = rows.filter(({ first, second }) => first === second).length / n;
      const share = (who: 'first' | 'second', what: boolean | null): number =>
        rows.filter((row) => row[who] === what).length / n;
      const chance = [true, false, null].reduce(
        (sum, what) => sum + share('first', what) * share('second', what),
        0,
      );
      return {
        category,
        rows: n,
        agreement,
        kappa: chance === 1 ? null : (agreement - chance) / (1 - chance),
      };
    })
    .sort((a, b) => (a.category < b.category ? -1 : 1));
