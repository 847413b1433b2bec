/**
 * What Vigil does not know in a log (P46), counted per Claude Code version, with the figures it may affect. So a change of the format is
 * noticed before it makes a number wrong.
 */
import { fieldsOf } from './json';
import { isKnownKind, KNOWN_BLOCKS, KNOWN_SUBTYPES } from './knownRecords';
import { isCount, isTooEarly, KNOWN_FIELDS } from './record';
import { KNOWN_ITERATIONS } from './usage';
import { type Drift, type ParseCounts, RECENT } from './parseCounts';

/** Number of lines that `unread` names. */
const UNREAD = 20;

/** How a line affects figures: it is read, is of an unknown kind that affects none, or is not understood. */
export type Verdict = 'understood' | 'harmless' | 'unread';

/** The verdict on a line with several records: as good as the worst of them. */
export function worst(records: readonly Readonly<Record<string, unknown>>[]): Verdict {
  const unknown = records.filter(({ type }) => typeof type !== 'string' || !isKnownKind(type));
  if (unknown.length === 0) return 'understood';
  return unknown.every(isHarmless) ? 'harmless' : 'unread';
}

/** Counts a line by its verdict and place. */
export function countLine(parse: ParseCounts, verdict: Verdict, at: number, len: number): void {
  if (verdict === 'harmless') {
    parse.harmless = (parse.harmless ?? 0) + 1;
    return;
  }
  const understood = verdict === 'understood';
  if (understood) parse.understood++;
  else parse.unread = [...parse.unread, { at, len }].slice(-UNREAD);
  parse.recent = withVerdict(parse.recent, understood ? '1' : '0');
}

/** Nearly every log is understood completely; then nothing changes. */
const ALL_UNDERSTOOD = '1'.repeat(RECENT);
const withVerdict = (recent: string, verdict: string): string =>
  verdict === '1' && recent === ALL_UNDERSTOOD ? recent : (recent + verdict).slice(-RECENT);

/** Fields and blocks that figures are counted from, at any depth of a record. */
const COUNTED_FIELD =
  /^(?:messages?|usage|modelUsage|tool_?calls?|toolUseResult)$|^(?:input|output|cache)\w*tokens$|cost_?usd$/i;
const COUNTED_BLOCK = /tool_use|tool_result/;
const ROLES = new Set<unknown>(['user', 'assistant', 'human']);

/** True for a record of an unknown kind without a message, usage or tool block: it can affect no figure (P53). */
function isHarmless(raw: Readonly<Record<string, unknown>>): boolean {
  const waiting: object[] = [raw];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    const type = fieldsOf(value)['type'];
    if (typeof type === 'string' && COUNTED_BLOCK.test(type)) return false;
    // A record may be a message without having a `message` field.
    if (ROLES.has(fieldsOf(value)['role'])) return false;
    for (const [field, inner] of Object.entries(value) as [string, unknown][]) {
      const nested = typeof inner === 'object' && inner !== null;
      // A message or count that is a text does not count; a numeric token count does.
      if ((nested || typeof inner === 'number') && COUNTED_FIELD.test(field)) return false;
      if (nested) waiting.push(inner);
    }
  }
  return true;
}

/** Something in a record that is not known. */
type Unknown = Pick<Drift, 'what' | 'name' | 'harmless'>;

/** The unknown parts of one record; `raw` is the parsed record. */
export function unknownsOf(raw: Readonly<Record<string, unknown>>): Unknown[] {
  const found: Unknown[] = [];
  const kind = typeof raw['type'] === 'string' ? raw['type'] : '';
  if (!isKnownKind(kind))
    found.push({ what: 'kind', name: kind, ...(isHarmless(raw) ? { harmless: true } : {}) });
  else {
    const subtype = subtypeOf(kind, raw);
    if (subtype !== null && !KNOWN_SUBTYPES.has(`${kind}/${subtype}`))
      found.push({ what: 'subtype', name: `${kind}/${subtype}` });
  }
  for (const field in raw)
    if (!KNOWN_FIELDS.has(field)) found.push({ what: 'field', name: `${kind}.${field}` });
  const content = fieldsOf(raw['message'])['content'];
  if (Array.isArray(content))
    for (const block of content) {
      const type = fieldsOf(block)['type'];
      if (typeof type === 'string' && !KNOWN_BLOCKS.has(type)) found.push({ what: 'block', name: type });
    }
  if (isTooEarly(raw['timestamp'])) found.push({ what: 'value', name: 'timestamp' });
  addWrongCounts(found, 'compactMetadata.', raw['compactMetadata'], COMPACTION_COUNTS);
  addUnknownsOfUsage(found, fieldsOf(raw['message'])['usage']);
  if (kind === 'progress')
    addUnknownsOfUsage(found, fieldsOf(fieldsOf(fieldsOf(raw['data'])['message'])['message'])['usage']);
  return found;
}

/** Adds the path of fields to the names. */
const named = (names: readonly string[]): readonly (readonly [name: string, way: readonly string[]])[] =>
  names.map((name) => [name, name.split('.')]);

/** Fields with counts in a usage, or in one of its iterations. */
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

function addUnknownsOfUsage(found: Unknown[], usage: unknown): void {
  addWrongCounts(found, 'usage.', usage, COUNTS);
  const iterations = fieldsOf(usage)['iterations'];
  if (!Array.isArray(iterations)) return;
  for (const iteration of iterations) {
    const type = fieldsOf(iteration)['type'];
    if (typeof type === 'string' && !KNOWN_ITERATIONS.has(type))
      found.push({ what: 'iteration', name: type });
    addWrongCounts(found, 'usage.iterations.', iteration, COUNTS);
  }
}

/** Names the fields that should hold a count and do not. */
function addWrongCounts(found: Unknown[], before: string, holder: unknown, counts: typeof COUNTS): void {
  if (typeof holder !== 'object' || holder === null) return;
  for (const [name, way] of counts) {
    let value: unknown = holder;
    for (const step of way) value = fieldsOf(value)[step];
    if (value !== undefined && value !== null && !isCount(value))
      found.push({ what: 'value', name: `${before}${name}` });
  }
}

function subtypeOf(kind: string, raw: Readonly<Record<string, unknown>>): string | null {
  const found =
    kind === 'system'
      ? raw['subtype']
      : kind === 'progress'
        ? fieldsOf(raw['data'])['type']
        : kind === 'attachment'
          ? fieldsOf(raw['attachment'])['type']
          : undefined;
  return typeof found === 'string' ? found : null;
}
