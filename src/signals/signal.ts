import * as z from 'zod';
import { en, enCount } from '../l10n/english';
import { inGroups } from '../l10n/locale';
import type { Event, EventOf, PhraseMark } from '../session/event';
import type { Step } from '../session/step';
import { Severity } from './severity';

/**
 * A line behind a value: offset and length in one of the session's files (`file`: index into `file` and `alsoIn`, absent for the
 * first). `against`: it speaks against the session.
 */
export const Evidence = z.object({
  at: z.number(),
  len: z.number(),
  file: z.number().optional(),
  /** Where in its text the words stand that matter, in UTF-16 units; absent: at its beginning, or nowhere. */
  index: z.number().optional(),
  note: z.string(),
  against: z.boolean().default(true),
});
export type Evidence = z.infer<typeof Evidence>;

/** What a signal says of a session. `value` is null when it cannot say (never 0 for unknown: law 1). */
export const SignalReading = z.object({
  name: z.string(),
  value: z.number().nullable(),
  /** The number that the thresholds are compared with; null when the session is too short to judge or the signal never alarms. */
  measure: z.number().nullable().default(null),
  /** The worst severity the evidence allows, whatever the measure: a rate of one or two cases is no pattern. */
  ceiling: Severity.default('critical'),
  severity: Severity,
  label: z.string(),
  detail: z.record(z.string(), z.unknown()).default({}),
  /** Lines that made the value: a few where it is kept, all of them for `vigil explain`. */
  evidence: z.array(Evidence).default([]),
});
export type SignalReading = z.infer<typeof SignalReading>;

/** The detail of a reading that has none. */
export const NO_DETAIL: SignalReading['detail'] = Object.freeze({});
const NO_EVIDENCE: SignalReading['evidence'] = [];

/**
 * A reading without detail and evidence: what the archive keeps of sessions that have ended. Both can be worked out from the
 * events when somebody looks. Thousands share one empty detail.
 */
export const withoutDetails = ({
  name,
  value,
  measure,
  ceiling,
  severity,
  label,
}: SignalReading): SignalReading => ({
  name,
  value,
  measure,
  ceiling,
  severity,
  label,
  detail: NO_DETAIL,
  evidence: NO_EVIDENCE,
});

/** Lines that are kept of those that speak against the session, and of all where fewer do. */
export const EVIDENCE_LIMIT = 20;
export const EVIDENCE_FILL = 5;

/** Bounds from which a signal is WARN or CRITICAL; null: never. Low is worse: below them; else: from them on. */
export const Thresholds = z.object({ warn: z.number().nullable(), critical: z.number().nullable() });
export type Thresholds = z.infer<typeof Thresholds>;

/** How a signal raises an alarm. */
export interface Alarm {
  /** What else must hold, as a rate over few calls is large after one event: “with 3 interrupts or more”. */
  only?: string;
  worse: 'low' | 'high';
  defaults: Thresholds;
  /** Personal thresholds stay between these two (docs/signals.md); null: always the defaults or the setting. */
  bounds: {
    strictest: { warn: number; critical: number };
    loosest: { warn: number; critical: number };
  } | null;
}

/** How much a measure looks back over, and how much it needs to say anything, where nothing else is chosen. */
export const REACH = {
  /** Tool calls that reads and edits are counted in, and reads, searches and edits among them that are enough. */
  readEditRatio: { window: 50, minCalls: 10 },
  /** Turn ends (or texts) whose stop phrases count: older ones are past. */
  stopPhrases: { window: 20 },
  /** Tool calls that make a rate. */
  reasoningLoop: { minCalls: 20 },
  interrupts: { minCalls: 50 },
  /** Lines that make a share. */
  parseHealth: { minLines: 50 },
} as const;

/** How the settings want measures worked out. */
export interface SignalOptions {
  stopPhrases: { scope: StopScope; window?: number };
  reasoningLoop: { scope: LoopScope; minCalls?: number };
  readEditRatio?: { window?: number; minCalls?: number };
  interrupts?: { minCalls?: number };
  parseHealth?: { minLines?: number };
  /** Measures that are not worked out, by name. */
  off?: readonly string[];
  /** Severity by the thresholds alone, as codevigil has it. */
  plain?: boolean;
}
/** Where a stop phrase counts: in prose that ends a turn, in all prose, or anywhere as codevigil has it. */
export const StopScope = z.enum(['turnEnd', 'prose', 'plain']);
export type StopScope = z.infer<typeof StopScope>;
/** Where a self-correction counts: where it begins a sentence, or anywhere as codevigil has it. */
export const LoopScope = z.enum(['sentenceStart', 'plain']);
export type LoopScope = z.infer<typeof LoopScope>;

/**
 * A signal is a small pure state machine over the steps of one session's main conversation.
 * `fold` may change `state` in place, but neither the steps nor the evidence it holds: a copy of the state (`copyState`) goes on where
 * what is settled ends, and holds the same ones. `read` changes nothing.
 */
export interface Signal<State> {
  readonly name: string;
  /** Name in the user interface. */
  readonly title: string;
  /** One sentence for tooltips: what it means. */
  readonly meaning: string;
  /** What its value is; without it a number. */
  readonly unit?: 'share';
  /** What its value is counted by, for where it stands without a sentence: “per 1,000 tool calls”. */
  readonly per?: string;
  /** Not validated beyond one corpus: it describes and never raises an alarm. */
  readonly experimental: boolean;
  /** Null: it never raises an alarm. */
  readonly alarm: Alarm | null;
  init(): State;
  fold(state: State, step: Step, options: SignalOptions): void;
  /** `evidence` is whole; `measure` null: too short to judge. */
  read(
    state: State,
    options: SignalOptions,
  ): Omit<SignalReading, 'name' | 'severity' | 'ceiling'> & { ceiling?: Severity };
}

/** Where a step stands, for its evidence. */
export const placeOf = ({
  at,
  len,
  file,
}: Pick<Event, 'at' | 'len' | 'file'>): Pick<Evidence, 'at' | 'len' | 'file'> => ({
  at,
  len,
  ...(file === undefined ? {} : { file }),
});

/** The place of a text, and of what is said in it: the first mark of these. */
export const placeOfMark = (
  step: Pick<EventOf<'text' | 'prompt'>, 'at' | 'len' | 'file' | 'marks'>,
  isMeant: (mark: PhraseMark) => boolean,
): Pick<Evidence, 'at' | 'len' | 'file' | 'index'> => {
  const index = step.marks.find(isMeant)?.index;
  return { ...placeOf(step), ...(index === undefined ? {} : { index }) };
};

/** Severity of a measure under thresholds. */
export function grade(
  measure: number | null,
  worse: Alarm['worse'],
  { warn, critical }: Thresholds,
): Severity {
  if (measure === null) return 'ok';
  const beyond = (bound: number | null): boolean =>
    bound !== null && (worse === 'low' ? measure < bound : measure >= bound);
  return beyond(critical) ? 'critical' : beyond(warn) ? 'warn' : 'ok';
}

/** `n` things of a kind, in words. */
export const counted = (n: number, one: string): string => `${inGroups(n)} ${n === 1 ? one : `${one}s`}`;

/** What rates of calls are counted by. */
export const PER_CALLS = en('per 1,000 tool calls');

/** “4 times in 73 tool calls”. */
export const timesIn = (times: number, calls: number): string =>
  en(
    '{w0} in {w1}',
    enCount(times, '{n0} time', '{n0} times'),
    enCount(calls, '{n0} tool call', '{n0} tool calls'),
  );
