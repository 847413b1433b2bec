/**
 * A finding is an event in a session worth an alarm: one sentence in plain words, the log lines that prove it, and what to do.
 * Measures (`signals/`) describe; only findings ring (law 9).
 */
import * as z from 'zod';
import type { Step } from '../session/step';
import { Evidence } from '../signals/signal';

/** Yellow: to be looked at. Red: harm done, or about to be with nobody looking on. Never by counts alone. */
export const FindingSeverity = z.enum(['warn', 'critical']);
export type FindingSeverity = z.infer<typeof FindingSeverity>;

/** One event that was found. */
export const Found = z.object({
  /** Which finding: `guard_bypassed` … */
  name: z.string(),
  severity: FindingSeverity,
  /** What happened, for people: verb first, no figures that change while nothing else does. */
  sentence: z.string(),
  /** When it happened: time of the line it is told by, ms since the epoch; null when that has none. */
  t: z.number().nullable(),
  /** False once it was repaired: kept as what happened, no longer an alarm. */
  open: z.boolean(),
  /** The lines that prove it, in order; at least one. */
  evidence: z.array(Evidence).min(1),
  /** One finding that grows: each line that is added makes it another, which rings again; absent: it stays the one it began as. */
  grows: z.literal(true).optional(),
});
export type Found = z.infer<typeof Found>;

/** What a finding may ask of the session beside its steps. */
export interface About {
  /** Nobody sits there: started by a script, an SDK or a scheduler. */
  headless: boolean;
  /** Model of a response by its key; null when it names none. */
  modelOf(response: string): string | null;
}

/** What is said of a finding in docs and surfaces. */
export const WORDS = ['name', 'title', 'meaning', 'advice', 'leavesOut', 'checkedOn'] as const;

/** A pure state machine over the steps of one session's own conversation, like a signal. `State` must survive JSON. */
export interface Finding<State> {
  readonly name: string;
  /** Name in the user interface: sentence case, a noun. */
  readonly title: string;
  /** What it means, one sentence. */
  readonly meaning: string;
  /** What to do about it, one sentence, verb first. */
  readonly advice: string;
  /** What looks like it and is left out on purpose, each a phrase. */
  readonly leavesOut: readonly string[];
  /** What the rule was checked on: real sessions, or written ones where no real one was at hand. */
  readonly checkedOn: string;
  init(): State;
  /** May change `state` in place, but neither the steps nor the evidence it holds (`copyState`). */
  fold(state: State, step: Step, about: About): void;
  /** What was found up to here, in order. */
  read(state: State, about: About): Omit<Found, 'name'>[];
}

/** The line that tells a finding: the last of those that prove it. */
export function tellingLine({ evidence }: Pick<Found, 'evidence'>): { at: number; file: number } {
  const { at, file = 0 } = evidence.at(-1)!;
  return { at, file };
}

/** The line by which it is known: the one it began with, or the newest of one that grows. What has another is another finding. */
export function identifyingLine({ evidence, grows }: Pick<Found, 'evidence' | 'grows'>): {
  at: number;
  file: number;
} {
  const { at, file = 0 } = grows === true ? evidence.at(-1)! : evidence[0]!;
  return { at, file };
}
