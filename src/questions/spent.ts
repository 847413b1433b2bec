/** Spending in the days by project, branch and tool: the first section of the dashboard's Cost tab. Pure. */
import * as z from 'zod';
import { isDayWithin } from '../analysis/family';
import { billing } from '../analysis/projects';
import { toolsBy } from '../analysis/usage';
import type { SessionFigures } from '../store/figures';
import type { UsageCell } from '../usage/rows';
import { LowerBounds, boundsIn } from './shared/dashboard/atHome';
import { DaysUsed, daysUsed } from './shared/dashboard/days';
import {
  dayRangesOf,
  activeInRange,
  Range,
  countedDays,
  type DashboardSources,
} from './shared/dashboard/ranges';
import { dashboardOf, Query, type Sources } from './shared/sources';
import { compareTexts } from '../log/compareTexts';
import { addRow, moneyOf, nothing, Used, usedOf } from './shared/dashboard/used';

export const args = z.object({ range: Range, query: Query });

const SpentOn = Used.extend({ sessions: z.number() });

export const Spent = DaysUsed.extend({
  /** Reasons why amounts are lower bounds. */
  unknown: LowerBounds,
  /** The plan is a flat rate: amounts are what it would cost at API prices (P33). */
  flatRate: z.boolean(),
  /** The most expensive first; `''` if no record names one. */
  projects: z.array(SpentOn.extend({ project: z.string() })),
  branches: z.array(SpentOn.extend({ project: z.string(), branch: z.string() })),
  /** For whole sessions that were active in the days, as in the Tools section; '' for responses without calls. */
  tools: z.array(z.object({ tool: z.string(), costMicroUsd: z.number().nullable() })),
  /** Tokens of the days by kind. */
  tokens: z.object({ input: z.number(), cacheWrite: z.number(), cacheRead: z.number(), output: z.number() }),
});
export type Spent = z.infer<typeof Spent>;
export const reply = Spent;

/** Most rows; the totals include the rest. */
const MOST = 200;

export function answer({ range, query }: z.output<typeof args>, sources: Sources): Spent {
  const asked = dashboardOf(sources, query);
  const { used, inRange } = daysUsed(range, asked);
  return {
    ...used,
    ...spentOn(range, asked),
    unknown: boundsIn(inRange),
    flatRate: sources.settings().plan === 'subscription',
  };
}

type On = Pick<Spent, 'projects' | 'branches' | 'tools' | 'tokens'>;

/** Usage of the days by project and branch, tools of their sessions, tokens by kind. */
export function spentOn(range: Range, sources: DashboardSources): On {
  const { figures } = sources;
  const days = countedDays(dayRangesOf(range, sources).now);
  const projectOf = billing(figures);
  const projects = groups();
  const branches = groups();
  const tokens = { input: 0, cacheWrite: 0, cacheRead: 0, output: 0 };
  for (const session of figures)
    for (const cell of session.cells) {
      if (!isDayWithin(cell.day, days)) continue;
      const project = projectOf(session, cell) ?? '';
      projects.add([project], session, cell);
      if (cell.branch !== '') branches.add([project, cell.branch], session, cell);
      tokens.input += cell.input;
      tokens.cacheWrite += cell.cacheWrite5m + cell.cacheWrite1h;
      tokens.cacheRead += cell.cacheRead;
      tokens.output += cell.output;
    }
  return {
    projects: projects.ranked().map(([[project = ''], used]) => ({ project, ...used })),
    branches: branches.ranked().map(([[project = '', branch = ''], used]) => ({ project, branch, ...used })),
    tools: toolsBy('tool', activeInRange(range, sources))
      .map((one) => ({ tool: one.key.startsWith('(') ? '' : one.key, costMicroUsd: moneyOf(one) }))
      .toSorted((a, b) => (b.costMicroUsd ?? -1) - (a.costMicroUsd ?? -1) || compareTexts(a.tool, b.tool))
      .slice(0, MOST),
    tokens,
  };
}

/** Sums of usage by names, and how many sessions are in each. */
function groups() {
  const all = new Map<string, { names: string[]; sum: ReturnType<typeof nothing>; ids: Set<string> }>();
  return {
    add(names: string[], { id, parent }: SessionFigures, cell: UsageCell): void {
      const key = names.join('\n');
      const one = all.get(key) ?? { names, sum: nothing(), ids: new Set<string>() };
      all.set(key, one);
      addRow(one.sum, cell);
      one.ids.add(parent ?? id);
    },
    ranked: (): [string[], z.infer<typeof SpentOn>][] =>
      [...all.entries()]
        .sort(
          ([x, a], [y, b]) =>
            b.sum.costMicroUsd - a.sum.costMicroUsd || b.sum.tokens - a.sum.tokens || compareTexts(x, y),
        )
        .slice(0, MOST)
        .map(([, { names, sum, ids }]) => [names, { ...usedOf(sum), sessions: ids.size }]),
  };
}
