/** Compares a log's reading before and after it was read on: changed claims, and whether it only grew. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { Followed } from '../session/follow';
import { changedClaims, claimsIn, idsOf, idsOfEach, type Claimant } from '../session/ownership';
import type { FileReading } from '../session/reading';
import { claimantsOf } from './parts';

type Claimants = ReadonlyMap<string, Claimant>;

/** A snapshot of a reading before it is read on, because it grows in place. */
export interface Before {
  reading: FileReading;
  claimants: Claimants;
  responses: number;
  events: number;
}

/** Takes such a snapshot. */
export const snapshotOf = (reading: FileReading): Before => ({
  reading,
  claimants: claimantsOf(reading),
  responses: reading.responses.length,
  events: reading.events.length,
});

/** What changed in a reading. */
export interface ReadingChange {
  /** Sessions that had or have a part in it. */
  sessions: Set<string>;
  /** Ids of messages whose claims changed: added, removed or different. May contain unchanged ones. */
  ids: string[];
  /** The earlier items that changed; null if anything may have changed. */
  changed: NonNullable<Followed['changed']> | null;
  /** Ids of messages that it no longer has. */
  lost: string[];
}

/** Compares a reading with its snapshot; null: it is new. */
export function compareReading(before: Before | null, { reading, changed }: Followed): ReadingChange {
  const claimants = claimantsOf(reading);
  const was = before?.claimants ?? new Map<string, Claimant>();
  const sessions = new Set([...was.values(), ...claimants.values()].map(({ session }) => session));
  if (before !== null && before.reading !== reading) {
    const ids = changedClaims(claimsIn(before.reading, was), claimsIn(reading, claimants));
    const present = idsOf(reading);
    const lost = [...idsOf(before.reading)].filter((id) => !present.has(id));
    return { sessions, ids, changed: null, lost };
  }
  const onlyGrew = before !== null && changed !== undefined && sameClaimants(was, claimants);
  const since = onlyGrew ? before : { responses: 0, events: 0 };
  const ids = new Set(onlyGrew ? idsOfEach(changed) : []);
  for (const id of idsOf(reading, since.responses, since.events)) ids.add(id);
  return { sessions, ids: [...ids], changed: onlyGrew ? changed : null, lost: [] };
}

/** True if the claimants of a reading are unchanged, including what decides between them. */
const sameClaimants = (was: Claimants, now: Claimants): boolean =>
  was.size > 0 && isDeepStrictEqual(was, now);
