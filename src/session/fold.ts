/** Folds lines into a reading: records → messages → events. See `reading.ts` for what comes out. */
import { costStateOf } from '../log/account';
import { conditionsOf } from '../log/conditions';
import { countLine, unknownsOf, worst } from '../log/drift';
import { addDrift } from '../log/parseCounts';
import { jsonOf } from '../log/json';
import { cutName } from '../log/names';
import { getOwn, setOwn } from '../log/own';
import {
  AgentProgress,
  AttachedFile,
  blocksOf,
  EditedFile,
  isOfClaude,
  parseLine,
  QueuedCommand,
  textOf,
  timeOf,
  type Block,
  type LoggedMessage,
  type LogRecord,
} from '../log/record';
import { noUsage, type Response } from '../log/response';
import { accountOf, improve } from '../log/usage';
import type { Event, EventOf, PhraseMark } from './event';
import { answerFacts } from './answerFacts';
import { callFacts } from './callFacts';
import { apiErrorOf } from './apiError';
import {
  answerOf,
  answersOf,
  baseFor,
  baseOf,
  fingerprintOf,
  hear,
  lineId,
  markOf,
  newKey,
  turnOf,
  withAnswer,
  type Heard,
  type Known,
} from './identity';
import { leanList, newTexts } from './lean';
import { limitOf } from './limits';
import { ATTACHED, betterOpening, commandOpening, openingOf, planOpening, type Opening } from './naming';
import { createdFile, deniedBy, outcomeOf } from './outcome';
import { filePath } from './paths';
import { namesIn } from './names';
import { factsOf, fingerprint, stemOf, type FileReading } from './reading';
import { isLocalAnswer, queuedSpeech, speechOf } from './speaker';
import { toolUseOf } from './tools';

/** Finds the phrases of the signals in a text of the agent or a person; handed in because signals come after sessions. */
export interface Scan {
  (text: string, speaker: 'agent' | 'person'): PhraseMark[];
  /** Language of a text (ISO 639-1); '' when it is too short to tell. */
  languageOf(text: string): string;
  /** Fingerprint of what it looks for: logs read by another one are read again while they are there. */
  readonly key: string;
}

export interface Folder {
  readonly reading: FileReading;
  /**
   * Folds one line: its text without the newline, its offset and length in bytes, and the bytes themselves when they are
   * what the text was decoded from. Never throws for content.
   */
  line(text: string, at: number, len: number, bytes?: Buffer): void;
}

