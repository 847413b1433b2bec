/** What changes of one file came to, rebuilt from what the log holds of each. Pure. */
import { diffArrays } from 'diff';
import { EDIT_GAP } from './edits';

/** One change of a file, as its call and the result of that say. */
export interface Change {
  /** Turn of the session it belongs to, from 0. */
  turn: number;
  /** The file before it, whole; null when the log does not say. */
  original: string | null;
  /** The file was made by it. */
  created: boolean;
  /** The file after it, whole, of a write; null of an edit. */
  content: string | null;
  /** Of an edit: which texts it put in the place of which; `all`: wherever they stand. */
  replaced: readonly { before: string; after: string; all: boolean }[];
  /** Parts of the file around what changed, where the result tells them. */
  hunks: readonly { before: string; after: string }[];
}

/** What changes came to. */
export interface Rebuilt {
  before: string;
  after: string;
  /** Both sides are the whole file; else only the parts that changed are known. */
  whole: boolean;
  /** Between two of the changes the file was changed by somebody or something else. */
  byOthers: boolean;
  added: number;
  removed: number;
}

interface Piece {
  before: string;
  after: string;
  whole: boolean;
}

/** The text after an edit; null when what it replaces does not stand there. */
function edited(text: string, { content, replaced }: Change): string | null {
  if (content !== null) return content;
  let now = text;
  for (const { before, after, all } of replaced) {
    const at = now.indexOf(before);
    // An empty text stands everywhere: only in an empty file is it clear what was meant.
    if (at === -1 || (before === '' && now !== '')) return null;
    now = all ? now.split(before).join(after) : now.slice(0, at) + after + now.slice(at + before.length);
  }
  return now;
}

const partsOf = ({ hunks, replaced, content }: Change): Piece[] =>
  (hunks.length > 0
    ? hunks
    : content === null
      ? replaced
      : // What a write that is no new file replaced is not known.
        [{ before: '', after: content }]
  ).map(({ before, after }) => ({ before, after, whole: false }));

/**
 * What those changes of a file came to that `taken` lets through; the others are followed, so that it is known how the file stood.
 * Changes that follow each other count net: what a later one takes back is not counted.
 */
export function rebuild(
  changes: readonly Change[],
  taken: (change: Change) => boolean = () => true,
): Rebuilt {
  const pieces: Piece[] = [];
  let now: string | null = null;
  let byOthers = false;
  /** The last piece ends with the text as it is now. */
  let open: Piece | null = null;
  for (const change of changes) {
    const before: string | null = change.original ?? (change.created ? '' : now);
    if (now !== null && change.original !== null && change.original !== now) {
      if (pieces.length > 0) byOthers = true;
      open = null;
    }
    const after: string | null = before === null ? change.content : edited(before, change);
    now = after;
    if (!taken(change)) {
      open = null;
      continue;
    }
    if (before === null || after === null) {
      pieces.push(...partsOf(change));
      open = null;
    } else if (open === null) pieces.push((open = { before, after, whole: true }));
    else open.after = after;
  }
  const counts = pieces.map(({ before, after }) => countLines(before, after));
  const whole = pieces.length > 0 && pieces.every((piece) => piece.whole);
  return {
    before: whole ? pieces[0]!.before : pieces.map((piece) => piece.before).join(EDIT_GAP),
    after: whole ? pieces.at(-1)!.after : pieces.map((piece) => piece.after).join(EDIT_GAP),
    whole,
    byOthers,
    added: counts.reduce((sum, { added }) => sum + added, 0),
    removed: counts.reduce((sum, { removed }) => sum + removed, 0),
  };
}

/** Lines of a text; a line end at its end begins no other. */
export function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Texts that differ in more places than these are told line by line no more: what differs counts as replaced. */
const MOST_DIFFERENT = 1_000;

/** Lines that came and went between two texts. */
export function countLines(before: string, after: string): { added: number; removed: number } {
  const [a, b] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [from, to] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (from.length === 0 || to.length === 0) return { added: to.length, removed: from.length };
  const parts = diffArrays(from, to, { maxEditLength: MOST_DIFFERENT });
  if (parts === undefined) return { added: to.length, removed: from.length };
  return {
    added: parts.reduce((sum, part) => sum + (part.added ? part.value.length : 0), 0),
    removed: parts.reduce((sum, part) => sum + (part.removed ? part.value.length : 0), 0),
  };
}
