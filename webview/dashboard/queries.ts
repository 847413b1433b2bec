/** Conditions of the list of sessions that give the sessions behind a figure. */
import type { CohortDimension } from '../../src/analysis/cohortNames';
import { exactCondition, type Field } from '../../src/analysis/queryFields';

interface Days {
  from: string;
  to: string;
}

/** Sessions that began in the days. */
export const startedIn = ({ from, to }: Days): string =>
  from === to ? `started:${from}` : `started:${from}..${to}`;

/** Sessions that were active in the days: what is counted on its own day may be of any of them. */
export const activeIn = ({ from, to }: Days): string => `since:${from} until:${to}`;

/**
 * Sessions of a group that began in the days; `from` of null: of all time. Null where a query cannot say the name of the group: with
 * characters nobody sees, with quotation marks and blanks.
 */
export function groupQuery(
  by: CohortDimension,
  key: string,
  { from, to }: { from: string | null; to: string },
): string | null {
  const days = from === null ? [] : [startedIn({ from, to })];
  if (by === 'day') return `started:${key}`;
  if (by === 'week' || by === 'month') return [`started:${key}`, ...days].join(' ');
  const condition = exactCondition(by === 'model' ? 'main' : by, key);
  return condition === null ? null : [condition, ...days].join(' ');
}

/** Sessions that were active on a day. */
export const dayQuery = (day: string): string => activeIn({ from: day, to: day });

/** Sessions that were active in the days; `from` of null: all. */
export const rangeQuery = ({ from, to }: { from: string | null; to: string }): string =>
  from === null ? '' : activeIn({ from, to });

/** Those of them with just this model, tool, server or type of sub-agent; null where a query cannot say the name. */
export function namedQuery(
  field: Extract<Field, 'model' | 'tool' | 'server' | 'agent'>,
  name: string,
  days: { from: string | null; to: string },
): string | null {
  const condition = exactCondition(field, name);
  return condition === null ? null : [rangeQuery(days), condition].filter(Boolean).join(' ');
}
