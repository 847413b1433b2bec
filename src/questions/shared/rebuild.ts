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
  const whole = pieces.length > 0 && pieces.every((piece) => piece.whole);
  return {
    before: whole ? pieces[0]!.before : pieces.map((piece) => piece.before).join(EDIT_GAP),
    after: whole ? pieces.at(-1)!.after : pieces.map((piece) => piece.after).join(EDIT_GAP),
    whole,
    byOthers,
    ...countPieces(pieces),
  };
}

/**
 * Lines the pieces added and removed. Where others changed the file between two whole pieces, each line is followed: what others
 * added or took away is not counted, nor what a later piece takes back.
 */
function countPieces(pieces: readonly Piece[]): LineChanges {
  const total = { added: 0, removed: 0 };
  let lines: string[] | null = null;
  /** Of each of the lines: whether a piece added it. */
  let own: boolean[] = [];
  for (const { before, after, whole } of pieces) {
    if (!whole) {
      const { added, removed } = countLines(before, after);
      total.added += added;
      total.removed += removed;
      continue;
    }
    const [found, left] = [linesOf(before), linesOf(after)];
    own = lines === null ? found.map(() => false) : carried(own, lines, found, false);
    const kept = carried(own, found, left, true, (was) => {
      if (!was) total.removed++;
    });
    own = kept;
    lines = left;
  }
  total.added += own.filter(Boolean).length;
  return total;
}

/** The lines of a file after its changes, the turn that wrote each (null: none of them did), and how many lines each turn wrote. */
export interface Written {
  lines: string[];
  turns: (number | null)[];
  wrote: Map<number, number>;
}

/** Follows each line through the changes of a file; null when the log does not tell the whole file. */
export function linesByTurn(changes: readonly Change[]): Written | null {
  let lines: string[] = [];
  let turns: (number | null)[] = [];
  const wrote = new Map<number, number>();
  let now: string | null = null;
  for (const change of changes) {
    const before: string | null = change.original ?? (change.created ? '' : now);
    const after: string | null = before === null ? null : edited(before, change);
    if (before === null || after === null) return null;
    const [found, left] = [linesOf(before), linesOf(after)];
    turns = carried(turns, lines, found, null);
    const next = carried<number | null | typeof NEW>(turns, found, left, NEW);
    const added = next.filter((one) => one === NEW).length;
    wrote.set(change.turn, (wrote.get(change.turn) ?? 0) + added);
    turns = next.map((one) => (one === NEW ? change.turn : one));
    lines = left;
    now = after;
  }
  return { lines, turns, wrote };
}
const NEW = Symbol('new');

/** How many of the lines each turn wrote stand in a text. */
export function stillIn({ lines, turns }: Written, text: string): Map<number, number> {
  const there = new Map<number, number>();
  for (const turn of carried<number | null>(turns, lines, linesOf(text), null))
    if (turn !== null) there.set(turn, (there.get(turn) ?? 0) + 1);
  return there;
}

/** Labels of lines carried over to the lines after a change; new lines get `label`, and `gone` is told those of lines that went. */
export function carried<T>(
  labels: readonly T[],
  before: readonly string[],
  after: readonly string[],
  label: T,
  gone: (was: T) => void = () => undefined,
): T[] {
  const next: T[] = [];
  let at = 0;
  for (const { kind, count } of differences(before, after)) {
    for (let i = 0; i < count; i++) {
      if (kind === 'added') next.push(label);
      else if (kind === 'same') next.push(labels[at++]!);
      else gone(labels[at++]!);
    }
  }
  return next;
}

interface LineChanges {
  added: number;
  removed: number;
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

interface Run {
  kind: 'same' | 'added' | 'removed';
  count: number;
}

/** How lines became others, in runs. */
function differences(a: readonly string[], b: readonly string[]): Run[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [from, to] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const parts =
    from.length === 0 || to.length === 0
      ? undefined
      : diffArrays(from, to, { maxEditLength: MOST_DIFFERENT });
  const between: Run[] = parts?.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    count: value.length,
  })) ?? [
    { kind: 'removed', count: from.length },
    { kind: 'added', count: to.length },
  ];
  return [{ kind: 'same', count: start }, ...between, { kind: 'same', count: end }];
}

/** Lines that came and went between two texts. */
export function countLines(before: string, after: string): LineChanges {
  const runs = differences(linesOf(before), linesOf(after));
  const sum = (kind: Run['kind']): number =>
    runs.reduce((total, run) => total + (run.kind === kind ? run.count : 0), 0);
  return { added: sum('added'), removed: sum('removed') };
}
