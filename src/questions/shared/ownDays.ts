/** Days of one's own choice, as the filter bar of the dashboard writes them. Apart from `ranges.ts`: pages begin with this. */
import { isDay } from '../../usage/days';

const OWN = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/;

/** The days of a range of one's own; null when it is none: no day, or the last before the first. */
export function ownDays(range: string): { from: string; to: string } | null {
  const [, from = '', to = ''] = OWN.exec(range) ?? [];
  if (from === '' || from > to) return null;
  return [from, to].every(isDay) ? { from, to } : null;
}
