/** What was said and done in one turn, read from the log when somebody looks: texts are never kept (docs/privacy.md). */
import { StringDecoder } from 'node:string_decoder';
import { jsonOf } from '../log/json';
import { blocksOf, parseLine, textOf, type Block, type LogRecord } from '../log/record';
import type { Event } from '../session/event';
import type { Session } from '../session/join';
import { filePath } from '../session/paths';
import { withoutContext } from '../session/speaker';
import type { LogBytes } from '../store/logBytes';
import type { LogPlace } from '../store/vault';
import { formatSize } from '../usage/format';
import { LongLine } from './longLine';
import type { Edit, Said } from './protocol';

/** Bytes of a line that is shown; longer ones are looked through only, up to so many bytes. */
const MOST_BYTES = 4 << 20;
const MOST_SOUGHT = 64 << 20;
/** Characters of a text that are shown, and before what was found in it; characters of a line and of an answer; items of a line. */
const MOST_CHARS = 6_000;
const CHARS_BEFORE = 1_000;
const LINE_CHARS = 200_000;
const REPLY_CHARS = 2_000_000;
const MOST_ITEMS = 100;
/** However full an answer is, a line of it may have so many characters, and a text in it is shown when so many fit. */
const LEAST_OF_LINE = 2_000;
const LEAST_OF_TEXT = 200;
/** Longest name of a tool and id of a call, longest path, longest word for what a call does. */
const NAME_CHARS = 200;
const PATH_CHARS = 4_096;
const BRIEF_CHARS = 200;
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

const known = new WeakMap<readonly Event[], readonly SpokenLine[]>();

/** The lines of a session that say something, each once, in the order of their events; worked out once for a list that does not change. */
export function spokenLines(events: Session['events']): readonly SpokenLine[] {
  const lines = known.get(events) ?? linesIn(events);
  known.set(events, lines);
  return lines;
}

