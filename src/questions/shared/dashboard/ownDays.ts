/** Custom days in the dashboard's filter bar. Separate from `ranges.ts`, so that pages start with less code. */
import { isDay } from '../../../usage/days';

const OWN = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/;

/** The days of a custom range; null if it is invalid: an invalid day, or the last before the first. */
export function ownDays(range: string): { from: string; to: string } | null {
  const [, from = '', to = ''] = OWN.exec(range) ?? [];
  if (from === '' || from > to) return null;
  return [from, to].every(isDay) ? { from, to } : null;
}
