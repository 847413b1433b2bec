/** The figures of two sessions side by side as text, for reports and the Compare page. Pure. */
import { formatDifference, formatMetric, isCount } from '../usage/format';
import type { Difference } from './difference';

type Row = Pick<Difference['metrics'][number], 'a' | 'b' | 'unit' | 'delta' | 'lowerBound'>;

/** What one of the two says of a metric; `≥` before a lower bound. */
export function sideText(row: Row, side: 'a' | 'b'): string {
  const { [side]: value, unit, a, b, lowerBound } = row;
  if (value === null) return '–';
  return `${lowerBound[side === 'a' ? 0 : 1] ? '≥ ' : ''}${formatMetric(value, unit, isCount(unit, a, b))}`;
}

/** B less A. If one of them is a lower bound, so is the difference, or it is an upper one; if both are, it is unknown. */
export function differenceText({ unit, a, b, delta, lowerBound: [boundA, boundB] }: Row): string {
  if (delta === null || (boundA && boundB)) return '–';
  return `${boundA ? '≤ ' : boundB ? '≥ ' : ''}${formatDifference(delta, unit, isCount(unit, a, b))}`;
}