function linesIn(events: readonly Event[]): SpokenLine[] {
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

/** What stands for a line that is too long to be shown. */
export const tooLong = (bytes: number): string =>
  `This line is ${formatSize(bytes)} long: open the log to read it.`;

/** A text, or as much of it as is shown: its beginning, or where it says `around` if that is further on. */
function cut(text: string, most: number, around: string): string {
  if (text.length <= most) return text;
  const place = around === '' ? -1 : text.toLowerCase().indexOf(around.toLowerCase());
  const from =
    place + around.length > most ? Math.max(0, place - Math.min(CHARS_BEFORE, Math.floor(most / 4))) : 0;
  const more = text.length - from - most;
  return `${from > 0 ? '…' : ''}${text.slice(from, from + most)}${more > 0 ? `… (${more} more characters)` : ''}`;
}

/** True when an item says the text, which is in lower case. */
const says = ({ text, name }: Said, wanted: string): boolean =>
  text.toLowerCase().includes(wanted) || name?.toLowerCase().includes(wanted) === true;

const charsOf = ({ text, name, tool, brief, path }: Said): number =>
  [text, name, tool, brief, path].reduce((sum, part) => sum + (part?.length ?? 0), 0);

/** As many items of a line as fit, their texts cut; the first that says `around` is always among them. */
function fitting(items: readonly Said[], around: string, room: number): Said[] {
  const hit = around === '' ? -1 : items.findIndex((item) => says(item, around.toLowerCase()));
  const shown: Said[] = [];
  let left = room;
  items.forEach((item, i) => {
    const most = Math.min(MOST_CHARS, left - charsOf({ ...item, text: '' }));
    const fits = shown.length < MOST_ITEMS && most >= Math.min(LEAST_OF_TEXT, item.text.length);
    if (!fits && i !== hit) return;
    const one = { ...item, text: cut(item.text, Math.max(most, LEAST_OF_TEXT), around) };
    left -= charsOf(one);
    shown.push(one);
  });
  const [first] = items;
  const more = items.length - shown.length;
  if (first !== undefined && more > 0)
    shown.push({ ...NOTHING, at: first.at, file: first.file, text: `… ${more} more, in the log` });
  return shown;
}

const EDITS = new Set(['Edit', 'MultiEdit', 'Write', 'NotebookEdit']);

/** Unknown values of a log, read one field deep. */
const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const textIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const lineIn = (value: unknown): number | null =>
  Number.isInteger(value) && (value as number) > 0 ? (value as number) : null;

/** A path as it opens; null when it is none: cut, it would be another's. */
function pathIn(value: unknown, cwd: string | undefined): string | null {
  const path = filePath(value, cwd ?? null);
  return path === null || path.length > PATH_CHARS ? null : path;
}
const idIn = (id: string | undefined): string | null =>
  id === undefined || id.length > NAME_CHARS ? null : id;

/** The file a tool call names and the line it begins at; of a result, where the change or what was read stands. */
function fileOf(block: Block, { toolUseResult, cwd }: LogRecord): Pick<Said, 'path' | 'line'> {
  if (block.type === 'tool_use') {
    const { file_path, notebook_path, offset } = fieldsOf(block.input);
    return { path: pathIn(file_path, cwd) ?? pathIn(notebook_path, cwd), line: lineIn(offset) };
  }
  const { filePath: changed, structuredPatch, file } = fieldsOf(toolUseResult);
  const { filePath: read, startLine } = fieldsOf(file);
  if (changed === undefined) return { path: pathIn(read, cwd), line: lineIn(startLine) };
  const [first] = Array.isArray(structuredPatch) ? (structuredPatch as unknown[]) : [];
  return { path: pathIn(changed, cwd), line: firstChanged(fieldsOf(first)) };
}

/** The first line a part of a patch changes: lines before it that begin with a blank are as they were. */
function firstChanged({ newStart, lines }: Record<string, unknown>): number | null {
  const start = lineIn(newStart);
  if (start === null || !Array.isArray(lines)) return start;
  const same = (lines as unknown[]).findIndex((line) => typeof line !== 'string' || !line.startsWith(' '));
  return start + Math.max(same, 0);
}

/** Fields that tell in a line what a tool call does, the most telling first. */
const TELLING = ['command', 'pattern', 'query', 'url', 'description', 'prompt', 'path'];

function briefOf(input: unknown): string | null {
  const fields = fieldsOf(input);
  const told = [...TELLING.map((name) => fields[name]), ...Object.values(fields)].find(textIn);
  const line = textIn(told)?.trim().split('\n', 1)[0];
  return line === undefined || line === '' ? null : line.slice(0, BRIEF_CHARS);
}

/** How deep the input of a tool call is told field by field, how many fields of a list or object, how many in all, and how much of a name. */
const INPUT_DEPTH = 4;
const INPUT_FIELDS = 200;
const INPUT_PARTS = 2_000;
const FIELD_CHARS = 80;

/** What a tool call was given, to be read: `name: value`, texts as they are, those of several lines on lines of their own. */
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
  return parts.join('\n') || '(no input)';
}

/** An item that says nothing of itself. */
const NOTHING: Omit<Said, 'at' | 'file' | 'text'> = {
  kind: 'other',
  name: null,
  tool: null,
  brief: null,
  failed: false,
  edit: false,
  path: null,
  line: null,
};

