/**
 * Which file owns a message that stands in several: resumes, forks and side questions copy history (P8–P12).
 * The answer depends on the set of files only, never on the order in which they were read.
 */
import { isPlaceholder, type Response } from '../log/response';
import type { Event } from './event';
import { compareInputs, compareRequests, isOwnId, traceOf } from './identity';
import { queueId } from './queueId';
import type { FileReading } from './reading';

/** What decides between copies: the same object for all messages of one conversation of one file. */
export interface Claimant {
  readonly path: string;
  readonly session: string;
  /** 0 main conversation, 1 side-chain or sub-agent file, 2 copy in a `progress` record or a stream. */
  readonly rank: 0 | 1 | 2;
  fork: boolean;
  /** Sessions it was resumed from, one after the other. */
  resumed: number;
  firstAt: number | null;
}

/** What claims a message: a conversation of a file, with the answer it holds; null for what was said. */
interface Claim {
  claimant: Claimant;
  response: Response | null;
  /** Its id is no identity in its conversation: several answers have it (P54). */
  shared: boolean;
}

/** The claims on every message, by what names it. Most have one. */
export interface Ownership {
  readonly claims: Map<string, Claim | Claim[]>;
  /** Of names with several claims: the owner of each, worked out when first asked for. */
  readonly owners: Map<string, Owners>;
}

/** One message and all who hold it. */
interface Group {
  first: Claim;
  owner: Claimant;
  all: Claim[];
}

interface Owners {
  /** By answer, of what was said by claimant. */
  groups: Map<Response | Claimant, Group>;
  /** Different messages among the claims. */
  messages: number;
}

/** Whose a message is. */
export interface Owned {
  /** Null when nobody claims it. */
  owner: Claimant | null;
  /** The same object for all copies of one message. */
  message: object | null;
  /** How many different messages have its name. */
  messages: number;
}

export const newOwnership = (): Ownership => ({ claims: new Map(), owners: new Map() });

/** Enters a claim on what `key` names. Each reading is entered once. */
export function claim(ownership: Ownership, key: string, fresh: Claim): void {
  const known = ownership.claims.get(key);
  if (known === undefined) {
    ownership.claims.set(key, fresh);
    return;
  }
  if (Array.isArray(known)) known.push(fresh);
  else ownership.claims.set(key, [known, fresh]);
  ownership.owners.delete(key);
}

/** Order of preference between owners, the same for every order of reading. */
export function compareClaimants(a: Claimant, b: Claimant): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.fork !== b.fork) return a.fork ? 1 : -1;
  if (a.resumed !== b.resumed) return a.resumed - b.resumed;
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

/** Whose the message is that `claimant` holds under that name. */
export function ownerOf(
  ownership: Ownership,
  key: string,
  claimant: Claimant,
  response: Response | null,
): Owned {
  const known = ownership.claims.get(key);
  if (known === undefined) return { owner: null, message: null, messages: 0 };
  if (!Array.isArray(known)) return { owner: known.claimant, message: known, messages: 1 };
  const owners = ownership.owners.get(key) ?? ownersOf(known);
  ownership.owners.set(key, owners);
  const group = owners.groups.get(response ?? claimant) ?? null;
  return { owner: group?.owner ?? null, message: group, messages: owners.messages };
}

/** Puts the claims on one name together by message. What says most comes first: what says little may be a copy of any. */
function ownersOf(claims: readonly Claim[]): Owners {
  const ordered = claims.toSorted(
    (a, b) =>
      a.claimant.rank - b.claimant.rank ||
      Number(a.shared) - Number(b.shared) ||
      unsaid(a) - unsaid(b) ||
      compareClaimants(a.claimant, b.claimant) ||
      (a.response?.at ?? 0) - (b.response?.at ?? 0),
  );
  const groups: Group[] = [];
  const byLine = new Map<number, (typeof groups)[number]>();
  /** Groups that may hold a copy without the same record: of ids that are identities, or of records without a uuid. */
  const open: typeof groups = [];
  for (const one of ordered) {
    const line = one.response?.line ?? null;
    let group = line === null ? undefined : byLine.get(line);
    if (group === undefined && (!one.shared || line === null))
      group = open.find(({ first, all }) => isCopy(first, one) && !holds(all, one));
    if (group === undefined) {
      group = { first: one, owner: one.claimant, all: [] };
      groups.push(group);
      if (!one.shared || line === null) open.push(group);
    }
    group.all.push(one);
    if (compareClaimants(one.claimant, group.owner) < 0) group.owner = one.claimant;
    if (line !== null && !byLine.has(line)) byLine.set(line, group);
  }
  return {
    groups: new Map(
      groups.flatMap((group) => group.all.map((one) => [one.response ?? one.claimant, group] as const)),
    ),
    messages: groups.length,
  };
}

/** Two answers of one conversation are never copies of each other: its reading has told them apart. */
const holds = (all: readonly Claim[], { claimant, response }: Claim): boolean =>
  response !== null && all.some((one) => one.claimant === claimant);

const unsaid = ({ response }: Claim): number =>
  response === null
    ? 0
    : [response.requestId, response.mark, response.asked].filter((one) => one === null).length +
      Number(isPlaceholder(response.usage));

/**
 * True when two claims under one name are the same message: what is set aside as a copy must be one (P54). Different
 * request ids of main conversations are different answers; a side-chain's replay has a new request id (P10).
 */
