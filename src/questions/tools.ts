/** The figures of the dashboard's Tools tab. Pure. */
import { agentName } from '../analysis/family';
import { toolsBy } from '../analysis/usage';
import type { Range, Tools } from './dashboardData';
import { boundsOf, chosen, daysFrom, historyOf, type DashboardSources } from './ranges';
import { moneyOf, usedBy } from './used';

export function tools(range: Range, sources: DashboardSources): Tools {
  const sessions = chosen(range, sources);
  const agents = Map.groupBy(
    sessions.filter(({ parent }) => parent !== null),
    agentName,
  );
  const priced = (group: ReturnType<typeof toolsBy>[number]): Tools['tools'][number] => ({
    ...group,
    costMicroUsd: moneyOf(group),
  });
  return {
    ...boundsOf(range, sources).now,
    lowerBound: sessions.reduce((sum, { usage }) => sum + usage.reduce((n, row) => n + row.lowerBound, 0), 0),
    conditions: [
      ...new Set(sessions.flatMap(({ usage }) => usage.flatMap((row) => Object.keys(row.unknownConditions)))),
    ].sort(),
    tools: toolsBy('tool', sessions).map(priced),
    servers: toolsBy('server', sessions)
      .filter(({ key }) => !key.startsWith('('))
      .map(priced),
    agents: [...agents]
      .map(([type, runs]) => ({
        type,
        runs: runs.length,
        ...usedBy(runs),
        calls: runs.reduce((sum, one) => sum + one.tools.reduce((n, { calls }) => n + calls, 0), 0),
        errors: runs.reduce((sum, one) => sum + one.tools.reduce((n, { errors }) => n + errors, 0), 0),
      }))
      .sort((a, b) => b.tokens - a.tokens || (a.type < b.type ? -1 : 1)),
    ...toolDays(range, sources),
  };
}

/** Tool calls by day, whoever made them, from the first day to the last. */
function toolDays(range: Range, sources: DashboardSources): Pick<Tools, 'days' | 'outside'> {
  const days = new Map<string, Tools['days'][number]>();
  let undated = 0;
  for (const { tools: all, toolDays: of } of sources.figures) {
    for (const { calls } of all) undated += calls;
    for (const { day, calls, errors, denied } of of) {
      undated -= calls;
      const row = days.get(day) ?? { day, calls: 0, errors: 0, denied: 0 };
      days.set(day, row);
      row.calls += calls;
      row.errors += errors;
      row.denied += denied;
    }
  }
  const { from, to } = boundsOf(range, sources).now;
  const first = from ?? historyOf(days.values(), sources).from;
  const beyond = range === 'all' ? [...days.values()].filter(({ day }) => day < first || day > to) : [];
  return {
    days: [...daysFrom(first, to)].map((day) => days.get(day) ?? { day, calls: 0, errors: 0, denied: 0 }),
    outside: beyond.reduce((sum, { calls }) => sum + calls, Math.max(0, undated)),
  };
}
