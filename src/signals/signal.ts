import * as z from 'zod';
import type { Event } from '../session/event';

export const Severity = z.enum(['ok', 'warn', 'critical']);
export type Severity = z.infer<typeof Severity>;

/** The lines behind a value: offsets into the session's file. */
export const Evidence = z.object({ at: z.number(), len: z.number(), note: z.string() });
export type Evidence = z.infer<typeof Evidence>;

/** What a signal says of a session. `value` is null when it cannot say (never 0 for unknown: law 1). */
export const SignalReading = z.object({
  name: z.string(),
  value: z.number().nullable(),
  severity: Severity,
  label: z.string(),
  detail: z.record(z.string(), z.unknown()),
  /** The latest lines that made the value, at most `EVIDENCE_LIMIT`. */
  evidence: z.array(Evidence),
});
export type SignalReading = z.infer<typeof SignalReading>;

export const EVIDENCE_LIMIT = 20;

/**
 * A signal is a small pure state machine over the events of one session's main conversation.
 * `fold` may change `state` in place; `State` must survive JSON.
 */
export interface Signal<State, Thresholds> {
  readonly name: string;
  /** Name in the user interface. */
  readonly title: string;
  /** One sentence for tooltips: what it means. */
  readonly meaning: string;
  readonly defaults: Thresholds;
  init(): State;
  fold(state: State, event: Event, thresholds: Thresholds): void;
  read(state: State, thresholds: Thresholds): Omit<SignalReading, 'name'>;
}
