/** Markdown from figures. Text from logs is hostile: it comes out as text, in one line, of bounded length. */

const LONGEST = 120;
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text inside a line or table cell: nothing in it is markup, control and direction characters are shown. */
export function inline(text: string): string {
  const flat = text
    .replace(/\s+/g, ' ')
    .replace(UNSEEN, (c) => `U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
  const points = [...flat];
  const short = points.length > LONGEST ? `${points.slice(0, LONGEST - 1).join('')}…` : flat;
  return short.replace(/[\\`*_{}[\]()<>#+!|~&-]/g, (c) =>
    c === '<' ? '&lt;' : c === '>' ? '&gt;' : c === '&' ? '&amp;' : c === '-' ? '-' : `\\${c}`,
  );
}

/** A table. Cells are Markdown already; numbers stand to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const right = head.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'));
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(right.map((r) => (r ? '--:' : '---'))), ...rows.map(line)];
}
