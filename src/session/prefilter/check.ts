/** A need (`needs.ts`) as a decision graph over the trigrams of a text. */
import type { Need } from './needs';
import { ALWAYS, type Trigrams } from './trigrams';

/** A node of the graph: the trigram to test, and where to continue. A leaf is the result. */
type Decision = boolean | { trigram: number; has: Decision; hasNot: Decision };

/**
 * The graph in one array. The low bits of a number are the trigram, the high bits the index to continue at if the text has it. If not,
 * the next number follows. That is by far the commoner case, so it reads memory in order.
 */
export type Check = Uint32Array;
const TRIGRAM_BITS = 17;
const TRIGRAM_MASK = (1 << TRIGRAM_BITS) - 1;
/** Indexes that end the walk: the text has what is needed, or has not. */
const YES = 2 ** (32 - TRIGRAM_BITS) - 1;
const NO = YES - 1;

function decisionOf(need: Need, met: Decision, missed: Decision): Decision {
  if (need === null) return met;
  if (!('kind' in need))
    return need.reduceRight<Decision>((has, trigram) => ({ trigram, has, hasNot: missed }), met);
  if (need.kind === 'every') return need.of.reduceRight((has, one) => decisionOf(one, has, missed), met);
  return need.of.reduceRight((hasNot, one) => decisionOf(one, met, hasNot), missed);
}

const encode = (trigram: number, to: number): number => ((to << TRIGRAM_BITS) | trigram) >>> 0;

/** Compiles a need. One that is too large for the indexes always passes. */
export function checkOf(need: Need): Check {
  const numbers: number[] = [];
  const places = new Map<Decision, number>([
    [true, YES],
    [false, NO],
  ]);
  const open: { at: number; trigram: number; has: Decision }[] = [];
  const add = (from: Decision): void => {
    let next = from;
    while (typeof next === 'object' && !places.has(next)) {
      places.set(next, numbers.length);
      open.push({ at: numbers.length, trigram: next.trigram, has: next.has });
      numbers.push(0);
      next = next.hasNot;
    }
    numbers.push(encode(ALWAYS, places.get(next)!));
  };
  add(decisionOf(need, true, false));
  for (const { at, trigram, has } of open) {
    if (!places.has(has)) add(has);
    numbers[at] = encode(trigram, places.get(has)!);
  }
  return Uint32Array.from(numbers.length < NO ? numbers : [encode(ALWAYS, YES)]);
}

/** False if the text lacks what is needed. */
export function mayMatch(check: Check, { bits, odd }: Trigrams): boolean {
  if (odd) return true;
  let at = 0;
  while (at < NO) {
    const next = check[at]!;
    const trigram = next & TRIGRAM_MASK;
    at = (bits[trigram >> 5]! & (1 << (trigram & 31))) === 0 ? at + 1 : next >>> TRIGRAM_BITS;
  }
  return at === YES;
}
