const QUARTER = 15 * 60_000;
/** Quarter hours remembered: about 20 years, a few megabytes at most. */
const REMEMBERED = 700_000;

/**
 * Gives the calendar day (`YYYY-MM-DD`) of a time (ms since the epoch) in an IANA zone (P23). Offsets change on
 * quarter hours everywhere, so one look-up serves a quarter hour. Throws a RangeError for an unknown zone.
 */
export function dayFormatter(timezone: string): (t: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    calendar: 'iso8601',
  });
  const days = new Map<number, string>();
  return (t) => {
    const quarter = Math.floor(t / QUARTER);
    let day = days.get(quarter);
    if (day === undefined) {
      if (days.size > REMEMBERED) days.clear();
      day = format.format(quarter * QUARTER);
      days.set(quarter, day);
    }
    return day;
  };
}
