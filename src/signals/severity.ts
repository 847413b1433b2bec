/** How bad something is: the order, once for every surface. Words and icons are in `severityWords.ts`. */
import * as z from 'zod';

/** Of a measure or an alert. */
export const Severity = z.enum(['ok', 'warn', 'critical']);
export type Severity = z.infer<typeof Severity>;

/** Of a session. `unjudged`: too little happened to say that it went well, or its log is not understood. That is not OK. */
export const SessionSeverity = z.enum(['unjudged', ...Severity.options]);
export type SessionSeverity = z.infer<typeof SessionSeverity>;

/** From what says least to the worst. */
export const SEVERITIES: readonly SessionSeverity[] = SessionSeverity.options;

/** Place in that order: the larger, the worse. */
export const rankOf = (severity: SessionSeverity): number => SEVERITIES.indexOf(severity);

/** How much it wants attention: what is not judged yet as little as what is OK. */
export const urgencyOf = (severity: SessionSeverity): number => Math.max(rankOf(severity), rankOf('ok'));

/** Sorts the worst first. */
export const bySeverity = (a: { severity: SessionSeverity }, b: { severity: SessionSeverity }): number =>
  rankOf(b.severity) - rankOf(a.severity);

/** The worse, or the better, of two. */
export const worseOf = <S extends SessionSeverity>(a: S, b: S): S => (rankOf(a) > rankOf(b) ? a : b);
export const betterOf = <S extends SessionSeverity>(a: S, b: S): S => (rankOf(a) < rankOf(b) ? a : b);
