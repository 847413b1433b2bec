/** Two sessions side by side. Pure. */
import type { ToolRow } from '../store/figures';
import { costsAtLeast } from '../usage/rows';
import { toolRowsOf } from './family';
import { METRICS, metricWords, type Conversation, type MetricWords } from './metrics';

export interface Difference {
  metrics: (MetricWords & {
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
      const [x, y] = [metric.of(a), metric.of(b)];
      return {
        ...metricWords(metric),
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
