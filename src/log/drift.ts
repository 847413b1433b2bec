/**
 * What a log holds that Vigil does not know (P46): counted by Claude Code version, with the figures it may touch,
 * so that a change of the format is seen before it makes a number wrong.
 */
import * as z from 'zod';
import { KNOWN_BLOCKS, KNOWN_FIELDS, KNOWN_KINDS, KNOWN_SUBTYPES } from './known';
import { cutName } from './names';
import { getOwn, setOwn } from './own';

export const Drift = z.object({
  /** Claude Code's version on the record, or the last one before it; '' when none was seen. */
  version: z.string(),
  what: z.enum(['kind', 'subtype', 'block', 'field']),
  /** `kind`, `kind/subtype`, `block` or `kind.field`. */
  name: z.string(),
  /** Records it stands on. */
  count: z.number(),
});
export type Drift = z.infer<typeof Drift>;

/** How much of a log was understood. */
export const ParseCounts = z.object({
  lines: z.number(),
  /** Parsed lines of a known kind. */
  understood: z.number(),
  malformed: z.number(),
  unknownKinds: z.record(z.string(), z.number()),
  unknownFields: z.record(z.string(), z.number()),
  /** 1 for each of the last 200 lines that was understood, else 0, oldest first; a string of digits. */
  recent: z.string(),
  /** Lines by Claude Code version: what the counts of `drift` are a share of. */
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
/** Lines that `unread` names. */
const UNREAD = 20;

/** Counts a line: whether it was understood, and where it lies. */
export function countLine(parse: ParseCounts, understood: boolean, at: number, len: number): void {
  if (understood) parse.understood++;
  else parse.unread = [...parse.unread, { at, len }].slice(-UNREAD);
  parse.recent = (parse.recent + (understood ? '1' : '0')).slice(-RECENT);
}

/** What is not known in one record; `raw` is the record as it was parsed. */
export function* unknownsOf(raw: Readonly<Record<string, unknown>>): Generator<Pick<Drift, 'what' | 'name'>> {
  const kind = typeof raw['type'] === 'string' ? raw['type'] : '';
  if (!KNOWN_KINDS.has(kind)) yield { what: 'kind', name: kind };
  else {
    const subtype = subtypeOf(kind, raw);
    if (subtype !== null && !KNOWN_SUBTYPES.has(`${kind}/${subtype}`))
      yield { what: 'subtype', name: `${kind}/${subtype}` };
  }
  for (const field in raw) if (!KNOWN_FIELDS.has(field)) yield { what: 'field', name: `${kind}.${field}` };
  const content = inside(raw['message'], 'content');
  if (!Array.isArray(content)) return;
  for (const block of content) {
    const type = inside(block, 'type');
    if (typeof type === 'string' && !KNOWN_BLOCKS.has(type)) yield { what: 'block', name: type };
  }
}

function subtypeOf(kind: string, raw: Readonly<Record<string, unknown>>): string | null {
  const found =
    kind === 'system'
      ? raw['subtype']
      : kind === 'progress'
        ? inside(raw['data'], 'type')
        : kind === 'attachment'
          ? inside(raw['attachment'], 'type')
          : undefined;
  return typeof found === 'string' ? found : null;
}

function inside(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** Different unknowns counted by name; all further ones are counted together. */
const MOST_ROWS = 300;
const MORE = '(more)';

/** Adds `count` of something unknown to the counts. */
export function addDrift(parse: ParseCounts, { version, what, name: named, count }: Drift): void {
  const name = cutName(named);
  const known = parse.drift.find((one) => one.name === name && one.what === what && one.version === version);
  if (known === undefined && parse.drift.length >= MOST_ROWS) {
    // A log that invents a name on every line must not grow the counts without end.
    if (name !== MORE) addDrift(parse, { version: '', what, name: MORE, count });
    else parse.drift.push({ version, what, name, count });
    return;
  }
  if (what === 'kind') setOwn(parse.unknownKinds, name, (getOwn(parse.unknownKinds, name) ?? 0) + count);
  if (what === 'field') setOwn(parse.unknownFields, name, (getOwn(parse.unknownFields, name) ?? 0) + count);
  if (known === undefined) parse.drift.push({ version, what, name, count });
  else known.count += count;
}

/** Counts of another file of the same session added. */
export function addParse(into: ParseCounts, from: ParseCounts): void {
  // Offsets mean the session's first file; lines of the others cannot be told by them.
  if (into.lines === 0) into.unread = [...from.unread];
  into.lines += from.lines;
  into.understood += from.understood;
  into.malformed += from.malformed;
  into.recent = (into.recent + from.recent).slice(-RECENT);
  for (const [version, lines] of Object.entries(from.versions)) {
    setOwn(into.versions, version, (getOwn(into.versions, version) ?? 0) + lines);
  }
  for (const row of from.drift) addDrift(into, row);
}

const AFFECTED: Readonly<Record<Drift['what'], string>> = {
  kind: 'prompts, responses, tools and signals, if it is part of the conversation',
  subtype: 'compactions, context and queued prompts',
  block: 'tools, signals and estimates of output',
  field: 'none that is known; it may change what another field means',
};

/** A line of the drift ledger for people: what, where, how much of that version's lines, which figures. */
export interface DriftLine extends Drift {
  /** Share of the lines of that version, 0 to 1. */
  share: number;
  affects: string;
}

/** The ledger of a session or of several: worst first. */
export function driftLedger(parse: Pick<ParseCounts, 'drift' | 'versions'>): DriftLine[] {
  return parse.drift
    .map((row) => ({
      ...row,
      share: row.count / Math.max(1, getOwn(parse.versions, row.version) ?? 1),
      affects: AFFECTED[row.what],
    }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
