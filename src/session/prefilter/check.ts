/** What is asked of the rows of a text to know whether it has what an expression needs. */
import type { Need } from './needs';
import { ALWAYS, type Trigrams } from './trigrams';

/** The same as a graph: which row is asked for, and what next. */
type Asked = boolean | { row: number; has: Asked; hasNot: Asked };

/**
 * One number for each row that is asked for: its last bits say which, the others at which number to go on where a text has it; else the
 * next follows. Nearly always it has not: what is asked then lies one beside the other.
 */
export type Check = Uint32Array;
const ROW_BITS = 17;
const ROW_MASK = (1 << ROW_BITS) - 1;
/** Places behind the last: it has what is needed, or not. */
const YES = 2 ** (32 - ROW_BITS) - 1;
const NO = YES - 1;

function asked(need: Need, met: Asked, missed: Asked): Asked {
  if (need === null) return met;
  if (!('kind' in need)) return need.reduceRight<Asked>((has, row) => ({ row, has, hasNot: missed }), met);
  if (need.kind === 'every') return need.of.reduceRight((has, one) => asked(one, has, missed), met);
  return need.of.reduceRight((hasNot, one) => asked(one, met, hasNot), missed);
}

const askedAt = (row: number, to: number): number => ((to << ROW_BITS) | row) >>> 0;

/** How to tell whether a text has what is needed. */
export function checkOf(need: Need): Check {
  const numbers: number[] = [];
  const places = new Map<Asked, number>([
    [true, YES],
    [false, NO],
  ]);
  const open: { at: number; row: number; has: Asked }[] = [];
  const add = (from: Asked): void => {
    let next = from;
    while (typeof next === 'object' && !places.has(next)) {
      places.set(next, numbers.length);
      open.push({ at: numbers.length, row: next.row, has: next.has });
      numbers.push(0);
      next = next.hasNot;
    }
    numbers.push(askedAt(ALWAYS, places.get(next)!));
  };
  add(asked(need, true, false));
  for (const { at, row, has } of open) {
    if (!places.has(has)) add(has);
    numbers[at] = askedAt(row, places.get(has)!);
  }
  return Uint32Array.from(numbers.length < NO ? numbers : [askedAt(ALWAYS, YES)]);
}

/** False: a text has not what is needed. */
export function passes(check: Check, { bits, odd }: Trigrams): boolean {
  if (odd) return true;
  let at = 0;
  while (at < NO) {
    const next = check[at]!;
    const row = next & ROW_MASK;
    at = (bits[row >> 5]! & (1 << (row & 31))) === 0 ? at + 1 : next >>> ROW_BITS;
  }
  return at === YES;
}
