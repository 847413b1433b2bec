import type { LogRecord } from '../../log/record';
import type { Event, EventOf } from '../event';
import { foldLocalCommand } from './command';
import { foldApiError, foldFallback, foldLimit, noticeOf } from './notice';
import { note } from './origin';
import type { FoldState, Place } from './state';

/** A `system` record: a compaction, the end of a turn, or something Claude Code tells. */
export function foldSystem(state: FoldState, record: LogRecord, place: Place): void {
  switch (record.subtype) {
    case 'compact_boundary': {
      const summarised = summaryBefore(state, place);
      if (summarised !== undefined) return tellOf(state, summarised, record, place);
      if (state.isMain(place)) state.reading.memory.compacted = true;
      return foldCompaction(state, record, place);
    }
    case 'model_refusal_fallback': {
      const { originalModel: asked, fallbackModel: other, direction } = record;
      const models = direction === 'revert' ? { from: other, to: asked } : { from: asked, to: other };
      return foldFallback(state, models, record.uuid, place);
    }
    case 'local_command':
      return foldLocalCommand(state, record, place);
    case 'turn_duration':
    case 'stop_hook_summary':
      return endTurn(state, record, place);
    case 'api_error': {
      // While it tries again there may be an answer yet.
      const { retryAttempt = 0, maxRetries = Infinity } = record;
      if (retryAttempt >= maxRetries) foldApiError(state, 'API Error', record, place);
    }
  }
  foldLimit(state, noticeOf(record), record, place);
}

/** The agent's turn is over (or a local command took none). */
export function endTurn(state: FoldState, record: LogRecord, place: Place): void {
  if (!state.isMain(place)) return;
  const id = state.idOf(record, place);
  if (!state.spoken.has(id)) state.add({ ...place, kind: 'turnEnd', id });
}

function foldCompaction(state: FoldState, record: LogRecord, place: Place): void {
  const id = state.idOf(record, place);
  if (!state.spoken.has(id)) state.add({ ...place, kind: 'compaction', id, ...toldBy(record) });
}

/** What a record tells of a compaction. */
const toldBy = ({ compactMetadata: meta }: LogRecord) => ({
  trigger: meta?.trigger ?? null,
  preTokens: meta?.preTokens ?? null,
  postTokens: meta?.postTokens ?? null,
});

/** What may stand between a summary and the record of its compaction. */
const BESIDE: ReadonlySet<Event['kind']> = new Set([
  'command',
  'turnEnd',
  'limit',
  'attached',
  'changed',
  'instructed',
]);
const LOOKED_AT = 64;

/** The compaction that a summary stands for, when nothing was said or answered since: its record may come behind it. */
function summaryBefore({ reading }: FoldState, { thread }: Place): EventOf<'compaction'> | undefined {
  const last = reading.events
    .slice(-LOOKED_AT)
    .findLast((event) => event.thread === thread && !BESIDE.has(event.kind));
  if (last?.kind !== 'compaction' || !reading.memory.summarised.includes(last.id)) return undefined;
  const answered = reading.responses.findLast((response) => response.thread === thread);
  return answered !== undefined && answered.at > last.at ? undefined : last;
}

/** The record of a compaction tells more of it than its summary did. */
function tellOf(
  state: FoldState,
  compaction: EventOf<'compaction'>,
  record: LogRecord,
  { t, at, len }: Place,
): void {
  const id = state.idOf(record, { t, at, len, thread: compaction.thread });
  if (state.spoken.has(id)) return;
  state.changed?.add(compaction);
  Object.assign(compaction, { t, at, len, id, ...toldBy(record) });
  state.spoken.set(id, compaction);
}

/** The summary that a compaction leaves: where no record told of that, as in early versions, it is all that does (P21). */
export function foldSummary(state: FoldState, record: LogRecord, place: Place): void {
  const { memory, responses } = state.reading;
  const id = state.idOf(record, place);
  const isTold = memory.compacted || memory.summarised.includes(id);
  memory.compacted = false;
  if (isTold) return note(memory.summarised, id);
  // A session that begins with a summary goes on from another, which was compacted.
  if (!responses.some(({ thread }) => thread === '')) return;
  note(memory.summarised, id);
  foldCompaction(state, record, place);
}
