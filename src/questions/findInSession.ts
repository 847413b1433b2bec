/** Finds the lines of a transcript with a text, ignoring case. */
import * as z from 'zod';
import {
  MOST_BYTES,
  MOST_SOUGHT,
  spokenItemsAt,
  containsText,
  longLineContains,
  spokenLines,
} from './shared/transcript/spokenLines';
import { placesIn, type Sources } from './shared/sources';
import { rowsIn } from './shared/transcript/steps';

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

/** Most lines and bytes of one call, so that the engine can answer other questions in between. */
const SEEK_LINES = 2_000;
const SEEK_BYTES = 16 << 20;

export function answer(
  { id, text, from }: z.output<typeof args>,
  { library, bytes }: Sources,
): z.output<typeof reply> {
  const session = library.session(id);
  if (session === null) return { found: [], rows: [], next: null, unread: 0 };
  const placeOf = placesIn(library, session);
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
