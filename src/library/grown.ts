/** What a look at a log brought: what it claims otherwise now, and whether its reading only grew. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { Followed } from '../session/follow';
import { changedClaims, claimsIn, idsOf, idsOfEach, type Claimant } from '../session/ownership';
import type { FileReading } from '../session/reading';
import { claimantsOf } from './parts';

type Claimants = ReadonlyMap<string, Claimant>;

/** A reading as it was before it was read on: it grows in place. */
export interface Before {
  reading: FileReading;
  claimants: Claimants;
  responses: number;
  events: number;
}

export const asItIs = (reading: FileReading): Before => ({
  reading,
  claimants: claimantsOf(reading),
  responses: reading.responses.length,
  events: reading.events.length,
});

export interface Grown {
  /** Sessions that had or have a part in it. */
  sessions: Set<string>;
  /** Ids of messages that are claimed otherwise now: come, gone, or by another claim. It may name some that are as they were. */
  ids: string[];
  /** What was in it and says something else now; null when anything may be other than it was. */
  changed: NonNullable<Followed['changed']> | null;
  /** Ids of messages that it held and holds no longer. */
  lost: string[];
}

export function whatGrew(before: Before | null, { reading, changed }: Followed): Grown {
  const claimants = claimantsOf(reading);
  const was = before?.claimants ?? new Map<string, Claimant>();
  const sessions = new Set([...was.values(), ...claimants.values()].map(({ session }) => session));
  if (before !== null && before.reading !== reading) {
    const ids = changedClaims(claimsIn(before.reading, was), claimsIn(reading, claimants));
    const held = idsOf(reading);
    const lost = [...idsOf(before.reading)].filter((id) => !held.has(id));
    return { sessions, ids, changed: null, lost };
  }
  const goesOn = before !== null && changed !== undefined && sameClaimants(was, claimants);
  const since = goesOn ? before : { responses: 0, events: 0 };
  const ids = new Set(goesOn ? idsOfEach(changed) : []);
  for (const id of idsOf(reading, since.responses, since.events)) ids.add(id);
  return { sessions, ids: [...ids], changed: goesOn ? changed : null, lost: [] };
}

/** True when whoever claims something in a reading, and what decides between them, is as it was. */
const sameClaimants = (was: Claimants, now: Claimants): boolean =>
  was.size > 0 && isDeepStrictEqual(was, now);
