import type { LogRecord } from '../../log/record';
import { foldLocalCommand } from './command';
import { foldApiError, foldFallback, foldLimit, noticeOf } from './notice';
import { note } from './origin';
import type { FoldState, Place } from './state';

/** A `system` record: a compaction, the end of a turn, or something Claude Code tells. */
export function foldSystem(state: FoldState, record: LogRecord, place: Place): void {
  switch (record.subtype) {
    case 'compact_boundary':
      if (state.isMain(place)) state.reading.memory.compacted = true;
      return foldCompaction(state, record, place);
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
  if (state.spoken.has(id)) return;
  const meta = record.compactMetadata;
  state.add({
    ...place,
    kind: 'compaction',
    id,
    trigger: meta?.trigger ?? null,
    preTokens: meta?.preTokens ?? null,
    postTokens: meta?.postTokens ?? null,
  });
}

/** The summary that a compaction leaves: where no record told of that, as in early versions, it is all that does (P21). */
export function foldSummary(state: FoldState, record: LogRecord, place: Place): void {
  const { memory, responses } = state.reading;
  const id = state.idOf(record, place);
  const isTold = memory.compacted || memory.summarised.includes(id);
  memory.compacted = false;
  if (isTold) return note(memory.summarised, id);
  // A session that begins with a summary goes on from another, which was compacted.
  if (responses.some(({ thread }) => thread === '')) foldCompaction(state, record, place);
}
