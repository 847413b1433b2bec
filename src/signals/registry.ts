/** Every signal, in the order in which surfaces show them. */
import type { ParseCounts } from '../log/parseCounts';
import { copyState } from '../session/copyState';
import type { Event } from '../session/event';
import { fullFileWrites } from './fullFileWrites';
import { interrupts } from './interrupts';
import { PARSE_HEALTH, readParseHealth } from './parseHealth';
import { prompts } from './prompts';
import { readBeforeEdit } from './readBeforeEdit';
import { reasoningLoop } from './reasoningLoop';
import { repeatedEdits } from './repeatedEdits';
import { selfAdmittedErrors } from './selfAdmittedErrors';
import {
  EVIDENCE_FILL,
  EVIDENCE_LIMIT,
  grade,
  type Alarm,
  type Evidence,
  type Signal,
  type SignalOptions,
  type SignalReading,
  type Thresholds,
} from './signal';
import { type Severity, betterOf, worseOf } from './severity';
import { stepsOf, type Step } from '../session/step';
import { simplestRate } from './simplestRate';
import { staleEdits } from './staleEdits';
import { stopPhrase } from './stopPhrase';
import { thinking } from './thinking';
import { userCorrections } from './userCorrections';
import { userFrustration } from './userFrustration';

/** Thresholds by signal name. A signal that is not named keeps its defaults. */
export type ThresholdsBySignal = Readonly<Record<string, Thresholds>>;

/** What is said of a signal, without the machine. */
export interface SignalWords {
  name: string;
  title: string;
  meaning: string;
  unit?: 'share';
  per?: string;
  experimental: boolean;
  alarm: Alarm | null;
}

const described = ({ name, title, meaning, unit, per, experimental, alarm }: SignalWords): SignalWords => ({
  name,
  title,
  meaning,
  ...(unit === undefined ? {} : { unit }),
  ...(per === undefined ? {} : { per }),
  experimental,
  alarm,
});

interface Run {
  fold(steps: readonly Step[], options: SignalOptions): void;
  read(options: SignalOptions, thresholds: ThresholdsBySignal): SignalReading;
  /** The same, which goes on by itself. */
  copy(): Run;
}

const runOf = <S>(signal: Signal<S>, state: S): Run => ({
  fold(steps, options) {
    for (const step of steps) signal.fold(state, step, options);
  },
  read(options, thresholds) {
    const reading = { name: signal.name, ceiling: 'critical' as const, ...signal.read(state, options) };
    return { ...reading, severity: severityOf(reading, thresholds) };
  },
  copy: () => runOf(signal, copyState(state)),
});

/** What one signal said after each of so many steps (ascending), in one pass. */
const follower =
  <S>(signal: Signal<S>) =>
  (
    steps: readonly Step[],
    options: SignalOptions,
    thresholds: ThresholdsBySignal,
    ends: readonly number[],
  ): (Severity | null)[] => {
    const state = signal.init();
    let done = 0;
    return ends.map((end) => {
      for (; done < end && done < steps.length; done++) signal.fold(state, steps[done]!, options);
      const { measure, ceiling = 'critical' } = signal.read(state, options);
      return measure === null ? null : severityOf({ name: signal.name, measure, ceiling }, thresholds);
    });
  };

const machine = <S>(signal: Signal<S>) => ({
  words: signal as SignalWords,
  begin: () => runOf(signal, signal.init()),
  follow: follower(signal),
});

const MACHINES = [
  machine(readBeforeEdit),
  machine(stopPhrase),
  machine(reasoningLoop),
  machine(interrupts),
  machine(staleEdits),
  machine(repeatedEdits),
  machine(fullFileWrites),
  machine(userCorrections),
  machine(userFrustration),
  machine(selfAdmittedErrors),
  machine(simplestRate),
  machine(thinking),
  machine(prompts),
] as const;

/** Every signal's name, title, meaning and alarm. */
export const signals: readonly SignalWords[] = [PARSE_HEALTH, ...MACHINES.map(({ words }) => words)].map(
  described,
);

const ALARMS = new Map(signals.map(({ name, alarm }) => [name, alarm]));

/** Severity of a reading; `ok` for signals that never alarm. */
function severityOf(
  { name, measure, ceiling }: Pick<SignalReading, 'name' | 'measure' | 'ceiling'>,
  thresholds: ThresholdsBySignal,
): Severity {
  const alarm = ALARMS.get(name) ?? null;
  if (alarm === null) return 'ok';
  return betterOf(ceiling, grade(measure, alarm.worse, thresholds[name] ?? alarm.defaults));
}