function saidIn(block: Block, record: LogRecord, { at, file }: Pick<SpokenLine, 'at' | 'file'>): Said[] {
  const item = (kind: Said['kind'], text: string, more: Partial<Said> = {}): Said[] =>
    text.trim() === '' ? [] : [{ ...NOTHING, at, file, kind, text, ...more }];
  switch (block.type) {
    case 'text':
      return item(record.type === 'assistant' ? 'reply' : 'prompt', withoutContext(block.text ?? ''));
    case 'thinking':
    case 'redacted_thinking':
      return item('thinking', block.thinking || '(hidden: only a signature is in the log)');
    case 'tool_use': {
      const name = (block.name ?? '').slice(0, NAME_CHARS);
      return item('tool', inputText(block.input), {
        name,
        tool: idIn(block.id),
        brief: briefOf(block.input),
        edit: EDITS.has(name),
        ...fileOf(block, record),
      });
    }
    case 'tool_result':
      return item('result', textOf(block.content) || '(no text)', {
        tool: idIn(block.tool_use_id),
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

/** Where a line that is too long to be shown says the text, with what stands around it; null when it does not. */
function soughtIn(
  { at, len, file }: SpokenLine,
  text: string,
  bytes: LogBytes,
  placeOf: (file: number) => LogPlace,
): string | null {
  const log = placeOf(file);
  const decoder = new StringDecoder('utf8');
  const line = new LongLine(text);
  for (let done = 0; done < len && line.found === null;) {
    const piece = bytes(log, at + done, Math.min(PIECE, len - done));
    if (piece === null || piece.length === 0) break;
    line.push(decoder.write(piece));
    done += piece.length;
  }
  return line.found;
}
const PIECE = 1 << 20;

/** What a record says, whole. */
export function saidBy(record: LogRecord, line: Pick<SpokenLine, 'at' | 'file'>): Said[] {
  const attached = record.attachment as { prompt?: unknown } | undefined;
  const content = record.message?.content ?? record.content ?? attached?.prompt;
  return blocksOf(content).flatMap((block) => saidIn(block, record, line));
}

/** What a session said from its nth line on, as much of it as can be shown; of a text that is cut the part that says `around`. */
export function transcript(
  session: Session,
  { offset, limit, around }: { offset: number; limit: number; around: string },
  bytes: LogBytes,
  placeOf: (file: number) => LogPlace,
): { lines: { turn: number; items: Said[] }[]; total: number } {
  const lines = spokenLines(session.events);
  let left = REPLY_CHARS;
  let sought = 0;
  /** In place of a line that is too long: that it is, and what was found in it. */
  const instead = (line: SpokenLine): Said[] => {
    const { at, file, len } = line;
    if (bytes(placeOf(file), at, 1)?.length !== 1) return [];
    const look = around !== '' && sought + len <= MOST_SOUGHT;
    if (look) sought += len;
    const found = look ? soughtIn(line, around, bytes, placeOf) : null;
    return [tooLong(len), ...(found === null ? [] : [`…${found}…`])].map((text) => ({
      ...NOTHING,
      at,
      file,
      text,
    }));
  };
  return {
    total: lines.length,
    lines: lines.slice(offset, offset + limit).map((line) => {
      const said = line.len > MOST_BYTES ? instead(line) : saidOn(line, bytes, placeOf);
      const items = fitting(said, around, Math.min(LINE_CHARS, Math.max(left, LEAST_OF_LINE)));
      left -= items.reduce((sum, item) => sum + charsOf(item), 0);
      return { turn: line.turn, items };
    }),
  };
}

/**
 * Numbers of the lines, from `from` on, that say a text, whatever its case. Reads some of them a call: `next` is where to go on, null
 * at the end. `unread` are those too long to be looked through.
 */
export function seek(
  session: Session,
  { text, from }: { text: string; from: number },
  bytes: LogBytes,
  placeOf: (file: number) => LogPlace,
): { found: number[]; next: number | null; unread: number } {
  const lines = spokenLines(session.events);
  const wanted = text.toLowerCase();
  const found: number[] = [];
  let read = 0;
  let unread = 0;
  let at = from;
  for (; at < lines.length && at - from < SEEK_LINES && read < SEEK_BYTES; at++) {
    const line = lines[at]!;
    if (line.len > MOST_SOUGHT) {
      unread++;
      continue;
    }
    read += line.len;
    const has =
      line.len > MOST_BYTES
        ? soughtIn(line, text, bytes, placeOf) !== null
        : saidOn(line, bytes, placeOf).some((item) => says(item, wanted));
    if (has) found.push(at);
  }
  return { found, next: at < lines.length ? at : null, unread };
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