function isCopy(a: Claim, b: Claim): boolean {
  const [x, y] = [a.response, b.response];
  if (x === null || y === null) return true;
  const main = a.claimant.rank === 0 && b.claimant.rank === 0;
  const request = compareRequests(x.requestId, y.requestId);
  if (main && request === 'other') return false;
  const inputs = compareInputs(x.usage, y.usage);
  if (inputs === 'other') return false;
  const replay = a.claimant.rank === 2 || b.claimant.rank === 2;
  const alike = !replay && a.claimant.rank === b.claimant.rank;
  const certain = inputs === 'same' && isOwnId(x) && !a.shared && !b.shared;
  // A session that goes on in another file in the middle of an answer leaves the rest of it there.
  if (alike && certain && a.claimant.session === b.claimant.session) return true;
  // A copy keeps its record, its time or an id of the API: the same words said again at another time are not one (P54).
  if (alike && !certain && request === 'unknown' && differ(x.line, y.line) && differ(x.t, y.t)) return false;
  // A stream holds an answer as it was at its start: less of the same text.
  if (replay && inputs === 'same' && !a.shared && !b.shared) return true;
  // A copy may begin in the middle of an answer: then its first line and block are others.
  if (alike && certain && request === 'unknown' && agree(x.asked, y.asked)) return true;
  const sameContent = agree(x.mark, y.mark) && (replay || agree(x.asked, y.asked));
  // An id that is none tells nothing: then the request or the time must.
  if (a.shared || b.shared) return sameContent && (request === 'same' || (x.t !== null && x.t === y.t));
  return request === 'same' || sameContent;
}

const differ = (a: number | null, b: number | null): boolean => a !== null && b !== null && a !== b;
const agree = (a: number | null, b: number | null): boolean => a === null || b === null || a === b;

/** What claims nothing but its own place in the file. */
const UNCLAIMED: ReadonlySet<Event['kind']> = new Set(['text', 'thinking', 'tool', 'result']);

/** Name of what was said: its record's uuid and what it says, in a space of its own. */
export function nameOfEvent(event: Event): string | null {
  if (UNCLAIMED.has(event.kind) || !('id' in event)) return null;
  const says =
    event.kind === 'prompt'
      ? event.hash
      : event.kind === 'command'
        ? event.name
        : event.kind === 'changed'
          ? event.path
          : '';
  return `said ${recordOf(event)} ${event.kind} ${says}`;
}

/** The uuid of its record: words under a uuid that other words have go by both in one file (`fold/user.ts`), and by the uuid in another. */
function recordOf(event: Event & { id: string }): string {
  const own = event.kind === 'prompt' ? ` ${event.hash}` : '';
  return own !== '' && event.id.endsWith(own) ? event.id.slice(0, -own.length) : event.id;
}

/** Name of an answer, in a space of its own. */
export const nameOfResponse = (response: Response): string => `answer ${traceOf(response)}`;

/** The id by which files that hold the same answer, or the same of what was said, are found; null of what claims nothing. */
function idOf(one: Event | Response): string | null {
  if (!('kind' in one)) return traceOf(one);
  return UNCLAIMED.has(one.kind) || !('id' in one) ? null : recordOf(one);
}

/** The ids of a reading, from an answer and an event on. */
export function idsOf(reading: FileReading, fromResponse = 0, fromEvent = 0): Set<string> {
  const ids = new Set<string>();
  for (let i = fromResponse; i < reading.responses.length; i++) ids.add(traceOf(reading.responses[i]!));
  for (let i = fromEvent; i < reading.events.length; i++) {
    const id = idOf(reading.events[i]!);
    if (id !== null) ids.add(id);
  }
  return ids;
}

/** The ids of single answers and events, those that prompts had while they were in the queue included. */
export function idsOfEach(some: Iterable<Event | Response>): string[] {
  const ids: string[] = [];
  for (const one of some) {
    const id = idOf(one);
    if (id !== null) ids.push(id);
    if ('kind' in one && one.kind === 'prompt') ids.push(queueId(one));
  }
  return ids;
}

/**
 * What a reading claims, as text that does not change when the reading grows: by id, everything that decides whose the message
 * is and what is a copy of it. `shared`: see `Claim`.
 */
export function claimsIn(
  reading: FileReading,
  claimants: ReadonlyMap<string, Claimant>,
): Map<string, string> {
  const claims = new Map<string, string>();
  const note = (id: string, claimed: string): void => void claims.set(id, (claims.get(id) ?? '') + claimed);
  const holders = new Map(
    [...claimants].map(([thread, { session, rank, fork, resumed, firstAt }]) => [
      thread,
      `${session} ${rank} ${fork} ${resumed} ${firstAt}`,
    ]),
  );
  for (const response of reading.responses) {
    const { requestId, mark, asked, line, t, usage, thread } = response;
    const side = `${usage.input} ${usage.cacheRead} ${usage.cacheWrite5m + usage.cacheWrite1h}`;
    note(traceOf(response), `${holders.get(thread)} ${requestId} ${mark} ${asked} ${line} ${t} ${side};`);
  }
  for (const event of reading.events) {
    const name = nameOfEvent(event);
    if (name !== null && 'id' in event) note(recordOf(event), `${holders.get(event.thread)} ${name};`);
  }
  return claims;
}

/** Ids that are claimed otherwise in `after` than in `before`: come, gone, or claimed with another rank or content. */
export function changedClaims(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  const changed: string[] = [];
  for (const [id, claimed] of after) if (before.get(id) !== claimed) changed.push(id);
  for (const id of before.keys()) if (!after.has(id)) changed.push(id);
  return changed;
}
