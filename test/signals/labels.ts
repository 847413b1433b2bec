/**
 * The phrases measured on sentences that were labelled by hand. The labels (test/fixtures/labels/sentences.json) name
 * places in the open corpus, not its words, which are not ours to publish.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { blocksOf, parseLine, textOf } from '../../src/log/record';
import type { PhraseMark } from '../../src/session/event';
import { fingerprint } from '../../src/session/reading';
import { scan } from '../../src/signals/scan';

/** A candidate sentence: where it stands, and the categories it is true for (none: it only looks like one). */
export const Labelled = z.object({
  file: z.string(),
  /** Byte offset of its line. */
  at: z.number(),
  /** Place and length in the text of its block, UTF-16 units. */
  start: z.number(),
  length: z.number(),
  /** Fingerprint of its first 220 characters. */
  hash: z.number(),
  in: z.enum(['text', 'thinking', 'prompt']),
  endsTurn: z.boolean(),
  labels: z.array(z.string()),
});
export type Labelled = z.infer<typeof Labelled>;

export interface Score {
  category: string;
  labelled: number;
  /** Sentences marked, and those of them that were labelled so. */
  marked: number;
  right: number;
  /** Null when there is nothing to divide by. */
  precision: number | null;
  recall: number | null;
}

const HASHED = 220;

/** Text of the block of a log line that holds the sentence; null when the corpus says something else there. */
function textWith(corpus: string, one: Labelled): string | null {
  const file = join(corpus, one.file);
  if (!existsSync(file)) return null;
  const bytes = readFileSync(file).subarray(one.at);
  const end = bytes.indexOf(0x0a);
  const parsed = parseLine(bytes.subarray(0, end === -1 ? undefined : end).toString('utf8'));
  if (parsed.kind === 'malformed') return null;
  const texts = parsed.records.flatMap(({ message, content, attachment }) => {
    const prompt = (attachment as { prompt?: unknown } | undefined)?.prompt;
    return [
      ...blocksOf(message?.content).map(({ text, thinking }) => text ?? thinking ?? ''),
      textOf(message?.content ?? content ?? prompt),
    ];
  });
  const is = (text: string): boolean =>
    fingerprint(text.slice(one.start, one.start + Math.min(one.length, HASHED))) === one.hash;
  return texts.find(is) ?? null;
}

/** Lists that the sentences were labelled for. */
const LABELLED_LISTS = new Set<PhraseMark['list']>([
  'stop',
  'loop',
  'admission',
  'correction',
  'frustration',
]);

/** Categories as these labels name them: every question of leave was called permission seeking. */
const categoryOf = ({ list, category }: PhraseMark): string =>
  !LABELLED_LISTS.has(list) ? '' : category === 'asked_leave' ? 'permission_seeking' : category;

/** Precision and recall by category, of the careful phrases or codevigil's plain ones. Sorted by name. */
export function scores(corpus: string, labelled: readonly Labelled[], by: PhraseMark['by']): Score[] {
  const rows = new Map<string, Score>();
  const row = (category: string): Score => {
    const known = rows.get(category);
    if (known !== undefined) return known;
    const fresh = { category, labelled: 0, marked: 0, right: 0, precision: null, recall: null };
    rows.set(category, fresh);
    return fresh;
  };
  for (const one of labelled) {
    for (const label of one.labels) row(label).labelled++;
    const text = textWith(corpus, one);
    if (text === null) throw new Error(`${one.file}: the corpus has changed at byte ${one.at}`);
    const marks = scan(text, one.in === 'prompt' ? 'person' : 'agent');
    const inside = ({ index }: PhraseMark): boolean => index >= one.start && index < one.start + one.length;
    const found = new Set(
      marks.filter((mark) => (mark.by === by || one.in === 'prompt') && inside(mark)).map(categoryOf),
    );
    for (const category of found) {
      if (category === '') continue;
      row(category).marked++;
      if (one.labels.includes(category)) row(category).right++;
    }
  }
  return [...rows.values()]
    .map((score) => ({
      ...score,
      precision: score.marked === 0 ? null : score.right / score.marked,
      recall: score.labelled === 0 ? null : score.right / score.labelled,
    }))
    .sort((a, b) => (a.category < b.category ? -1 : 1));
}

/** The labelled sentences of the repository. */
export const readLabelled = (file: string): Labelled[] =>
  z.array(Labelled).parse(JSON.parse(readFileSync(file, 'utf8')));
