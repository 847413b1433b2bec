/** What was added to the context of a session, in order. Sizes are read from the log on demand. */
import { parseLine, blocksOf, textOf, type LogRecord } from '../../../log/record';
import { contextAfter, type Response } from '../../../log/response';
import type { Moment, Piece } from '../../../session/composition';
import { loggedId } from '../../../session/callId';
import type { Event, EventOf } from '../../../session/event';
import { fileKey } from '../../../session/fileKey';
import type { Session } from '../../../session/join';
import { spokenText } from '../../../session/speaker';
import { turnByEvent } from '../../../session/turns';
import type { LogBytes } from '../../../store/logBytes';
import type { LogPlace } from '../../../store/vault';
import { estimateOutput } from '../../../usage/estimate';
import { recordAt } from '../transcript/spokenLines';

/** The moments of a session, and for each the index of its event. */
export interface Pieces {
  moments: Moment[];
  events: number[];
  /** Summaries by the index of the compaction's event; null if it cannot be read. */
  summaries: Map<number, string | null>;
  /** Paths as written, by the names of pieces. */
  paths: Map<string, string>;
}

/** Estimated tokens of a picture. */
const PICTURE_TOKENS = 1_500;
/** The summary is within so many bytes after the compaction. */
const SUMMARY_BYTES = 1 << 20;

/** Names of pieces that may be dropped. */
export const nameOfFile = (path: string): string => `file ${fileKey(path)}`;
const nameOfMemory = (path: string): string => `memory ${fileKey(path)}`;

type Look = Pick<EventOf<'tool'>, 'name' | 'input' | 'action' | 'shell' | 'touches' | 'path'>;

/** The file whose text a call shows; null if it shows none or several. */
function shownBy({ action, shell, touches, path }: Look): string | null {
  if (action !== 'read') return null;
  const looked = touches.filter(({ does }) => does === 'look');
  const one = shell ? (looked.length === 1 ? (looked[0]?.path ?? null) : null) : path;
  return one?.includes('*') === true ? null : one;
}

/** The name of the piece that a reading call adds: the file it shows, or the call itself; null for other calls. */
export function nameOfLook(call: Look): string | null {
  if (call.action !== 'read' && call.action !== 'research') return null;
  const path = shownBy(call);
  return path === null ? `look ${call.name} ${call.input}` : nameOfFile(path);
}

/** Cache: characters and pictures of an event's line, which does not change. */
const sizes = new WeakMap<Event, { chars: number; pictures: number }>();

export function contextPieces(
  session: Session,
  bytes: LogBytes,
  placeOf: (file: number) => LogPlace,
): Pieces {
  const out: Pieces = { moments: [], events: [], summaries: new Map(), paths: new Map() };
  const responses = new Map(session.responses.map((response) => [response.key, response]));
  const all = [...session.inherited, ...session.events];
  const said = saidByResponse(all);
  const calls = new Map<string, EventOf<'tool'>>();
  const answered = new Set<string>();
  let model = session.responses[0]?.model ?? '';
  const turns = turnByEvent(session.events);
  const put = (event: number, moment: Moment): void => {
    out.moments.push(moment);
    out.events.push(event);
  };
  const tokensOf = (chars: number): number => estimateOutput({ chars, calls: 0, sealed: 0, model });
  const sized = (event: Event): number | null => {
    const size = sizes.get(event) ?? sizeOn(event, bytes, placeOf);
    if (size === null) return null;
    sizes.set(event, size);
    return tokensOf(size.chars) + size.pictures * PICTURE_TOKENS;
  };
  const piece = (part: Piece['part'], tokens: number | null, name: string | null = null): Piece => ({
    kind: 'piece',
    part,
    tokens,
    name,
  });
  all.forEach((event, i) => {
    // Inherited events come before the first event and have negative indexes.
    const at = i - session.inherited.length;
    if ('response' in event && !answered.has(event.response)) {
      answered.add(event.response);
      const response = responses.get(event.response);
      if (response !== undefined) {
        model = response.model;
        const tokens = contextAfter(response);
        if (tokens !== null) put(at, { kind: 'response', tokens, turn: turns[at] ?? 0 });
        for (const own of writtenIn(response, said.get(event.response) ?? 0)) put(at, own);
      }
    }
    switch (event.kind) {
      case 'prompt':
        return put(at, piece('words', tokensOf(event.chars)));
      case 'text':
        return put(at, piece('replies', tokensOf(event.chars)));
      case 'thinking':
        return event.hidden ? undefined : put(at, piece('thinking', tokensOf(event.chars)));
      case 'tool':
        return void calls.set(event.id, event);
      case 'result': {
        const call = calls.get(event.id);
        const reads = call?.action === 'read' && !call.shell;
        const name = call === undefined || event.outcome !== 'ok' ? null : nameOfLook(call);
        const path = call === undefined ? null : shownBy(call);
        if (name !== null && path !== null) out.paths.set(name, path);
        return put(at, piece(reads ? 'files' : 'output', sized(event), name));
      }
      case 'attached': {
        const memory = /memor/.test(event.how);
        const name = memory ? nameOfMemory(event.path) : nameOfFile(event.path);
        out.paths.set(name, event.path);
        return put(at, piece(memory ? 'memory' : 'files', sized(event), name));
      }
      case 'changed':
        return put(at, piece('files', sized(event)));
      case 'compaction': {
        const summary = summaryAfter(event, bytes, placeOf);
        out.summaries.set(at, summary);
        put(at, { kind: 'compaction' });
        return put(at, piece('summary', summary === null ? null : tokensOf(summary.length)));
      }
    }
  });
  return out;
}

