/** The figures of the dashboard's Health tab. Pure. */
import { modelName } from '../analysis/family';
import { addParse, driftLedger, noParse } from '../log/parseCounts';
import type { SessionFigures } from '../store/figures';
import type { Health } from './dashboardData';

const MOST_UNKNOWN = 50;

export function health(
  figures: readonly SessionFigures[],
  savedAt: number | null,
  writer: { mine: boolean; pid: number; host: string; until: number } | null,
): Health {
  const all = noParse();
  const unpriced = new Map<string, number>();
  for (const { parse, usage } of figures) {
    addParse(all, parse);
    for (const { model, requests, costMicroUsd } of usage)
      if (costMicroUsd === null) unpriced.set(model, (unpriced.get(model) ?? 0) + requests);
  }
  const most = (counts: Iterable<[string, number]>): [string, number][] =>
    [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, MOST_UNKNOWN);
  const iso = (t: number): string => new Date(t).toISOString();
  return {
    lines: all.lines,
    understood: all.understood,
    ...(all.harmless === undefined ? {} : { harmless: all.harmless }),
    malformed: all.malformed,
    drift: driftLedger(all).slice(0, MOST_UNKNOWN),
    versions: most(Object.entries(all.versions)).map(([version, n]) => ({ version, lines: n })),
    unpriced: most(unpriced).map(([model, requests]) => ({ model: modelName({ model }), requests })),
    savedAt: savedAt === null ? null : iso(savedAt),
    writer: writer === null ? null : { ...writer, until: iso(writer.until) },
  };
}
