/** True for the name of a known IANA time zone. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The machine's time zone; UTC if it has none, for example if `TZ` is empty or invalid. */
export function zoneOfMachine(): string {
  const said: string | undefined = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return said !== undefined && isZone(said) ? said : 'UTC';
}