/** Characters of text and visible thinking, by response. */
function saidByResponse(events: readonly Event[]): Map<string, number> {
  const said = new Map<string, number>();
  for (const event of events) {
    if (event.kind !== 'text' && (event.kind !== 'thinking' || event.hidden)) continue;
    said.set(event.response, (said.get(event.response) ?? 0) + event.chars);
  }
  return said;
}

/** Pieces of a response without an event of their size: the input of its calls, and hidden thinking by its signature. */
function writtenIn({ chars, calls, sealed, model }: Response, said: number): Piece[] {
  const one = (part: Piece['part'], tokens: number): Piece[] =>
    tokens === 0 ? [] : [{ kind: 'piece', part, tokens, name: null }];
  return [
    ...one('written', estimateOutput({ chars: Math.max(0, chars - said), calls, sealed: 0, model })),
    ...one('thinking', estimateOutput({ chars: 0, calls: 0, sealed, model })),
  ];
}

function sizeOn(
  event: Event,
  bytes: LogBytes,
  placeOf: (file: number) => LogPlace,
): { chars: number; pictures: number } | null {
  const record = recordAt(bytes, placeOf(event.file ?? 0), event);
  if (record === null) return null;
  // Selected lines are in the prompt's own record.
  if (event.kind !== 'result' && record.type === 'user')
    return { chars: textOf(record.message?.content).length - spokenText(record).length, pictures: 0 };
  if (event.kind !== 'result') return { chars: JSON.stringify(record.attachment ?? '').length, pictures: 0 };
  const answer = blocksOf(record.message?.content).find(
    (block) => block.type === 'tool_result' && block.tool_use_id === loggedId(event.id),
  );
  const content = answer?.content;
  const pictures = Array.isArray(content)
    ? content.filter((block: unknown) => (block as { type?: unknown } | null)?.type === 'image').length
    : 0;
  return { chars: textOf(content).length, pictures };
}

/** The summary of a compaction; null if it is not found. */
function summaryAfter(
  { at, len, file = 0 }: EventOf<'compaction'>,
  bytes: LogBytes,
  placeOf: (file: number) => LogPlace,
): string | null {
  const text = bytes(placeOf(file), at + len, SUMMARY_BYTES)?.toString('utf8') ?? '';
  for (const line of text.split('\n').slice(0, 20)) {
    const parsed = line.trim() === '' ? null : parseLine(line);
    if (parsed === null || parsed.kind === 'malformed') continue;
    const record: LogRecord | undefined = parsed.records[0];
    if (record?.isCompactSummary === true) return textOf(record.message?.content);
  }
  return null;
}
