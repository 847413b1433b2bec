/** How bad something is, in words and icons, once for every surface. Apart from `severity.ts`: pages begin with this. */
import { en } from '../l10n/english';
import type { SessionSeverity } from './severity';

/** Its word. */
export const SEVERITY_WORD: Readonly<Record<SessionSeverity, string>> = {
  unjudged: en('not judged yet'),
  ok: en('OK'),
  warn: en('WARN'),
  critical: en('CRITICAL'),
};

/** The same where there is little room: what is not judged has no word there. */
export const SEVERITY_SHORT: typeof SEVERITY_WORD = { ...SEVERITY_WORD, unjudged: '–' };

/** The verdict on a measure. What has no thresholds is `describes`, for which surfaces have words of their own. */
export const MEASURE_WORD = {
  ok: 'usual',
  warn: 'unusual',
  critical: 'unusual',
  tooShort: 'not judged',
} as const;

/** The codicon beside it. */
export const SEVERITY_ICON = {
  unjudged: 'circle-outline',
  ok: 'pass',
  warn: 'warning',
  critical: 'error',
} as const satisfies Record<SessionSeverity, string>;
