/** What a line says that stands in the place of an answer: the service failed, a limit is reached, nobody is logged in. */
import type { EventOf } from './event';
import { limitOf } from './limits';

type Reason = EventOf<'apiError'>['reason'];

const LOGIN =
  /\b(?:log ?in|\/login|oauth|authenticat\w{0,6}|invalid (?:api key|x-api-key|bearer)|unauthori[sz]ed|not logged in|credit balance|organization (?:has been|is) disabled|401|403)\b/i;
const SERVICE =
  /\bAPI Error\b|overloaded|internal server error|\b(?:429|5\d\d)\b|timed? ?out|connection (?:error|refused|reset)|rate.?limit|server.?error|unable to connect|fetch failed|ECONN\w{2,8}|socket/i;
/** The service would not take the request; to send it again changes nothing. */
const REFUSED =
  /\bAPI Error:? 4(?!08|29)\d\d\b|\binvalid_request_error\b|\bprompt is too long\b|\bunable to respond to this request\b/i;
/** Synthetic lines that answer nothing and are no error; a request that was aborted was stopped by the person. */
const NONE =
  /^\s{0,20}(?:No response requested\.?|\[Request interrupted|(?:API Error: )?Request was aborted|\(no content\)|$)/i;

/**
 * The reason that a synthetic line gives; null when it is no error. `marked`: the record says that it is one
 * (`isApiErrorMessage`).
 */
export function apiErrorOf(text: string, marked: boolean): Reason | null {
  const start = text.slice(0, 600);
  if (NONE.test(start)) return null;
  const limit = limitOf(start, null);
  if (limit?.reached === true) return 'limit';
  if (LOGIN.test(start)) return marked ? 'login' : null;
  if (marked && REFUSED.test(start)) return 'other';
  if (SERVICE.test(start)) return 'service';
  return marked ? 'other' : null;
}
