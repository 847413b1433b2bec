/** Folds lines into a reading: records → messages → events. See `reading.ts` for what comes out. */
import { addDrift, countLine, unknownsOf } from '../log/drift';
import { KNOWN_KINDS } from '../log/known';
import { cutName } from '../log/names';
import { getOwn, setOwn } from '../log/own';
import {
  AgentProgress,
  blocksOf,
  EditedFile,
  parseLine,
  QueuedCommand,
  textOf,
  timeOf,
  type Block,
  type LoggedMessage,
  type LogRecord,
} from '../log/record';
import type { Response } from '../log/response';
import { advisorsOf, usageOf } from '../log/usage';
import type { Event, EventOf, PhraseMark } from './event';
import { createdFile, outcomeOf } from './outcome';
import { filePath } from './paths';
import { factsOf, fingerprint, type FileReading } from './reading';
import { commandOf, isLocalAnswer, isProgramText, speechOf, withoutContext } from './speaker';
import { toolUseOf } from './tools';

/** Finds the phrases of the signals in a text of the agent or a person; handed in because signals come after sessions. */
export interface Scan {
  (text: string, speaker: 'agent' | 'person'): PhraseMark[];
  /** Fingerprint of what it looks for: logs read by another one are read again while they are there. */
  readonly key: string;
}

export interface Folder {
  readonly reading: FileReading;
  /** Folds one line: its text without the newline, its offset and length in bytes. Never throws for content. */
  line(text: string, at: number, len: number): void;
}

const SYNTHETIC = '<synthetic>';
/**
 * A message id that can tell answers apart: Claude's begin with `msg`, others hold a digit. Some back ends give every
 * answer the same word (log-format.md 5), which is none.
 */
const isIdentity = (id: string): boolean => id.startsWith('msg') || /\d/.test(id);

/** What the parts of a line have in common. */
interface Place {
  t: number | null;
  at: number;
  len: number;
  thread: string;
}

