/** What was said in a session, line by line, from the log or its copy. */
import * as z from 'zod';
import { en } from '../l10n/english';
import type { Session } from '../session/join';
import type { LogBytes } from '../store/logBytes';
import type { LogPlace } from '../store/vault';
import {
  MOST_BYTES,
  MOST_SOUGHT,
  NOTHING,
  SpokenItem,
  spokenItemsAt,
  containsText,
  partAround,
  spokenLines,
  tooLong,
  type SpokenLine,
} from './shared/spokenLines';
import { placesIn, type Sources } from './shared/sources';

/** `around`: if a text is cut, the part with this is kept. */
export const args = z.object({
  id: z.string(),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(200),
  around: z.string().max(200).default(''),
});

export const reply = z.object({
  lines: z.array(z.object({ turn: z.number(), items: z.array(SpokenItem) })),
  total: z.number(),
});

export function answer(
  { id, ...range }: z.output<typeof args>,
  { library, bytes }: Sources,
): z.output<typeof reply> {
  const session = library.session(id);
  if (session === null) return { lines: [], total: 0 };
  return transcript(session, range, bytes, placesIn(library, session));
}

/** Most characters of a text, and before a found text; of a line; and of an answer; most items of a line. */
const MOST_CHARS = 6_000;
const CHARS_BEFORE = 1_000;
const LINE_CHARS = 200_000;
const REPLY_CHARS = 2_000_000;
const MOST_ITEMS = 100;
/** Characters that a line may have even if the answer is full; fewest characters for which a text is shown. */
const LEAST_OF_LINE = 2_000;
const LEAST_OF_TEXT = 200;

/** What was said in a session from its nth line on, as much as fits; if a text is cut, the part with `around`. */
export function transcript(
  session: Session,
  { offset, limit, around }: { offset: number; limit: number; around: string },
  bytes: LogBytes,
  placeOf: (file: number) => LogPlace,
): z.output<typeof reply> {
  const lines = spokenLines(session.events);
  let left = REPLY_CHARS;
  let sought = 0;
  /** Items in place of a line that is too long: a note, and the part that was found. */
  const instead = (line: SpokenLine): SpokenItem[] => {
    const { at, file, len } = line;
    if (bytes(placeOf(file), at, 1)?.length !== 1) return [];
    const look = around !== '' && sought + len <= MOST_SOUGHT;
    if (look) sought += len;
    const found = look ? partAround(line, around, bytes, placeOf) : null;
    return [tooLong(len), ...(found === null ? [] : [`…${found}…`])].map((text) => ({
      ...NOTHING,
      at,
      file,
      text,
    }));
  };
  return {
    total: lines.length,
    lines: lines.slice(offset, offset + limit).map((line) => {
      const said = line.len > MOST_BYTES ? instead(line) : spokenItemsAt(line, bytes, placeOf);
      const items = fitting(said, around, Math.min(LINE_CHARS, Math.max(left, LEAST_OF_LINE)));
      left -= items.reduce((sum, item) => sum + charsOf(item), 0);
      return { turn: line.turn, items };
    }),
  };
}

/** As many items of a line as fit, their texts cut, always including the first with `around`. */
function fitting(items: readonly SpokenItem[], around: string, room: number): SpokenItem[] {
  const hit = around === '' ? -1 : items.findIndex((item) => containsText(item, around.toLowerCase()));
  const shown: SpokenItem[] = [];
  let left = room;
  items.forEach((item, i) => {
    const most = Math.min(MOST_CHARS, left - charsOf({ ...item, text: '' }));
    const fits = shown.length < MOST_ITEMS && most >= Math.min(LEAST_OF_TEXT, item.text.length);
    if (!fits && i !== hit) return;
    const one = { ...item, text: cut(item.text, Math.max(most, LEAST_OF_TEXT), around) };
    left -= charsOf(one);
    shown.push(one);
  });
  const [first] = items;
  const more = items.length - shown.length;
  if (first !== undefined && more > 0)
    shown.push({ ...NOTHING, at: first.at, file: first.file, text: en('… {n0} more, in the log', more) });
  return shown;
}

/** Cuts a text to its beginning, or to the part with `around` if that is further on. */
function cut(text: string, most: number, around: string): string {
  if (text.length <= most) return text;
  const place = around === '' ? -1 : text.toLowerCase().indexOf(around.toLowerCase());
  const from =
    place + around.length > most ? Math.max(0, place - Math.min(CHARS_BEFORE, Math.floor(most / 4))) : 0;
  const more = text.length - from - most;
  return `${from > 0 ? '…' : ''}${text.slice(from, from + most)}${more > 0 ? `… (${more} more characters)` : ''}`;
}

const charsOf = ({ text, name, tool, brief, path }: SpokenItem): number =>
  [text, name, tool, brief, path].reduce((sum, part) => sum + (part?.length ?? 0), 0);
