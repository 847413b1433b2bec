/** What is shown of a text that was found: the part of it with most of what was looked for, marked. */
import * as z from 'zod';
import type { Mark } from './find';

/** Pieces of a text in order; `mark`: what was looked for. Log text, hostile. */
export const Snippet = z.array(z.object({ text: z.string(), mark: z.boolean() }));
export type Snippet = z.infer<typeof Snippet>;

/** Characters that are shown, of them before the first mark. */
const SHOWN = 240;
const BEFORE = 70;
/** A mark longer than this is cut. */
const LONGEST_MARK = 120;

/** The snippet of a text with these marks, which are in order and apart; without marks its beginning. */
export function snippetOf(text: string, marks: readonly Mark[]): Snippet {
  const from = Math.max(0, startOf(marks) - BEFORE);
  const to = Math.min(text.length, from + SHOWN);
  const pieces: Snippet = [];
  const push = (piece: string, mark: boolean): void => {
    const said = piece.replaceAll(/\s+/g, ' ');
    if (said !== '') pieces.push({ text: said, mark });
  };
  let at = from;
  if (from > 0) push('…', false);
  for (const one of marks) {
    if (one.from >= to) break;
    if (one.from < at) continue;
    push(text.slice(at, one.from), false);
    at = Math.min(one.to, one.from + LONGEST_MARK);
    push(text.slice(one.from, at), true);
  }
  if (at < to) push(text.slice(at, to), false);
  if (Math.max(at, to) < text.length) push('…', false);
  return pieces;
}

/** Where the densest part begins: the mark from which on most marks are shown. */
function startOf(marks: readonly Mark[]): number {
  let best = 0;
  let most = 0;
  let end = 0;
  for (const [i, { from }] of marks.entries()) {
    while (end < marks.length && (marks[end]?.to ?? 0) <= from + SHOWN - BEFORE) end++;
    if (end - i > most) {
      most = end - i;
      best = from;
    }
  }
  return best;
}
