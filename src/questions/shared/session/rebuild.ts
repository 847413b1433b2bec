/** Rebuilds the content of a file before and after its changes from the log. Pure. */
import { diffArrays } from 'diff';
import { EDIT_GAP } from './edits';

/** One change of a file, from its call and result. */
export interface Change {
  /** Turn of the session it belongs to, from 0. */
  turn: number;
  /** The whole file before it; null if the log does not have it. */
  original: string | null;
  /** It created the file. */
  created: boolean;
  /** For a write: the whole file after it; null for an edit. */
  content: string | null;
  /** For an edit: the replaced texts; `all`: every occurrence. */
  replaced: readonly { before: string; after: string; all: boolean }[];
  /** Parts of the file around the changes, if the result has them. */
  hunks: readonly { before: string; after: string }[];
}

/** The result of changes. */
export interface Rebuilt {
  before: string;
  after: string;
  /** Both sides are the whole file; otherwise only the changed parts. */
  whole: boolean;
  /** Something else changed the file between two changes. */
  byOthers: boolean;
  added: number;
  removed: number;
}

interface Piece {
  before: string;
  after: string;
  whole: boolean;
}

/** The text after an edit; null if the replaced text is not in it. */
function edited(text: string, { content, replaced }: Change): string | null {
  if (content !== null) return content;
  let now = text;
  for (const { before: named, after, all } of replaced) {
    const before = after === '' ? withLineEnd(named, now) : named;
    const at = now.indexOf(before);
    // An empty text occurs everywhere, so it is only unambiguous in an empty file.
    if (at === -1 || (before === '' && now !== '')) return null;
    now = all ? now.split(before).join(after) : now.slice(0, at) + after + now.slice(at + before.length);
  }
  return now;
}

/** A deleted text as Claude Code deletes it: with the end of its line, if the text has none and the file has one behind it. */
const withLineEnd = (named: string, text: string): string =>
  named !== '' && !named.endsWith('\n') && text.includes(`${named}\n`) ? `${named}\n` : named;

const partsOf = ({ hunks, replaced, content }: Change): Piece[] =>
  (hunks.length > 0
    ? hunks
    : content === null
      ? replaced
      : // The log does not say what a write to an existing file replaced.
        [{ before: '', after: content }]
  ).map(({ before, after }) => ({ before, after, whole: false }));

/**
 * The result of the changes for which `taken` is true; the others are applied too, so that the content is known. Consecutive changes count
 * net: what a later one reverts does not count.
 */
export function rebuild(
  changes: readonly Change[],
  taken: (change: Change) => boolean = () => true,
): Rebuilt {
  const pieces: Piece[] = [];
  let now: string | null = null;
  let byOthers = false;
  /** The last piece, if it ends with the current text. */
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
 * Lines that the pieces added and removed. If something else changed the file between two whole pieces, lines are tracked: what others added
 * or removed does not count, nor what a later piece reverts.
 */
function countPieces(pieces: readonly Piece[]): LineChanges {
  const total = { added: 0, removed: 0 };
  let lines: string[] | null = null;
  /** For each line: whether a piece added it. */
  let own: boolean[] = [];
  for (const { before, after, whole } of pieces) {
    if (!whole) {
      const { added, removed } = countLines(before, after);
      total.added += added;
      total.removed += removed;
      continue;
    }
    const [found, left] = [linesOf(before), linesOf(after)];
    own = lines === null ? found.map(() => false) : transferLabels(own, lines, found, false);
    const kept = transferLabels(own, found, left, true, (was) => {
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

/** Tracks each line through the changes of a file; null if the log does not have the whole file. */
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
    turns = transferLabels(turns, lines, found, null);
    const next = transferLabels<number | null | typeof NEW>(turns, found, left, NEW);
    const added = next.filter((one) => one === NEW).length;
    wrote.set(change.turn, (wrote.get(change.turn) ?? 0) + added);
    turns = next.map((one) => (one === NEW ? change.turn : one));
    lines = left;
    now = after;
  }
  return { lines, turns, wrote };
}
const NEW = Symbol('new');

/** How many of the lines of each turn are in a text. */
export function remainingLines({ lines, turns }: Written, text: string): Map<number, number> {
  const there = new Map<number, number>();
  for (const turn of transferLabels<number | null>(turns, lines, linesOf(text), null))
    if (turn !== null) there.set(turn, (there.get(turn) ?? 0) + 1);
  return there;
}

/** Transfers labels of lines to the lines after a change. New lines get `label`; `gone` is called with the labels of removed lines. */
export function transferLabels<T>(
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

/** Lines of a text; a line break at its end does not start another line. */
export function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** With more differences, texts are not compared line by line: everything between the first and the last counts as replaced. */
const MOST_DIFFERENT = 1_000;

interface Run {
  kind: 'same' | 'added' | 'removed';
  count: number;
}

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

/** Added and removed lines between two texts. */
export function countLines(before: string, after: string): LineChanges {
  const runs = differences(linesOf(before), linesOf(after));
  const sum = (kind: Run['kind']): number =>
    runs.reduce((total, run) => total + (run.kind === kind ? run.count : 0), 0);
  return { added: sum('added'), removed: sum('removed') };
}
