/** Whether programs know an IANA time zone by this name. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The zone of a machine by what it says of itself; UTC where that is none, as where `TZ` is empty or names no zone. */
export function zoneOfMachine(): string {
  const said: string | undefined = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return said !== undefined && isZone(said) ? said : 'UTC';
}