const SYNTHETIC = '<synthetic>';
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
  const answers = new Map<string, Known>();
  const blocks = new Map<string, EventOf<'text' | 'thinking'>[]>();
  const tools = new Map<string, EventOf<'tool'>>();
  const results = new Set<string>();
  const spoken = new Set<string>();
  const prompts = new Map<number, EventOf<'prompt'>[]>();
  for (const response of reading.responses) know(response);
  for (const event of reading.events) index(event);
  const agentFile = reading.agentId !== null;
  const one = newTexts();
  /** Git branch and working folder of the record that is being folded. */
  let branch = '';
  let cwd = '';

  function index(event: Event): void {
    if (event.kind === 'text' || event.kind === 'thinking') push(blocks, event.response, event);
    else if (event.kind === 'tool') tools.set(event.id, event);
    else if (event.kind === 'result') results.add(event.id);
    else {
      spoken.add(event.id);
      if (event.kind === 'prompt') push(prompts, event.hash, event);
    }
  }

  function know(response: Response): void {
    responses.set(response.key, response);
    const base = baseOf(response.key);
    answers.set(base, withAnswer(answers.get(base), response));
  }

  function add(event: Event): void {
    reading.events.push(event);
    index(event);
  }

  function line(text: string, at: number, len: number, bytes?: Buffer): void {
    const body = at === 0 && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    if (body.trim() === '') return;
    const { parse } = reading;
    parse.lines++;
    const parsed = parseLine(body, bytes);
    if (parsed.kind === 'malformed') {
      parse.malformed++;
      return countLine(parse, 'unread', at, len);
    }
    parsed.records.forEach((record, i) => {
      const raw = parsed.raw[i] ?? {};
      reading.recognised ||= isOfClaude(record, raw);
      countUnknown(record, raw);
      const place = bytes === undefined ? undefined : parsed.places?.[i];
      if (place !== undefined) foldRecord(record, at + place.at, place.len, raw);
      else foldRecord(record, at, text.endsWith('\r') ? len - 1 : len, raw);
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

  function countUnknown(record: LogRecord, raw: Record<string, unknown>): void {
    const { parse, memory } = reading;
    if (record.version !== undefined) memory.version = record.version;
    setOwn(parse.versions, memory.version, (getOwn(parse.versions, memory.version) ?? 0) + 1);
    for (const unknown of unknownsOf(raw)) addDrift(parse, { ...unknown, version: memory.version, count: 1 });
  }

  function foldRecord(record: LogRecord, at: number, len: number, raw: Record<string, unknown>): void {
    const t = timeOf(record.timestamp);
    const { memory } = reading;
    identify(record);
    if (reading.firstAt === null && t !== null) reading.firstAt = t;
    if (record.sessionKind === 'bg' || (record.forkedFrom !== undefined && record.forkedFrom !== null))
      reading.fork = true;
    const parent = record.parentUuid === undefined ? memory.lastUuid : record.parentUuid;
    const thread = threadOf(record, parent);
    noteFacts(record, thread, t);
    branch = one(record.gitBranch ?? '');
    // The string the facts hold: one for all responses.
    cwd = factsOf(reading, thread).cwds.find((known) => known === record.cwd) ?? '';
    const place: Place = { t, at, len, thread };
    switch (record.type) {
      case 'assistant':
        if (record.message?.model === SYNTHETIC || record.isApiErrorMessage === true) {
          foldLimit(textOf(record.message?.content), record, place);
          foldApiError(textOf(record.message?.content), record, place);
        }
        if (record.message !== undefined)
          foldAnswer(record.message, record.requestId, record.uuid, record.parentUuid, place);
        break;
      case 'user':
        noteHeard(place.thread, {
          content: record.message?.content,
          seen: record.uuid !== undefined && spoken.has(record.uuid),
          aside: record.isMeta === true || record.isCompactSummary === true,
        });
        foldUser(record, parent, place);
        break;
      case 'system':
        if (record.subtype === 'compact_boundary') foldCompaction(record, place);
        else if (record.subtype === 'model_refusal_fallback') {
          const { originalModel: asked, fallbackModel: other, direction } = record;
          const back = direction === 'revert';
          foldFallback(back ? other : asked, back ? asked : other, record.uuid, place);
        } else if (record.subtype === 'turn_duration' || record.subtype === 'stop_hook_summary')
          endTurn(record, place);
        else if (record.subtype === 'api_error') {
          // While it tries again there may be an answer yet.
          const { retryAttempt = 0, maxRetries = Infinity } = record;
          if (retryAttempt >= maxRetries) foldApiError('API Error', record, place);
          foldLimit(noticeOf(record), record, place);
        } else foldLimit(noticeOf(record), record, place);
        break;
      case 'cost-state':
        foldAccount(record, raw, place);
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

  /** Claude Code's own account of the session; cumulative, so the last one counts (P67). */
  function foldAccount(record: LogRecord, raw: Record<string, unknown>, { t, at, len }: Place): void {
    const session = record.sessionId ?? reading.sessionId;
    if (agentFile || session === '') return;
    const place = { t: t ?? factsOf(reading, '').endedAt, at, len };
    const { account, unreadable } = costStateOf(raw, place);
    for (const name of new Set(unreadable))
      addDrift(reading.parse, {
        what: 'field',
        name: `cost-state.${name} (not a figure)`,
        version: reading.memory.version,
        count: 1,
      });
    setOwn(reading.accounts, session, account);
  }

  /** A notice of Claude Code about a limit of the plan (P69). */
  function foldLimit(text: string, record: LogRecord, place: Place): void {
    const limit = limitOf(text, place.t);
    const id = record.uuid ?? `${reading.path}:${place.at}`;
    if (limit !== null && !spoken.has(id)) add({ ...place, kind: 'limit', id, ...limit });
  }

  /** The service answered with an error, or said that a limit is reached, instead of the agent. */
  function foldApiError(text: string, record: LogRecord, place: Place): void {
    const reason = apiErrorOf(text, record.isApiErrorMessage === true);
    const id = `error ${record.uuid ?? `${reading.path}:${place.at}`}`;
    if (reason !== null && !agentFile && place.thread === '' && !spoken.has(id))
      add({ ...place, kind: 'apiError', id, reason });
  }

  /** The service put another model in the place of the one that was asked. */
  function foldFallback(
    from: string | undefined,
    to: string | undefined,
    of: string | undefined,
    place: Place,
  ): void {
    const id = `fallback ${of ?? `${reading.path}:${place.at}`}`;
    if (agentFile || place.thread !== '' || spoken.has(id) || from === undefined || to === undefined) return;
    add({ ...place, kind: 'fallback', id, from: cutName(from), to: cutName(to) });
  }

  /**
   * Whose log it is (P61): what its records say, not what it is called. Of several sessions (a resume keeps the ids of what
   * it copied) the one it is named after; else the first.
   */
  function identify(record: LogRecord): void {
    const { memory } = reading;
    const said = record.sessionId ?? record.session_id;
    if (said === undefined || (memory.identified && said === reading.sessionId)) return;
    if (reading.sessionId === '') reading.sessionId = said;
    if (agentFile || !UUID.test(said) || (memory.identified && said !== stemOf(reading.path))) return;
    if (!memory.identified) reading.stream = record.sessionId === undefined;
    memory.identified = true;
    reading.sessionId = said;
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
    if (record.entrypoint !== undefined) reading.memory.entrypoint = record.entrypoint;
    note(facts.versions, record.version);
    note(facts.branches, record.gitBranch);
    note(facts.modes, record.permissionMode);
  }

  function noteHeard(thread: string, heard: Heard): void {
    hear(turnOf(reading, thread), heard, ({ tool_use_id: id }) => id === undefined || !results.has(id));
  }

  /** One line of an API response: joins the response it belongs to (P1, P2). */
  function foldAnswer(
    message: LoggedMessage,
    requestId: string | null | undefined,
    uuid: string | undefined,
    parent: string | null | undefined,
    place: Place,
  ): void {
    if (message.model === SYNTHETIC) return;
    const content = blocksOf(message.content);
    const response = responseFor(message, content, { request: requestId || null, uuid, parent }, place);
    const turn = turnOf(reading, place.thread);
    Object.assign(turn, { key: response.key, line: fingerprintOf(uuid), since: 'nothing' });
    const stop = message.stop_reason ?? null;
    if (stop !== null) {
      response.final = true;
      response.stop = stop;
      for (const block of blocks.get(response.key) ?? []) if (block.kind === 'text') block.stop = stop;
    }
    content.forEach((block, i) => foldBlock(block, i, response, place));
  }

  /** The response a line belongs to, with what the line says of its usage. */
  function responseFor(
    message: LoggedMessage,
    content: readonly Block[],
    {
      request,
      uuid,
      parent,
    }: { request: string | null; uuid: string | undefined; parent: string | null | undefined },
    place: Place,
  ): Response {
    const here = lineId(uuid) ?? `${reading.path}:${place.at}`;
    const id = message.id || here;
    const account = message.usage ? accountOf(message.usage, message.model ?? '') : null;
    const turn = turnOf(reading, place.thread);
    const same = answersOf(answers.get(baseFor(id)));
    const last = turn.key === null ? undefined : responses.get(turn.key);
    const known = answerOf(
      same,
      last !== undefined && baseOf(last.key) === baseFor(id) ? last : undefined,
      {
        id,
        requestId: request,
        line: fingerprintOf(uuid),
        parent: fingerprintOf(parent),
        thread: place.thread,
        usage: account?.usage ?? null,
        stop: message.stop_reason ?? null,
      },
      turn,
      (response) => content.every((block) => isIn(response, block)),
    );
    if (known !== undefined) {
      known.requestId ??= request;
      if (message.usage && account !== null) improve(known, message, account);
      return known;
    }
    if (same.all.some(({ thread }) => thread === place.thread))
      addDrift(reading.parse, { what: 'id', name: 'message.id', version: reading.memory.version, count: 1 });
    const response: Response = {
      key: newKey(id, request, here, (key) => responses.has(key)),
      requestId: request,
      model: one(message.model ?? ''),
      t: place.t,
      at: place.at,
      usage: account?.usage ?? noUsage(),
      final: false,
      stop: null,
      thread: place.thread,
      fast: message.usage?.speed === 'fast',
      advisors: leanList(account?.others ?? []),
      own: leanList(account?.own ?? []),
      chars: 0,
      calls: 0,
      sealed: 0,
      branch,
      cwd,
      conditions: leanList(message.usage ? conditionsOf(message.usage) : []),
      line: fingerprintOf(uuid),
      mark: markOf(content),
      asked: turn.asked,
    };
    know(response);
    reading.responses.push(response);
    return response;
  }

  /** True when the response has the block already. */
  function isIn({ key }: Response, block: Block): boolean {
    if (block.type === 'text') return repeated(key, 'text', block.text ?? '') !== undefined;
    if (block.type === 'tool_use') return block.id !== undefined && tools.get(block.id)?.response === key;
    return !isThinking(block) || repeated(key, 'thinking', markedBy(block)) !== undefined;
  }

  function foldBlock(block: Block, nth: number, response: Response, place: Place): void {
    const where = { ...place, response: response.key };
    if (block.type === 'text') foldText(block.text ?? '', response, where);
    else if (isThinking(block)) foldThinking(block, response, where);
    else if (block.type === 'fallback')
      foldFallback(block.from?.model, block.to?.model, `${response.key}.${nth}`, place);
    else if (block.type === 'tool_use' && block.name !== undefined) {
      // Some back ends give no id: the call then stands for itself, and no result can be told to be its own (P39).
      const id = block.id ?? `${place.at}.${nth}`;
      if (tools.has(id)) return;
      const use = toolUseOf(block.name, block.input, reading.memory.cwd);
      response.chars += jsonOf(block.input ?? '').length;
      response.calls++;
      const said = callFacts(block.name, block.input, reading.memory.cwd, use.shell);
      // One literal with all fields: spreading takes half as much memory again.
      add({
        t: place.t,
        at: place.at,
        len: place.len,
        thread: place.thread,
        response: response.key,
        kind: 'tool',
        id,
        name: one(block.name),
        action: use.action,
        path: use.path === null ? null : one(use.path),
        agentType: use.agentType,
        task: use.task,
        shell: use.shell,
        answersByExit: use.answersByExit,
        input: said.input,
        opening: said.opening,
        touches: leanList(said.touches),
        facts: leanList(said.facts),
      });
    }
  }

  type Where = Place & { response: string };

  function foldText(text: string, response: Response, where: Where): void {
    const fresh = {
      t: where.t,
      at: where.at,
      len: where.len,
      thread: where.thread,
      response: where.response,
      kind: 'text' as const,
      chars: text.length,
      hash: fingerprint(text),
      marks: leanList(scan(text, 'agent')),
      language: scan.languageOf(text),
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
      if (grown.kind === 'text') {
        grown.marks = fresh.marks;
        grown.language = fresh.language;
      }
      return;
    }
    response.chars += text.length;
    add(fresh);
  }

  function foldThinking(block: Block, response: Response, where: Where): void {
    const text = thoughtOf(block);
    const mark = markedBy(block);
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
      t: where.t,
      at: where.at,
      len: where.len,
      thread: where.thread,
      response: where.response,
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
    if (agentFile || place.thread !== '')
      return noteOpening(place.thread, () => openingOf(textOf(record.message?.content)));
    const id = record.uuid ?? `${reading.path}:${place.at}`;
    if (spoken.has(id)) return;
    if (record.planContent !== undefined) noteOpening('', () => planOpening(record.planContent ?? ''));
    if (isLocalAnswer(record)) return endTurn(record, place);
    for (const said of speechOf(record)) {
      if (said.kind === 'interrupt') add({ ...place, kind: 'interrupt', id });
      else if (said.kind === 'command') {
        noteOpening('', () => commandOpening(said.name, said.args));
        add({ ...place, kind: 'command', id, name: cutName(said.name) });
      } else {
        noteOpening('', () => (said.text === '' ? ATTACHED : openingOf(said.text)));
        prompt(
          { ...place, kind: 'prompt', id, parent, via: said.via, ...wordsOf(said.text) },
          record.promptSource === 'queued',
        );
      }
    }
  }

  /** How a conversation of the file began, said once. */
  function noteOpening(thread: string, opening: () => Opening | null): void {
    const facts = factsOf(reading, thread);
    if (facts.opening === null || facts.opening.weak) facts.opening = betterOpening(facts.opening, opening());
  }

  /** What is kept of a person's words. */
  function wordsOf(text: string): Pick<EventOf<'prompt'>, 'chars' | 'hash' | 'marks' | 'language' | 'names'> {
    return {
      chars: text.length,
      hash: fingerprint(text),
      marks: leanList(scan(text, 'person')),
      language: scan.languageOf(text),
      names: leanList(namesIn(text)),
    };
  }

  /** The agent's turn is over (or a local command took none). */
  function endTurn(record: LogRecord, place: Place): void {
    if (agentFile || place.thread !== '') return;
    const id = record.uuid ?? `${reading.path}:${place.at}`;
    if (!spoken.has(id)) add({ ...place, kind: 'turnEnd', id });
  }

  /** Adds a prompt, unless it repeats one that was counted when it left the queue, or, `fromQueue`, when it was delivered. */
  function prompt(event: EventOf<'prompt'>, fromQueue: boolean): void {
    const same = prompts.get(event.hash) ?? [];
    const waiting = same.find((known) => known.id.startsWith(QUEUE_ID));
    if (waiting === undefined) {
      // Logged twice, as a queued command and as a message: what was queued once was said once.
      const queued = getOwn(reading.memory.enqueued, String(event.hash)) ?? Infinity;
      if (fromQueue && same.filter(({ via }) => via === 'queued').length >= queued) return;
      return add(event);
    }
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
    const call = tools.get(id) ?? null;
    const outcome = outcomeOf(block, record, call?.answersByExit === true);
    const said = answerFacts(textOf(block.content), call, outcome === 'error', reading.memory.cwd);
    add({
      t: place.t,
      at: place.at,
      len: place.len,
      thread: place.thread,
      kind: 'result',
      id: call?.id ?? id,
      outcome,
      deniedBy: outcome === 'denied' ? deniedBy(block, record) : null,
      failure: said.failure,
      shows: leanList(said.shows),
      changes: leanList(said.changes),
      facts: leanList(said.facts),
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
      foldAnswer(message.message, message.requestId, message.uuid, undefined, inner);
    } else if (message.type === 'user') {
      noteHeard(agentId, { content: message.message?.content, seen: false, aside: false });
      noteOpening(agentId, () => openingOf(textOf(message.message?.content)));
      for (const block of blocksOf(message.message?.content)) {
        if (block.type === 'tool_result')
          foldResult(block, { toolDenialKind: undefined, toolUseResult: message.toolUseResult }, inner);
      }
    }
  }

  /**
   * Prompts typed while the agent worked. Taken out by `remove` they were delivered in the middle of a turn,
   * and up to 2.1.63 stand nowhere else; by `dequeue` they follow as an ordinary prompt (docs/log-format.md, section 12).
   */
  function foldQueue(record: LogRecord, place: Place): void {
    const { queue } = reading.memory;
    if (record.operation === 'enqueue') {
      const { text, hash, human } = waitingIn(record.content);
      const { enqueued } = reading.memory;
      if (human) setOwn(enqueued, String(hash), (getOwn(enqueued, String(hash)) ?? 0) + 1);
      queue.push({
        at: place.at,
        len: place.len,
        t: place.t,
        chars: text.length,
        hash,
        marks: human ? leanList(scan(text, 'person')) : [],
        language: human ? scan.languageOf(text) : '',
        names: human ? leanList(namesIn(text)) : [],
        human,
      });
    } else if (record.operation === 'popAll') queue.length = 0;
    else if (record.operation === 'dequeue') queue.shift();
    else if (record.operation === 'remove') {
      const hash = record.content === undefined ? null : waitingIn(record.content).hash;
      const named = hash === null ? -1 : queue.findIndex((item) => item.hash === hash);
      const item = queue.splice(Math.max(named, 0), 1)[0];
      if (item === undefined || !item.human || agentFile) return;
      const { via } = queuedSpeech({ content: '', entrypoint: reading.memory.entrypoint });
      if (via === 'program') return;
      const delivered = prompts.get(item.hash)?.some((known) => known.at > item.at);
      if (delivered === true) return;
      const { human: _, ...rest } = item;
      add({
        ...rest,
        thread: '',
        kind: 'prompt',
        id: `${QUEUE_ID}${item.t ?? ''}:${item.hash}`,
        parent: null,
        via,
      });
    }
  }

  function foldAttachment(record: LogRecord, parent: string | null, place: Place): void {
    const edited = EditedFile.safeParse(record.attachment);
    if (edited.success) {
      const path = filePath(edited.data.filename, reading.memory.cwd);
      const id = record.uuid ?? `${reading.path}:${place.at}`;
      if (path !== null && !spoken.has(id)) add({ ...place, kind: 'changed', id, path, told: true });
      return;
    }
    const shown = AttachedFile.safeParse(record.attachment);
    if (shown.success) {
      const { type: how, filename, path: named } = shown.data;
      const path = filePath(filename ?? named, reading.memory.cwd);
      const id = record.uuid ?? `${reading.path}:${place.at}`;
      if (path !== null && !spoken.has(id)) add({ ...place, kind: 'attached', id, path, how });
      return;
    }
    const queued = QueuedCommand.safeParse(record.attachment);
    if (!queued.success || agentFile || place.thread !== '') return;
    const { prompt: content, commandMode = 'prompt', isMeta, origin, source_uuid } = queued.data;
    if (commandMode !== 'prompt') return;
    const { entrypoint } = record;
    const { via, text, attached } = queuedSpeech({ content, isMeta, origin, entrypoint });
    const id = source_uuid ?? record.uuid ?? `${reading.path}:${place.at}`;
    if (via === 'program' || (text === '' && !attached) || spoken.has(id)) return;
    noteOpening('', () => (text === '' ? ATTACHED : openingOf(text)));
    prompt({ ...place, kind: 'prompt', id, parent, via, ...wordsOf(text) }, true);
  }

  function foldTitle(record: LogRecord): void {
    const { title, memory } = reading;
    if (record.type === 'custom-title') title.custom = record.customTitle ?? record.title ?? title.custom;
    else if (record.type === 'ai-title') title.ai = record.aiTitle ?? title.ai;
    else if (record.type === 'permission-mode') note(factsOf(reading, '').modes, record.permissionMode);
    else if (record.type === 'summary' && record.summary !== undefined && record.leafUuid !== undefined) {
      // Most summaries are titles of other sessions: only one whose leaf is in this file counts (docs/log-format.md, section 9).
      if (record.leafUuid === memory.lastUuid) title.summary = record.summary;
      else setOwn(memory.summaries, record.leafUuid, record.summary);
    }
  }

  return { reading, line };
}

/** Begins the id of a prompt that left the queue and whose own record has not come. */
export const QUEUE_ID = 'queued:';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What waits in the queue: its words, whether somebody said them, and by what it is known again. */
function waitingIn(content: unknown): { text: string; hash: number; human: boolean } {
  const { text } = queuedSpeech({ content });
  return { text, hash: fingerprint(text === '' ? textOf(content).trim() : text), human: text !== '' };
}

const isThinking = (block: Block): boolean => block.type === 'thinking' || block.type === 'redacted_thinking';

/** The readable text of a thinking block; '' when it is hidden (P36). */
const thoughtOf = (block: Block): string =>
  block.type === 'thinking' && block.thinking !== '[redacted]' ? (block.thinking ?? '') : '';

/** What a thinking block is known again by. */
const markedBy = (block: Block): string => thoughtOf(block) || (block.signature ?? '');

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

/** Subtypes of `system` records in which Claude Code itself tells something; others hold summaries and output of commands. */
const NOTICES = new Set([
  '',
  'informational',
  'notification',
  'warning',
  'error',
  'api_error',
  'rate_limit',
  'usage_limit',
]);

/** What a `system` record says: its text, or the message of the API error it reports. */
function noticeOf(record: LogRecord): string {
  if (!NOTICES.has(record.subtype ?? '')) return '';
  if (record.subtype === 'api_error') {
    const error = record.error;
    return field(error, 'message') ?? field(inner(error, 'error'), 'message') ?? '';
  }
  return typeof record.content === 'string' ? record.content : '';
}

const inner = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

function field(value: unknown, name: string): string | null {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
  const found: unknown = (value as Record<string, unknown>)[name];
  return typeof found === 'string' && found !== '' ? cutName(found) : null;
}
