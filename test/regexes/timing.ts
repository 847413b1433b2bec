/** Whether an expression takes time in proportion to the text, whatever the text. */
import { hostileTo, textOf, type Hostile } from './hostile';

export const LENGTH = 100_000;
/** From short to long: an expression that takes time without bounds is found before it takes it. */
const LENGTHS = [16, 20, 24, 28, 32, 48, 64, 128, 256, 512, 2_000, 8_000, 32_000, LENGTH];
/** Most take below 0.05 µs a character, one that looks 300 characters ahead 1.5; what is quadratic takes 30 and more at 100 KB. */
const US_A_CHARACTER = 4;
const SLACK_MS = 30;
/** Of a line whose length is bounded: what takes time without bounds takes far more. */
const SHORT_MS = 500;
const TRIES = 4;

export interface Slow {
  expression: string;
  hostile: Hostile;
  length: number;
  ms: number;
}

/** As expressions are used: one match, or all of them. */
function run(expression: RegExp, text: string): void {
  expression.lastIndex = 0;
  if (expression.global) text.replace(expression, '');
  else expression.test(text);
}

/** Milliseconds it takes: by the clock or of the processor, whichever is less, since others use the machine too. */
function timeOnce(expression: RegExp, text: string): number {
  const [from, used] = [performance.now(), process.cpuUsage()];
  run(expression, text);
  const busy = process.cpuUsage(used);
  return Math.min(performance.now() - from, (busy.user + busy.system) / 1_000);
}

/** The least of a few tries when it is not far above the bound. */
function timeOf(expression: RegExp, text: string, bound: number): number {
  let least = Infinity;
  for (let n = 0; n < TRIES; n++) {
    least = Math.min(least, timeOnce(expression, text));
    if (least <= bound || least > 3 * bound) break;
  }
  return least;
}

/** The first of the texts that takes too long, or four times the text much more than four times as long; null when all are in proportion. */
export function slowTextOf(
  expression: RegExp,
  longest = LENGTH,
  texts: readonly Hostile[] = hostileTo(expression),
): Slow | null {
  for (const hostile of texts) {
    /** Milliseconds by length. */
    const took = new Map<number, number>();
    for (const length of lengthsFor(expression, hostile, longest, took)) {
      if (isToldByShorter(took, length, longest)) break;
      const bound = boundFor(length, longest);
      const text = textOf(hostile, length);
      const ms = timeOf(expression, text, bound);
      if (ms > bound || grows(expression, hostile, length, ms))
        return { expression: String(expression), hostile, length, ms };
      took.set(length, ms);
      // Others are held against it, and it against others: once too much would hide how it grows.
      if (
        TOLD.some(({ by }) => length === by || length === 4 * by) &&
        !isToldByShorter(took, LENGTH, longest)
      )
        took.set(length, Math.min(ms, timeOnce(expression, text)));
    }
  }
  return null;
}

const boundFor = (length: number, longest: number): number =>
  longest < LENGTH ? SHORT_MS : SLACK_MS + (length * US_A_CHARACTER) / 1_000;

/**
 * How the time of a text tells that of the longest: four times a text of length `by` may take `growth` times as long. What is linear then
 * outweighs a square or a cube in it: at most `left` times as much as for those four is left for `LENGTH`, and nothing that `grows` would
 * find.
 */
const TOLD = [
  { by: 4_000, growth: 4.1, left: 12.5 },
  { by: 8_000, growth: 4.2, left: 4.5 },
];

/**
 * Whether a text of the longest length, if not of this one, can only be in proportion, told by shorter ones. Little texts are bounded by
 * time alone: below the bound even if it grew with the fourth power.
 */
function isToldByShorter(took: ReadonlyMap<number, number>, length: number, longest: number): boolean {
  const bound = boundFor(longest, longest);
  if (longest < LENGTH)
    return length === longest && (took.get(512) ?? Infinity) * (longest / 512) ** 4 <= bound;
  return TOLD.some(({ by, growth, left }) => {
    const ms = took.get(4 * by) ?? Infinity;
    return ms * left <= bound && ms <= growth * (took.get(by) ?? 0);
  });
}

/** True when it takes far longer than four times what a quarter of the text takes. What is too short to tell is not looked at. */
function grows(expression: RegExp, hostile: Hostile, length: number, ms: number): boolean {
  if (length < LENGTH || ms < 2 * SLACK_MS) return false;
  // What is in proportion by one look needs no second.
  if (ms <= 6 * timeOf(expression, textOf(hostile, length / 4), Infinity)) return false;
  const least = (size: number): number =>
    Math.min(...[1, 2, 3].map(() => timeOf(expression, textOf(hostile, size), Infinity)));
  return least(length) > 9 * Math.max(least(length / 4), 1);
}

/** Lengths at which what takes time without bounds takes a while, and what takes time with a power of the length none yet. */
const SHORT = LENGTHS.filter((length) => length <= 512);
const SHORT_TAKES_MS = 0.25;
/** What is beyond the bound at `LENGTH` grows at least with the square: at these lengths it takes more milliseconds than that. */
const PROBES = [
  { length: 4_000, takesMs: 0.4 },
  { length: 8_000, takesMs: 1.5 },
];
/** What a probe took that needs no second one. */
const CLEAR_MS = 2;

/**
 * All lengths from a short text on that takes a while already, else only the long ones, and those only where the probes take a while.
 * `took` gets what those took.
 */
function lengthsFor(
  expression: RegExp,
  hostile: Hostile,
  longest: number,
  took: Map<number, number>,
): readonly number[] {
  let last = '';
  for (const length of SHORT) {
    const text = textOf(hostile, length);
    // What is repeated may be longer than what is asked for.
    if (text.length === last.length) continue;
    last = text;
    if (leastOver(SHORT_TAKES_MS, expression, text) !== null)
      return LENGTHS.filter((one) => one >= length && one <= longest);
  }
  // Little texts are not much longer than these.
  if (longest < LENGTH) return [];
  for (const { length, takesMs } of PROBES) {
    const ms = leastOver(takesMs, expression, textOf(hostile, length));
    if (ms === null) return [];
    took.set(length, ms);
    if (ms > CLEAR_MS) break;
  }
  return [16_000, 8_000, 32_000, LENGTH];
}

/** The least of two looks, if both take more milliseconds than that: a machine that is busy takes longer once. */
function leastOver(ms: number, expression: RegExp, text: string): number | null {
  const first = clockOf(expression, text);
  if (first <= ms) return null;
  const least = Math.min(first, timeOnce(expression, text));
  return least > ms ? least : null;
}

/** Milliseconds by the clock alone, which is asked quickly: nearly every text takes a few microseconds. */
function clockOf(expression: RegExp, text: string): number {
  const from = performance.now();
  run(expression, text);
  return performance.now() - from;
}
