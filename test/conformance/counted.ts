/**
 * Random logs whose right figures are known because they were counted while the logs were written: sessions with sub-agents, resumes,
 * forks, copies, sessions that go on elsewhere, history written again, and damage between records.
 */
import {
  assistantMessage,
  envelope,
  toolResultBlock,
  toolUseBlock,
  userMessage,
} from '../support/shapes.mjs';
import type { Json } from '../support/logs';
import { pick, upTo, type Next } from './world';

/** The figures of a session or sub-agent that are counted. */
export interface Counts {
  prompts: number;
  slashCommands: number;
  interrupts: number;
  compactions: number;
  messages: number;
  copies: number;
  calls: number;
  errors: number;
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  webSearches: number;
  lowerBound: number;
}

const noCounts = (): Counts => ({
  prompts: 0,
  slashCommands: 0,
  interrupts: 0,
  compactions: 0,
  messages: 0,
  copies: 0,
  calls: 0,
  errors: 0,
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  webSearches: 0,
  lowerBound: 0,
});

const WORDS = ['go on', 'continue', 'Fix the test', 'yes', 'no, the other one', 'Bitte weiter', '続けて'];
const MODELS = ['claude-opus-4-6', 'claude-haiku-4-5-20251001', 'glm-4.6'];
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';

const hex = (next: Next, length: number): string =>
  Array.from({ length }, () => upTo(next, 16).toString(16)).join('');

const uuidBy = (next: Next): string =>
  `${hex(next, 8)}-${hex(next, 4)}-4${hex(next, 3)}-8${hex(next, 3)}-${hex(next, 12)}`;

/** Writes the records of conversations, later ones with later times, and counts what they say. */
export class Writer {
  readonly right = new Map<string, Counts>();
  private time = Date.UTC(2026, 7, 1, 8);
  private readonly withRequests: boolean;

  constructor(private readonly next: Next) {
    this.withRequests = next() < 0.75;
  }

  countsOf(id: string): Counts {
    const known = this.right.get(id) ?? noCounts();
    this.right.set(id, known);
    return known;
  }

  /** An id as the API gives them. */
  id(prefix: string): string {
    return prefix + Array.from({ length: 22 }, () => LETTERS[upTo(this.next, LETTERS.length)]).join('');
  }

  /** Some turns of a session, or of its sub-agent. */
  talk(session: string, turns: number, agent?: string): Json[] {
    const lines: Json[] = [];
    for (let turn = 0; turn < turns; turn++) {
      const asked =
        agent === undefined ? this.ask(session) : [this.said(session, pick(this.next, WORDS), agent)];
      const answers = 1 + upTo(this.next, 3);
      lines.push(...asked);
      for (let n = 1; n <= answers; n++) lines.push(...this.answer(session, n === answers, agent));
    }
    return lines;
  }

  private record(session: string, agent?: string): Json {
    this.time += 50 + upTo(this.next, this.next() < 0.1 ? 600_000 : 9000);
    const time = new Date(this.time).toISOString();
    return envelope({
      uuid: uuidBy(this.next),
      session,
      time,
      cwd: '/home/ada/project',
      branch: 'main',
      agent,
    });
  }

  private said(session: string, content: unknown, agent?: string, more: Json = {}): Json {
    return { ...this.record(session, agent), ...userMessage(content), ...more };
  }

  private queue(session: string, operation: string, content?: string): Json {
    const { timestamp } = this.record(session);
    return { type: 'queue-operation', operation, timestamp, sessionId: session, content };
  }

  /** What begins a turn. */
  private ask(session: string): Json[] {
    const counts = this.countsOf(session);
    const words = pick(this.next, WORDS);
    const once = `${words} ${this.time}`;
    const kind = upTo(this.next, 12);
    if (kind === 0)
      return [this.said(session, '<task-notification><task-id>x</task-id></task-notification>')];
    if (kind === 1) {
      counts.slashCommands++;
      const command = '<command-name>/review</command-name>\n<command-message>review</command-message>';
      return [this.said(session, command), this.said(session, 'Review it', undefined, { isMeta: true })];
    }
    counts.prompts++;
    if (kind === 2)
      return [this.queue(session, 'enqueue', once), this.queue(session, 'dequeue'), this.said(session, once)];
    if (kind === 3) {
      const queued = { promptSource: 'queued' };
      const waiting = [this.queue(session, 'enqueue', once), this.queue(session, 'remove')];
      return [...waiting, this.said(session, once, undefined, queued)];
    }
    if (kind === 4) {
      counts.interrupts++;
      const interrupt = [{ type: 'text', text: '[Request interrupted by user]' }];
      return [this.said(session, interrupt), this.said(session, words)];
    }
    if (kind === 5) {
      counts.compactions++;
      const compacted = {
        type: 'system',
        subtype: 'compact_boundary',
        compactMetadata: { postTokens: 9000 },
      };
      const summary = this.said(session, 'Summary', undefined, { isCompactSummary: true });
      return [{ ...this.record(session), ...compacted }, summary, this.said(session, words)];
    }
    return [this.said(session, words)];
  }

