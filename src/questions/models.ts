/** The figures of the dashboard's Models tab. Pure. */
import { modelName } from '../analysis/family';
import { usageBy, weekOf } from '../analysis/usage';
import { tokensOf } from '../usage/rows';
import type { Models, Range } from './dashboardData';
import { boundsOf, historyOf, within, type DashboardSources } from './ranges';
import { usedOf } from './used';

export function models(range: Range, sources: DashboardSources): Models {
  const { now } = boundsOf(range, sources);
  const byDay = new Map<string | null, Map<string, number>>();
  for (const one of sources.figures)
    for (const cell of one.cells) {
      const tokens = byDay.get(cell.day) ?? new Map<string, number>();
      byDay.set(cell.day, tokens);
      const model = modelName(cell);
      tokens.set(model, (tokens.get(model) ?? 0) + tokensOf(cell));
    }
  const first =
    now.from ??
    historyOf(
      [...byDay.keys()].map((day) => ({ day })),
      sources,
    ).from;
  const weeks = new Map<string, Map<string, number>>();
  let outside = 0;
  for (const [day, of] of byDay) {
    const on = day !== null && day >= first && day <= now.to;
    const week = on ? (weeks.get(weekOf(day)) ?? new Map<string, number>()) : null;
    if (on && week !== null) weeks.set(weekOf(day), week);
    for (const [model, tokens] of of)
      if (week !== null) week.set(model, (week.get(model) ?? 0) + tokens);
      else if (day === null || range === 'all') outside += tokens;
  }
  return {
    ...now,
    models: usageBy('model', sources.figures, within(now)).map((group) => ({
      model: group.key,
      requests: group.requests,
      input: group.input,
      output: group.output,
      cacheRead: group.cacheRead,
      cacheWrite: group.cacheWrite5m + group.cacheWrite1h,
      ...usedOf(group),
    })),
    weeks: [...weeks]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([week, tokens]) => ({
        week,
        tokens: Object.fromEntries([...tokens].sort(([a], [b]) => (a < b ? -1 : 1))),
      })),
    outside,
  };
}
