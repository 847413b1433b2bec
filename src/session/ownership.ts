/**
 * Which file owns a message that stands in several: resumes, forks and side questions copy history (P8–P12).
 * The answer depends on the set of files only, never on the order in which they were read.
 */
import type { FileReading } from './reading';

/** What decides between copies: the same object for all messages of one conversation of one file. */
export interface Claimant {
  readonly path: string;
  readonly session: string;
  /** 0 main conversation, 1 side-chain or sub-agent file, 2 copy in a `progress` record. */
  readonly rank: 0 | 1 | 2;
  fork: boolean;
  firstAt: number | null;
}

/** That a conversation of a file holds a message, sent for with this request id. */
export interface Claim {
  readonly claimant: Claimant;
  readonly requestId: string | null;
}

/** The claims on every message, by message id or uuid. Most have one. */
export interface Ownership {
  readonly claims: Map<string, Claim | Claim[]>;
}

export const newOwnership = (): Ownership => ({ claims: new Map() });

/** Enters a claim. Entering it twice changes nothing. */
export function claim(ownership: Ownership, id: string, claimant: Claimant, requestId: string | null): void {
  const known = ownership.claims.get(id);
  const fresh = { claimant, requestId };
  if (known === undefined) ownership.claims.set(id, fresh);
  else {
    const list = Array.isArray(known) ? known : [known];
    if (
      list.some(
        (c) =>
          c.claimant.path === claimant.path &&
          c.claimant.session === claimant.session &&
          c.requestId === requestId,
      )
    )
      return;
    ownership.claims.set(id, [...list, fresh]);
  }
}

/** Order of preference between owners, the same for every order of reading. */
export function compareClaimants(a: Claimant, b: Claimant): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.fork !== b.fork) return a.fork ? 1 : -1;
  const first = (a.firstAt ?? Infinity) - (b.firstAt ?? Infinity);
  if (first !== 0 && !Number.isNaN(first)) return first;
  return a.path < b.path
    ? -1
    : a.path > b.path
      ? 1
      : a.session < b.session
        ? -1
        : a.session > b.session
          ? 1
          : 0;
}

/**
 * The claim that owns the message `id` as `requestId` has it. Copies in main conversations with different request
 * ids are different responses; a side-chain's replay has a new request id and is the same one (P10).
 */
export function owningClaim(ownership: Ownership, id: string, requestId: string | null): Claim | null {
  const known = ownership.claims.get(id);
  if (known === undefined) return null;
  if (!Array.isArray(known)) return known;
  const ordered = known.toSorted((a, b) => compareClaimants(a.claimant, b.claimant));
  const requests = new Set(
    ordered.filter((c) => c.claimant.rank === 0 && c.requestId !== null).map((c) => c.requestId),
  );
  const same =
    requests.size > 1 && requestId !== null && requests.has(requestId)
      ? ordered.filter((c) => c.requestId === requestId)
      : ordered;
  return same[0] ?? null;
}

/** Whose claim that is. */
export const ownerOf = (ownership: Ownership, id: string, requestId: string | null): Claimant | null =>
  owningClaim(ownership, id, requestId)?.claimant ?? null;

const claimsOn = ({ claims }: Ownership, id: string): Claim[] => {
  const known = claims.get(id);
  return known === undefined ? [] : Array.isArray(known) ? known : [known];
};

const isSameClaim = (a: Claim, b: Claim | undefined): boolean =>
  b !== undefined && a.requestId === b.requestId && compareClaimants(a.claimant, b.claimant) === 0;

/** Messages that are claimed otherwise in `after` than in `before`: come, gone, or claimed with another rank. */
export function changedClaims(before: Ownership, after: Ownership): string[] {
  const changed: string[] = [];
  for (const id of after.claims.keys()) {
    const [old, now] = [claimsOn(before, id), claimsOn(after, id)];
    if (old.length !== now.length || !now.every((one, i) => isSameClaim(one, old[i]))) changed.push(id);
  }
  for (const id of before.claims.keys()) if (!after.claims.has(id)) changed.push(id);
  return changed;
}

/** The ids a reading claims, each with thread and request id: its responses and what was said in it. */
export function* idsOf(
  reading: FileReading,
  fromResponse = 0,
  fromEvent = 0,
): Generator<{ id: string; thread: string; requestId: string | null }> {
  for (let i = fromResponse; i < reading.responses.length; i++) {
    const { key, thread, requestId } = reading.responses[i]!;
    yield { id: key.split('|')[0] ?? key, thread, requestId };
  }
  for (let i = fromEvent; i < reading.events.length; i++) {
    const event = reading.events[i]!;
    if (
      event.kind === 'prompt' ||
      event.kind === 'command' ||
      event.kind === 'interrupt' ||
      event.kind === 'changed' ||
      event.kind === 'turnEnd' ||
      event.kind === 'compaction'
    ) {
      yield { id: event.id, thread: event.thread, requestId: null };
    }
  }
}