/** A folder that goes on where `reading` ended, changing it in place. */
export function folderFor(reading: FileReading, scan: Scan): Folder {
  const responses = new Map<string, Response>();
  const blocks = new Map<string, EventOf<'text' | 'thinking'>[]>();
  const tools = new Map<string, EventOf<'tool'>>();
  const results = new Set<string>();
  const spoken = new Set<string>();
  const prompts = new Map<number, EventOf<'prompt'>[]>();
  for (const response of reading.responses) responses.set(response.key, response);
  for (const event of reading.events) index(event);
  const agentFile = reading.agentId !== null;
  /** Git branch of the record that is being folded. */
  let branch = '';

  function index(event: Event): void {
    if (event.kind === 'text' || event.kind === 'thinking') push(blocks, event.response, event);
    else if (event.kind === 'tool') tools.set(event.id, event);
    else if (event.kind === 'result') results.add(event.id);
    else {
      spoken.add(event.id);
      if (event.kind === 'prompt') push(prompts, event.hash, event);
    }
  }

  function add(event: Event): void {
    reading.events.push(event);
    index(event);
  }

  function line(text: string, at: number, len: number): void {
    const body = at === 0 && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    if (body.trim() === '') return;
    const { parse } = reading;
    parse.lines++;
    const parsed = parseLine(body);
    let understood = false;
    if (parsed.kind === 'malformed') parse.malformed++;
    else {
      understood = parsed.records.every((record) => KNOWN_KINDS.has(record.type));
      parsed.records.forEach((record, i) => {
        countUnknown(record, parsed.raw[i] ?? {});
        foldRecord(record, at, text.endsWith('\r') ? len - 1 : len);
      });
    }
    countLine(parse, understood, at, len);
  }

  function countUnknown(record: LogRecord, raw: Record<string, unknown>): void {
    const { parse, memory } = reading;
    if (record.version !== undefined) memory.version = record.version;
    setOwn(parse.versions, memory.version, (getOwn(parse.versions, memory.version) ?? 0) + 1);
    for (const unknown of unknownsOf(raw)) addDrift(parse, { ...unknown, version: memory.version, count: 1 });
  }

  function foldRecord(record: LogRecord, at: number, len: number): void {
    const t = timeOf(record.timestamp);
    const { memory } = reading;
    if (reading.sessionId === '' && record.sessionId !== undefined) reading.sessionId = record.sessionId;
    if (reading.firstAt === null && t !== null) reading.firstAt = t;
    if (record.sessionKind === 'bg' || (record.forkedFrom !== undefined && record.forkedFrom !== null))
      reading.fork = true;
    const parent = record.parentUuid === undefined ? memory.lastUuid : record.parentUuid;
    const thread = threadOf(record, parent);
    noteFacts(record, thread, t);
    branch = record.gitBranch ?? '';
    const place: Place = { t, at, len, thread };
    switch (record.type) {
      case 'assistant':
        if (record.message !== undefined)
          foldAnswer(record.message, record.requestId ?? null, record.uuid ?? null, place);
        break;
      case 'user':
        foldUser(record, parent, place);
        break;
      case 'system':
        if (record.subtype === 'compact_boundary') foldCompaction(record, place);
        else if (record.subtype === 'turn_duration' || record.subtype === 'stop_hook_summary')
          endTurn(record, place);
        break;
      case 'progress':
        foldProgress(record, place);
        break;
      case 'queue-operation':
        foldQueue(record, place);
        break;
      case 'attachment':
        foldAttachment(record, parent, place);
        break;
      default:
        foldTitle(record);
    }
    if (record.uuid !== undefined) {
      memory.lastUuid = record.uuid;
      const summary = getOwn(memory.summaries, record.uuid);
      if (summary !== undefined) reading.title.summary = summary;
    }
  }

  /** The conversation a record belongs to: '' or the agent id of an inline side-chain (P16). */
  function threadOf(record: LogRecord, parent: string | null | undefined): string {
    if (agentFile || record.isSidechain !== true) return '';
    if (record.agentId !== undefined && record.agentId !== '') return record.agentId;
    const { sidechains } = reading.memory;
    const thread =
      (parent !== null && parent !== undefined ? getOwn(sidechains, parent) : undefined) ??
      `sidechain-${(record.uuid ?? 'unknown').slice(0, 8)}`;
    if (record.uuid !== undefined) setOwn(sidechains, record.uuid, thread);
    return thread;
  }

  function noteFacts(record: LogRecord, thread: string, t: number | null): void {
    const facts = factsOf(reading, thread);
    facts.copied = false;
    if (t !== null) {
      if (facts.startedAt === null || t < facts.startedAt) facts.startedAt = t;
      if (facts.endedAt === null || t > facts.endedAt) facts.endedAt = t;
    }
    if (record.cwd !== undefined) {
      note(facts.cwds, record.cwd);
      reading.memory.cwd = record.cwd;
    }
    note(facts.versions, record.version);
    note(facts.branches, record.gitBranch);
    note(facts.modes, record.permissionMode);
  }

  /** One line of an API response: joins the response it belongs to (P1, P2). */
  function foldAnswer(
    message: LoggedMessage,
    requestId: string | null,
    uuid: string | null,
    place: Place,
  ): void {
    if (message.model === SYNTHETIC) return;
    const response = responseFor(message, requestId, uuid, place);
    const stop = message.stop_reason ?? null;
    if (stop !== null) {
      response.final = true;
      response.stop = stop;
      for (const block of blocks.get(response.key) ?? []) if (block.kind === 'text') block.stop = stop;
    }
    const content = blocksOf(message.content);
    content.forEach((block, i) => foldBlock(block, i, response, place));
  }

  function responseFor(
    message: LoggedMessage,
    requestId: string | null,
    uuid: string | null,
    place: Place,
  ): Response {
    const id = message.id !== undefined && isIdentity(message.id) ? message.id : null;
    const request = requestId === '' ? null : requestId;
    const key = id ?? idOfLine(message.id, request, uuid) ?? `${reading.path}:${place.at}`;
    const known = find(key, request);
    const logged = message.usage;
    if (known !== undefined) {
      known.requestId ??= request;
      if (logged) {
        const usage = usageOf(logged);
        // The line with the largest output has the final usage; between equal ones the later is complete (P2).
        if (usage.output >= known.usage.output) {
          // A placeholder line of a finished answer may say 0 or 1 for the input side (P7).
          const keepInput = inputSide(usage) < inputSide(known.usage);
          known.usage = keepInput ? { ...known.usage, output: usage.output } : usage;
          known.advisors = advisorsOf(logged);
          known.fast = logged.speed === 'fast';
        }
      }
      return known;
    }
    const response: Response = {
      key: responses.has(key) ? `${key}|${request ?? ''}` : key,
      requestId: request,
      model: message.model ?? '',
      t: place.t,
      at: place.at,
      usage: usageOf(logged ?? NO_USAGE),
      final: false,
      stop: null,
      thread: place.thread,
      fast: logged?.speed === 'fast',
      advisors: logged ? advisorsOf(logged) : [],
      chars: 0,
      calls: 0,
      sealed: 0,
      branch,
    };
    responses.set(response.key, response);
    reading.responses.push(response);
    return response;
  }

  /** The response of this file with that id, unless both say different request ids (P10). */
  function find(key: string, request: string | null): Response | undefined {
    const first = responses.get(key);
    if (first === undefined || first.requestId === null || request === null || first.requestId === request)
      return first;
    return responses.get(`${key}|${request}`);
  }

  function foldBlock(block: Block, nth: number, response: Response, place: Place): void {
    const where = { ...place, response: response.key };
    if (block.type === 'text') foldText(block.text ?? '', response, where);
    else if (block.type === 'thinking' || block.type === 'redacted_thinking')
      foldThinking(block, response, where);
    else if (block.type === 'tool_use' && block.name !== undefined) {
      // Some back ends give no id: the call then stands for itself, and no result can be told to be its own (P39).
      const id = block.id ?? `${place.at}.${nth}`;
      if (tools.has(id)) return;
      const use = toolUseOf(block.name, block.input, reading.memory.cwd);
      response.chars += JSON.stringify(block.input ?? '').length;
      response.calls++;
      add({ ...where, kind: 'tool', id, name: block.name, ...use });
    }
  }

  type Where = Place & { response: string };

  function foldText(text: string, response: Response, where: Where): void {
    const fresh = {
      ...where,
      kind: 'text' as const,
      chars: text.length,
      hash: fingerprint(text),
      marks: scan(text, 'agent'),
      stop: response.stop,
    };
    const grown = repeated(where.response, 'text', text);
    if (grown !== undefined) {
      response.chars += text.length - grown.chars;
      grown.chars = fresh.chars;
      grown.hash = fresh.hash;
      // The line that brought it is its evidence.
      grown.at = fresh.at;
      grown.len = fresh.len;
      if (grown.kind === 'text') grown.marks = fresh.marks;
      return;
    }
    response.chars += text.length;
    add(fresh);
  }

  function foldThinking(block: Block, response: Response, where: Where): void {
    const text = block.type === 'thinking' && block.thinking !== '[redacted]' ? (block.thinking ?? '') : '';
    const mark = text === '' ? (block.signature ?? '') : text;
    const grown = repeated(where.response, 'thinking', mark);
    if (grown !== undefined) {
      grown.hash = fingerprint(mark);
      grown.at = where.at;
      grown.len = where.len;
      if (grown.kind === 'thinking' && block.signature !== undefined)
        grown.signature = block.signature.length;
      if (text !== '') {
        response.chars += text.length - grown.chars;
        grown.chars = text.length;
        if (grown.kind === 'thinking') grown.hidden = false;
      }
      return;
    }
    response.chars += text.length;
    if (text === '') response.sealed += block.signature?.length ?? 0;
    add({
      ...where,
      kind: 'thinking',
      chars: text.length,
      signature: block.signature === undefined ? null : block.signature.length,
      hash: fingerprint(mark),
      hidden: text === '',
    });
  }

  /** The block of this response that `text` repeats or is a longer snapshot of (P3, P11). */
  function repeated(
    response: string,
    kind: 'text' | 'thinking',
    text: string,
  ): EventOf<'text' | 'thinking'> | undefined {
    return blocks.get(response)?.find((block) => {
      if (block.kind !== kind) return false;
      const length = block.kind === 'thinking' && block.hidden ? (block.signature ?? 0) : block.chars;
      return (
        length <= text.length && (length > 0 || text.length === 0) && fingerprint(text, length) === block.hash
      );
    });
  }

  function foldUser(record: LogRecord, parent: string | null, place: Place): void {
    for (const block of blocksOf(record.message?.content)) {
      if (block.type === 'tool_result') foldResult(block, record, place);
    }
    if (agentFile || place.thread !== '') return;
    const id = record.uuid ?? `${reading.path}:${place.at}`;
    if (spoken.has(id)) return;
    if (isLocalAnswer(record)) return endTurn(record, place);
    for (const said of speechOf(record)) {
      if (said.kind === 'interrupt') add({ ...place, kind: 'interrupt', id });
      else if (said.kind === 'command') add({ ...place, kind: 'command', id, name: cutName(said.name) });
      else
        prompt({
          ...place,
          kind: 'prompt',
          id,
          parent,
          via: said.via,
          chars: said.text.length,
          hash: fingerprint(said.text),
          marks: scan(said.text, 'person'),
        });
    }
  }

  /** The agent's turn is over (or a local command took none). */
  function endTurn(record: LogRecord, place: Place): void {
    if (agentFile || place.thread !== '') return;
    const id = record.uuid ?? `${reading.path}:${place.at}`;
    if (!spoken.has(id)) add({ ...place, kind: 'turnEnd', id });
  }

  /** Adds a prompt, unless it is the delivery of one that was counted when it left the queue. */
  function prompt(event: EventOf<'prompt'>): void {
    const waiting = prompts.get(event.hash)?.find((known) => known.id.startsWith(QUEUE_ID));
    if (waiting === undefined) return add(event);
    spoken.delete(waiting.id);
    waiting.id = event.id;
    waiting.parent = event.parent;
    spoken.add(event.id);
  }

  function foldResult(
    block: Block,
    record: Pick<LogRecord, 'toolDenialKind' | 'toolUseResult'>,
    place: Place,
  ): void {
    const id = block.tool_use_id;
    if (id === undefined || results.has(id)) return;
    const told = record.toolUseResult;
    add({
      ...place,
      kind: 'result',
      id,
      outcome: outcomeOf(block, record, tools.get(id)?.answersByExit === true),
      created: createdFile(block, told),
      agent: field(told, 'agentId'),
      agentType: field(told, 'agentType'),
    });
  }

  function foldCompaction(record: LogRecord, place: Place): void {
    const id = record.uuid ?? `${reading.path}:${place.at}`;
    if (spoken.has(id)) return;
    const meta = record.compactMetadata;
    add({
      ...place,
      kind: 'compaction',
      id,
      trigger: meta?.trigger ?? null,
      preTokens: meta?.preTokens ?? null,
      postTokens: meta?.postTokens ?? null,
    });
  }

  /** A sub-agent's message copied into its parent's log: the only source when its own file is gone. */
  function foldProgress(record: LogRecord, place: Place): void {
    const progress = AgentProgress.safeParse(record.data);
    if (!progress.success || agentFile) return;
    const { agentId, message } = progress.data;
    const t = timeOf(message.timestamp) ?? place.t;
    const inner: Place = { ...place, t, thread: agentId };
    const facts = factsOf(reading, agentId);
    if (t !== null) {
      facts.startedAt = Math.min(facts.startedAt ?? t, t);
      facts.endedAt = Math.max(facts.endedAt ?? t, t);
    }
    note(facts.cwds, record.cwd);
    note(facts.versions, record.version);
    if (message.type === 'assistant' && message.message !== undefined) {
      foldAnswer(message.message, message.requestId ?? null, message.uuid ?? null, inner);
    } else if (message.type === 'user') {
      for (const block of blocksOf(message.message?.content)) {
        if (block.type === 'tool_result')
          foldResult(block, { toolDenialKind: undefined, toolUseResult: message.toolUseResult }, inner);
      }
    }
  }

  /**
   * Prompts typed while the agent worked. Taken out by `remove` they were delivered in the middle of a turn,
   * and up to 2.1.63 stand nowhere else; by `dequeue` they follow as an ordinary prompt (log-format.md 12).
   */
  function foldQueue(record: LogRecord, place: Place): void {
    const { queue } = reading.memory;
    if (record.operation === 'enqueue') {
      const text = withoutContext(textOf(record.content));
      const human =
        text !== '' &&
        !text.startsWith('{"task_id"') &&
        !isProgramText(text) &&
        !text.startsWith('/') &&
        commandOf(text) === null;
      queue.push({
        at: place.at,
        len: place.len,
        t: place.t,
        chars: text.length,
        hash: fingerprint(text),
        marks: human ? scan(text, 'person') : [],
        human,
      });
    } else if (record.operation === 'popAll') queue.length = 0;
    else if (record.operation === 'dequeue') queue.shift();
    else if (record.operation === 'remove') {
      const hash = record.content === undefined ? null : fingerprint(withoutContext(textOf(record.content)));
      const named = hash === null ? -1 : queue.findIndex((item) => item.hash === hash);
      const item = queue.splice(Math.max(named, 0), 1)[0];
      if (item === undefined || !item.human || agentFile) return;
      const delivered = prompts.get(item.hash)?.some((known) => known.at > item.at);
      if (delivered === true) return;
      const { human: _, ...rest } = item;
      add({
        ...rest,
        thread: '',
        kind: 'prompt',
        id: `${QUEUE_ID}${item.t ?? ''}:${item.hash}`,
        parent: null,
        via: 'queued',
      });
    }
  }

  function foldAttachment(record: LogRecord, parent: string | null, place: Place): void {
    const edited = EditedFile.safeParse(record.attachment);
    if (edited.success) {
      const path = filePath(edited.data.filename, reading.memory.cwd);
      const id = record.uuid ?? `${reading.path}:${place.at}`;
      if (path !== null && !spoken.has(id)) add({ ...place, kind: 'changed', id, path });
      return;
    }
    const queued = QueuedCommand.safeParse(record.attachment);
    if (!queued.success || agentFile || place.thread !== '') return;
    const { prompt: content, commandMode, isMeta, origin, source_uuid } = queued.data;
    if (commandMode !== 'prompt' || isMeta === true || (origin?.kind ?? 'human') !== 'human') return;
    const text = withoutContext(textOf(content));
    const id = source_uuid ?? record.uuid ?? `${reading.path}:${place.at}`;
    if (text === '' || isProgramText(text) || spoken.has(id)) return;
    const hash = fingerprint(text);
    const marks = scan(text, 'person');
    prompt({ ...place, kind: 'prompt', id, parent, via: 'queued', chars: text.length, hash, marks });
  }

  function foldTitle(record: LogRecord): void {
    const { title, memory } = reading;
    if (record.type === 'custom-title') title.custom = record.customTitle ?? record.title ?? title.custom;
    else if (record.type === 'ai-title') title.ai = record.aiTitle ?? title.ai;
    else if (record.type === 'permission-mode') note(factsOf(reading, '').modes, record.permissionMode);
    else if (record.type === 'summary' && record.summary !== undefined && record.leafUuid !== undefined) {
      // Most summaries are titles of other sessions: only one whose leaf is in this file counts (log-format.md 9).
      if (record.leafUuid === memory.lastUuid) title.summary = record.summary;
      else setOwn(memory.summaries, record.leafUuid, record.summary);
    }
  }

  return { reading, line };
}

const QUEUE_ID = 'queued:';
const NO_USAGE = {};

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Identity of a response whose message id is missing or none: with its request id it may still
 * be; else each line stands for itself. Prefixed, as uuids are also ids of prompts.
 */
function idOfLine(id: string | undefined, request: string | null, uuid: string | null): string | null {
  if (id !== undefined && id !== '' && request !== null) return `${request} ${id}`;
  return uuid !== null && UUID.test(uuid) ? `line ${uuid}` : null;
}

function inputSide(usage: Response['usage']): number {
  return usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
}

/** Different values of a fact that are kept: a log with a new one on every line must not cost more with every line. */
const MOST_VALUES = 1000;

function note(list: string[], value: string | undefined): void {
  if (value !== undefined && value !== '' && list.length < MOST_VALUES && !list.includes(value))
    list.push(value);
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function field(value: unknown, name: string): string | null {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
  const found: unknown = (value as Record<string, unknown>)[name];
  return typeof found === 'string' && found !== '' ? cutName(found) : null;
}
