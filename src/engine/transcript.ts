/** What was said and done in one turn, read from the log when somebody looks: texts are never kept (docs/privacy.md). */
import { blocksOf, parseLine, textOf, type Block, type LogRecord } from '../log/record';
import type { Event } from '../session/event';
import type { Session } from '../session/join';
import { withoutContext } from '../session/speaker';
import type { LogBytes } from '../store/logBytes';
import type { LogPlace } from '../store/vault';
import type { Edit, Said } from './protocol';

/** Lines of a turn that are read, bytes of a line, characters of a text that are shown. */
const MOST_LINES = 500;
const MOST_BYTES = 4 << 20;
const MOST_CHARS = 6_000;

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

interface Line {
  at: number;
  len: number;
  file: number;
}

/** The lines of a turn, each once, in the order of their events. Turns are counted as `turnsOf` counts them. */
function linesOf(events: readonly Event[], turn: number): Line[] {
  const lines = new Map<string, Line>();
  let index = -1;
  for (const { kind, at, len, file = 0 } of events) {
    if (kind === 'prompt' || kind === 'command') index++;
    else if (index === -1) index = 0;
    if (index > turn) break;
    if (index === turn && SPOKEN.has(kind)) lines.set(`${file} ${at}`, { at, len, file });
  }
  return [...lines.values()];
}

const cut = (text: string): string =>
  text.length > MOST_CHARS
    ? `${text.slice(0, MOST_CHARS)}… (${text.length - MOST_CHARS} more characters)`
    : text;

const EDITS = new Set(['Edit', 'MultiEdit', 'Write', 'NotebookEdit']);

function saidIn(block: Block, record: LogRecord, { at, file }: Line): Said[] {
  const place = { at, file };
  const item = (kind: Said['kind'], text: string, more: Partial<Said> = {}): Said[] =>
    text.trim() === ''
      ? []
      : [{ ...place, kind, text: cut(text), name: null, tool: null, failed: false, edit: false, ...more }];
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
      });
    }
    case 'tool_result':
      return item('result', textOf(block.content) || '(no text)', {
        tool: block.tool_use_id ?? null,
        failed: block.is_error === true || block.is_error === 'true',
      });
    default:
      return item('other', `(${block.type})`);
  }
}

/** Reads the record on a line; null when the log cannot be read or says something else there. */
function recordAt(bytes: LogBytes, log: LogPlace, { at, len }: Pick<Line, 'at' | 'len'>): LogRecord | null {
  const line = len > MOST_BYTES ? null : bytes(log, at, len);
  const parsed = line === null ? null : parseLine(line.toString('utf8'));
  return parsed === null || parsed.kind === 'malformed' ? null : (parsed.records[0] ?? null);
}

/** What was said in a turn; `more` when it was too long to be shown whole. */
export function transcript(
  session: Session,
  turn: number,
  bytes: LogBytes,
  placeOf: (file: number) => LogPlace,
): { items: Said[]; more: number } {
  const lines = linesOf(session.events, turn);
  const items = lines.slice(0, MOST_LINES).flatMap((line): Said[] => {
    const record = recordAt(bytes, placeOf(line.file), line);
    if (record === null) return [];
    const attached = record.attachment as { prompt?: unknown } | undefined;
    const content = record.message?.content ?? record.content ?? attached?.prompt;
    const blocks = blocksOf(content);
    return blocks.flatMap((block) => saidIn(block, record, line));
  });
  return { items, more: Math.max(0, lines.length - MOST_LINES) };
}

/** What an edit replaced by what: parts of the file as the tool call names them; null when the call is none. */
export function editAt(bytes: LogBytes, log: LogPlace, at: number, len: number, tool: string): Edit | null {
  const record = recordAt(bytes, log, { at, len });
  const block = blocksOf(record?.message?.content).find(({ id, type }) => type === 'tool_use' && id === tool);
  const input = block?.input;
  if (typeof input !== 'object' || input === null) return null;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const of = input as Record<string, unknown>;
  const path = text(of['file_path']) || text(of['notebook_path']);
  if (path === '') return null;
  const parts = Array.isArray(of['edits']) ? (of['edits'] as unknown[]) : [of];
  const side = (name: 'old_string' | 'new_string'): string =>
    parts
      .map((part) =>
        typeof part === 'object' && part !== null ? text((part as Record<string, unknown>)[name]) : '',
      )
      .join('\n…\n');
  const whole = text(of['content']) || text(of['new_source']);
  return whole === ''
    ? { path, before: side('old_string'), after: side('new_string') }
    : { path, before: '', after: whole };
}
