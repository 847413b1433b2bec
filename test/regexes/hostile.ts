/** Texts made to keep one regular expression busy, out of its own structure. */
import { structureOf, type Node } from '../../src/session/prefilter/structure';
import { wordsOf } from './structure';

/** A text of any length: `head`, then `unit` again and again, then `tail`. */
export interface Hostile {
  head: string;
  unit: string;
  tail: string;
}

export const textOf = ({ head, unit, tail }: Hostile, length: number): string =>
  head + unit.repeat(Math.max(1, Math.floor((length - head.length - tail.length) / unit.length))) + tail;

/** What ends a text so that a match fails late. */
const TAILS = ['', '\u0001', '\n!', 'a', '"'];

interface Place {
  node: Node;
  /** Texts before it. */
  before: string[];
}

/** Every part of the expression with texts that lead to it. */
function* places(node: Node, flags: string, before: string[] = ['']): Generator<Place> {
  yield { node, before };
  if (node.kind === 'repeat') yield* places(node.of, flags, before);
  if (node.kind === 'any') for (const choice of node.choices) yield* places(choice, flags, before);
  if (node.kind === 'border' && node.inside !== null) yield* places(node.inside, flags, before);
  if (node.kind !== 'all') return;
  let head = before;
  for (const part of node.parts) {
    yield* places(part, flags, head);
    const words = wordsOf(part, flags, 2);
    if (words.length > 0) head = head.flatMap((text) => words.map((word) => text + word)).slice(0, 3);
  }
}

/** The hostile texts for an expression: repetitions of its parts, of its beginnings and of pairs of its characters. */
export function hostileTo(expression: RegExp, most = 160): Hostile[] {
  const { flags } = expression;
  const whole = structureOf(expression);
  const made = new Map<string, Hostile>();
  const add = (head: string, unit: string, tails = TAILS): void => {
    if (unit === '' || unit.length > 2_000 || head.length > 4_000) return;
    for (const tail of tails) made.set(JSON.stringify([head, unit, tail]), { head, unit, tail });
  };
  const characters = new Set<string>();
  for (const { node, before } of places(whole, flags)) {
    if (node.kind === 'one') for (const one of wordsOf(node, flags, 2)) characters.add(one);
    if (node.kind !== 'repeat' || node.max < 8) continue;
    for (const word of wordsOf(node.of, flags))
      for (const head of before) {
        add(head, word);
        // What an anchored part takes at the beginning must not hide what another part does later.
        add(`\u0001${head}`, word, TAILS.slice(0, 2));
        add('', head + word, TAILS.slice(0, 2));
        add('', word + head, TAILS.slice(0, 2));
      }
  }
  for (const word of wordsOf(whole, flags)) {
    add('', word, TAILS.slice(0, 2));
    // Near misses: each begins a match and ends none.
    add('', word.slice(0, -1), ['', '\u0001']);
    add('', `${word}\u0001`, ['']);
    add('', `${word.slice(0, -1)}\u0001`, ['']);
  }
  for (const one of characters) add('', one, ['', '\u0001', '\n!']);
  const few = [...characters].slice(0, 7);
  for (const a of few) for (const b of few) if (a !== b) add('', a + b, ['', '\u0001']);
  return [...made.values()].slice(0, most);
}
