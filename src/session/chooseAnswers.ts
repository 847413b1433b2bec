/** Which answers the parts of one session keep, each once, from the copy that knows most of it (P63). */
import type { Response } from '../log/response';
import { loggedId } from './callId';
import type { Event } from './event';
import { baseOf, compareInputs, compareRequests, looksLikeId } from './identity';
import { ownerOfAnswer, type Claimant, type Owned, type Ownership } from './ownership';
import type { FileReading } from './reading';

/** One conversation of one file. */
export interface Part {
  reading: FileReading;
  /** '' for the conversation the file is named after, else the agent id of an inline one. */
  thread: string;
  claimant: Claimant;
}

export const responsesOf = ({ reading, thread }: Part): Response[] =>
  reading.responses.filter((response) => response.thread === thread);

export const eventsOf = ({ reading, thread }: Part): Event[] =>
  reading.events.filter((event) => event.thread === thread);

/** An id that is only the place of a line: it says nothing in another file, the place does. */
export const isPlace = (id: string, { reading }: Part): boolean => id.startsWith(`${reading.path}:`);

export interface Chosen {
  /** Keys of the responses each part keeps. */
  kept: Map<Part, Set<string>>;
  /** Keys of those that belong to another session. */
  foreign: Set<string>;
  /** The sessions that have one of the answers. */
  kin: Set<string>;
  sharedIds: number;
  rests: Rest[];
  /** Events of the rests that the answer has from another file. */
  repeated: Set<Event>;
  /** What tells the answers of each part from all others, by key. */
  identities: Map<Part, Map<string, object | string>>;
}

/** A part of an answer that another file has most of: a session may go on elsewhere while one is written (P63). */
export interface Rest {
  part: Part;
  copy: Response;
  /** Nothing of it is in another file. */
  apart: boolean;
  /** Its calls that no other file has. */
  calls: number;
  /** What is counted of the answer, and where it stands. */
  of: Response;
  home: Part;
}

interface Copy {
  part: Part;
  copy: Response;
}

/** True when two copies of an answer may be two parts of it: they are in two files, and begin with different lines. */
function beginApart(a: Copy, b: Copy): boolean {
  const differ = (x: number | null, y: number | null): boolean => x !== null && y !== null && x !== y;
  return (
    a.part.reading !== b.part.reading &&
    a.part.claimant.rank === b.part.claimant.rank &&
    differ(a.copy.line, b.copy.line) &&
    differ(a.copy.t, b.copy.t)
  );
}

/** The blocks of an answer in a part, by what is the same in all copies. */
type BlocksOf = (copy: Copy) => ReadonlyMap<string, Event[]>;

function newBlocksOf(): BlocksOf {
  // One walk over a part, however many of its answers are asked for.
  const known = new Map<Part, Map<string, Map<string, Event[]>>>();
  return ({ part, copy }) => {
    const blocks = known.get(part) ?? blocksByAnswer(part);
    known.set(part, blocks);
    return blocks.get(copy.key) ?? new Map<string, Event[]>();
  };
}

function blocksByAnswer(part: Part): Map<string, Map<string, Event[]>> {
  const blocks = new Map<string, Map<string, Event[]>>();
  for (const event of eventsOf(part)) {
    if (!('response' in event)) continue;
    const ofAnswer = blocks.get(event.response) ?? new Map<string, Event[]>();
    blocks.set(event.response, ofAnswer);
    const name = event.kind === 'tool' ? loggedId(event.id) : `${event.kind} ${event.hash}`;
    ofAnswer.set(name, [...(ofAnswer.get(name) ?? []), event]);
  }
  return blocks;
}

/** What other copies of an answer have that the one it is counted by has not, and what of them it has. */
function restsOf(
  home: Copy,
  copies: readonly Copy[],
  blocksOf: BlocksOf,
): { rests: Rest[]; repeated: Event[] } {
  const rests: Rest[] = [];
  const repeated: Event[] = [];
  const seen = new Set(blocksOf(home).keys());
  for (const one of copies) {
    if (!beginApart(home, one)) continue;
    const blocks = [...blocksOf(one)];
    const again = blocks.flatMap(([name, events]) => (seen.has(name) ? events : []));
    const fresh = blocks.flatMap(([name, events]) => (seen.has(name) ? [] : events));
    if (fresh.length === 0 && again.length > 0) continue;
    for (const [name] of blocks) seen.add(name);
    repeated.push(...again);
    const calls = fresh.filter(({ kind }) => kind === 'tool').length;
    rests.push({ ...one, apart: again.length === 0, calls, of: home.copy, home: home.part });
  }
  return { rests, repeated };
}

/** The names by which other files of the session may have a part of an answer: its request, and its id. */
function namesOf({ part, copy: { requestId, key } }: Copy): string[] {
  const base = baseOf(key);
  return [
    ...(requestId === null ? [] : [`request ${requestId}`]),
    ...(looksLikeId(base) && !isPlace(base, part) ? [`id ${base}`] : []),
  ];
}

/**
 * Finds the answer of which another file has a part that begins otherwise: where a session goes on in another file while an answer is
 * written, and the back end's ids are none of the API's, or each line has one of its own (P6). Not by a name that several answers of a file
 * have: then it is no identity.
 */
