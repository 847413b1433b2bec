/**
 * One line of a log. Only what Vigil uses is typed; the rest stays unread. A field of the wrong type loses only that field, never the
 * line: bad input never loses data.
 */
import * as z from 'zod';
import { readerBy } from './fields';
import { isObject, valueIn } from './json';
import { recover, type Span } from './recover';
import { narrowed } from './utf16';
import { IGNORED_FIELDS, KNOWN_KINDS } from './knownRecords';
import { cutName, cutPath, cutTitle } from './names';

const text = z.string().optional().catch(undefined);
/** Texts that are compared, grouped by or shown: their length is limited, whatever the log says (names.ts). */
const name = z.string().transform(cutName).optional().catch(undefined);
const noName = z.string().transform(cutName).nullish().catch(undefined);
const path = z.string().transform(cutPath).optional().catch(undefined);
const title = z.string().transform(cutTitle).optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const MOST = 1e12;
/** A count of tokens or calls. Negative, fractional or absurdly large values do not count (P58): `isCount` says the same. */
const count = z.number().int().min(0).max(MOST).optional().catch(undefined);
const unknown = z.unknown().optional();

export const LoggedUsage = z.object({
  input_tokens: count,
  output_tokens: count,
  cache_read_input_tokens: count,
  cache_creation_input_tokens: count,
  cache_creation: z
    .object({ ephemeral_5m_input_tokens: count, ephemeral_1h_input_tokens: count })
    .nullish()
    .catch(undefined),
  server_tool_use: z.object({ web_search_requests: count }).nullish().catch(undefined),
  iterations: z.array(unknown).nullish().catch(undefined),
  // As other back ends count, where a gateway passes it on.
  prompt_tokens: count,
  completion_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: count }).nullish().catch(undefined),
  speed: noName,
  inference_geo: noName,
  service_tier: noName,
});
export type LoggedUsage = z.infer<typeof LoggedUsage>;

/** One entry of `usage.iterations`: a call made while answering, with its own usage (P28). */
const Iteration = LoggedUsage.extend({ type: name, model: name });
export type Iteration = z.infer<typeof Iteration>;
export const iterationIn = readerBy(Iteration);

export const LoggedMessage = z.object({
  id: name,
  model: name,
  role: name,
  stop_reason: noName,
  /** For a refusal: the policy that caused it. */
  stop_details: z.object({ category: noName }).nullish().catch(undefined),
  content: z
    .union([z.string(), z.array(unknown)])
    .optional()
    .catch(undefined),
  usage: LoggedUsage.nullish().catch(undefined),
});
export type LoggedMessage = z.infer<typeof LoggedMessage>;

export const LogRecord = z.object({
  type: z.string().transform(cutName),
  subtype: name,
  direction: name,
  originalModel: name,
  fallbackModel: name,
  uuid: name,
  parentUuid: noName,
  timestamp: name,
  sessionId: name,
  session_id: name,
  /** In a stream: the time, as Cowork writes it, and the call of the sub-agent whose record this is. */
  _audit_timestamp: name,
  parent_tool_use_id: noName,
  requestId: noName,
  version: name,
  cwd: path,
  gitBranch: name,
  permissionMode: name,
  isSidechain: flag,
  agentId: name,
  isMeta: flag,
  isCompactSummary: flag,
  isVisibleInTranscriptOnly: flag,
  isSynthetic: flag,
  turnCompanion: flag,
  planContent: text,
  sourceToolUseID: text,
  turnOrigin: text,
  isApiErrorMessage: flag,
  retryAttempt: count,
  maxRetries: count,
  promptSource: name,
  entrypoint: name,
  origin: z.object({ kind: name }).nullish().catch(undefined),
  sessionKind: name,
  forkedFrom: unknown,
  toolDenialKind: name,
  toolUseResult: unknown,
  compactMetadata: z
    .object({ trigger: name, preTokens: count, postTokens: count })
    .nullish()
    .catch(undefined),
  message: LoggedMessage.optional().catch(undefined),
  // queue-operation
  operation: name,
  reason: name,
  commandUuid: name,
  content: unknown,
  // pr-link
  prNumber: count,
  prUrl: name,
  prRepository: name,
  // titles
  summary: title,
  leafUuid: name,
  aiTitle: title,
  customTitle: title,
  title,
  worktreeSession: z
    .object({ worktreeName: title, worktreePath: path, originalCwd: path })
    .nullish()
    .catch(undefined),
  mode: name,
  data: unknown,
  attachment: unknown,
  error: unknown,
  apiErrorStatus: unknown,
});
export type LogRecord = z.infer<typeof LogRecord>;
const recordIn = readerBy(LogRecord);

