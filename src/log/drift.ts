/**
 * What a log holds that Vigil does not know (P46): counted by Claude Code version, with the figures it may touch,
 * so that a change of the format is seen before it makes a number wrong.
 */
import * as z from 'zod';
import { isKnownKind, KNOWN_BLOCKS, KNOWN_FIELDS, KNOWN_SUBTYPES } from './known';
import { getOwn, setOwn } from './own';

export const Drift = z.object({
  /** Claude Code's version on the record, or the last one before it; '' when none was seen. */
  version: z.string(),
  what: z.enum(['kind', 'subtype', 'block', 'field']),
  /** `kind`, `kind/subtype`, `block` or `kind.field`. */
  name: z.string(),
  /** Records it stands on. */
  count: z.number(),
  /** A kind whose records hold nothing that a figure is counted from (P53). */
  harmless: z.literal(true).optional(),
});
export type Drift = z.infer<typeof Drift>;

/** How much of a log was understood. */
export const ParseCounts = z.object({
  lines: z.number(),
  /** Parsed lines of a known kind. */
  understood: z.number(),
  /** Parsed lines of an unknown kind that hold nothing a figure is counted from: they do not lower parse health (P53). Absent: none. */
  harmless: z.number().optional(),
  malformed: z.number(),
  unknownKinds: z.record(z.string(), z.number()),
  unknownFields: z.record(z.string(), z.number()),
  /** 1 for each of the last 200 lines that was understood, else 0, oldest first; harmless ones left out; a string of digits. */
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

/** What a line is to the figures: read, of an unknown kind that can touch none, or not understood. */
export type Verdict = 'understood' | 'harmless' | 'unread';

/** What a line is whose records are these: as good as the worst of them. */
export function worst(records: readonly Readonly<Record<string, unknown>>[]): Verdict {
  const unknown = records.filter(({ type }) => typeof type !== 'string' || !isKnownKind(type));
  if (unknown.length === 0) return 'understood';
  return unknown.every(isHarmless) ? 'harmless' : 'unread';
}

/** Counts a line: what it is, and where it lies. */
export function countLine(parse: ParseCounts, verdict: Verdict, at: number, len: number): void {
  if (verdict === 'harmless') {
    parse.harmless = (parse.harmless ?? 0) + 1;
    return;
  }
  const understood = verdict === 'understood';
  if (understood) parse.understood++;
  else parse.unread = [...parse.unread, { at, len }].slice(-UNREAD);
  parse.recent = (parse.recent + (understood ? '1' : '0')).slice(-RECENT);
}

/** Fields and blocks that figures are counted from, wherever they stand in a record. */
const COUNTED_FIELD =
  /^(?:messages?|usage|modelUsage|tool_?calls?|toolUseResult)$|^(?:input|output|cache)\w*tokens$|cost_?usd$/i;
const COUNTED_BLOCK = /tool_use|tool_result/;
const ROLES = new Set<unknown>(['user', 'assistant', 'human']);

/** True when a record of an unknown kind holds no message, usage or tool block: it can touch no figure (P53). */
export function isHarmless(raw: Readonly<Record<string, unknown>>): boolean {
  const waiting: object[] = [raw];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    const type = inside(value, 'type');
    if (typeof type === 'string' && COUNTED_BLOCK.test(type)) return false;
    // A message may be spelled without the field of that name.
    if (ROLES.has(inside(value, 'role'))) return false;
    for (const [field, inner] of Object.entries(value) as [string, unknown][]) {
      const nested = typeof inner === 'object' && inner !== null;
      // A message or count that is a word is none; a number of tokens is one.
      if ((nested || typeof inner === 'number') && COUNTED_FIELD.test(field)) return false;
      if (nested) waiting.push(inner);
    }
  }
  return true;
}

/** What is not known in one record; `raw` is the record as it was parsed. */
export function* unknownsOf(
  raw: Readonly<Record<string, unknown>>,
): Generator<Pick<Drift, 'what' | 'name' | 'harmless'>> {
  const kind = typeof raw['type'] === 'string' ? raw['type'] : '';
  if (!isKnownKind(kind)) yield { what: 'kind', name: kind, ...(isHarmless(raw) ? { harmless: true } : {}) };
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
export function addDrift(parse: ParseCounts, { version, what, name, count, harmless }: Drift): void {
  const known = parse.drift.find(
    (one) => one.name === name && one.what === what && one.version === version && one.harmless === harmless,
  );
  if (known === undefined && parse.drift.length >= MOST_ROWS) {
    // A log that invents a name on every line must not grow the counts without end.
    if (name !== MORE) addDrift(parse, { version: '', what, name: MORE, count });
    else parse.drift.push({ version, what, name, count });
    return;
  }
  if (what === 'kind') setOwn(parse.unknownKinds, name, (getOwn(parse.unknownKinds, name) ?? 0) + count);
  if (what === 'field') setOwn(parse.unknownFields, name, (getOwn(parse.unknownFields, name) ?? 0) + count);
  if (known === undefined) parse.drift.push({ version, what, name, count, ...(harmless && { harmless }) });
  else known.count += count;
}

/** Counts of another file of the same session added. */
export function addParse(into: ParseCounts, from: ParseCounts): void {
  // Offsets mean the session's first file; lines of the others cannot be told by them.
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

const NO_FIGURE = 'no figure: its records hold no message, usage or tool call';
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
      affects: row.harmless ? NO_FIGURE : AFFECTED[row.what],
    }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
