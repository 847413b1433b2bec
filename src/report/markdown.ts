/** Markdown from figures. Text from logs is hostile: it comes out as text, in one line, of bounded length. */

import { visible } from '../log/visible';

const LONGEST = 120;

/** Code in a sentence, as in “with `git push`”, where it holds nothing that would have to be escaped. */
export const CODE = /`([^`\\|<>&\n]{1,100})`/;

/** Text inside a line or table cell: nothing in it is markup but code, control and direction characters are shown. */
export function inline(text: string): string {
  const flat = visible(text.replace(/\s+/g, ' '));
  const points = [...flat];
  const short = points.length > LONGEST ? `${points.slice(0, LONGEST - 1).join('')}…` : flat;
  return short
    .split(CODE)
    .map((part, i) => (i % 2 === 0 ? literal(part) : `\`${part}\``))
    .join('');
}

/** Underscores within a word are no markup in CommonMark, so names such as `America/New_York` stay as they are. */
const literal = (text: string): string =>
  text.replace(/[\\`*{}[\]<>#|~&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (c) =>
    c === '<' ? '&lt;' : c === '>' ? '&gt;' : c === '&' ? '&amp;' : `\\${c}`,
  );

/** A table. Heads and cells are Markdown already; columns of figures (`right`) stand to the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  right: readonly boolean[],
): string[] {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(right.map((r) => (r ? '--:' : '---'))), ...rows.map(line)];
}