/** The fields of records that are known. Others are counted as drift. */
export const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  ...Object.keys(LogRecord.shape),
  ...IGNORED_FIELDS,
]);

/** The parts of a content block that Vigil reads. */
export const Block = z.object({
  type: z.string().transform(cutName),
  text,
  thinking: text,
  signature: text,
  id: name,
  name,
  input: unknown,
  tool_use_id: name,
  is_error: z.union([z.boolean(), z.string()]).nullish().catch(undefined),
  content: unknown,
  /** In a `fallback` block: the models before and after the change. */
  from: z.object({ model: text }).nullish().catch(undefined),
  to: z.object({ model: text }).nullish().catch(undefined),
});
export type Block = z.infer<typeof Block>;
const blockIn = readerBy(Block);

/** `progress` records of a sub-agent: a copy of its message, the only source when its own file is missing. */
const AgentProgress = z.object({
  type: z.literal('agent_progress'),
  agentId: z.string().min(1).transform(cutName),
  message: z.object({
    type: z.string(),
    uuid: name,
    timestamp: name,
    requestId: noName,
    message: LoggedMessage.optional().catch(undefined),
    toolUseResult: unknown,
  }),
});
export const agentProgressIn = readerBy(AgentProgress);

const QueuedCommand = z.object({
  type: z.literal('queued_command'),
  prompt: unknown,
  commandMode: name,
  isMeta: flag,
  source_uuid: name,
  origin: z.object({ kind: name }).nullish().catch(undefined),
});
export type QueuedCommand = z.infer<typeof QueuedCommand>;
export const queuedCommandIn = readerBy(QueuedCommand);

/** Attachment that tells Claude that somebody else changed a file it knows. */
const EditedFile = z.object({
  type: z.literal('edited_text_file'),
  filename: z.string().min(1).transform(cutPath),
});
export const editedFileIn = readerBy(EditedFile);

/** Attachments with a file's content, or a reminder of it, without a call (P38): by @-mention, selection, memory, compaction. */
const AttachedFile = z.object({
  type: z.enum([
    'file',
    'already_read_file',
    'compact_file_reference',
    'selected_lines_in_ide',
    'nested_memory',
    'plan_file_reference',
    'relevant_memories',
    'pdf_reference',
  ]),
  filename: text,
  path: text,
  planFilePath: text,
  memories: z.array(unknown).optional().catch(undefined),
  /** What a file of memory (CLAUDE.md) says. */
  content: z.object({ content: text }).optional().catch(undefined),
});
export const attachedFileIn = readerBy(AttachedFile);

/** Schemas for fields whose type the record's own schema leaves open. They decide what is read of a line (projection.ts). */
export const INSIDE = { AgentProgress, AttachedFile, EditedFile, Iteration, QueuedCommand };

/** Maximum number of blocks read per message: no answer or prompt has as many. */
const MOST_BLOCKS = 20_000;

/** The blocks of a message; a plain string is one text block. Blocks without a type are left out. */
export function blocksOf(content: unknown): Block[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (!Array.isArray(content)) return [];
  const blocks: Block[] = [];
  for (const item of content as unknown[]) {
    if (blocks.length === MOST_BLOCKS) break;
    if (typeof item !== 'object' || item === null) continue;
    const block = blockIn(item);
    if (block !== undefined) blocks.push(block);
  }
  return blocks;
}

