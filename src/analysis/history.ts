/** The list of past sessions: which of them, and two side by side. Pure. */
import { order } from '../log/order';
import { isOfFolder } from './projects';
import { rankOf, type SessionSeverity } from '../signals/severity';
import type { ToolRow } from '../store/figures';
import { costsAtLeast } from '../usage/rows';
import { mainModel } from './cohorts';
import { daysOf, toolRowsOf } from './family';
import { METRICS, type Conversation, type Metric } from './metrics';

/** What a session must be; what is not given does not matter. Texts are parts of names, in any case. */
export interface Filter {
  project?: string | undefined;
  /** First and last day of its start, `YYYY-MM-DD`, included. */
  since?: string | undefined;
  until?: string | undefined;
  /** At least so bad. */
  severity?: SessionSeverity | undefined;
  model?: string | undefined;
  mode?: string | undefined;
  task?: string | undefined;
  /** In its title, project, branch or id. */
  text?: string | undefined;
}

/** The sessions that pass, newest first. */
export function history(
  conversations: readonly Conversation[],
  filter: Filter,
  dayOf: (t: number) => string,
): Conversation[] {
  const within = (part: string | undefined, ...names: (string | null)[]): boolean =>
    part === undefined || names.some((name) => name?.toLowerCase().includes(part.toLowerCase()));
  return conversations
    .filter((one) => {
      const { figures } = one;
      const day = daysOf(one, dayOf).began;
      return (
        (filter.project === undefined || isOfFolder(figures, filter.project)) &&
        (filter.since === undefined || (day !== null && day >= filter.since)) &&
        (filter.until === undefined || (day !== null && day <= filter.until)) &&
        (filter.severity === undefined ||
          (filter.severity === 'unjudged' && figures.severity === 'unjudged') ||
          (filter.severity !== 'unjudged' && rankOf(figures.severity) >= rankOf(filter.severity))) &&
        within(filter.model, mainModel(one)) &&
        within(filter.mode, ...figures.permissionModes) &&
        within(filter.task, figures.taskType) &&
        within(filter.text, figures.title, figures.name, figures.project, figures.id, ...figures.gitBranches)
      );
    })
    .sort(
      ({ figures: a }, { figures: b }) => order(b.startedAt ?? '', a.startedAt ?? '') || order(a.id, b.id),
    );
}

export interface Difference {
  metrics: (Pick<Metric, 'name' | 'title' | 'unit' | 'worse' | 'experimental'> & {
    a: number | null;
    b: number | null;
    /** b less a; null when either cannot tell. */
    delta: number | null;
    /** Whether a and b are at least this much. */
    lowerBound: [boolean, boolean];
  })[];
  tools: { name: string; a: ToolRow | null; b: ToolRow | null }[];
  /** Money of each model, in micro-dollars; null: unpriced; undefined: not used. */
  models: {
    name: string;
    a: number | null | undefined;
    b: number | null | undefined;
    lowerBound: [boolean, boolean];
  }[];
}

/** Two sessions aligned: metrics, tools, models. */
export function difference(a: Conversation, b: Conversation): Difference {
  const names = <T>(x: readonly T[], y: readonly T[], nameOf: (one: T) => string): string[] =>
    [...new Set([...x, ...y].map(nameOf))].sort();
  const find = (rows: readonly ToolRow[], name: string): ToolRow | null =>
    rows.find((row) => row.name === name) ?? null;
  const spent = ({ figures, subAgents }: Conversation): Map<string, number | null> => {
    const by = new Map<string, number | null>();
    for (const { model, costMicroUsd } of [figures, ...subAgents].flatMap(({ usage }) => usage)) {
      const known = by.get(model);
      by.set(model, known === null || costMicroUsd === null ? null : (known ?? 0) + costMicroUsd);
    }
    return by;
  };
  const both = (predicate: (side: Conversation) => boolean): [boolean, boolean] => [
    predicate(a),
    predicate(b),
  ];
  const [spentA, spentB] = [spent(a), spent(b)];
  const [toolsA, toolsB] = [toolRowsOf(a), toolRowsOf(b)];
  return {
    metrics: METRICS.map((metric) => {
      const { name, title, unit, worse, experimental } = metric;
      const [x, y] = [metric.of(a), metric.of(b)];
      return {
        name,
        title,
        unit,
        worse,
        experimental,
        a: x,
        b: y,
        delta: x === null || y === null ? null : y - x,
        lowerBound: both((side) => metric.of(side) !== null && metric.lowerBound?.(side) === true),
      };
    }).filter(({ a: x, b: y }) => x !== null || y !== null),
    tools: names(toolsA, toolsB, ({ name }) => name).map((name) => ({
      name,
      a: find(toolsA, name),
      b: find(toolsB, name),
    })),
    models: names([...spentA.keys()], [...spentB.keys()], (name) => name).map((name) => ({
      name,
      a: spentA.get(name),
      b: spentB.get(name),
      lowerBound: both(({ figures, subAgents }) =>
        [figures, ...subAgents].some(({ usage }) =>
          usage.some((row) => row.model === name && costsAtLeast(row)),
        ),
      ),
    })),
  };
}