function newPartFinder(): {
  find(here: Copy): object | string | undefined;
  note(here: Copy, identity: object | string): void;
} {
  const byName = new Map<string, (Copy & { identity: object | string })[]>();
  const times = new Map<Part, Map<string, number>>();
  const isOnly = (name: string, { part }: Copy): boolean => {
    let here = times.get(part);
    if (here === undefined) {
      times.set(part, (here = new Map()));
      for (const copy of responsesOf(part))
        for (const one of namesOf({ part, copy })) here.set(one, (here.get(one) ?? 0) + 1);
    }
    return here.get(name) === 1;
  };
  return {
    find(here) {
      for (const name of namesOf(here)) {
        const known = isOnly(name, here) ? byName.get(name) : undefined;
        const found = known?.find((one) => isOneAnswer(one, here));
        if (found !== undefined) return found.identity;
      }
      return undefined;
    },
    note(here, identity) {
      for (const name of namesOf(here)) {
        if (!isOnly(name, here)) continue;
        const known = byName.get(name) ?? [];
        known.push({ ...here, identity });
        byName.set(name, known);
      }
    },
  };
}

/** True when two answers of two files under one name are one: of one model, and asked with the same. */
const isOneAnswer = (a: Copy, b: Copy): boolean =>
  a.part.reading !== b.part.reading &&
  a.part.claimant.rank === b.part.claimant.rank &&
  a.copy.model === b.copy.model &&
  compareRequests(a.copy.requestId, b.copy.requestId) !== 'other' &&
  compareInputs(a.copy.usage, b.copy.usage) === 'same' &&
  (a.copy.asked === null || b.copy.asked === null || a.copy.asked === b.copy.asked);

export function chooseResponses(ordered: readonly Part[], ownership: Ownership): Chosen {
  const foreign = new Set<string>();
  const kin = new Set<string>();
  const blocksOf = newBlocksOf();
  const partFinder = newPartFinder();
  const chosen = new Map<object | string, Copy & { owned: Owned }>();
  const copiesOf = new Map<object | string, Copy[]>();
  const kept = new Map(ordered.map((part) => [part, new Set<string>()]));
  const identities = new Map(ordered.map((part) => [part, new Map<string, object | string>()]));
  const own: (Copy & { owned: Owned })[] = [];
  /** What other sessions' answers wrote, of which this one has copies. */
  const written = new Map<object | string, number>();
  for (const part of ordered) {
    for (const response of responsesOf(part)) {
      const owned = ownerOfAnswer(ownership, part.claimant, response);
      // A stream may have the answers of several sessions.
      if (owned.holders.length > 1)
        for (const { session, rank } of owned.holders) if (rank !== 2) kin.add(session);
      if (owned.owner === null || owned.owner.session === part.claimant.session)
        own.push({ part, copy: response, owned });
      else {
        foreign.add(response.key);
        if (owned.message === null || ordered.length === 1) continue;
        partFinder.note({ part, copy: response }, owned.message);
        written.set(owned.message, owned.output);
      }
    }
  }
  for (const { part, copy: response, owned } of own) {
    // One file tells its answers apart: there is nothing to choose from.
    if (owned.messages <= 1 && ordered.length === 1) {
      kept.get(part)?.add(response.key);
      continue;
    }
    const here = { part, copy: response };
    const identity = isPlace(baseOf(response.key), part)
      ? `${response.at} ${response.t} ${response.model}`
      : (partFinder.find(here) ?? owned.message ?? response.key);
    // The rest of an answer of which another file has the beginning, and another session all.
    if ((written.get(identity) ?? -1) >= response.usage.output) {
      foreign.add(response.key);
      continue;
    }
    identities.get(part)?.set(response.key, identity);
    partFinder.note(here, identity);
    const known = chosen.get(identity);
    copiesOf.set(identity, [...(copiesOf.get(identity) ?? []), here]);
    if (
      known === undefined ||
      (known.part.claimant.rank === part.claimant.rank && knowsMore(response, known.copy))
    )
      chosen.set(identity, { ...here, owned });
  }
  let sharedIds = 0;
  const rests: Rest[] = [];
  const repeated = new Set<Event>();
  for (const [identity, home] of chosen) {
    kept.get(home.part)?.add(home.copy.key);
    if (home.owned.messages > 1 && baseOf(home.copy.key) === home.copy.key) sharedIds++;
    const found = restsOf(home, copiesOf.get(identity) ?? [], blocksOf);
    for (const { part, copy } of found.rests) kept.get(part)?.add(copy.key);
    for (const event of found.repeated) repeated.add(event);
    rests.push(...found.rests);
  }
  return { kept, rests, repeated, foreign, kin, sharedIds, identities };
}

/** True when one copy of a response was taken after more of its lines than another (P2). */
function knowsMore(copy: Response, known: Response): boolean {
  const what = MEASURES.find((measure) => measure(copy) !== measure(known));
  return what !== undefined && what(copy) > what(known);
}

const MEASURES: readonly ((response: Response) => number)[] = [
  ({ usage }) => usage.output,
  ({ final }) => Number(final),
  ({ calls }) => calls,
  ({ chars }) => chars,
  ({ sealed }) => sealed,
];
