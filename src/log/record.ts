/**
 * One line of a log. Only what Vigil uses is typed; the rest is kept unread. A field of the wrong type costs
 * that field, never the line (law: bad input never loses data).
 */
import * as z from 'zod';
import { cutName, cutPath, cutTitle } from './names';

const text = z.string().optional().catch(undefined);
/** What is compared, grouped by or shown: no longer than a name is, whatever the log says (names.ts). */
const name = z.string().transform(cutName).optional().catch(undefined);
const noName = z.string().transform(cutName).nullish().catch(undefined);
const path = z.string().transform(cutPath).optional().catch(undefined);
const title = z.string().transform(cutTitle).optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const count = z.number().optional().catch(undefined);
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
  speed: noName,
});
export type LoggedUsage = z.infer<typeof LoggedUsage>;

/** One entry of `usage.iterations`: a call made while answering, with its own usage (P28). */
export const Iteration = LoggedUsage.extend({ type: name, model: name });

export const LoggedMessage = z.object({
  id: name,
  model: name,
  role: name,
  stop_reason: noName,
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
  uuid: name,
  parentUuid: noName,
  timestamp: name,
  sessionId: name,
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
  isApiErrorMessage: flag,
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
  content: unknown,
  // titles
  summary: title,
  leafUuid: name,
  aiTitle: title,
  customTitle: title,
  title,
  mode: name,
  data: unknown,
  attachment: unknown,
});
export type LogRecord = z.infer<typeof LogRecord>;

/** A content block, as far as Vigil reads it. */
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
});
export type Block = z.infer<typeof Block>;

/** `progress` records of a sub-agent: a copy of its message, the only source when its own file is missing. */
export const AgentProgress = z.object({
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

export const QueuedCommand = z.object({
  type: z.literal('queued_command'),
  prompt: unknown,
  commandMode: name,
  isMeta: flag,
  source_uuid: name,
  origin: z.object({ kind: name }).nullish().catch(undefined),
});

/** Attachment that tells the agent that a file it knows was changed by somebody else. */
export const EditedFile = z.object({
  type: z.literal('edited_text_file'),
  filename: z.string().min(1).transform(cutPath),
});

/** The blocks of a message; a plain string is one text block. Blocks without a type are left out. */
export function blocksOf(content: unknown): Block[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (!Array.isArray(content)) return [];
  const blocks: Block[] = [];
  for (const item of content) {
    const block = Block.safeParse(item);
    if (block.success) blocks.push(block.data);
  }
  return blocks;
}

/** Text of a content value: a string, or the text blocks of a list joined by newlines. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return blocksOf(content)
    .filter((block) => block.type === 'text')
    .map((block) => block.text ?? '')
    .join('\n');
}

export type Parsed =
  { kind: 'records'; records: LogRecord[]; raw: Record<string, unknown>[] } | { kind: 'malformed' };

function asRecord(value: unknown): { record: LogRecord; raw: Record<string, unknown> } | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const raw = value as Record<string, unknown>;
  const record = LogRecord.safeParse(raw);
  return record.success ? { record: record.data, raw } : null;
}

/**
 * The records of one line: one, or several when two were glued together because the line before had lost
 * its newline (log-format.md section 2).
 */
export function parseLine(line: string): Parsed {
  let values: unknown[];
  try {
    values = [JSON.parse(line)];
  } catch {
    const parts = splitGlued(line);
    if (parts === null) return { kind: 'malformed' };
    values = parts;
  }
  const records: LogRecord[] = [];
  const raw: Record<string, unknown>[] = [];
  for (const value of values) {
    const one = asRecord(value);
    if (one === null) return { kind: 'malformed' };
    records.push(one.record);
    raw.push(one.raw);
  }
  return { kind: 'records', records, raw };
}

/** Values of objects glued at `}{"`, null when the line is not made of whole objects. At most 16 of them. */
function splitGlued(line: string): unknown[] | null {
  const values: unknown[] = [];
  let start = 0;
  let search = 0;
  for (let tries = 0; tries < 64; tries++) {
    const cut = line.indexOf('}{"', search);
    const end = cut === -1 ? line.length : cut + 1;
    try {
      values.push(JSON.parse(line.slice(start, end)));
      start = end;
    } catch {
      if (cut === -1) return null;
    }
    if (cut === -1 || values.length > 16) break;
    search = end;
  }
  return start === line.length && values.length > 1 ? values : null;
}

/** Milliseconds since the epoch of a logged time; null when it is missing, malformed or has no zone (P24). */
export function timeOf(timestamp: string | undefined): number | null {
  if (timestamp === undefined || !ZONED.test(timestamp)) return null;
  const t = Date.parse(timestamp);
  return Number.isNaN(t) ? null : t;
}
const ZONED = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/;
