/** Time in reports is to scale: what lies between two days, weeks or months is there, also where nothing happened. Pure. */
import { weekOf } from '../analysis/usage';
import { DAY_MS, utcDay } from '../usage/days';

/** No axis is longer. */
const MOST = 2_000;

/** Every key from the first to the last of these, `YYYY-MM-DD`, `2026-W10` or `2026-03`; those that are no time are left out. */
export function between(keys: readonly string[], over: 'day' | 'week' | 'month'): string[] {
  const form = { day: /^\d{4}-\d\d-\d\d$/, week: /^\d{4}-W\d\d$/, month: /^\d{4}-\d\d$/ }[over];
  const known = keys.filter((key) => form.test(key)).toSorted();
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return [];
  const keyOf = { day: (day: string) => day, week: weekOf, month: (day: string) => day.slice(0, 7) }[over];
  const found = [first];
  // A week begins in the year of its key or in the days before.
  const begin = Date.parse(over === 'day' ? first : `${first.slice(0, 4)}-01-01`) - 7 * DAY_MS;
  for (let t = begin; found.at(-1) !== last && found.length < MOST; t += DAY_MS) {
    const key = keyOf(utcDay(t));
    if (key > found.at(-1)! && key <= last) found.push(key);
    else if (key > last) break;
  }
  return found;
}
