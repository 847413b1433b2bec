/** The texts of a session's lines, read from the log on demand, because texts are never kept (docs/privacy.md). */
import { StringDecoder } from 'node:string_decoder';
import { en } from '../../../l10n/english';
import { fieldsOf, jsonOf } from '../../../log/json';
import {
  agentProgressIn,
  blocksOf,
  parseLine,
  textOf,
  type Block,
  type LogRecord,
} from '../../../log/record';
import type { Event } from '../../../session/event';
import type { Session } from '../../../session/join';
import { turnByEvent } from '../../../session/turns';
import { filePath } from '../../../session/paths';
import { unpack } from '../../../session/pasted';
import { withoutContext } from '../../../session/speaker';
import type { LogBytes } from '../../../store/logBytes';
import type { LogPlace } from '../../../store/vault';
import { formatSize } from '../../../usage/format';
import { LongLine } from './longLine';

/** Something said or done in a turn, or why it is not shown (`other`). The text is from the log and untrusted. */
export interface SpokenItem {
  kind: 'prompt' | 'reply' | 'thinking' | 'tool' | 'result' | 'other';
  text: string;
  /** For a tool call: name and id; for a result: the id of its call. */
  name: string | null;
  tool: string | null;
  failed: boolean;
  /** The file of a tool call or its result; absolute if the folder is known. */
  path: string | null;
}

/** Most bytes of a line that is shown; longer ones are only searched, up to `MOST_SOUGHT` bytes. */
export const MOST_BYTES = 4 << 20;
export const MOST_SOUGHT = 64 << 20;
const SPOKEN = new Set<Event['kind']>([
  'prompt',
  'command',
  'text',
  'thinking',
  'tool',
  'result',
  'interrupt',
  'compaction',
]);

/** A line of the log with text, and its turn. */
export interface SpokenLine {
  turn: number;
  at: number;
  len: number;
  file: number;
}

const known = new WeakMap<readonly Event[], readonly SpokenLine[]>();

/** The lines with text, each once, in the order of their events; cached by the list of events. */
export function spokenLines(events: Session['events']): readonly SpokenLine[] {
  const lines = known.get(events) ?? linesIn(events);
  known.set(events, lines);
  return lines;
}

function linesIn(events: readonly Event[]): SpokenLine[] {
  const lines = new Map<string, SpokenLine>();
  const turns = turnByEvent(events);
  events.forEach(({ kind, at, len, file = 0 }, i) => {
    const key = `${file} ${at}`;
    if (SPOKEN.has(kind) && !lines.has(key)) lines.set(key, { turn: turns[i]!, at, len, file });
  });
  return [...lines.values()];
}

/** The text in place of a line that is too long. */
export const tooLong = (bytes: number): string =>
  en('This line is {n0} long: open the log to read it.', formatSize(bytes));

/** True if an item contains `wanted`, which is in lower case. */
export const containsText = ({ text, name }: SpokenItem, wanted: string): boolean =>
  text.toLowerCase().includes(wanted) || name?.toLowerCase().includes(wanted) === true;

function fileOf(block: Block, { toolUseResult, cwd: folder }: LogRecord): string | null {
  const cwd = folder ?? null;
  if (block.type === 'tool_use') {
    const { file_path, notebook_path } = fieldsOf(block.input);
    return filePath(file_path, cwd) ?? filePath(notebook_path, cwd);
  }
  const { filePath: changed, file } = fieldsOf(toolUseResult);
  return filePath(changed === undefined ? fieldsOf(file)['filePath'] : changed, cwd);
}

/** Bounds for the input of a tool call as text: depth, fields of a list or object, fields in total, and characters of a name. */
const INPUT_DEPTH = 4;
const INPUT_FIELDS = 200;
const INPUT_PARTS = 2_000;
const FIELD_CHARS = 80;