  /** An answer, a line for each block, and the results of its calls. */
  private answer(session: string, isLast: boolean, agent?: string): Json[] {
    const { next } = this;
    const counts = this.countsOf(agent === undefined ? session : `${session}/${agent}`);
    const usage = this.usage(counts);
    const calls = Array.from({ length: isLast ? 0 : 1 + upTo(next, 2) }, () => this.id('toolu_01'));
    const blocks = [
      { type: 'thinking', thinking: '', signature: this.id('') },
      { type: 'text', text: pick(next, ['Done.', 'Let me see.']) },
      ...calls.map((id) => toolUseBlock(id, pick(next, ['Bash', 'Read', 'mcp__git__log']), {})),
    ].slice(upTo(next, 2));
    const isEnded = next() < 0.9;
    const isPartial = next() < 0.6;
    const [id, request] = [this.id('msg_01'), this.withRequests ? this.id('req_01') : null];
    const model = pick(next, MODELS);
    counts.messages++;
    counts.calls += calls.length;
    if (!isEnded) counts.lowerBound++;
    const lines = blocks.map((block, n): Json => {
      const ends = n === blocks.length - 1;
      const stop = ends && isEnded ? (isLast ? 'end_turn' : 'tool_use') : null;
      const told = ends || !isPartial ? usage : { ...usage, output_tokens: 1 };
      const message = assistantMessage({ id, request, model, content: [block], stop, usage: told });
      return { ...this.record(session, agent), ...message };
    });
    const results = calls.map((call) => {
      const failed = next() < 0.25;
      if (failed) counts.errors++;
      return this.said(
        session,
        [toolResultBlock(call, 'Exit code 2', failed ? { is_error: true } : {})],
        agent,
      );
    });
    return [...lines, ...results];
  }

  private usage(counts: Counts): Json {
    const { next } = this;
    const [input, output, read] = [2 + upTo(next, 900), 20 + upTo(next, 3000), upTo(next, 100_000)];
    const [short, long] = [upTo(next, 2) * upTo(next, 9000), upTo(next, 2) * upTo(next, 9000)];
    const searches = next() < 0.1 ? 2 : 0;
    counts.input += input;
    counts.output += output;
    counts.cacheRead += read;
    counts.cacheWrite5m += short;
    counts.cacheWrite1h += long;
    counts.webSearches += searches;
    const split = { ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: long };
    return {
      input_tokens: input,
      output_tokens: output,
      cache_read_input_tokens: read,
      cache_creation_input_tokens: short + long,
      ...(long > 0 || next() < 0.5 ? { cache_creation: split } : {}),
      ...(searches > 0 ? { server_tool_use: { web_search_requests: searches, web_fetch_requests: 1 } } : {}),
    };
  }
}

/** A log on disk: its path, and its bytes. */
export type Files = ReadonlyMap<string, Buffer>;

/** Random logs and what is right of them, by session. */
export function counted(next: Next): { files: Files; right: ReadonlyMap<string, Counts> } {
  const writer = new Writer(next);
  const files = new Map<string, Json[]>();
  // Of a fork that does not say so, the one with the larger path is the copy.
  const sessions = Array.from({ length: 2 + upTo(next, 4) }, () => uuidBy(next)).sort();
  const told = new Map<string, Told>();
  for (const [n, id] of sessions.entries()) {
    const from = n > 0 && next() < 0.6 ? told.get(pick(next, sessions.slice(0, n))) : undefined;
    const copied = from === undefined ? NOTHING : copyOf(next, from, id);
    const own = writer.talk(id, 1 + upTo(next, 5));
    const counts = writer.countsOf(id);
    counts.copies = new Set(copied.lines.flatMap(({ message }) => idOf(message))).size;
    told.set(id, { ...copied, lines: [...copied.lines, ...own], ...lay(next, files, id, copied, own) });
    for (let agents = upTo(next, 3); agents > 0; agents--) addAgent(next, writer, files, id);
  }
  const bytes = [...files].map(([path, lines]) => [path, bytesOf(next, lines)] as const);
  return { files: new Map(bytes), right: writer.right };
}

