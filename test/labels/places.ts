/** What Vigil says at the places the labels name: each labelled file is folded by itself, as its rows name its lines. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logFileOf } from '../../src/log/discover';
import type { Event } from '../../src/session/event';
import { follow } from '../../src/session/follow';
import { isEdit, stepsOf } from '../../src/session/step';
import { reasoningLoop } from '../../src/signals/reasoningLoop';
import { readSignal } from '../signals/readSignal';
import { scan } from '../../src/signals/scan';
import { selfAdmittedErrors } from '../../src/signals/selfAdmittedErrors';
import type { Signal, SignalOptions } from '../../src/signals/signal';
import { simplestRate } from '../../src/signals/simplestRate';
import { stopPhrase } from '../../src/signals/stopPhrase';
import { userCorrections } from '../../src/signals/userCorrections';
import { userFrustration } from '../../src/signals/userFrustration';

const OPTIONS: SignalOptions = {
  stopPhrases: { scope: 'turnEnd' },
  reasoningLoop: { scope: 'sentenceStart' },
};

/** What the labels call a doubt. */
const DOUBTS = { blind: 'blind', outdated: 'stale' } as const;

/** What is said of a file: byte offsets of the lines that each category marks, and of all lines that were looked at. */
export interface Said {
  marked: Map<string, Set<number>>;
  seen: Set<number>;
  /** Byte offset of each line, from line 1. */
  lineAt: number[];
}

/** Byte offsets of the lines behind a signal, by category. */
function linesBehind<S>(signal: Signal<S>, events: readonly Event[], category: string): [string, number][] {
  return readSignal(signal, events, OPTIONS).evidence.map(({ at, note }) => [
    category === '' ? (/\(([^()]*)\)$/.exec(note)?.[1] ?? '').replaceAll(' ', '_') : category,
    at,
  ]);
}

/** Every category that the signals mark in one conversation, by the signals' own reading of it. */
const markedIn = (events: readonly Event[]): [string, number][] => [
  ...linesBehind(stopPhrase, events, ''),
  ...linesBehind(reasoningLoop, events, 'reasoning_loop'),
  ...linesBehind(selfAdmittedErrors, events, 'self_admitted_error'),
  ...linesBehind(simplestRate, events, 'simplest'),
  ...linesBehind(userCorrections, events, 'user_correction'),
  ...linesBehind(userFrustration, events, 'user_frustration'),
];

/** Byte offsets of lines. */
function lineStarts(bytes: Buffer): number[] {
  const starts = [0];
  for (let i = bytes.indexOf(0x0a); i !== -1; i = bytes.indexOf(0x0a, i + 1)) starts.push(i + 1);
  return starts;
}

/** What Vigil says of a file of the corpus. Throws the system's error when it is not there. */
export function saidOf(corpus: string, file: string): Said {
  const path = join(corpus, file);
  const log = logFileOf(path, corpus) ?? { path, root: corpus, sessionId: null, agentId: null };
  const { events } = follow(log, null, scan).reading;
  const said: Said = { marked: new Map(), seen: new Set(), lineAt: lineStarts(readFileSync(path)) };
  for (const own of Map.groupBy(events, ({ thread }) => thread).values()) {
    for (const { kind, at } of own) if (kind === 'text' || kind === 'prompt') said.seen.add(at);
    for (const [category, at] of markedIn(own)) add(said.marked, category, at);
    for (const step of stepsOf(own)) {
      if (step.kind !== 'tool') continue;
      said.seen.add(step.at);
      if (isEdit(step) && step.doubt !== null) add(said.marked, DOUBTS[step.doubt.kind], step.at);
    }
  }
  return said;
}

function add(marked: Map<string, Set<number>>, category: string, at: number): void {
  const known = marked.get(category);
  if (known === undefined) marked.set(category, new Set([at]));
  else known.add(at);
}

/** `saidOf`, each file once. */
export function reader(corpus: string): (file: string) => Said {
  const known = new Map<string, Said>();
  return (file) => {
    const said = known.get(file) ?? saidOf(corpus, file);
    known.set(file, said);
    return said;
  };
}
