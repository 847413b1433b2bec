/** Prompts that were queued in one file of a session and delivered in another: a session may go on elsewhere while Claude works (P51). */
import type { EventOf } from './event';
import { isDelivered, promptOf } from './fold/queue';
import { queueId } from './queueId';
import type { FileReading } from './reading';
import type { Part } from './chooseAnswers';

type Entry = FileReading['memory']['queue'][number];

/** The prompts, with the part in which each was queued. `parts`: those of a session, in any order. */
export function deliveredElsewhere(parts: readonly Part[]): { part: Part; prompt: EventOf<'prompt'> }[] {
  const mains = parts.filter(({ reading, thread }) => thread === '' && reading.agentId === null);
  const waiting = new Map<string, { part: Part; entry: Entry }>();
  if (mains.length < 2) return [];
  for (const part of mains)
    for (const entry of part.reading.memory.queue) waiting.set(queueId(entry), { part, entry });
  const delivered: { part: Part; prompt: EventOf<'prompt'> }[] = [];
  const taken = mains.flatMap(({ reading }) => reading.memory.taken);
  for (const { t, hash, operation } of taken.toSorted((a, b) => a.t - b.t)) {
    const before = [...waiting]
      .filter(([, { entry }]) => entry.t !== null && entry.t <= t)
      .sort(([, a], [, b]) => (a.entry.t ?? 0) - (b.entry.t ?? 0));
    const named = hash === null ? before[0] : before.find(([, { entry }]) => entry.hash === hash);
    if (operation === 'popAll') for (const [id] of before) waiting.delete(id);
    if (named === undefined || operation === 'popAll') continue;
    const [id, { part, entry }] = named;
    waiting.delete(id);
    const prompt = operation === 'remove' ? promptOf(entry, part.reading) : null;
    if (prompt !== null && !mains.some((one) => hasPrompt(one, entry))) delivered.push({ part, prompt });
  }
  return delivered;
}

/** True if a file has the prompt in a record of its own. */
const hasPrompt = ({ reading }: Part, entry: Entry): boolean =>
  reading.events.some(
    (event) =>
      event.kind === 'prompt' && event.hash === entry.hash && isDelivered(event, { ...entry, at: Infinity }),
  );
