/** A change of a file as a person looks at it before it is written. Pure. */
import { visible } from '../log/visible';

/** The file, whether it comes or goes, and what changes in it. */
export const shownFile = (file: string, before: string | null, after: string | null): string =>
  `${file}${before === null ? ' (new)' : after === null ? ' (goes)' : ''}\n${visible(shownChange(before, after))}\n`;

/** Lines around a change that are shown. */
const AROUND = 3;

/** What changes between two texts, as lines with `-`, `+` and a blank. Most of a file of settings stays as it is. */
export function shownChange(before: string | null, after: string | null): string {
  const lines = (text: string | null): string[] =>
    text === null || text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
  const [a, b] = [lines(before), lines(after)];
  let head = 0;
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const first = Math.max(0, head - AROUND);
  return [
    ...(first > 0 ? ['  …'] : []),
    ...a.slice(first, head).map((line) => `  ${line}`),
    ...a.slice(head, a.length - tail).map((line) => `- ${line}`),
    ...b.slice(head, b.length - tail).map((line) => `+ ${line}`),
    ...b.slice(b.length - tail, b.length - tail + AROUND).map((line) => `  ${line}`),
    ...(tail > AROUND ? ['  …'] : []),
  ].join('\n');
}