/** Text of a content value: a string, or the text blocks of a list joined by newlines. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  const texts: string[] = [];
  let blocks = 0;
  // For blocks that are not texts, only the type is checked: results are asked for their text several times.
  for (const item of content as unknown[]) {
    if (blocks === MOST_BLOCKS) break;
    if (typeof item !== 'object' || item === null || !('type' in item) || typeof item.type !== 'string')
      continue;
    blocks++;
    if (item.type === 'text') texts.push('text' in item && typeof item.text === 'string' ? item.text : '');
  }
  return texts.join('\n');
}

/** The records of a line, or that it has none. */
export type Parsed =
  | {
      kind: 'records';
      records: LogRecord[];
      raw: Record<string, unknown>[];
      /** Where each record is on the line, in bytes; null when the line is one record. */
      places: Span[] | null;
      /** Everything else on the line: torn records, NUL bytes and the like. */
      damage: Span[];
    }
  | { kind: 'malformed' };

/** A value as a record, together with the value; null if it is not a record. */
export function asRecord(value: unknown): { record: LogRecord; raw: Record<string, unknown> } | null {
  const record = isObject(value) ? recordIn(value) : undefined;
  return record === undefined ? null : { record, raw: value as Record<string, unknown> };
}

/**
 * The records of one line: one record, or all complete ones on a damaged line (P57). `bytes`: the line as it is in the file, if the caller
 * has it; decoding loses the offsets behind a character that was torn.
 */
export function parseLine(line: string, bytes?: Buffer): Parsed {
  const one = asRecord(valueIn(line)) ?? asRecord(valueIn(narrowed(line, bytes) ?? ''));
  if (one !== null)
    return { kind: 'records', records: [one.record], raw: [one.raw], places: null, damage: [] };
  if (!line.includes('{')) return { kind: 'malformed' };
  const { whole, damage } = recover(bytes ?? Buffer.from(line));
  if (whole.length === 0) return { kind: 'malformed' };
  return {
    kind: 'records',
    records: whole.map(({ raw }) => LogRecord.parse(raw)),
    raw: whole.map(({ raw }) => raw),
    places: whole.map(({ at, len }) => ({ at, len })),
    damage,
  };
}

/** Earlier times are invalid: Claude Code did not exist. */
const EARLIEST = Date.UTC(2020, 0, 1);

/** True for a valid count. */
export const isCount = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST;

/** True for a readable time before 2020. */
export const isTooEarly = (timestamp: unknown): boolean =>
  typeof timestamp === 'string' &&
  timestamp < SURELY_LATE &&
  ZONED.test(timestamp) &&
  Date.parse(timestamp) < EARLIEST;
/** From here on, a time is not before 2020 in any zone. */
const SURELY_LATE = '2020-01-03';

/**
 * A logged time in milliseconds since the epoch; null when it is missing, malformed, has no zone (P24) or is before 2020 (P58). Times in
 * the future are kept: to recognise them takes the clock, and a reading must not depend on the clock.
 */
export function timeOf(timestamp: string | undefined): number | null {
  if (timestamp === undefined || !ZONED.test(timestamp)) return null;
  const t = Date.parse(timestamp);
  return Number.isNaN(t) || t < EARLIEST ? null : t;
}
const ZONED = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/;

/** Names of the fields that say which session a record belongs to. */
export const IDENTITIES = ['sessionId', 'session_id', 'uuid', 'leafUuid', 'messageId', 'message'] as const;

/** True for a record of a known kind that says which session it belongs to. Logs of other programs have none (P61). */
export const isOfClaude = (record: LogRecord, raw: Readonly<Record<string, unknown>>): boolean =>
  KNOWN_KINDS.has(record.type) && IDENTITIES.some((field) => raw[field] !== undefined && raw[field] !== null);
