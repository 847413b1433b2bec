/** Inserts the edits of sub-agents among the events of their parent, by time: the parent's log does not have them. Pure. */
import type { Event, EventOf } from '../session/event';
import type { SessionFigures } from '../store/figures';

type Edits = SessionFigures['edited'];

/** Edits sorted by time. */
export const inTime = (edits: Edits): Edits => edits.toSorted((a, b) => a.t - b.t);

const changeOf = ({ path, t }: Edits[number], { at, len }: Event): EventOf<'changed'> => ({
  kind: 'changed',
  id: '',
  told: false,
  path,
  t,
  at,
  len,
  thread: '',
});

/** The edits from index `from` on that come before an event, as events. `edits`: sorted by time. */
export function changesBefore(event: Event, edits: Edits, from: number): EventOf<'changed'>[] {
  const { t } = event;
  let end = from;
  while (t !== null && end < edits.length && edits[end]!.t < t) end++;
  return edits.slice(from, end).map((edit) => changeOf(edit, event));
}

/** The events with these edits inserted by time. */
export function withChanges(events: readonly Event[], edits: Edits): readonly Event[] {
  if (edits.length === 0) return events;
  const waiting = inTime(edits);
  let next = 0;
  return events.flatMap((event) => {
    const before = changesBefore(event, waiting, next);
    next += before.length;
    return [...before, event];
  });
}
