/**
 * What people judged by reading: places in the open corpus, never its words, which are not ours to publish. The sources are split once
 * and for all (`split.json`): rules are written with the tuning part in view, and only figures of the test part are quoted.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const OWN = join(import.meta.dirname, '../fixtures/labels');
/** Labels that came with the corpus, where they are there. */
const GIVEN = join(import.meta.dirname, '../../../shared/labels');
/** A second, independent reading of some of the same places. */
const SECOND = join(OWN, 'second');

export const Part = z.enum(['tuning', 'test']);
export type Part = z.infer<typeof Part>;

const SPLIT = z
  .record(Part, z.array(z.string()))
  .parse(JSON.parse(readFileSync(join(OWN, 'split.json'), 'utf8')));

/** The part a source belongs to: the first folder below the corpus. Throws for a source that stands in neither. */
export function partOf(file: string): Part {
  const source = file.split('/')[0] ?? '';
  const part = Part.options.find((name) => SPLIT[name].includes(source));
  if (part === undefined) throw new Error(`${source} is in neither part of test/fixtures/labels/split.json.`);
  return part;
}

const place = {
  /** Relative to the corpus. */
  file: z.string(),
  /** From 1. */
  line: z.number(),
  /** Byte offset of the line, where it is given. */
  at: z.number().optional(),
  /** How the row was chosen. */
  set: z.string().default(''),
};

/** A text or prompt, and whether a category is true for it; null: the reader was not sure. */
export const PhraseRow = z.object({ ...place, category: z.string(), label: z.boolean().nullable() });
export type PhraseRow = z.infer<typeof PhraseRow>;

/** An edit, and whether it is blind (or stale). */
export const EditRow = z.object({
  ...place,
  category: z.enum(['blind', 'stale']),
  label: z.boolean().nullable(),
});
export type EditRow = z.infer<typeof EditRow>;

/** A finding in a session (`none`: the session was read and holds none), and whether it is one. */
export const FindingRow = z.object({
  file: z.string(),
  finding: z.string(),
  label: z.boolean().nullable(),
  at: z.array(z.number()).default([]),
});
export type FindingRow = z.infer<typeof FindingRow>;

const rowsOf = <T>(folder: string, name: string, row: z.ZodType<T>): T[] => {
  const file = join(folder, `${name}.jsonl`);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : [row.parse(JSON.parse(line))]));
};

/** Rows of one kind: the given ones where they are there, and our own. */
const all = <T>(name: string, row: z.ZodType<T>): T[] => [
  ...rowsOf(GIVEN, name, row),
  ...rowsOf(OWN, name, row),
];

const keyOf = ({ file, line, category }: Pick<PhraseRow, 'file' | 'line' | 'category'>): string =>
  `${file} ${line} ${category}`;

/** One row a place and category: the first with an answer. */
const once = <T extends PhraseRow>(rows: readonly T[]): T[] => {
  const known = new Map<string, T>();
  for (const row of rows) {
    const key = keyOf(row);
    if (known.get(key)?.label == null) known.set(key, row);
  }
  return [...known.values()];
};

export const phraseRows = (part: Part): PhraseRow[] =>
  once(all('phrases', PhraseRow)).filter(({ file }) => partOf(file) === part);
export const editRows = (part: Part): EditRow[] =>
  once(all('edits', EditRow)).filter(({ file }) => partOf(file) === part);
export const findingRows = (part: Part): FindingRow[] =>
  rowsOf(OWN, 'findings', FindingRow).filter(({ file }) => partOf(file) === part);

/** A place that two readers judged: by category (or finding), what each said. */
export interface Twice {
  category: string;
  first: boolean | null;
  second: boolean | null;
}

/** Places in both readings, of all sources; findings by session, where one that a reader did not name is false. */
export function readTwice(): Twice[] {
  const first = new Map(
    once([...all('phrases', PhraseRow), ...all('edits', EditRow)]).map((row) => [keyOf(row), row.label]),
  );
  const places = once([...rowsOf(SECOND, 'phrases', PhraseRow), ...rowsOf(SECOND, 'edits', EditRow)]).flatMap(
    (row) => {
      const known = first.get(keyOf(row));
      return known === undefined ? [] : [{ category: row.category, first: known, second: row.label }];
    },
  );
  return [
    ...places,
    ...findingsTwice(rowsOf(OWN, 'findings', FindingRow), rowsOf(SECOND, 'findings', FindingRow)),
  ];
}

/** What two readers said of the sessions that both read. */
export function findingsTwice(one: readonly FindingRow[], other: readonly FindingRow[]): Twice[] {
  const byFile = (rows: readonly FindingRow[]): Map<string, Map<string, boolean | null>> =>
    new Map(
      [...Map.groupBy(rows, ({ file }) => file)].map(([file, said]) => [
        file,
        new Map(said.flatMap(({ finding, label }) => (finding === 'none' ? [] : [[finding, label]]))),
      ]),
    );
  const seconds = byFile(other);
  return [...byFile(one)].flatMap(([file, said]) => {
    const too = seconds.get(file);
    if (too === undefined) return [];
    return [...new Set([...said.keys(), ...too.keys()])].map((category) => ({
      category,
      first: said.get(category) ?? (said.has(category) ? null : false),
      second: too.get(category) ?? (too.has(category) ? null : false),
    }));
  });
}
