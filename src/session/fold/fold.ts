/** Folds lines into a reading: records → messages → events. See `reading.ts` for what comes out. */
import { countLine, unknownsOf, worst } from '../../log/drift';
import { isKnownKind } from '../../log/knownRecords';
import { getOwn, setOwn } from '../../log/own';
import { addDrift } from '../../log/parseCounts';
import { asRecord, isOfClaude, parseLine, timeOf, type LogRecord } from '../../log/record';
import { factsOf } from '../reading';
import { foldAccount } from './account';
import { foldAnswerRecord } from './answer';
import { foldAttachment } from './attachment';
import { identify, noteFacts, notePlace, threadOf } from './origin';
import { foldProgress } from './progress';
import { foldQueue } from './queue';
import type { FoldState, LinePlace } from './state';
import { foldSystem } from './system';
import { foldTitle, noteLeaf } from './title';
import { foldUserRecord } from './user';

/** A record with everything the functions of `KINDS` need. */
interface Folded {
  record: LogRecord;
  /** The JSON as logged. */
  raw: Record<string, unknown>;
  /** The uuid of the record it follows. */
  parent: string | null;
  place: LinePlace;
}

/** The fold of each record type. Other types can only have a title or similar (`title.ts`). */
const KINDS: Partial<Record<string, (state: FoldState, folded: Folded) => void>> = {
  assistant: (state, { record, place }) => foldAnswerRecord(state, record, place),
  user: (state, { record, parent, place }) => foldUserRecord(state, record, parent, place),
  system: (state, { record, place }) => foldSystem(state, record, place),
  'cost-state': (state, { record, raw, place }) => foldAccount(state, record, raw, place),
  progress: (state, { record, place }) => foldProgress(state, record, place),
  'queue-operation': (state, { record, place }) => foldQueue(state, record, place),
  attachment: (state, { record, parent, place }) => foldAttachment(state, record, parent, place),
};

/**
 * Folds one line: its text without the newline, its offset and length in bytes, and, if known, the bytes that the text was decoded from.
 * Never throws for any content.
 */
export function foldLine(state: FoldState, text: string, at: number, len: number, bytes?: Buffer): void {
  const body = at === 0 && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (body.trim() === '') return;
  const { parse } = state.reading;
  parse.lines++;
  const parsed = parseLine(body, bytes);
  if (parsed.kind === 'malformed') {
    parse.malformed++;
    return countLine(parse, 'unread', at, len);
  }
  parsed.records.forEach((record, i) => {
    const raw = parsed.raw[i] ?? {};
    const place = bytes === undefined ? undefined : parsed.places?.[i];
    if (place !== undefined) foldCounted(state, record, at + place.at, place.len, raw);
    else foldCounted(state, record, at, text.endsWith('\r') ? len - 1 : len, raw);
  });
  const damage = parsed.damage[0];
  if (damage !== undefined) parse.malformed++;
  const torn = damage !== undefined && bytes !== undefined;
  countLine(
    parse,
    damage === undefined ? worst(parsed.raw) : 'unread',
    torn ? at + damage.at : at,
    torn ? damage.len : len,
  );
}

/** Types of which more fields are read than the schema of a record has. */
const READ_WHOLE = new Set(['cost-state']);

/**
 * Folds a line that was already parsed into the wanted fields (log/projection.ts); `solid`: its length without a carriage return at its
 * end. Returns false and folds nothing if the whole line is needed; then call `foldLine`.
 */
export function foldValue(state: FoldState, value: unknown, at: number, len: number, solid: number): boolean {
  const one = asRecord(value);
  if (one === null || !isKnownKind(one.record.type) || READ_WHOLE.has(one.record.type)) return false;
  const { parse } = state.reading;
  parse.lines++;
  foldCounted(state, one.record, at, solid, one.raw);
  countLine(parse, 'understood', at, len);
  return true;
}

function foldCounted(
  state: FoldState,
  record: LogRecord,
  at: number,
  len: number,
  raw: Record<string, unknown>,
): void {
  state.reading.recognised ||= isOfClaude(record, raw);
  countUnknown(state, record, raw);
  foldRecord(state, record, at, len, raw);
}

function countUnknown({ reading }: FoldState, record: LogRecord, raw: Record<string, unknown>): void {
  const { parse, memory } = reading;
  if (record.version !== undefined) memory.version = record.version;
  setOwn(parse.versions, memory.version, (getOwn(parse.versions, memory.version) ?? 0) + 1);
  for (const unknown of unknownsOf(raw)) addDrift(parse, { ...unknown, version: memory.version, count: 1 });
}

function foldRecord(
  state: FoldState,
  record: LogRecord,
  at: number,
  len: number,
  raw: Record<string, unknown>,
): void {
  const { reading } = state;
  const { timestamp, _audit_timestamp: audited } = record;
  const t = timeOf(timestamp ?? audited);
  identify(reading, record);
  if (reading.firstAt === null && t !== null) reading.firstAt = t;
  if (record.sessionKind === 'bg' || (record.forkedFrom !== undefined && record.forkedFrom !== null))
    reading.fork = true;
  const parent = record.parentUuid === undefined ? reading.memory.lastUuid : record.parentUuid;
  const thread = threadOf(reading, record, parent);
  const facts = factsOf(reading, thread);
  noteFacts(reading, facts, record, t);
  notePlace(state, facts, record);
  const fold = getOwn(KINDS, record.type);
  if (fold === undefined) foldTitle(reading, record);
  else fold(state, { record, raw, parent, place: { t, at, len, thread } });
  noteLeaf(reading, record);
}
