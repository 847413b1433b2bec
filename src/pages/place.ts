/** How a page writes times, as the extension tells it. */
import * as z from 'zod';

export const PagePlace = z.object({
  /** Of the editor. */
  locale: z.string().optional(),
  /** IANA name; absent: the zone of the machine. */
  timeZone: z.string().optional(),
});
export type PagePlace = z.infer<typeof PagePlace>;

export interface TimeWriter {
  /** Date and time of an ISO string; `unknown time` when there is none. */
  dateTime(iso: string | null): string;
  /** Hour and minute; `–` when there is none. */
  clock(iso: string | null): string;
}

/** Writes times in a place; a zone or language that is none falls back to the machine's. */
export function timeWriter({ locale, timeZone }: PagePlace): TimeWriter {
  const format = (style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
    for (const [language, zone] of [
      [locale, timeZone],
      [undefined, timeZone],
    ])
      try {
        return new Intl.DateTimeFormat(language, { ...style, timeZone: zone });
      } catch {
        // The next one will do.
      }
    return new Intl.DateTimeFormat(undefined, style);
  };
  const time = format({ dateStyle: 'medium', timeStyle: 'short' });
  const hour = format({ timeStyle: 'short' });
  const write = (iso: string | null, writer: Intl.DateTimeFormat, unknown: string): string => {
    const at = iso === null ? Number.NaN : Date.parse(iso);
    return Number.isNaN(at) ? unknown : writer.format(at);
  };
  return {
    dateTime: (iso) => write(iso, time, 'unknown time'),
    clock: (iso) => write(iso, hour, '–'),
  };
}
