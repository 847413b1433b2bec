import { getOwn, setOwn } from '../../log/own';
import { textOf, type LogRecord } from '../../log/record';
import type { EventOf } from '../event';
import { leanList } from '../lean';
import { namesIn } from '../namedFiles';
import { queueId } from '../queueId';
import { fingerprint, type FileReading } from '../reading';
import { queuedSpeech } from '../speaker';
import type { FoldState, Place } from './state';

/**
 * Prompts typed while the agent worked. Taken out by `remove` they were delivered in the middle of a turn,
 * and up to 2.1.63 stand nowhere else; by `dequeue` they follow as an ordinary prompt (docs/log-format.md, section 12).
 */
export function foldQueue(state: FoldState, record: LogRecord, place: Place): void {
  const { queue } = state.reading.memory;
  if (record.operation === 'enqueue') enqueue(state, record, place);
  else if (record.operation === 'popAll') queue.length = 0;
  else if (record.operation === 'dequeue') queue.shift();
  else if (record.operation === 'remove') deliver(state, takeOut(queue, record.content));
}

function enqueue({ reading, scan }: FoldState, record: LogRecord, place: Place): void {
  const { text, hash, human } = waitingIn(record.content);
  const { queue, enqueued } = reading.memory;
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
}

/** What comes as a message of its own waits no longer, also where no `dequeue` says so (2.1.39 to 2.1.42). */
export function leaveQueue({ reading }: FoldState, content: unknown): void {
  const { queue } = reading.memory;
  // Results say nothing; neither does a picture that waits.
  if (queue.length === 0 || textOf(content).trim() === '') return;
  const { hash } = waitingIn(content);
  const i = queue.findIndex((item) => item.hash === hash);
  if (i !== -1) queue.splice(i, 1);
}

type Waiting = FileReading['memory']['queue'][number];

/** Takes out what the record names, or else what waits longest. */
function takeOut(queue: Waiting[], content: unknown): Waiting | undefined {
  const hash = content === undefined ? null : waitingIn(content).hash;
  const named = hash === null ? -1 : queue.findIndex((item) => item.hash === hash);
  return queue.splice(Math.max(named, 0), 1)[0];
}

/** A person's words that left the queue in the middle of a turn, unless they stand in the log already. */
function deliver(state: FoldState, item: Waiting | undefined): void {
  if (item === undefined || !item.human || state.ofAgent) return;
  const { via } = queuedSpeech({ content: '', entrypoint: state.reading.memory.entrypoint });
  if (via === 'program') return;
  if (state.prompts.get(item.hash)?.some((known) => isSaid(known, item)) === true) return;
  const { human: _, ...rest } = item;
  state.add({ ...rest, thread: '', kind: 'prompt', id: queueId(item), parent: null, via });
}

/** A prompt of these words came after they were queued: behind them, or at their time where history is written again (P11). */
const isSaid = (known: EventOf<'prompt'>, { at, t }: Waiting): boolean =>
  known.at > at || (known.t !== null && t !== null && known.t >= t);

/** What waits in the queue: its words, whether somebody said them, and by what it is known again. */
function waitingIn(content: unknown): { text: string; hash: number; human: boolean } {
  const { text } = queuedSpeech({ content });
  return { text, hash: fingerprint(text === '' ? textOf(content).trim() : text), human: text !== '' };
}
