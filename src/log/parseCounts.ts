/** How much of logs was understood, as counts that are stored, added up and shown. Pages use it too. */
import * as z from 'zod';
import { en } from '../l10n/english';
import { cutName } from './names';
import { getOwn, setOwn } from './own';

export const Drift = z.object({
  /** Claude Code's version on the record, else on the last record that had one; '' if none had. */
  version: z.string(),
  what: z.enum(['kind', 'subtype', 'block', 'field', 'iteration', 'value', 'id']),
  /**
   * `kind`, `kind/subtype`, `block`, `kind.field`, the type of a `usage.iterations` entry, a field whose value counts as missing (P58), or
   * a field whose value is usually an identity and was used for several things (P54).
   */
  name: z.string(),
  /** Number of records with it. */
  count: z.number(),
  /** A kind whose records contain nothing that a figure is counted from (P53). */
  harmless: z.literal(true).optional(),
});
export type Drift = z.infer<typeof Drift>;

/** How much of a log was understood. */
export const ParseCounts = z.object({
  lines: z.number(),
  /** Parsed lines of a known kind. */
  understood: z.number(),
  /** Parsed lines of an unknown kind that affect no figure. They do not lower parse health (P53). Absent: none. */
  harmless: z.number().optional(),
  malformed: z.number(),
  unknownKinds: z.record(z.string(), z.number()),
  unknownFields: z.record(z.string(), z.number()),
  /** The last 200 lines, oldest first, as a string of digits: 1 for understood, 0 for not; harmless lines are left out. */
  recent: z.string(),
  /** Lines by Claude Code version; the counts of `drift` are shares of these. */
  versions: z.record(z.string(), z.number()),
  drift: z.array(Drift),
  /** Byte offset and length of the last lines that were not understood, at most 20. */
  unread: z.array(z.object({ at: z.number(), len: z.number() })).default([]),
});
export type ParseCounts = z.infer<typeof ParseCounts>;

export const noParse = (): ParseCounts => ({
  lines: 0,
  understood: 0,
  malformed: 0,
  unknownKinds: {},
  unknownFields: {},
  recent: '',
  versions: {},
  drift: [],
  unread: [],
});

/** Lines that `recent` covers. */
export const RECENT = 200;
/** Limit of unknowns counted by name; all further ones are counted together. */
const MOST_ROWS = 300;
const MORE = '(more)';

/** Adds `count` of something unknown to the counts. */
export function addDrift(parse: ParseCounts, { version, what, name: named, count, harmless }: Drift): void {
  const name = cutName(named);
  const known = parse.drift.find(
    (one) => one.name === name && one.what === what && one.version === version && one.harmless === harmless,
  );
  if (known === undefined && parse.drift.length >= MOST_ROWS) {
    // A log with a new name on every line must not grow the counts without limit.
    if (name !== MORE) addDrift(parse, { version: '', what, name: MORE, count });
    else parse.drift.push({ version, what, name, count });
    return;
  }
  if (what === 'kind') setOwn(parse.unknownKinds, name, (getOwn(parse.unknownKinds, name) ?? 0) + count);
  if (what === 'field') setOwn(parse.unknownFields, name, (getOwn(parse.unknownFields, name) ?? 0) + count);
  if (known === undefined) parse.drift.push({ version, what, name, count, ...(harmless && { harmless }) });
  else known.count += count;
}

/** Adds the counts of another file of the same session. */
export function addParse(into: ParseCounts, from: ParseCounts): void {
  // Offsets refer to the session's first file, so lines of other files have none.
  if (into.lines === 0) into.unread = [...from.unread];
  into.lines += from.lines;
  into.understood += from.understood;
  if (from.harmless !== undefined) into.harmless = (into.harmless ?? 0) + from.harmless;
  into.malformed += from.malformed;
  into.recent = (into.recent + from.recent).slice(-RECENT);
  for (const [version, lines] of Object.entries(from.versions)) {
    setOwn(into.versions, version, (getOwn(into.versions, version) ?? 0) + lines);
  }
  for (const row of from.drift) addDrift(into, row);
}

const NO_FIGURE = en('no figure: its records hold no message, usage or tool call');
const AFFECTED: Readonly<Record<Drift['what'], string>> = {
  kind: en('prompts, responses, tools and measures, if it is part of the conversation'),
  subtype: en('compactions, context and queued prompts'),
  block: en('tools, measures and estimates of output'),
  field: en('none that is known; it may change what another field means'),
  iteration: en('requests, tokens and cost'),
  value: en('tokens, cost, days and context, to which it adds nothing'),
  id: en('requests and tokens, if answers that are one were told apart'),
};

/** A line of the drift list for people: what, where, its share of that version's lines, which figures. */
export interface DriftLine extends Drift {
  /** Share of the lines of that version, 0 to 1; null where what was counted is not lines of it, such as times a session cannot have. */
  share: number | null;
  affects: string;
}

const shareOf = (count: number, lines: number): number | null => (count > lines ? null : count / lines);

/** The drift list of one or more sessions: worst first. */
export function driftLedger(parse: Pick<ParseCounts, 'drift' | 'versions'>): DriftLine[] {
  return parse.drift
    .map((row) => ({
      ...row,
      share: shareOf(row.count, Math.max(1, getOwn(parse.versions, row.version) ?? 1)),
      affects: row.harmless ? NO_FIGURE : AFFECTED[row.what],
    }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