/** What a session copied, and what kind of copy it is. */
interface Told {
  lines: Json[];
  resumed: boolean;
  /** Its records say that it is a fork, or that what it was resumed from is one. */
  marked: boolean;
  /** No file has all of it. */
  divided: boolean;
}
const NOTHING: Told = { lines: [], resumed: false, marked: false, divided: false };

const idOf = (message: unknown): unknown[] =>
  typeof message === 'object' && message !== null && 'id' in message ? [message.id] : [];

/** The beginning of a session in one that was made of it. What decides who owns it is not in doubt. */
function copyOf(next: Next, from: Told, id: string): Told {
  let end = upTo(next, from.lines.length + 1);
  // A queue is not copied in part.
  while (from.lines[end - 1]?.['type'] === 'queue-operation') end++;
  const begun = from.lines.slice(0, end);
  const certain =
    from.divided || from.resumed ? ['forkedFrom', 'bg', 'sdk'] : ['fork', 'forkedFrom', 'bg', 'sdk'];
  const kind = from.marked ? 'resume' : pick(next, ['resume', ...certain]);
  if (kind === 'resume') return { ...NOTHING, lines: begun, resumed: true, marked: from.marked };
  const lines = begun
    .filter(({ uuid }) => uuid !== undefined)
    .map((line): Json => {
      const forkedFrom = { sessionId: line['sessionId'], messageUuid: line['uuid'] };
      const said = kind === 'fork' ? {} : kind === 'bg' ? { sessionKind: 'bg' } : { forkedFrom };
      return { ...line, sessionId: id, ...said, ...(kind === 'sdk' ? { uuid: uuidBy(next) } : {}) };
    });
  return { ...NOTHING, lines, marked: kind !== 'fork' };
}

/** Lays a session into files: one, one and a copy, or two between which it goes on. */
function lay(
  next: Next,
  files: Map<string, Json[]>,
  id: string,
  { lines: copied, resumed }: Told,
  own: readonly Json[],
): Pick<Told, 'divided'> {
  const lines = [...copied, ...own];
  const at = upTo(next, lines.length + 1);
  const [first, other] = [`app/${id}.jsonl`, `apps/${id}.jsonl`];
  // A file with nothing but the copied records of a resume is a copy of the other session.
  const how = upTo(next, resumed ? 4 : 7);
  files.set(first, how === 1 ? [...lines.slice(0, at), ...lines] : lines);
  if (how === 2) files.set(pick(next, [other, `apps/${id} copy.jsonl`]), lines);
  else if (how === 4) files.set(other, lines.slice(0, at));
  else if (how > 4) {
    files.set(first, lines.slice(0, at));
    files.set(other, lines.slice(how === 5 ? at : upTo(next, at + 1)));
  }
  return { divided: how > 4 };
}

/** Adds a sub-agent: in a log of its own in one of several places, inside the session's log, or both. */
function addAgent(next: Next, writer: Writer, files: Map<string, Json[]>, session: string): void {
  const agent = writer.id('a').toLowerCase();
  const lines = writer.talk(session, 1 + upTo(next, 2), agent);
  writer.countsOf(`${session}/${agent}`);
  const where = pick(next, [`app/${session}/subagents`, 'app', 'app/subagents', '']);
  const log = files.get(`app/${session}.jsonl`);
  if (where !== '') files.set(`${where}/agent-${agent}.jsonl`, lines);
  if (log !== undefined && (where === '' || next() < 0.3))
    log.push(...(where === '' ? lines : lines.slice(0, 1 + upTo(next, lines.length))));
}

/** The lines of a log with what may lie between them. */
function bytesOf(next: Next, lines: readonly Json[]): Buffer {
  const end = next() < 0.15 ? '\r\n' : '\n';
  const between = (): (string | Buffer)[] => {
    const kind = upTo(next, 60);
    if (kind === 0) return [Buffer.alloc(1 + upTo(next, 300)), end];
    if (kind === 1) return ['{"type":"assistant","uuid":"x","message":{"id":"msg_01', end];
    if (kind === 2)
      return [`{"type":"file-history-snapshot","messageId":"${uuidBy(next)}","snapshot":{}}`, end];
    return kind === 3 ? [end] : [];
  };
  const parts = [
    ...(next() < 0.1 ? ['\ufeff'] : []),
    ...lines.flatMap((line) => [...between(), JSON.stringify(line), end]),
    ...(next() < 0.2 ? ['{"type":"user","mess'] : []),
  ];
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}
