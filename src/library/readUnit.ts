/**
 * Reads the logs of one conversation from their start and derives its sessions, with nothing else known: what a reader thread does.
 * A library takes it in by `adopt`, and is then as if it had read them itself.
 */
import type { LogFile } from '../log/discover';
import type { Gate } from '../log/gate';
import { follow } from '../session/follow';
import type { Scan } from '../session/fold/scan';
import { slim } from '../signals/signal';
import type { UnitRead } from './adopted';
import { fileChangeOf } from './fileChange';
import { isLate, lateOf, type Late } from './late';
import { newLibrary } from './library';
import { stateOf } from './lifeCycle';
import { sessionsOf } from './parts';
import type { Rules } from './rules';

/** By what logs are read and sessions derived. */
export interface ReadingRules {
  scan: Scan;
  rules: Rules;
  gate: Gate;
}

/** Throws when a log cannot be read or a session not derived. `now`: ms since the epoch. */
export function readUnit(
  files: readonly LogFile[],
  now: number,
  { scan, rules, gate }: ReadingRules,
): UnitRead {
  const library = newLibrary({ reading: () => null, filesWith: () => [], now: () => now });
  for (const file of files) library.read(file, (known) => follow(file, known, scan, undefined, gate));
  const late = new Map<string, Late>();
  library.derive(rules, Infinity, {
    onSession(session, { id, endedAt }, _before, spent) {
      if (isLate(endedAt, now)) late.set(id, lateOf(session, spent));
    },
    onFailure(_conversation, error) {
      throw error;
    },
  });
  const figures = [...library.figures.values()];
  const proven = figures.some(({ endedAt }) => stateOf(endedAt, false, now, rules.silence) !== 'ended');
  return {
    files: files.flatMap(({ path }) => {
      const entry = library.entries.get(path);
      const followed = library.followed(path);
      if (entry === undefined || followed === null) return [];
      return { change: fileChangeOf(entry, followed), sessions: sessionsOf(followed.reading) };
    }),
    figures: proven ? figures : figures.map((one) => ({ ...one, signals: one.signals.map(slim) })),
    proven,
    late,
  };
}
