/** Finds the lines of a transcript with a text, ignoring case. */
import * as z from 'zod';
import type { Session } from '../session/join';
import type { LogBytes } from '../store/logBytes';
import type { LogPlace } from '../store/vault';
import {
  MOST_BYTES,
  MOST_SOUGHT,
  spokenItemsAt,
  containsText,
  longLineContains,
  spokenLines,
} from './shared/spokenLines';
import { placesIn, type Sources } from './shared/sources';
import { rowsIn } from './shared/steps';

export const args = z.object({
  id: z.string(),
  text: z.string().min(1).max(200),
  from: z.number().int().min(0),
});

/** `found`: line numbers; `rows`: their rows in the transcript; `next`: `from` of the next call, null at the end; `unread`: number of lines of this call that are too long to search. */
export const reply = z.object({
  found: z.array(z.number()),
  rows: z.array(z.number()),
  next: z.number().nullable(),
  unread: z.number(),
});

export function answer(
  { id, ...wanted }: z.output<typeof args>,
  { library, bytes }: Sources,
): z.output<typeof reply> {
  const session = library.session(id);
  if (session === null) return { found: [], rows: [], next: null, unread: 0 };
  return findInSession(session, wanted, bytes, placesIn(library, session));
}

/** Most lines and bytes of one call, so that the engine can answer other questions in between. */
const SEEK_LINES = 2_000;
const SEEK_BYTES = 16 << 20;

/**
 * Finds the lines, from `from` on, with a text, ignoring case. One call searches a part: `next` is where to continue, null at the end.
 * `unread`: number of lines too long to search.
 */
function findInSession(
  session: Session,
  { text, from }: { text: string; from: number },
  bytes: LogBytes,
  placeOf: (file: number) => LogPlace,
): z.output<typeof reply> {
  const lines = spokenLines(session.events);
  const wanted = text.toLowerCase();
  const found: number[] = [];
  let read = 0;
  let unread = 0;
  let at = from;
  for (; at < lines.length && at - from < SEEK_LINES && read < SEEK_BYTES; at++) {
    const line = lines[at]!;
    if (line.len > MOST_SOUGHT) {
      unread++;
      continue;
    }
    read += line.len;
    const has =
      line.len > MOST_BYTES
        ? longLineContains(line, text, bytes, placeOf)
        : spokenItemsAt(line, bytes, placeOf).some((item) => containsText(item, wanted));
    if (has) found.push(at);
  }
  const { rowAt } = rowsIn(session.events, []);
  const rows = found.map((line) => rowAt(lines[line]!.file, lines[line]!.at));
  return { found, rows, next: at < lines.length ? at : null, unread };
}
