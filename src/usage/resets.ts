/** Resolves when a limit resets: clock times of a notice are in the zone it names, else in the reader's (P69). Pure. */
import type { Resets } from '../session/limits';
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
 * without one.
 */
export function resetTime(resets: Resets | null, t: number | null, zone: string): number | null {
  if (resets === null) return null;
  if (resets.at !== null) return resets.at;
  if (resets.minute === null || t === null) return null;
  const where = resets.zone ?? zone;
  const wall = wallOf(t, where);
  const midnight = wall - (((wall % DAY_MS) + DAY_MS) % DAY_MS);
  const day = dayFrom(midnight, resets.day);
  if (day === null) return null;
  const first = instantOf(day + resets.minute * MINUTE, where);
  if (first > t) return first;
  // If the time has passed: a clock time means tomorrow, a weekday next week, a date next year.
  if (resets.day === null) return instantOf(day + DAY_MS + resets.minute * MINUTE, where);
  if (WEEKDAYS.includes(resets.day)) return instantOf(day + 7 * DAY_MS + resets.minute * MINUTE, where);
  if (resets.day.length !== 5) return null;
  const next = new Date(day);
  return instantOf(
    Date.UTC(next.getUTCFullYear() + 1, next.getUTCMonth(), next.getUTCDate()) + resets.minute * MINUTE,
    where,
  );
}

/** Midnight (wall clock) of the day a notice names: a weekday on or after the notice's day, a date in its year; null if there is none. */
function dayFrom(midnight: number, day: string | null): number | null {
  if (day === null) return midnight;
  if (day === 'tomorrow') return midnight + DAY_MS;
  const weekday = WEEKDAYS.indexOf(day);
  if (weekday >= 0) return midnight + ((weekday - new Date(midnight).getUTCDay() + 7) % 7) * DAY_MS;
  const [year, month, date] = (day.length === 5 ? `${new Date(midnight).getUTCFullYear()}-${day}` : day)
    .split('-')
    .map(Number);
  const at = Date.UTC(year!, month! - 1, date);
  return new Date(at).getUTCMonth() === month! - 1 ? at : null;
}