/** The evidence that is kept: the latest lines that speak against the session, then the latest others. */
function latest(evidence: readonly Evidence[]): Evidence[] {
  const against = evidence.filter((line) => line.against).slice(-EVIDENCE_LIMIT);
  const others = evidence.filter((line) => !line.against);
  const fill = others.slice(Math.max(0, others.length - Math.max(0, EVIDENCE_FILL - against.length)));
  const kept = new Set([...against, ...fill]);
  return evidence.filter((line) => kept.has(line));
}

/** The measures that are on, up to a step of a session. */
export class Measures {
  constructor(
    private readonly options: SignalOptions,
    private readonly runs: readonly Run[] = on(options).map(({ begin }) => begin()),
  ) {}

  fold(steps: readonly Step[]): void {
    for (const run of this.runs) run.fold(steps, this.options);
  }

  /** What they say up to here, that of the log first. With `whole` each has every line of its evidence. */
  read(parse: ParseCounts, thresholds: ThresholdsBySignal, whole = false): SignalReading[] {
    const health = readParseHealth(
      parse,
      thresholds[PARSE_HEALTH.name] ?? PARSE_HEALTH.alarm.defaults,
      this.options.parseHealth?.minLines,
    );
    // Each is cut before the next is read: the whole evidence of all takes more than the events.
    const kept = (one: SignalReading): SignalReading =>
      whole ? one : { ...one, evidence: latest(one.evidence) };
    return [kept(health), ...this.runs.map((run) => kept(run.read(this.options, thresholds)))];
  }

  /** The same, which goes on by itself. */
  copy(): Measures {
    return new Measures(
      this.options,
      this.runs.map((run) => run.copy()),
    );
  }
}

/**
 * All signals of a session; `events` are those of its own conversation, sub-agents left out (P16). With `whole` each
 * has every line of its evidence.
 */
export function readSignals(
  events: readonly Event[],
  parse: ParseCounts,
  options: SignalOptions,
  thresholds: ThresholdsBySignal,
  whole = false,
  inherited: readonly Event[] = [],
): SignalReading[] {
  const measures = new Measures(options);
  measures.fold(stepsOf(events, inherited));
  return measures.read(parse, thresholds, whole);
}

/** The machines of measures that are not switched off. */
const on = ({ off = [] }: SignalOptions): readonly (typeof MACHINES)[number][] =>
  off.length === 0 ? MACHINES : MACHINES.filter(({ words }) => !off.includes(words.name));

/**
 * What the signals that can raise an alarm said after the first `ends[i]` events (ascending); null while a signal cannot judge. How a
 * tool call ended counts from the call on.
 */
export function followSignals(
  events: readonly Event[],
  options: SignalOptions,
  thresholds: ThresholdsBySignal,
  ends: readonly number[],
): { name: string; severities: (Severity | null)[] }[] {
  let count = 0;
  const before = [0, ...events.map(({ kind }) => (kind === 'result' ? count : ++count))];
  const stepEnds = ends.map((end) => before[end] ?? count);
  const steps = stepsOf(events);
  return on(options)
    .filter(({ words }) => words.alarm !== null)
    .map(({ words, follow }) => ({
      name: words.name,
      severities: follow(steps, options, thresholds, stepEnds),
    }));
}

/** What a surface says of a reading: its severity, or why it has none. */
export type Verdict = Severity | 'tooShort' | 'describes';

/** `tooShort`: not enough to judge by. `describes`: a signal that never alarms. */
export function verdictOf({ name, measure, severity }: SignalReading): Verdict {
  if ((ALARMS.get(name) ?? null) === null) return severity === 'ok' ? 'describes' : severity;
  return measure === null && severity === 'ok' ? 'tooShort' : severity;
}

/** The readings with severities under other thresholds; the same objects where nothing changes. */
export const regrade = (
  readings: readonly SignalReading[],
  thresholds: ThresholdsBySignal,
): SignalReading[] =>
  readings.map((one) => {
    const severity = severityOf(one, thresholds);
    return severity === one.severity ? one : { ...one, severity };
  });

/** The worst severity among readings; `ok` of none. */
export const worst = (readings: readonly SignalReading[]): Severity =>
  readings.reduce<Severity>((a, { severity }) => worseOf(a, severity), 'ok');
