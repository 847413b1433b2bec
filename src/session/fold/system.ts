import type { LogRecord } from '../../log/record';
import type { Event, EventOf } from '../event';
import { foldLocalCommand } from './command';
import { foldApiError, foldFallback, foldLimit, noticeOf } from './notice';
import { note } from './origin';
import type { FoldState, LinePlace } from './state';

/** Folds a `system` record: a compaction, the end of a turn, or a notice of Claude Code. */
export function foldSystem(state: FoldState, record: LogRecord, place: LinePlace): void {
  switch (record.subtype) {
    case 'compact_boundary': {
      const summarised = summaryBefore(state, place);
      if (summarised !== undefined) return updateCompaction(state, summarised, record, place);
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
      // While Claude Code retries, an answer may still come.
      const { retryAttempt = 0, maxRetries = Infinity } = record;
      if (retryAttempt >= maxRetries) foldApiError(state, 'API Error', record, place);
    }
  }
  foldLimit(state, noticeOf(record), record, place);
}

export function endTurn(state: FoldState, record: LogRecord, place: LinePlace): void {
  if (!state.isMain(place)) return;
  const id = state.idOf(record, place);
  if (!state.spoken.has(id)) state.add({ ...place, kind: 'turnEnd', id });
}

function foldCompaction(state: FoldState, record: LogRecord, place: LinePlace): void {
  const id = state.idOf(record, place);
  const isAgain = state.saidBefore(place).some(({ kind }) => kind === 'compaction');
  if (!isAgain && !state.spoken.has(id))
    state.add({ ...place, kind: 'compaction', id, ...compactionFields(record) });
}

const compactionFields = ({ compactMetadata: meta }: LogRecord) => ({
  trigger: meta?.trigger ?? null,
  preTokens: meta?.preTokens ?? null,
  postTokens: meta?.postTokens ?? null,
});

/** Events that may come between a summary and the record of its compaction. */
const IN_BETWEEN: ReadonlySet<Event['kind']> = new Set([
  'command',
  'turnEnd',
  'limit',
  'attached',
  'changed',
  'instructed',
]);
const MOST_SEARCHED = 64;

/** The compaction that was added for a summary, if nothing was said or answered since: its record may come after the summary. */
function summaryBefore({ reading }: FoldState, { thread }: LinePlace): EventOf<'compaction'> | undefined {
  const last = reading.events
    .slice(-MOST_SEARCHED)
    .findLast((event) => event.thread === thread && !IN_BETWEEN.has(event.kind));
  if (last?.kind !== 'compaction' || !reading.memory.summarised.includes(last.id)) return undefined;
  const answered = reading.responses.findLast((response) => response.thread === thread);
  return answered !== undefined && answered.at > last.at ? undefined : last;
}

/** Updates a compaction that was added for its summary with its record, which has more fields. */
function updateCompaction(
  state: FoldState,
  compaction: EventOf<'compaction'>,
  record: LogRecord,
  { t, at, len }: LinePlace,
): void {
  const id = state.idOf(record, { t, at, len, thread: compaction.thread });
  if (state.spoken.has(id)) return;
  state.changed?.add(compaction);
  Object.assign(compaction, { t, at, len, id, ...compactionFields(record) });
  state.spoken.set(id, compaction);
  state.indexTime(compaction);
}

/** Folds the summary of a compaction. Early versions have no record of the compaction, so it is added for the summary (P21). */
export function foldSummary(state: FoldState, record: LogRecord, place: LinePlace): void {
  const { memory, responses } = state.reading;
  const id = state.idOf(record, place);
  const isRecorded = memory.compacted || memory.summarised.includes(id);
  memory.compacted = false;
  if (isRecorded) return note(memory.summarised, id);
  // A session that begins with a summary continues another one, which was compacted.
  if (!responses.some(({ thread }) => thread === '')) return;
  note(memory.summarised, id);
  foldCompaction(state, record, place);
}
