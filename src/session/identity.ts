/**
 * Which answer a line belongs to (P54). A message id is an identity when it is used as one: gateways give every answer the
 * same, and the API has repeated a real one. What tells is what was said since the answer's last line, and what it was
 * asked with.
 */
import { textOf, type Block } from '../log/record';
import { isBlank, isPlaceholder, type Response, type TokenUsage } from '../log/response';
import { getOwn, setOwn } from '../log/own';
import { fingerprint, type FileReading, type Turn } from './reading';
import { withoutContext } from './speaker';

/** What a line of an answer says of its identity. */
export interface AnswerLine {
  id: string;
  requestId: string | null;
  /** Fingerprint of its uuid; null without one. */
  line: number | null;
  /** Fingerprint of the uuid it says it follows; null when it says none. */
  parent: number | null;
  thread: string;
  /** Null when it states none, or one that counts nothing. */
  usage: TokenUsage | null;
  stop: string | null;
  /** Null when it names none. */
  model: string | null;
}

/** What was said in a thread since its last answer. */
export function turnOf(reading: FileReading, thread: string): Turn {
  const { turns } = reading.memory;
  return (
    getOwn(turns, thread) ?? setOwn(turns, thread, { key: null, line: null, since: 'nothing', asked: null })
  );
}

/** A record of a person or a tool, as far as an answer may be to it. */
export interface Heard {
  content: unknown;
  /** The blocks of the content. */
  blocks: readonly Block[];
  /** It was in the file before. */
  seen: boolean;
  /** Claude Code put it there: an answer may go on behind it. */
  aside: boolean;
}

/** Notes what an answer may be to: words of a person, or results that `isNew` does not know. */
export function hear(
  turn: Turn,
  { content, blocks, seen, aside }: Heard,
  isNew: (block: Block) => boolean,
): void {
  const beside = blocks.some(({ type }) => type === 'tool_result');
  // Reminders that Claude Code adds ask nothing; a picture beside a result belongs to it.
  const words = blocks.some(({ type, text: said = '' }) =>
    type === 'text' ? withoutContext(said) !== '' : !beside,
  );
  const text = words && !aside ? textOf(content) : null;
  const asked = text !== null && !text.startsWith('[Request interrupted');
  if (asked) turn.asked = fingerprint(text);
  // Words beside a result were said while its answer may still have been written.
  if (asked && !seen && !beside) turn.since = 'prompt';
  else if (turn.since === 'nothing' && blocks.some((block) => block.type === 'tool_result' && isNew(block)))
    turn.since = 'result';
}

/** The answers of a file with one message id, in order: one, where the id is an identity. */
export interface Answers {
  all: Response[];
  /** By the fingerprint of the first line's uuid; null where there is at most one: it is looked at itself. */
  byLine: Map<number, Response> | null;
}

/** Of an id that is an identity, the one answer itself: lists of their own would take more than it does. */
export type Known = Response | Answers;

/** The answers that go by an id. */
export const answersOf = (known: Known | undefined): Answers => {
  if (known === undefined) return { all: [], byLine: null };
  return 'all' in known ? known : { all: [known], byLine: null };
};

/** The answer whose first line it was. */
const answerByLine = ({ all, byLine }: Answers, line: number): Response | undefined =>
  byLine === null ? all.find((response) => response.line === line) : byLine.get(line);

/** The same with one more. */
export function withAnswer(known: Known | undefined, response: Response): Known {
  if (known === undefined) return response;
  const { all, byLine } = answersOf(known);
  all.push(response);
  const lines = byLine ?? new Map<number, Response>();
  for (const one of byLine === null ? all : [response])
    if (one.line !== null && !lines.has(one.line)) lines.set(one.line, one);
  return { all, byLine: lines };
}

/** A copy or a late line is looked for among so many answers of one id. */
const LOOKED_AT = 200;

/**
 * The one of the answers with this id that the line belongs to, or undefined: then it begins another. `repeats`: all its
 * blocks are in that answer already; `current`: the answer that spoke last, if it is one of them.
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
  const itself = line.line === null ? undefined : answerByLine(answers, line.line);
  if (itself !== undefined) return itself;
  if (current !== undefined && goesOn(current, line, turn, all.length > 1, repeats)) return current;
  // History written again into the same file (P11), or a line that comes late.
  return all
    .slice(-LOOKED_AT)
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
 * True when the line is of the request of an answer although something was said since: two processes may write into one log, and a
 * person may speak while an answer is written.
 */
const isRequestOf = (response: Response, { requestId }: AnswerLine): boolean =>
  compareRequests(response.requestId, requestId) === 'same' ||
  (response.requestId === null && requestId === null && !response.final && isOwnId(response));

