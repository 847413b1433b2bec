import { getOwn, setOwn } from '../../log/own';
import { textOf, type LogRecord } from '../../log/record';
import type { EventOf } from '../event';
import { leanList } from '../lean';
import { namesIn } from '../namedFiles';
import type { Unpacked } from '../pasted';
import { queueId } from '../queueId';
import { fingerprint, type FileReading } from '../reading';
import { queuedSpeech } from '../speaker';
import type { FoldState, LinePlace } from './state';

/** Most operations on queues of other files that are kept. */
const MOST_TAKEN = 1000;

/**
 * Folds prompts typed while Claude worked. `remove`: delivered in the middle of a turn, and up to 2.1.63 logged nowhere else;
 * `dequeue`: a normal prompt follows (docs/log-format.md, section 12).
 */
export function foldQueue(state: FoldState, record: LogRecord, place: LinePlace): void {
  const { content } = record;
  const operation = isWithdrawn(record) ? 'withdraw' : record.operation;
  const { queue, taken } = state.reading.memory;
  if (operation === 'enqueue') return enqueue(state, record, place);
  if (queue.length === 0 && operation !== undefined && place.t !== null && taken.length < MOST_TAKEN)
    taken.push({ t: place.t, operation, hash: content === undefined ? null : entryOf(content).hash });
  if (operation === 'popAll') queue.length = 0;
  else if (operation === 'dequeue') queue.shift();
  else if (operation === 'remove') deliver(state, takeOut(queue, content));
  else if (operation === 'withdraw') takeOut(queue, content);
}

/** Why a prompt is removed that Claude gets. */
const DELIVERED: ReadonlySet<string | undefined> = new Set([
  'absorbed_mid_turn',
  'carried_to_background',
  'delivered_as_tool_result',
  'delivered_to_agent',
  'stored_at_idle',
  'written_at_exit',
]);

/** True if a prompt is removed that Claude never gets. Early versions, which name neither a reason nor the prompt, do not say so. */
const isWithdrawn = ({ operation, reason, commandUuid }: LogRecord): boolean =>
  operation === 'remove' && (reason ?? commandUuid) !== undefined && !DELIVERED.has(reason);

function enqueue({ reading, scan }: FoldState, record: LogRecord, place: LinePlace): void {
  const { text, own, hash, human } = entryOf(record.content);
  const { queue, enqueued } = reading.memory;
  if (human) setOwn(enqueued, String(hash), (getOwn(enqueued, String(hash)) ?? 0) + 1);
  queue.push({
    at: place.at,
    len: place.len,
    t: place.t,
    chars: text.length,
    hash,
    marks: human ? leanList(scan(own, 'person')) : [],
    language: human ? scan.languageOf(own) : '',
    names: human ? leanList(namesIn(text)) : [],
    human,
  });
}

/** Removes a message from the queue when its own record comes; from 2.1.39 to 2.1.42 there is no `dequeue`. */
export function leaveQueue({ reading }: FoldState, content: unknown): void {
  const { queue } = reading.memory;
  // Results and pictures have no text to find in the queue.
  if (queue.length === 0 || textOf(content).trim() === '') return;
  const { hash } = entryOf(content);
  const i = queue.findIndex((item) => item.hash === hash);
  if (i !== -1) queue.splice(i, 1);
}

type Entry = FileReading['memory']['queue'][number];

/** Takes the entry that the record names from the queue, else the oldest. */
function takeOut(queue: Entry[], content: unknown): Entry | undefined {
  const hash = content === undefined ? null : entryOf(content).hash;
  const named = hash === null ? -1 : queue.findIndex((item) => item.hash === hash);
  return queue.splice(Math.max(named, 0), 1)[0];
}

/** Adds a prompt that was delivered in the middle of a turn, unless the log already has it. */
function deliver(state: FoldState, item: Entry | undefined): void {
  if (item === undefined || state.ofAgent) return;
  if (state.prompts.get(item.hash)?.some((known) => isDelivered(known, item)) === true) return;
  const prompt = promptOf(item, state.reading);
  if (prompt !== null) state.add(prompt);
}

/** An entry of the queue as a delivered prompt; null if a program wrote it. */
export function promptOf({ human, ...item }: Entry, { memory }: FileReading): EventOf<'prompt'> | null {
  const { via } = queuedSpeech({ content: '', entrypoint: memory.entrypoint });
  if (!human || via === 'program') return null;
  return { ...item, thread: '', kind: 'prompt', id: queueId(item), parent: null, via };
}

/** True if this prompt was logged after the entry was queued: further on in the file, or later if history was rewritten (P11). */
export const isDelivered = (known: EventOf<'prompt'>, { at, t }: Entry): boolean =>
  known.at > at || (known.t !== null && t !== null && known.t >= t);

/** The words of an entry of the queue, their fingerprint, and whether a person or script wrote them. */
function entryOf(content: unknown): Required<Unpacked> & { hash: number; human: boolean } {
  const { text, own = text } = queuedSpeech({ content });
  return { text, own, hash: fingerprint(text === '' ? textOf(content).trim() : text), human: text !== '' };
}
