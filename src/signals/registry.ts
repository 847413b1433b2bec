/** Every signal, in the order in which faces show them. */
import type { ParseCounts } from '../log/drift';
import type { Event } from '../session/event';
import { PARSE_HEALTH, readParseHealth } from './parseHealth';
import { prompts } from './prompts';
import { readBeforeEdit } from './readBeforeEdit';
import { reasoningLoop } from './reasoningLoop';
import type { Severity, Signal, SignalReading } from './signal';
import { stopPhrase } from './stopPhrase';
import { thinking } from './thinking';

/** Thresholds of all signals, as the settings give them (`vigil.signals`). */
export interface SignalThresholds {
  readEditRatio: { warn: number; critical: number };
  stopPhrase: { warn: number; critical: number };
  reasoningLoop: { warn: number; critical: number };
  parseHealth: { critical: number };
}

/** Name, title and meaning of every signal. */
export const signals: readonly { name: string; title: string; meaning: string }[] = [
  PARSE_HEALTH,
  readBeforeEdit,
  stopPhrase,
  reasoningLoop,
  thinking,
  prompts,
].map(({ name, title, meaning }) => ({ name, title, meaning }));

/** A signal over all events. */
export function readSignal<S, T>(
  signal: Signal<S, T>,
  events: Iterable<Event>,
  thresholds: T,
): SignalReading {
  const state = signal.init();
  for (const event of events) signal.fold(state, event, thresholds);
  return { name: signal.name, ...signal.read(state, thresholds) };
}

/** All signals of a session; `events` are those of its own conversation, sub-agents left out (P16). */
export function readSignals(
  events: readonly Event[],
  parse: ParseCounts,
  thresholds: SignalThresholds,
): SignalReading[] {
  return [
    readParseHealth(parse, thresholds.parseHealth),
    readSignal(readBeforeEdit, events, thresholds.readEditRatio),
    readSignal(stopPhrase, events, thresholds.stopPhrase),
    readSignal(reasoningLoop, events, thresholds.reasoningLoop),
    readSignal(thinking, events, null),
    readSignal(prompts, events, null),
  ];
}

const RANK: readonly Severity[] = ['ok', 'warn', 'critical'];

/** The worst severity among readings; `ok` of none. */
export const worst = (readings: readonly SignalReading[]): Severity =>
  readings.reduce<Severity>(
    (a, { severity }) => (RANK.indexOf(severity) > RANK.indexOf(a) ? severity : a),
    'ok',
  );
