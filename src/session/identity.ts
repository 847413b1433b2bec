/**
 * Decides which answer a line belongs to (P54). The message id alone is not enough: some gateways give every answer the same id,
 * and the API has repeated ids. What came since the answer's last line, and the input tokens, decide.
 */
import { textOf, type Block } from '../log/record';
import { isBlank, isPlaceholder, type Response, type TokenUsage } from '../log/response';
import { getOwn, setOwn } from '../log/own';
import { fingerprint, type FileReading, type Turn } from './reading';
import { withoutContext } from './speaker';

/** The fields of an answer's line that identify the answer. */
export interface AnswerLine {
  id: string;
  requestId: string | null;
  /** Fingerprint of its uuid; null without one. */
  line: number | null;
  /** Fingerprint of its `parentUuid`; null without one. */
  parent: number | null;
  thread: string;
  /** Null if it has none, or a placeholder without counts. */
  usage: TokenUsage | null;
  stop: string | null;
  /** Null if it has none. */
  model: string | null;
}

/** What came in a thread since its last answer; created on first use. */
export function turnOf(reading: FileReading, thread: string): Turn {
  const { turns } = reading.memory;
  return (
    getOwn(turns, thread) ?? setOwn(turns, thread, { key: null, line: null, since: 'nothing', asked: null })
  );
}

/** A record of a person or a tool that Claude may answer. */
export interface TurnRecord {
  content: unknown;
  /** The blocks of the content. */
  blocks: readonly Block[];
  /** The file already had it. */
  seen: boolean;
  /** Claude Code inserted it: an answer may continue after it. */
  inserted: boolean;
}

/** Records in `turn` what the next answer may respond to: words of a person, or results for which `isNew` is true. */
export function noteInTurn(
  turn: Turn,
  { content, blocks, seen, inserted }: TurnRecord,
  isNew: (block: Block) => boolean,
): void {
  const hasResult = blocks.some(({ type }) => type === 'tool_result');
  // Reminders of Claude Code are no prompt; a picture beside a result belongs to the result.
  const words = blocks.some(({ type, text: said = '' }) =>
    type === 'text' ? withoutContext(said) !== '' : !hasResult,
  );
  const text = words && !inserted ? textOf(content) : null;
  const asked = text !== null && !text.startsWith('[Request interrupted');
  if (asked) turn.asked = fingerprint(text);
  // Words beside a result may have been typed while the answer was still being written.
  if (asked && !seen && !hasResult) turn.since = 'prompt';
  else if (turn.since === 'nothing' && blocks.some((block) => block.type === 'tool_result' && isNew(block)))
    turn.since = 'result';
}

/** The answers of a file with the same message id, in order. Usually one. */
export interface Answers {
  all: Response[];
  /** By the fingerprint of the first line's uuid; null if there is at most one answer. */
  byLine: Map<number, Response> | null;
}

/** The answers with one message id. A single answer is stored without a list to save memory. */
export type Known = Response | Answers;

/** The answers with one message id as `Answers`. */
export const answersOf = (known: Known | undefined): Answers => {
  if (known === undefined) return { all: [], byLine: null };
  return 'all' in known ? known : { all: [known], byLine: null };
};

const answerByLine = ({ all, byLine }: Answers, line: number): Response | undefined =>
  byLine === null ? all.find((response) => response.line === line) : byLine.get(line);

/** Adds an answer to those with the same id. May change and return `known`. */
export function withAnswer(known: Known | undefined, response: Response): Known {
  if (known === undefined) return response;
  const { all, byLine } = answersOf(known);
  all.push(response);
  const lines = byLine ?? new Map<number, Response>();
  for (const one of byLine === null ? all : [response])
    if (one.line !== null && !lines.has(one.line)) lines.set(one.line, one);
  return { all, byLine: lines };
}

/** How many of the last answers with one id are searched for a copy or a late line. */
const MOST_CANDIDATES = 200;

/**
 * The answer that the line belongs to, of those with its message id; undefined if it starts a new one. `repeats`: true if an answer
 * already has all blocks of the line. `current`: the last answer of the thread, if it is one of them.
 */
export function answerOf(
  answers: Answers,
  current: Response | undefined,
  line: AnswerLine,
  turn: Turn,
  repeats: (response: Response) => boolean,
): Response | undefined {
  const { all } = answers;
  if (all.length === 0) return undefined;
  const exact = line.line === null ? undefined : answerByLine(answers, line.line);
  if (exact !== undefined) return exact;
  if (current !== undefined && continuesAnswer(current, line, turn, all.length > 1, repeats)) return current;
  // History rewritten in the same file (P11), or a late line.
  return all
    .slice(-MOST_CANDIDATES)
    .findLast(
      (response) =>
        response !== current &&
        compareRequests(response.requestId, line.requestId) !== 'other' &&
        compareInputs(response.usage, line.usage) !== 'other' &&
        ((turn.since !== 'prompt' && repeats(response)) ||
          ((turn.since !== 'prompt' || !isOver(response) || repeats(response)) &&
            response.thread === line.thread &&
            isRequestOf(response, line) &&
            compareInputs(response.usage, line.usage) === 'same')),
    );
}

/**
 * True if the line has the same request as an answer although something came in between: two processes may write into one log, and a
 * person may type while an answer is being written.
 */
const isRequestOf = (response: Response, { requestId }: AnswerLine): boolean =>
  compareRequests(response.requestId, requestId) === 'same' ||
  (response.requestId === null && requestId === null && !response.final && isOwnId(response));

