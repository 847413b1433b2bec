/** What was said and done in one turn, read from the log when somebody looks: texts are never kept (docs/privacy.md). */
import { blocksOf, parseLine, textOf, type Block, type LogRecord } from '../log/record';
import type { Event } from '../session/event';
import type { Session } from '../session/join';
import { withoutContext } from '../session/speaker';
import type { LogBytes } from '../store/logBytes';
import type { LogPlace } from '../store/vault';
import type { Edit, Said } from './protocol';

/** Bytes of a line that are read, characters of a text that are shown. */
const MOST_BYTES = 4 << 20;
const MOST_CHARS = 6_000;
/** One call of `seek` reads so many lines and bytes at most, so that the engine answers others in between. */
const SEEK_LINES = 2_000;
const SEEK_BYTES = 16 << 20;

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

/** A line of the log that says something, and the turn it belongs to, counted as `turnsOf` counts them. */
export interface SpokenLine {
  turn: number;
  at: number;
  len: number;
  file: number;
}

/** The lines of a session that say something, each once, in the order of their events. */
export function spokenLines(events: readonly Event[]): SpokenLine[] {
  const lines = new Map<string, SpokenLine>();
  let turn = -1;
  for (const { kind, at, len, file = 0 } of events) {
    if (kind === 'prompt' || kind === 'command') turn++;
    else if (turn === -1) turn = 0;
    const key = `${file} ${at}`;
    if (SPOKEN.has(kind) && !lines.has(key)) lines.set(key, { turn, at, len, file });
  }
  return [...lines.values()];
}

const cut = (text: string): string =>
  text.length > MOST_CHARS
    ? `${text.slice(0, MOST_CHARS)}… (${text.length - MOST_CHARS} more characters)`
    : text;

const EDITS = new Set(['Edit', 'MultiEdit', 'Write', 'NotebookEdit']);

/** Unknown values of a log, read one field deep. */
const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const textIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const lineIn = (value: unknown): number | null =>
  Number.isInteger(value) && (value as number) > 0 ? (value as number) : null;

/** The file a tool call names and the line it begins at; of a result, where the change stands. */
function fileOf(block: Block, record: LogRecord): Pick<Said, 'path' | 'line'> {
  if (block.type === 'tool_use') {
    const { file_path, notebook_path, offset } = fieldsOf(block.input);
    return { path: textIn(file_path) ?? textIn(notebook_path), line: lineIn(offset) };
  }
  const { filePath, structuredPatch } = fieldsOf(record.toolUseResult);
  const [first] = Array.isArray(structuredPatch) ? (structuredPatch as unknown[]) : [];
  return { path: textIn(filePath), line: lineIn(fieldsOf(first)['newStart']) };
}

function saidIn(block: Block, record: LogRecord, { at, file }: Pick<SpokenLine, 'at' | 'file'>): Said[] {
  const item = (kind: Said['kind'], text: string, more: Partial<Said> = {}): Said[] =>
    text.trim() === ''
      ? []
      : [
          {
            at,
            file,
            kind,
            text,
            name: null,
            tool: null,
            failed: false,
            edit: false,
            path: null,
            line: null,
            ...more,
          },
        ];
  switch (block.type) {
    case 'text':
      return item(record.type === 'assistant' ? 'reply' : 'prompt', withoutContext(block.text ?? ''));
    case 'thinking':
    case 'redacted_thinking':
      return item('thinking', block.thinking || '(hidden: only a signature is in the log)');
    case 'tool_use': {
      const name = block.name ?? '';
      return item('tool', JSON.stringify(block.input ?? {}, null, 2), {
        name,
        tool: block.id ?? null,
        edit: EDITS.has(name),
        ...fileOf(block, record),
      });
    }
    case 'tool_result':
      return item('result', textOf(block.content) || '(no text)', {
        tool: block.tool_use_id ?? null,
        failed: block.is_error === true || block.is_error === 'true',
        ...fileOf(block, record),
      });
    default:
      return item('other', `(${block.type})`);
  }
}

/** Reads the record on a line; null when the log cannot be read or says something else there. */
function recordAt(
  bytes: LogBytes,
  log: LogPlace,
  { at, len }: Pick<SpokenLine, 'at' | 'len'>,
): LogRecord | null {
  const line = len > MOST_BYTES ? null : bytes(log, at, len);
  const parsed = line === null ? null : parseLine(line.toString('utf8'));
  return parsed === null || parsed.kind === 'malformed' ? null : (parsed.records[0] ?? null);
}