/** True when the line is a further one of the answer that spoke last. `shared`: its id is known to be no identity. */
function goesOn(
  current: Response,
  line: AnswerLine,
  turn: Turn,
  shared: boolean,
  repeats: (response: Response) => boolean,
): boolean {
  const request = compareRequests(current.requestId, line.requestId);
  const input = compareInputs(current.usage, line.usage);
  if (request === 'other') return false;
  // Before its end an answer may correct the input it was estimated to have (P7); after it that is another's, unless the
  // request is the same and nothing was said.
  if (input === 'other') return turn.since === 'nothing' && (!current.final || request === 'same');
  const follows = line.parent !== null && line.parent === turn.line;
  if (!looksLikeId(line.id) && request !== 'same' && !follows) return false;
  if (turn.since === 'nothing') return true;
  if (turn.since === 'prompt')
    return (
      (request === 'same' && repeats(current)) ||
      (isRequestOf(current, line) && input === 'same' && !isOver(current))
    );
  // Tools run while their answer is still written: it has one input, one end and one final output.
  const ended = current.final && line.stop !== null;
  const counted = isBlank(current.usage) ? null : line.usage;
  if (ended && line.stop !== current.stop) return false;
  if (ended && counted !== null && counted.output !== current.usage.output) return false;
  return input === 'same' || !shared;
}

/**
 * True when a line without a message id, or with one that nothing else has, is a further one of the answer that spoke last: what
 * was asked by one request is one answer, and some back ends give each line another id.
 */
export function isOfRequest(current: Response, line: AnswerLine, { since }: Turn): boolean {
  if (compareRequests(current.requestId, line.requestId) !== 'same') return false;
  // A model that takes over answers anew.
  if (line.model !== null && line.model !== current.model) return false;
  const input = compareInputs(current.usage, line.usage);
  return since === 'nothing' ? input !== 'other' : since === 'result' && input === 'same';
}

/** True when an answer has ended the turn: what comes after the next prompt is another. */
const isOver = ({ stop }: Response): boolean => stop !== null && stop !== 'tool_use' && stop !== 'pause_turn';

type Comparison = 'same' | 'other' | 'unknown';

/** Whether two request ids are one; unknown when either is missing. */
export function compareRequests(a: string | null, b: string | null): Comparison {
  if (a === null || b === null) return 'unknown';
  return a === b ? 'same' : 'other';
}

/** Whether two answers were asked with the same; unknown when either does not say. */
export function compareInputs(a: TokenUsage, b: TokenUsage | null): Comparison {
  if (b === null || isPlaceholder(a) || isPlaceholder(b)) return 'unknown';
  const same =
    a.input === b.input &&
    a.cacheRead === b.cacheRead &&
    a.cacheWrite5m + a.cacheWrite1h === b.cacheWrite5m + b.cacheWrite1h;
  return same ? 'same' : 'other';
}

/** A message id as most back ends make them. Others need more than an equal id to make two lines one answer. */
export const looksLikeId = (id: string): boolean => id.startsWith('msg') || /\d/.test(id);

/** Separates a message id from what tells its answers apart in a key. */
const PART = '|';

/** The message id a response goes by in its key; see `Response.key`. */
export function baseOf(key: string): string {
  const end = key.indexOf(PART);
  return end === -1 ? key : key.slice(0, end);
}
export const baseFor = (id: string): string => (id.includes(PART) ? id.replaceAll(PART, '/') : id);

/** A key that no answer of the file has yet. `place`: what is unique to the line. */
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

/** Ids of the API itself, long enough to be unique; for others a copy is looked for by its first block as well. */
const OWN_ID = /^(?:msg_(?:[a-z]+_)?[A-Za-z0-9]{16,}|line .*)$/;

/** True for an answer with an id as the API gives them. */
export const isOwnId = ({ key }: Pick<Response, 'key'>): boolean => OWN_ID.test(baseOf(key));

/** What copies of a response have in common from its first line on, for finding the files that hold one. */
export function traceOf({ key, mark }: Pick<Response, 'key' | 'mark'>): string {
  const base = baseOf(key);
  return mark === null || OWN_ID.test(base) ? base : `${base}#${mark}`;
}

/** Fingerprint of an answer's first block; null when it says nothing. */
export function markOf(blocks: readonly Block[]): number | null {
  const first = blocks[0];
  if (first === undefined) return null;
  const said = first.id ?? (first.text || first.thinking || first.signature || '');
  return fingerprint(`${first.type} ${said}`);
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Fingerprint of a uuid; null for what is none. */
export const fingerprintOf = (uuid: string | null | undefined): number | null =>
  uuid !== null && uuid !== undefined && UUID.test(uuid) ? fingerprint(uuid) : null;

/** Identity of a line that names no message: each stands for itself. Prefixed, as uuids are also ids of prompts. */
export const lineId = (uuid: string | undefined): string | null =>
  uuid !== undefined && UUID.test(uuid) ? `line ${uuid}` : null;