/** True if the line continues the thread's last answer. `shared`: several answers have its message id. */
function continuesAnswer(
  current: Response,
  line: AnswerLine,
  turn: Turn,
  shared: boolean,
  repeats: (response: Response) => boolean,
): boolean {
  const request = compareRequests(current.requestId, line.requestId);
  const input = compareInputs(current.usage, line.usage);
  if (request === 'other') return false;
  // While an answer is written, its estimated input may be corrected (P7). After its end, another input means another answer,
  // unless the request is the same and nothing came in between.
  if (input === 'other') return turn.since === 'nothing' && (!current.final || request === 'same');
  const follows = line.parent !== null && line.parent === turn.line;
  if (!looksLikeId(line.id) && request !== 'same' && !follows) return false;
  if (turn.since === 'nothing') return true;
  if (turn.since === 'prompt')
    return (
      (request === 'same' && repeats(current)) ||
      (isRequestOf(current, line) && input === 'same' && !isOver(current))
    );
  // Tools may run while their answer is still being written. An answer has one input, one stop reason and one final output.
  const ended = current.final && line.stop !== null;
  const counted = isBlank(current.usage) ? null : line.usage;
  if (ended && line.stop !== current.stop) return false;
  if (ended && counted !== null && counted.output !== current.usage.output) return false;
  return input === 'same' || !shared;
}

/**
 * True if a line without a message id, or with a new one, continues the thread's last answer: one request has one answer, but some
 * back ends give each line another id.
 */
export function isOfRequest(current: Response, line: AnswerLine, { since }: Turn): boolean {
  if (compareRequests(current.requestId, line.requestId) !== 'same') return false;
  // Another model (fallback) means another answer.
  if (line.model !== null && line.model !== current.model) return false;
  const input = compareInputs(current.usage, line.usage);
  return since === 'nothing' ? input !== 'other' : since === 'result' && input === 'same';
}

/** True if an answer ended its turn, so a line after the next prompt belongs to another answer. */
const isOver = ({ stop }: Response): boolean => stop !== null && stop !== 'tool_use' && stop !== 'pause_turn';

type Comparison = 'same' | 'other' | 'unknown';

/** Compares two request ids; unknown if either is missing. */
export function compareRequests(a: string | null, b: string | null): Comparison {
  if (a === null || b === null) return 'unknown';
  return a === b ? 'same' : 'other';
}

/** Compares the input tokens of two answers; unknown if either has none. */
export function compareInputs(a: TokenUsage, b: TokenUsage | null): Comparison {
  if (b === null || isPlaceholder(a) || isPlaceholder(b)) return 'unknown';
  const same =
    a.input === b.input &&
    a.cacheRead === b.cacheRead &&
    a.cacheWrite5m + a.cacheWrite1h === b.cacheWrite5m + b.cacheWrite1h;
  return same ? 'same' : 'other';
}

/** True for a message id as most back ends generate them. For others, an equal id does not make two lines one answer. */
export const looksLikeId = (id: string): boolean => id.startsWith('msg') || /\d/.test(id);

/** Separates, in a response's key, the message id from what distinguishes answers with the same id. */
const PART = '|';

/** The message id in a response's key; see `Response.key`. */
export function baseOf(key: string): string {
  const end = key.indexOf(PART);
  return end === -1 ? key : key.slice(0, end);
}
export const baseFor = (id: string): string => (id.includes(PART) ? id.replaceAll(PART, '/') : id);

/** Equal for answers that have the same message id in the same thread. */
export const idInThread = ({ thread, key }: Pick<Response, 'thread' | 'key'>): string =>
  `${thread}|${baseOf(key)}`;

/** A key that no answer of the file has yet. `place`: a text unique to the line. */
export function newKey(
  id: string,
  request: string | null,
  place: () => string,
  isTaken: (key: string) => boolean,
): string {
  const base = baseFor(id);
  const asked = `${base}${PART}${request ?? ''}`;
  if (looksLikeId(id)) for (const key of [base, asked]) if (!isTaken(key)) return key;
  return `${asked}${PART}${baseFor(place())}`;
}

/** Ids of Anthropic's API, long enough to be unique. For others, copies are also found by their first block. */
const OWN_ID = /^(?:msg_(?:[a-z]+_)?[A-Za-z0-9]{16,}|line .*)$/;

/** True if the answer's id was given by Anthropic's API. */
export const isOwnId = ({ key }: Pick<Response, 'key'>): boolean => OWN_ID.test(baseOf(key));

/** Equal for all copies of a response from its first line on; used to find the files with a copy. */
export function traceOf({ key, mark }: Pick<Response, 'key' | 'mark'>): string {
  const base = baseOf(key);
  return mark === null || OWN_ID.test(base) ? base : `${base}#${mark}`;
}

/** Fingerprint of an answer's first block; null without blocks. */
export function markOf(blocks: readonly Block[]): number | null {
  const first = blocks[0];
  if (first === undefined) return null;
  const said = first.id ?? (first.text || first.thinking || first.signature || '');
  return fingerprint(`${first.type} ${said}`);
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Fingerprint of a uuid; null if it is none. */
export const fingerprintOf = (uuid: string | null | undefined): number | null =>
  uuid !== null && uuid !== undefined && UUID.test(uuid) ? fingerprint(uuid) : null;

/** Begins the message id of a line without one, which is made of its uuid: uuids are also ids of prompts. */
export const LINE = 'line ';

/** Message id for a line without one. */
export const lineId = (uuid: string | undefined): string | null =>
  uuid !== undefined && UUID.test(uuid) ? LINE + uuid : null;
