/**
 * The work of a reader thread: reads the logs of one conversation and derives its sessions, without knowing any other. `Library.adopt`
 * adds the result as if the library had read the logs itself.
 */
import type { LogFile } from '../log/discover';
import type { Gate } from '../log/gate';
import { follow } from '../session/follow';
import type { Scan } from '../session/fold/scan';
import { withoutDetails } from '../signals/signal';
import type { UnitRead } from './adopted';
import { fileChangeOf } from './fileChange';
import { isLate, lateOf, type Late } from './late';
import { newLibrary } from './library';
import { stateOf } from './lifeCycle';
import { sessionIdsIn } from './parts';
import type { Rules } from './rules';

/** The rules for reading logs and deriving sessions. */
export interface ReadingRules {
  scan: Scan;
  rules: Rules;
  gate: Gate;
}

/** Reads the logs of one conversation. Throws if a log cannot be read or a session cannot be derived. `now`: ms since the epoch. */
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
      return { change: fileChangeOf(entry, followed), sessions: sessionIdsIn(followed.reading) };
    }),
    figures: proven ? figures : figures.map((one) => ({ ...one, signals: one.signals.map(withoutDetails) })),
    proven,
    late,
  };
}
