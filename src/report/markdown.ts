/** Markdown from figures. Text from logs is hostile: it comes out as text, in one line, of bounded length. */

import { visible } from '../log/visible';

const LONGEST = 120;

/** Text inside a line or table cell: nothing in it is markup, control and direction characters are shown. */
export function inline(text: string): string {
  const flat = visible(text.replace(/\s+/g, ' '));
  const points = [...flat];
  const short = points.length > LONGEST ? `${points.slice(0, LONGEST - 1).join('')}…` : flat;
  return short.replace(/[\\`*_{}[\]<>#|~&]/g, (c) =>
    c === '<' ? '&lt;' : c === '>' ? '&gt;' : c === '&' ? '&amp;' : `\\${c}`,
  );
}

/** A table. Heads and cells are Markdown already; columns of figures (`right`) stand to the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  right: readonly boolean[],
): string[] {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(right.map((r) => (r ? '--:' : '---'))), ...rows.map(line)];
}