/** What one line says, whole; nothing when it cannot be read. */
function saidOn(line: SpokenLine, bytes: LogBytes, placeOf: (file: number) => LogPlace): Said[] {
  const record = recordAt(bytes, placeOf(line.file), line);
  return record === null ? [] : saidBy(record, line);
}

/** What a record says, whole. */
export function saidBy(record: LogRecord, line: Pick<SpokenLine, 'at' | 'file'>): Said[] {
  const attached = record.attachment as { prompt?: unknown } | undefined;
  const content = record.message?.content ?? record.content ?? attached?.prompt;
  return blocksOf(content).flatMap((block) => saidIn(block, record, line));
}

/** What a session said from its nth line on, texts cut to what can be shown. */
export function transcript(
  session: Session,
  { offset, limit }: { offset: number; limit: number },
  bytes: LogBytes,
  placeOf: (file: number) => LogPlace,
): { lines: { turn: number; items: Said[] }[]; total: number } {
  const lines = spokenLines(session.events);
  return {
    total: lines.length,
    lines: lines.slice(offset, offset + limit).map((line) => ({
      turn: line.turn,
      items: saidOn(line, bytes, placeOf).map((item) => ({ ...item, text: cut(item.text) })),
    })),
  };
}

/**
 * Numbers of the lines, from `from` on, that say a text, whatever its case. Reads some of them a call: `next` is where to go on, null
 * at the end.
 */
export function seek(
  session: Session,
  { text, from }: { text: string; from: number },
  bytes: LogBytes,
  placeOf: (file: number) => LogPlace,
): { found: number[]; next: number | null } {
  const lines = spokenLines(session.events);
  const wanted = text.toLowerCase();
  const found: number[] = [];
  let read = 0;
  let at = from;
  for (; at < lines.length && at - from < SEEK_LINES && read < SEEK_BYTES; at++) {
    const line = lines[at]!;
    read += line.len;
    const says = saidOn(line, bytes, placeOf).some(
      (item) => item.text.toLowerCase().includes(wanted) || item.name?.toLowerCase().includes(wanted),
    );
    if (says) found.push(at);
  }
  return { found, next: at < lines.length ? at : null };
}

/** Stands between the parts of an edit that changes several places. */
export const EDIT_GAP = '\n…\n';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What a tool call was given; null when its line cannot be read any more. */
function inputAt(
  bytes: LogBytes,
  log: LogPlace,
  at: number,
  len: number,
  tool: string,
): Record<string, unknown> | null {
  const record = recordAt(bytes, log, { at, len });
  const block = blocksOf(record?.message?.content).find(({ id, type }) => type === 'tool_use' && id === tool);
  const input = block?.input;
  return typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : null;
}

/** Characters of a sub-agent's task that are told. */
const TASK_CHARS = 300;

/** What a call that starts a sub-agent asks of it: its description, else how its prompt begins. */
export function taskAt(bytes: LogBytes, log: LogPlace, at: number, len: number, tool: string): string | null {
  const of = inputAt(bytes, log, at, len, tool);
  return (text(of?.['description']) || text(of?.['prompt'])).slice(0, TASK_CHARS) || null;
}

/** What an edit replaced by what: parts of the file as the tool call names them; null when the call is none. */
export function editAt(bytes: LogBytes, log: LogPlace, at: number, len: number, tool: string): Edit | null {
  const of = inputAt(bytes, log, at, len, tool);
  if (of === null) return null;
  const path = text(of['file_path']) || text(of['notebook_path']);
  if (path === '') return null;
  const parts = Array.isArray(of['edits']) ? (of['edits'] as unknown[]) : [of];
  const side = (name: 'old_string' | 'new_string'): string =>
    parts
      .map((part) =>
        typeof part === 'object' && part !== null ? text((part as Record<string, unknown>)[name]) : '',
      )
      .join(EDIT_GAP);
  const whole = text(of['content']) || text(of['new_source']);
  return whole === ''
    ? { path, before: side('old_string'), after: side('new_string') }
    : { path, before: '', after: whole };
}
