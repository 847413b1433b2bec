/**
 * What a log holds that Vigil does not know (P46): counted by Claude Code version, with the figures it may touch,
 * so that a change of the format is seen before it makes a number wrong.
 */
import { isKnownKind, KNOWN_BLOCKS, KNOWN_FIELDS, KNOWN_SUBTYPES } from './known';
import { isCount, isTooEarly } from './record';
import { KNOWN_ITERATIONS } from './usage';
import { type Drift, type ParseCounts, RECENT } from './parseCounts';

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
  for (const block of Array.isArray(content) ? content : []) {
    const type = inside(block, 'type');
    if (typeof type === 'string' && !KNOWN_BLOCKS.has(type)) yield { what: 'block', name: type };
  }
  for (const name of absurdIn(raw)) yield { what: 'value', name };
  const copied = kind === 'progress' ? inside(inside(raw['data'], 'message'), 'message') : undefined;
  for (const message of [raw['message'], copied]) yield* unknownsOfUsage(inside(message, 'usage'));
}

/** Names with the fields on the way to them. */
const named = (names: readonly string[]): readonly (readonly [name: string, way: readonly string[]])[] =>
  names.map((name) => [name, name.split('.')]);

/** Fields of a usage, or of one of its iterations, that count something. */
const COUNTS = named([
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
  'cache_creation.ephemeral_5m_input_tokens',
  'cache_creation.ephemeral_1h_input_tokens',
  'server_tool_use.web_search_requests',
]);
/** … and of a compaction. */
const COMPACTION_COUNTS = named(['preTokens', 'postTokens']);

function* unknownsOfUsage(usage: unknown): Generator<Pick<Drift, 'what' | 'name'>> {
  const iterations = inside(usage, 'iterations');
  for (const name of wrongCounts(usage, COUNTS)) yield { what: 'value', name: `usage.${name}` };
  for (const iteration of Array.isArray(iterations) ? iterations : []) {
    const type = inside(iteration, 'type');
    if (typeof type === 'string' && !KNOWN_ITERATIONS.has(type)) yield { what: 'iteration', name: type };
    for (const name of wrongCounts(iteration, COUNTS))
      yield { what: 'value', name: `usage.iterations.${name}` };
  }
}

/** Values of a record that are none: counts that cannot be, times before Claude Code. */
function* absurdIn(raw: Readonly<Record<string, unknown>>): Generator<string> {
  if (isTooEarly(raw['timestamp'])) yield 'timestamp';
  for (const name of wrongCounts(raw['compactMetadata'], COMPACTION_COUNTS)) yield `compactMetadata.${name}`;
}

/** Names of what stands in the place of a count and is none. */
const wrongCounts = (holder: unknown, counts: typeof COUNTS): string[] =>
  typeof holder !== 'object' || holder === null
    ? []
    : counts
        .filter(([, way]) => {
          const value = way.reduce(inside, holder as unknown);
          return value !== undefined && value !== null && !isCount(value);
        })
        .map(([name]) => name);

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
