/** How alerts are told apart, and what a dismissed one covers. Pages and views use it too: pure, and nothing but names. */
import { rankOf, Severity } from '../../signals/severity';

/** `what` says all that makes it another alert, but for how bad it is. */
export const alertId = (what: string, severity: Severity): string => `${what} ${severity}`;

/** What an alert's id is about, without how bad it is. */
export const subjectOf = (id: string): string => id.slice(0, id.lastIndexOf(' '));

/** Dismissing an alert covers the same and better; when it gets worse it is a new one. */
export const isDismissed = (
  { id, severity }: { id: string; severity: Severity },
  dismissed: ReadonlySet<string>,
): boolean =>
  Severity.options.some(
    (one) => rankOf(one) >= rankOf(severity) && dismissed.has(alertId(subjectOf(id), one)),
  );

/** More alerts are not listed at a time; how many more there are is said. */
export const MOST_LISTED = 200;
