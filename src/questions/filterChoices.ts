/** The choices of the dashboard's filter bar: projects, branches and models of the days. Pure. */
import * as z from 'zod';
import { modelsOf } from '../analysis/family';
import { conversationsOf, type Conversation } from '../analysis/metrics';
import { active, dayRangesOf, Range, type DashboardSources } from './shared/dashboard/ranges';
import { compareTexts } from '../log/compareTexts';
import { dashboardOf, Query, type Sources } from './shared/sources';

export const args = z.object({
  range: Range,
  /** Projects are those of these sessions. */
  scope: Query,
  /** Branches and models are those of these sessions. */
  query: Query,
});

/** Sorted by number of sessions, largest first, then by name. */
const Names = z.array(z.object({ name: z.string(), sessions: z.number() }));
export const FilterChoices = z.object({
  projects: Names,
  branches: Names,
  models: Names,
  /** Number of all sessions, whatever is chosen: a page without any teaches instead of offering other filters. */
  known: z.number(),
});
export type FilterChoices = z.infer<typeof FilterChoices>;
export const reply = FilterChoices;

/** Most names of each kind. */
const MOST = 100;

export function answer({ range, scope, query }: z.output<typeof args>, sources: Sources): FilterChoices {
  const inScope = dashboardOf(sources, scope);
  const asked = query === scope ? inScope : dashboardOf(sources, query);
  return {
    projects: namesIn(range, inScope, ({ figures }) => {
      const project = figures.repository ?? figures.project;
      return project === null ? [] : [project];
    }),
    branches: namesIn(range, asked, ({ figures }) => figures.gitBranches),
    models: namesIn(range, asked, modelsOf),
    known: conversationsOf(sources.library.figures.list()).length,
  };
}

/** The names in sessions that were active in the days. */
export function namesIn(
  range: Range,
  sources: DashboardSources,
  namesOf: (one: Conversation) => Iterable<string>,
): z.infer<typeof Names> {
  const { now } = dayRangesOf(range, sources);
  const sessions = new Map<string, number>();
  for (const one of active(conversationsOf(sources.figures), now, sources.dayOf))
    for (const name of new Set(namesOf(one))) sessions.set(name, (sessions.get(name) ?? 0) + 1);
  return [...sessions]
    .map(([name, n]) => ({ name, sessions: n }))
    .sort((a, b) => b.sessions - a.sessions || compareTexts(a.name, b.name))
    .slice(0, MOST);
}
