/**
 * What sessions used, by day, and on each day by model, hour and project: folded once of a list of sessions and kept as long as the
 * list, so that what is asked of days, models and projects walks over days, not sessions. Counts of sessions are not in it: one session
 * is in many of its parts. Pure.
 */
import type { SessionFigures } from '../store/figures';
import { modelKey, isDayWithin, type Days } from './family';
import { memoizeByList } from './memoizeByList';
import { billing } from './projects';
import { addCell, byCost, merged, newGroup, type UsageGroup } from './usage';

/** What was used on a day. */
export interface DayUsed {
  /** As figures by model name them (`modelKey`). Sessions are not counted. */
  models: Map<string, UsageGroup>;
  /** Requests by the hour they were made in, 0 to 23. */
  hours: Map<number, number>;
  /** Micro-dollars with a price by the project they are billed to (`billing`); '' where no record names one. */
  projects: Map<string, number>;
  /** Tool calls. */
  tools: ToolCounts;
}

interface ToolCounts {
  calls: number;
  errors: number;
  denied: number;
}
const TOOL_COUNTS = ['calls', 'errors', 'denied'] as const;

/** By day (`YYYY-MM-DD`); under null what has no readable time. */
export type Cube = ReadonlyMap<string | null, DayUsed>;

/** The cube of these sessions. The list must not change (`memoizeByList.ts`). */
export const cubeOf = memoizeByList((sessions: readonly SessionFigures[]): Cube => {
  const days = new Map<string | null, DayUsed>();
  const projectOf = billing(sessions);
  const on = (day: string | null): DayUsed => {
    const known = days.get(day);
    if (known !== undefined) return known;
    const tools = { calls: 0, errors: 0, denied: 0 };
    const made = { models: new Map(), hours: new Map(), projects: new Map(), tools };
    days.set(day, made);
    return made;
  };
  for (const session of sessions) {
    for (const cell of session.cells) {
      const { models, hours, projects } = on(cell.day);
      const model = modelKey(cell);
      const group = models.get(model) ?? newGroup(model);
      models.set(model, group);
      addCell(group, cell, session.parent !== null);
      if (cell.hour !== null) hours.set(cell.hour, (hours.get(cell.hour) ?? 0) + cell.requests);
      if (cell.costMicroUsd === null || cell.costMicroUsd === 0) continue;
      const project = projectOf(session, cell) ?? '';
      projects.set(project, (projects.get(project) ?? 0) + cell.costMicroUsd);
    }
    // Calls of lines without a time are in the tools alone.
    const undated = on(null).tools;
    for (const tool of session.tools) for (const count of TOOL_COUNTS) undated[count] += tool[count];
    for (const row of session.toolDays) {
      const { tools } = on(row.day);
      for (const count of TOOL_COUNTS) {
        tools[count] += row[count];
        undated[count] -= row[count];
      }
    }
  }
  return days;
});

/** The days on which something was used. */
export const usedDays = memoizeByList(
  (cube: Cube): ReadonlyMap<string | null, UsageGroup> =>
    new Map(
      [...cube].flatMap(([day, { models }]) =>
        models.size === 0 ? [] : [[day, merged(day ?? '', models.values())] as const],
      ),
    ),
);

/** Usage of the days by model, the largest cost first, as `usageBy` has it, without counts of sessions. */
export function modelsIn(cube: Cube, days: Days): UsageGroup[] {
  const groups = [...cube].flatMap(([day, { models }]) =>
    isDayWithin(day, days) ? [...models.values()] : [],
  );
  return [...Map.groupBy(groups, ({ key }) => key)].map(([key, all]) => merged(key, all)).sort(byCost);
}

/** Tool calls of the days. */
export function toolsIn(cube: Cube, days: Days): ToolCounts {
  const sum = { calls: 0, errors: 0, denied: 0 };
  for (const [day, { tools }] of cube)
    if (isDayWithin(day, days)) for (const count of TOOL_COUNTS) sum[count] += tools[count];
  return sum;
}