/** The input of a tool call as text: `name: value`, with texts of several lines on separate lines. */
function inputText(input: unknown): string {
  if (typeof input === 'string') return input;
  const parts: string[] = [];
  const tell = (name: string, value: unknown, depth: number): void => {
    const fields = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    if (typeof value === 'string') parts.push(`${name}:${value.includes('\n') ? '\n' : ' '}${value}`);
    else if (
      fields.length > 0 &&
      fields.length <= INPUT_FIELDS &&
      depth < INPUT_DEPTH &&
      parts.length < INPUT_PARTS
    )
      for (const [field, inner] of fields) tell(`${name}.${field.slice(0, FIELD_CHARS)}`, inner, depth + 1);
    else parts.push(`${name}: ${jsonOf(value)}`);
  };
  for (const [name, value] of Object.entries(fieldsOf(input))) tell(name.slice(0, FIELD_CHARS), value, 0);
  return parts.join('\n') || en('(no input)');
}

function saidIn(block: Block, record: LogRecord): SpokenItem[] {
  const item = (kind: SpokenItem['kind'], text: string, more: Partial<SpokenItem> = {}): SpokenItem[] =>
    text.trim() === '' ? [] : [{ kind, text, name: null, tool: null, failed: false, path: null, ...more }];
  switch (block.type) {
    case 'text': {
      const text = withoutContext(block.text ?? '');
      return record.type === 'assistant' ? item('reply', text) : item('prompt', unpack(text).text);
    }
    case 'thinking':
    case 'redacted_thinking':
      return item('thinking', block.thinking || en('(hidden: only a signature is in the log)'));
    case 'tool_use':
      return item('tool', inputText(block.input), {
        name: block.name ?? '',
        tool: block.id ?? null,
        path: fileOf(block, record),
      });
    case 'tool_result':
      return item('result', textOf(block.content) || en('(no text)'), {
        tool: block.tool_use_id ?? null,
        failed: block.is_error === true || block.is_error === 'true',
        path: fileOf(block, record),
      });
    default:
      return item('other', `(${block.type})`);
  }
}

/** Reads the record on a line; null if the log cannot be read or has something else there. */
export function recordAt(
  bytes: LogBytes,
  log: LogPlace,
  { at, len }: Pick<SpokenLine, 'at' | 'len'>,
): LogRecord | null {
  const line = len > MOST_BYTES ? null : bytes(log, at, len);
  const parsed = line === null ? null : parseLine(line.toString('utf8'));
  const record = parsed === null || parsed.kind === 'malformed' ? undefined : parsed.records[0];
  return record === undefined ? null : agentRecordIn(record);
}

/** The sub-agent's record in a `progress` record; other records unchanged. */
export function agentRecordIn(record: LogRecord): LogRecord {
  if (record.type !== 'progress') return record;
  const progress = agentProgressIn(record.data);
  if (progress === undefined) return record;
  const { type, message, toolUseResult, timestamp } = progress.message;
  return { ...record, type, message, toolUseResult, timestamp: timestamp ?? record.timestamp };
}

/** The items of a line, not cut; none if it cannot be read. */
export function spokenItemsAt(
  line: SpokenLine,
  bytes: LogBytes,
  placeOf: (file: number) => LogPlace,
): SpokenItem[] {
  const record = recordAt(bytes, placeOf(line.file), line);
  return record === null ? [] : spokenItems(record);
}

/** True if a too long line contains the text. */
export function longLineContains(
  { at, len, file }: SpokenLine,
  text: string,
  bytes: LogBytes,
  placeOf: (file: number) => LogPlace,
): boolean {
  const log = placeOf(file);
  const decoder = new StringDecoder('utf8');
  const line = new LongLine(text);
  for (let done = 0; done < len && !line.found;) {
    const piece = bytes(log, at + done, Math.min(PIECE, len - done));
    if (piece === null || piece.length === 0) break;
    line.push(decoder.write(piece));
    done += piece.length;
  }
  return line.found;
}
const PIECE = 1 << 20;

/** The items of a record, not cut. */
export function spokenItems(record: LogRecord): SpokenItem[] {
  const attached = record.attachment as { prompt?: unknown } | undefined;
  const content = record.message?.content ?? record.content ?? attached?.prompt;
  return blocksOf(content).flatMap((block) => saidIn(block, record));
}
