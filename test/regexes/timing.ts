/** Whether an expression takes time in proportion to the text, whatever the text. */
import { hostileTo, textOf, type Hostile } from './hostile';

export const LENGTH = 100_000;
/** From short to long: an expression that takes time without bounds is found before it takes it. */
const LENGTHS = [
  16,
  20,
  24,
  28,
  32,
  48,
  64,
  128,
  256,
  512,
  1_000,
  2_000,
  4_000,
  8_000,
  16_000,
  32_000,
  64_000,
  LENGTH,
];
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

/** Milliseconds of processor time; the least of a few tries when it is not far above the bound: others use the machine too. */
function timeOf(expression: RegExp, text: string, bound: number): number {
  let least = Infinity;
  for (let n = 0; n < TRIES; n++) {
    const [from, used] = [performance.now(), process.cpuUsage()];
    run(expression, text);
    const busy = process.cpuUsage(used);
    least = Math.min(least, performance.now() - from, (busy.user + busy.system) / 1_000);
    if (least <= bound || least > 20 * bound) break;
  }
  return least;
}

/** The first text that takes too long, or four times the text much more than four times as long; null when all are in proportion. */
export function slowTextOf(expression: RegExp, longest = LENGTH): Slow | null {
  for (const hostile of hostileTo(expression)) {
    for (const length of lengthsFor(expression, hostile, longest)) {
      const bound = longest < LENGTH ? SHORT_MS : SLACK_MS + (length * US_A_CHARACTER) / 1_000;
      const ms = timeOf(expression, textOf(hostile, length), bound);
      if (ms > bound || grows(expression, hostile, length, ms))
        return { expression: String(expression), hostile, length, ms };
    }
  }
  return null;
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

/** All lengths where a short text takes a while already, else only the longest, and that only where the probe takes a while. */
function lengthsFor(expression: RegExp, hostile: Hostile, longest: number): number[] {
  for (const length of SHORT)
    if (takesOver(SHORT_TAKES_MS, expression, hostile, length))
      return LENGTHS.filter((one) => one <= longest);
  const isQuick = PROBES.some(
    ({ length, takesMs }) => length < longest && !takesOver(takesMs, expression, hostile, length),
  );
  return isQuick ? [] : [longest];
}

/** Whether it takes more milliseconds than that, twice: a machine that is busy takes longer once. */
function takesOver(ms: number, expression: RegExp, hostile: Hostile, length: number): boolean {
  const text = textOf(hostile, length);
  for (let n = 0; n < 2; n++) {
    const from = performance.now();
    run(expression, text);
    if (performance.now() - from <= ms) return false;
  }
  return true;
}
