/** Cost › Tools: calls and usage of each tool, MCP server and type of sub-agent. Pure. */
import * as z from 'zod';
import { agentName } from '../analysis/family';
import { startsAgent } from '../session/tools';
import { cubeOf, toolsIn } from '../analysis/cube';
import { toolsBy } from '../analysis/usage';
import { Over, overOf, Step, stepsOf } from '../usage/over';
import {
  dayRangesOf,
  activeInRange,
  Day,
  historyOf,
  Range,
  type DashboardSources,
} from './shared/dashboard/ranges';
import { dashboardOf, Query, type Sources } from './shared/sources';
import { moneyOf, Used, usedBy } from './shared/dashboard/used';
import { compareTexts } from '../log/compareTexts';
import { daysFrom } from '../usage/days';

export const args = z.object({ range: Range, query: Query });

const ToolGroup = z.object({
  key: z.string(),
  calls: z.number(),
  errors: z.number(),
  denied: z.number(),
  interrupted: z.number(),
  cancelled: z.number(),
  tokens: z.number(),
  /** Cost of the priced tokens; null if none is priced. */
  costMicroUsd: z.number().nullable(),
  unpricedTokens: z.number(),
});

export const Tools = z.object({
  /** The days. */
  from: Day.nullable(),
  to: Day,
  /** Number of requests without final usage: if not 0, tokens and cost are lower bounds. */
  lowerBound: z.number(),
  /** Conditions of requests without a known price: if any, cost is a lower bound. */
  conditions: z.array(z.string()),
  tools: z.array(ToolGroup),
  servers: z.array(ToolGroup),
  /** Calls that started a sub-agent, whether it has a log or not. */
  started: z.number(),
  /** Types of sub-agents with a log. */
  agents: z.array(
    Used.extend({
      type: z.string(),
      runs: z.number(),
      calls: z.number(),
      errors: z.number(),
    }),
  ),
  /** Calls over time, oldest first. */
  over: Over,
  steps: z.array(Step.extend({ calls: z.number(), errors: z.number(), denied: z.number() })),
  /** Calls on none of these days: without a readable time or, for all time, with an impossible one. */
  outside: z.number(),
});
export type Tools = z.infer<typeof Tools>;
export const reply = Tools;

export const answer = ({ range, query }: z.output<typeof args>, sources: Sources): Tools =>
  tools(range, dashboardOf(sources, query));

export function tools(range: Range, sources: DashboardSources): Tools {
  const sessions = activeInRange(range, sources);
  const agents = Map.groupBy(
    sessions.filter(({ parent }) => parent !== null),
    agentName,
  );
  const priced = (group: ReturnType<typeof toolsBy>[number]): Tools['tools'][number] => ({
    ...group,
    costMicroUsd: moneyOf(group),
  });
  return {
    ...dayRangesOf(range, sources).now,
    lowerBound: sessions.reduce((sum, { usage }) => sum + usage.reduce((n, row) => n + row.lowerBound, 0), 0),
    conditions: [
      ...new Set(sessions.flatMap(({ usage }) => usage.flatMap((row) => Object.keys(row.unknownConditions)))),
    ].sort(),
    tools: toolsBy('tool', sessions).map(priced),
    servers: toolsBy('server', sessions)
      .filter(({ key }) => !key.startsWith('('))
      .map(priced),
    started: started(sessions),
    agents: [...agents]
      .map(([type, runs]) => ({
        type,
        runs: runs.length,
        ...usedBy(runs),
        calls: runs.reduce((sum, one) => sum + one.tools.reduce((n, { calls }) => n + calls, 0), 0),
        errors: runs.reduce((sum, one) => sum + one.tools.reduce((n, { errors }) => n + errors, 0), 0),
      }))
      .sort((a, b) => b.tokens - a.tokens || compareTexts(a.type, b.type)),
    ...callsOverTime(range, sources),
  };
}

const started = (sessions: DashboardSources['figures']): number =>
  sessions
    .flatMap(({ tools: all }) => all)
    .filter(({ name }) => startsAgent(name))
    .reduce((sum, one) => sum + one.calls - one.errors - one.denied - one.interrupted - one.cancelled, 0);

/** Tool calls over time, including those of sub-agents. */
function callsOverTime(range: Range, sources: DashboardSources): Pick<Tools, 'over' | 'steps' | 'outside'> {
  const cube = cubeOf(sources.figures);
  const days = new Map(
    [...cube].flatMap(([day, { tools: counts }]) =>
      day === null || counts.calls === 0 ? [] : [[day, { day, ...counts }] as const],
    ),
  );
  const undated = cube.get(null)?.tools.calls ?? 0;
  const { from, to } = dayRangesOf(range, sources).now;
  const first = from ?? historyOf(days.values(), sources).from;
  const beyond = range === 'all' ? [...days.values()].filter(({ day }) => day < first || day > to) : [];
  const over = overOf([...daysFrom(first, to)].length);
  return {
    over,
    steps: stepsOf(over, first, to).map((step) => ({ ...step, ...toolsIn(cube, step) })),
    outside: beyond.reduce((sum, { calls }) => sum + calls, Math.max(0, undated)),
  };
}
