/** Resolves when a limit resets: clock times of a notice are in the zone it names, else in the reader's (P69). Pure. */
import type { LimitWindow, Resets } from '../session/limits';
import { DAY_MS } from './days';

const MINUTE = 60_000;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The wall clock time of an instant in a zone, as ms since the epoch as if it were UTC. */
function wallOf(t: number, zone: string): number {
  const fixed = /^([+-])(\d\d):(\d\d)$/.exec(zone);
  if (fixed !== null)
    return t + (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3])) * MINUTE;
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    calendar: 'gregory',
    numberingSystem: 'latn',
  }).formatToParts(t);
  const numberOf = (type: string): number => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return Date.UTC(
    numberOf('year'),
    numberOf('month') - 1,
    numberOf('day'),
    numberOf('hour'),
    numberOf('minute'),
    numberOf('second'),
  );
}

/** The instant with this wall clock time in a zone; if there are two, the first. */
function instantOf(wall: number, zone: string): number {
  let t = wall;
  for (let i = 0; i < 3; i++) t += wall - wallOf(t, zone);
  return t;
}

/**
 * When a limit resets, ms since the epoch; null if the notice does not say. `t`: time of the notice; `zone`: IANA zone for clock times
 * without one. Claude Code may repeat a notice after the time it names: then that time, which is before the notice.
 */
export function resetTime(
  resets: Resets | null,
  t: number | null,
  zone: string,
  window: LimitWindow = 'unknown',
): number | null {
  if (resets === null) return null;
  if (resets.at !== null) return resets.at;
  if (resets.minute === null || t === null) return null;
  const where = resets.zone ?? zone;
  const wall = wallOf(t, where);
  const midnight = wall - (((wall % DAY_MS) + DAY_MS) % DAY_MS);
  const day = dayFrom(midnight, resets.day);
  if (day === null) return null;
  const time = resets.minute * MINUTE;
  const first = instantOf(day + time, where);
  if (resets.day === null) {
    const next = first > t ? first : instantOf(day + DAY_MS + time, where);
    // Five hours end soon: if the clock time is nearer behind the notice than before it, it has passed.
    if (window !== 'fiveHour' || next - t <= DAY_MS / 2) return next;
    return first > t ? instantOf(day - DAY_MS + time, where) : first;
  }
  if (first <= t && WEEKDAYS.includes(resets.day)) return instantOf(day + 7 * DAY_MS + time, where);
  return first;
}

/**
 * Midnight (wall clock) of the day a notice names: a weekday on or after the notice's day, of a date without a year the one nearest to
 * it; null if there is none.
 */
function dayFrom(midnight: number, day: string | null): number | null {
  if (day === null) return midnight;
  if (day === 'tomorrow') return midnight + DAY_MS;
  const weekday = WEEKDAYS.indexOf(day);
  if (weekday >= 0) return midnight + ((weekday - new Date(midnight).getUTCDay() + 7) % 7) * DAY_MS;
  if (day.length !== 5) return dateOf(day);
  const year = new Date(midnight).getUTCFullYear();
  return [year, year - 1, year + 1].reduce<number | null>((nearest, one) => {
    const at = dateOf(`${one}-${day}`);
    return at !== null && (nearest === null || Math.abs(at - midnight) < Math.abs(nearest - midnight))
      ? at
      : nearest;
  }, null);
}

/** Midnight of a date `YYYY-MM-DD`; null if there is no such date. */
function dateOf(date: string): number | null {
  const [year, month, day] = date.split('-').map(Number);
  const at = Date.UTC(year!, month! - 1, day);
  return new Date(at).getUTCMonth() === month! - 1 ? at : null;
}
