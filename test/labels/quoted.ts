/** The table of `docs/signals.md`: how good the words are, as `npm run labels` counts it on the test part. */
import { enough, type Category, type Counted } from '../../src/signals/measured';
import { wilson } from './measure';

const NAMES: Readonly<Record<Category, string>> = {
  reasoning_loop: 'reasoning loop',
  simplest: 'simplest',
  self_admitted_error: 'admitted error',
  user_correction: 'your correction',
  permission_seeking: 'permission seeking',
  user_frustration: 'your frustration',
  known_limitation: 'known limitation',
  ownership_dodging: 'ownership dodging',
  premature_stopping: 'premature stopping',
  session_length_excuse: 'session-length excuse',
};

const percent = (share: number): string => (share * 100).toFixed(0);

function shareOf(hits: number, of: number): string {
  const share = wilson(hits, of);
  return share === null ? '–' : `${percent(share.share)} % (${percent(share.low)} to ${percent(share.high)})`;
}

/** Rows of the table as cells, in the order of the given record. */
export const quotedRows = (measured: Readonly<Record<Category, Counted>>): string[][] =>
  (Object.entries(measured) as [Category, Counted][]).map(([category, counted]) => [
    NAMES[category],
    String(counted.truth),
    String(counted.marked),
    shareOf(counted.right, counted.marked),
    shareOf(counted.right, counted.truth),
    enough(counted) ? 'a rate' : 'a count',
  ]);

/** Cells of the rows of a Markdown table that begins with this column. Throws when there is none. */
export function tableIn(markdown: string, column: string): string[][] {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${column} `));
  if (start === -1) throw new Error(`No table begins with the column “${column}”.`);
  const end = lines.findIndex((line, i) => i > start && !line.startsWith('|'));
  return lines.slice(start + 2, end === -1 ? undefined : end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
