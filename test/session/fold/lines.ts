/** Folds records line by line, without a file. */
import { foldLine } from '../../../src/session/fold/fold';
import { FoldState } from '../../../src/session/fold/state';
import type { EventOf, Event } from '../../../src/session/event';
import { newReading } from '../../../src/session/reading';
import { scan } from '../../../src/signals/scan';
import { minute, uuid, type Json } from '../../conformance/logs';

/** Folds records into a new reading of a session's or sub-agent's log. `session`: as its path names it. */
export function folded(
  records: readonly (Json | string)[],
  agentId: string | null = null,
  session = 's',
): FoldState {
  const state = new FoldState(newReading('/logs/s.jsonl', session, agentId), scan);
  append(state, records);
  return state;
}

/** Folds further records, placed one after another as in a file. */
export function append(state: FoldState, records: readonly (Json | string)[]): void {
  let at = state.reading.parse.lines * 10_000;
  for (const record of records) {
    const line = typeof record === 'string' ? record : JSON.stringify(record);
    foldLine(state, line, at, Buffer.byteLength(line));
    at += 10_000;
  }
}

/** Events of one kind. */
export const eventsOf = <K extends Event['kind']>(state: FoldState, kind: K): EventOf<K>[] =>
  state.reading.events.filter((event): event is EventOf<K> => event.kind === kind);

/** A record of any type, of session `s`. */
export const record = (type: string, fields: Json = {}): Json => ({
  type,
  uuid: uuid(),
  sessionId: 's',
  timestamp: minute(0),
  ...fields,
});
