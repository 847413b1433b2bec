/** Folds notices of Claude Code: limits, errors of the service, fallbacks to other models. */
import { cutName } from '../../log/names';
import type { LogRecord } from '../../log/record';
import { apiErrorOf } from '../apiError';
import { limitOf } from '../limits';
import { ownField, nameIn } from './fields';
import type { FoldState, LinePlace } from './state';

/** Subtypes of `system` records with notices; others have summaries and output of commands. */
const NOTICES = new Set([
  '',
  'informational',
  'notification',
  'warning',
  'error',
  'api_error',
  'rate_limit',
  'usage_limit',
]);

/** The notice of a `system` record: its text, or the message of the API error it reports; '' without one. */
export function noticeOf(record: LogRecord): string {
  if (!NOTICES.has(record.subtype ?? '')) return '';
  if (record.subtype === 'api_error') {
    const { error } = record;
    return nameIn(error, 'message') ?? nameIn(ownField(error, 'error'), 'message') ?? '';
  }
  return typeof record.content === 'string' ? record.content : '';
}

/** Folds a notice about a limit of the plan (P69), if the text is one. */
export function foldLimit(state: FoldState, text: string, record: LogRecord, place: LinePlace): void {
  const limit = limitOf(text, place.t);
  const id = state.idOf(record, place);
  if (limit !== null && !state.spoken.has(id)) state.add({ ...place, kind: 'limit', id, ...limit });
}

/** Folds an error or a reached limit that the service returned instead of an answer. */
export function foldApiError(
  state: FoldState,
  text: string,
  record: LogRecord,
  place: LinePlace,
  final = false,
): void {
  const { error, apiErrorStatus, isApiErrorMessage: marked = false } = record;
  const reason = apiErrorOf(text, marked, { error, apiErrorStatus });
  const id = `error ${state.idOf(record, place)}`;
  if (reason !== null && state.isMain(place) && !state.spoken.has(id))
    state.add({ ...place, kind: 'apiError', id, reason, ...(final && { final }) });
}

/** Folds a fallback: the service used the model `to` instead of the requested `from`. `source`: id of the record or block that says so. */
export function foldFallback(
  state: FoldState,
  { from, to }: { from: string | undefined; to: string | undefined },
  source: string | undefined,
  place: LinePlace,
): void {
  const id = `fallback ${source ?? state.placeId(place.at)}`;
  if (!state.isMain(place) || state.spoken.has(id) || from === undefined || to === undefined) return;
  state.add({ ...place, kind: 'fallback', id, from: cutName(from), to: cutName(to) });
}
