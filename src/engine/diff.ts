/** Two sessions side by side. Pure. */
import { difference, type Difference } from '../analysis/history';
import { conversationsOf, METRICS, type Conversation, type Metric } from '../analysis/metrics';
import { verdictOf } from '../signals/registry';
import type { SessionFigures } from '../store/figures';
import type { Diff } from '../questions/dashboardData';
import { wordsOf } from '../questions/metricWords';
import { costsAtLeast } from '../usage/rows';
import { courseOfTwo, type ReportSources } from './reports';

/** Null when one of them is not known. */
export function diffOf(
  a: string,
  b: string,
  { figures, ...sources }: Pick<ReportSources, 'session' | 'rules' | 'figures'>,
): Diff | null {
  const family = (id: string): SessionFigures[] =>
    figures.filter((one) => one.id === id || one.parent === id);
  const [x] = conversationsOf(family(a));
  const [y] = conversationsOf(family(b));
  if (x === undefined || y === undefined) return null;
  return {
    sides: [x, y].map(({ figures: of }) => ({
      id: of.id,
      title: of.title,
      project: of.repository ?? of.project,
      startedAt: of.startedAt,
      endedAt: of.endedAt,
      severity: of.severity,
      signals: of.signals.map((reading) => ({
        name: reading.name,
        severity: reading.severity,
        judged: verdictOf(reading) !== 'tooShort',
        label: reading.label,
      })),
    })),
    marks: sources.rules.measures,
    ...boundsOf(difference(x, y), [x, y]),
    ...courseOfTwo(x, y, sources),
  };
}

/** A difference with what of it is a lower bound or has no price; a metric that neither can tell for want of prices is named too. */
function boundsOf(
  { metrics, models, tools }: Difference,
  [a, b]: [Conversation, Conversation],
): Pick<Diff, 'metrics' | 'models' | 'tools'> {
  const both = (of: (side: Conversation) => boolean): [boolean, boolean] => [of(a), of(b)];
  return {
    tools,
    metrics: METRICS.flatMap((metric) => {
      const known = metrics.find(({ name }) => name === metric.name);
      const unpriced = both((side) => isUnpriced(metric, side));
      if (known === undefined && !unpriced.includes(true)) return [];
      return [
        {
          ...(known ?? { ...wordsOf(metric), a: null, b: null, delta: null }),
          lowerBound: both((side) => metric.of(side) !== null && metric.lowerBound?.(side) === true),
          unpriced,
        },
      ];
    }),
    models: models.map((one) => ({
      ...one,
      lowerBound: both(({ figures, subAgents }) =>
        [figures, ...subAgents].some(({ usage }) =>
          usage.some((row) => row.model === one.name && costsAtLeast(row)),
        ),
      ),
    })),
  };
}

const isUnpriced = (metric: Metric, side: Conversation): boolean =>
  metric.unit === 'microUsd' && metric.of(side) === null && side.amounts.costMicroUsd === null;
