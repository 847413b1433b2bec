/** Why Claude Code logged an error instead of an answer: the service failed, a limit is reached, nobody is logged in. */
import type { EventOf } from './event';
import { getOwn } from '../log/own';
import { limitOf } from './limits';

type Reason = EventOf<'apiError'>['reason'];

const LOGIN =
  /\b(?:log ?in|\/login|oauth|authenticat\w{0,6}|invalid (?:api key|x-api-key|bearer)|unauthori[sz]ed|not logged in|401)\b/i;
/** No credit left, on the API and on other back ends (402). */
const CREDIT =
  /\bcredit balance\b|\binsufficient[ _](?:balance|quota|credits?|funds)\b|\bexceeded your current quota\b|\bout of credits?\b|\bbilling_error\b|\bpayment required\b|\bAPI Error:? 402\b|\bcode:? 402\b/i;
/** The account has no access, so logging in again does not help. */
const NO_ACCESS =
  /\b(?:organization|account) (?:has been|is|was) (?:disabled|suspended|banned|deactivated)\b|\bpermission_error\b|\b403\b|\b(?:does not|doesn't|do not|don't|may not) have access\b|\bnot available in your (?:country|region)\b/i;
const SERVICE =
  /\bAPI Error\b|overloaded|internal server error|\b(?:429|5\d\d)\b|timed? ?out|connection (?:error|refused|reset)|rate.?limit|server.?error|unable to connect|fetch failed|ECONN\w{2,8}|socket/i;
/** The service rejected the request, so sending it again does not help. */
const REFUSED =
  /\bAPI Error:? 4(?!08|29)\d\d\b|\binvalid_request_error\b|\bprompt is too long\b|\bunable to respond to this request\b/i;
/** Synthetic lines that are no error. An aborted request was stopped by the person. */
const NONE =
  /^\s{0,20}(?:No response requested\.?|\[Request interrupted|(?:API Error: )?Request was aborted|\(no content\)|$)/i;

/** Fields of the record: Claude Code's name for the error, and the HTTP status. */
export interface Stated {
  error: unknown;
  apiErrorStatus: unknown;
}

/** Reasons by the `error` field, used if the text has no known reason. */
const NAMED: Readonly<Record<string, Reason>> = {
  authentication_failed: 'login',
  billing_error: 'credit',
  oauth_org_not_allowed: 'other',
  invalid_request: 'other',
  model_not_found: 'other',
  max_output_tokens: 'other',
  rate_limit: 'service',
  server_error: 'service',
  overloaded: 'service',
};

function statedReason({ error, apiErrorStatus: status }: Stated): Reason | undefined {
  const named = typeof error === 'string' ? getOwn(NAMED, error) : undefined;
  if (named !== undefined || typeof status !== 'number') return named;
  if (status === 401) return 'login';
  if (status === 402) return 'credit';
  return status === 408 || status === 429 || status >= 500 ? 'service' : 'other';
}

/** The reason given by a synthetic line; null if it is no error. `marked`: the record has `isApiErrorMessage`. */
export function apiErrorOf(text: string, marked: boolean, stated?: Stated): Reason | null {
  const start = text.slice(0, 600);
  if (NONE.test(start)) return null;
  const limit = limitOf(start, null);
  if (limit?.reached === true) return 'limit';
  if (marked && CREDIT.test(start)) return 'credit';
  if (marked && NO_ACCESS.test(start) && !start.includes('/login')) return 'other';
  if (LOGIN.test(start)) return marked ? 'login' : null;
  if (marked && REFUSED.test(start)) return 'other';
  if (SERVICE.test(start)) return 'service';
  return marked ? ((stated && statedReason(stated)) ?? 'other') : null;
}
