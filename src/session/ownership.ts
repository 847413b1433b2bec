/**
 * Decides which file owns a message that several files contain: resumes, forks and side questions copy history (P8–P12).
 * The result depends only on the set of files, never on the order in which they were read.
 */
import { compareTexts } from '../log/compareTexts';
import { isPlaceholder, type Response } from '../log/response';
import type { Event } from './event';
import { baseOf, compareInputs, compareRequests, isOwnId, LINE, traceOf } from './identity';
import { queueId } from './queueId';
import type { FileReading } from './reading';

/** One conversation of one file, with what decides between copies. The same object for all its messages. */
export interface Claimant {
  readonly path: string;
  readonly session: string;
  /** 0 main conversation, 1 side-chain or sub-agent file, 2 copy in a `progress` record or a stream. */
  readonly rank: 0 | 1 | 2;
  fork: boolean;
  /** Number of sessions it was resumed from, one after the other. */
  resumed: number;
  firstAt: number | null;
}

interface Claim {
  claimant: Claimant;
  /** The claimant's copy of the answer; null if the message is an event. */
  response: Response | null;
  /** Several answers of its conversation have the same id, so the id does not identify it (P54). */
  shared: boolean;
}

/** The claims on every message. */
export interface Ownership {
  /** By the message's name. Most messages have one claim; a list for each would cost memory. */
  readonly claims: Map<string, Claim | Claim[]>;
  /** Cache, by name: the owners for names with several claims. */
  readonly owners: Map<string, Owners>;
}

/** One message with all claims on it. */
interface Group {
  first: Claim;
  owner: Claim;
  all: Claim[];
}

interface Owners {
  /** By response; for events by claimant. */
  groups: Map<Response | Claimant, Group>;
  /** Number of different messages among the claims. */
  messages: number;
}

/** The owner of a message. */
export interface Owned {
  /** Null if nobody claims it. */
  owner: Claimant | null;
  /** All conversations that have it. */
  holders: readonly Claimant[];
  /** Output tokens of the owner's copy. */
  output: number;
  /** The same object for all copies of one message. */
  message: object | null;
  /** Number of different messages with its name. */
  messages: number;
}

export const newOwnership = (): Ownership => ({ claims: new Map(), owners: new Map() });

/** Adds a claim on the message named `key`. Add the claims of each reading only once. */
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

/** Sorts the preferred owner first, independent of the order of reading. */
export const compareClaimants = (a: Claimant, b: Claimant): number =>
  compareOrigins(a, b) || compareTexts(a.path, b.path) || compareTexts(a.session, b.session);

/** The same by all that tells an origin from a copy; 0 if only the names decide. */
function compareOrigins(a: Claimant, b: Claimant): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.fork !== b.fork) return a.fork ? 1 : -1;
  if (a.resumed !== b.resumed) return a.resumed - b.resumed;
  return a.firstAt === b.firstAt ? 0 : (a.firstAt ?? Infinity) - (b.firstAt ?? Infinity);
}

/**
 * Sorts the claims on a message, that of the owner first. A session that has only a part of an answer, while another has all of it, is not
 * where it was written.
 */
function compareClaims(a: Claim, b: Claim): number {
  const [x, y] = [a.response, b.response];
  if (x === null || y === null || a.claimant.rank !== b.claimant.rank)
    return compareClaimants(a.claimant, b.claimant);
  return (
    y.usage.output - x.usage.output ||
    Number(y.final) - Number(x.final) ||
    compareOrigins(a.claimant, b.claimant) ||
    y.calls + y.chars - x.calls - x.chars ||
    compareClaimants(a.claimant, b.claimant)
  );
}

const NOBODY: Owned = { owner: null, holders: [], output: 0, message: null, messages: 0 };

/** The owner of an answer of `claimant`. If it has several names, the one with most copies tells. */
export const ownerOfAnswer = (ownership: Ownership, claimant: Claimant, response: Response): Owned =>
  namesOfResponse(response)
    .map((name) => ownerOf(ownership, name, claimant, response))
    .reduce((best, one) => (one.holders.length > best.holders.length ? one : best), NOBODY);

/**
 * The session that an event of `claimant` belongs to. What only its time says holds among `kin`, the sessions with one of the claimant's
 * answers: two others may be told the same at the same moment.
 */
export function sessionOfEvent(
  ownership: Ownership,
  claimant: Claimant,
  event: Event,
  kin: ReadonlySet<string>,
): string {
  for (const name of namesOfEvent(event)) {
    const { owner, holders } = ownerOf(ownership, name, claimant, null);
    if (!isTimed(name)) {
      // Another session has the same record: nothing else needs to tell.
      if (owner !== null && holders.some(({ session }) => session !== claimant.session)) return owner.session;
    } else if (holders.filter((one) => one === claimant).length === 1) {
      const relatives = holders.filter((one) => one === claimant || kin.has(one.session));
      return relatives.reduce((best, one) => (compareClaimants(one, best) < 0 ? one : best)).session;
    }
  }
  return claimant.session;
}

/** The owner of the message that `claimant` has under a name; `response` is the claimant's copy, null for events. */
export function ownerOf(
  ownership: Ownership,
  name: string,
  claimant: Claimant,
  response: Response | null,
): Owned {
  const known = ownership.claims.get(name);
  if (known === undefined) return NOBODY;
  if (!Array.isArray(known)) return ownedAs([known], known, known, 1);
  const owners = ownership.owners.get(name) ?? ownersOf(known);
  ownership.owners.set(name, owners);
  const group = owners.groups.get(response ?? claimant);
  if (group === undefined) return { ...NOBODY, messages: owners.messages };
  return ownedAs(group.all, group.owner, group, owners.messages);
}

const ownedAs = (all: readonly Claim[], owner: Claim, message: object, messages: number): Owned => ({
  owner: owner.claimant,
  holders: all.map(({ claimant }) => claimant),
  output: owner.response?.usage.output ?? 0,
  message,
  messages,
});

/** Groups the claims on one name by message. Claims with most details come first, because one with few may be a copy of any. */
function ownersOf(claims: readonly Claim[]): Owners {
  const ordered = claims.toSorted(
    (a, b) =>
      a.claimant.rank - b.claimant.rank ||
      Number(a.shared) - Number(b.shared) ||
      countUnknown(a) - countUnknown(b) ||
      compareClaimants(a.claimant, b.claimant) ||
      (a.response?.at ?? 0) - (b.response?.at ?? 0),
  );
  const groups: Group[] = [];
  const byLine = new Map<number, (typeof groups)[number]>();
  /** Groups a copy may join without having the same record: their id identifies the answer, or their records have no uuid. */
  const open: typeof groups = [];
  for (const one of ordered) {
    const line = one.response?.line ?? null;
    let group = line === null ? undefined : byLine.get(line);
    if (group === undefined && (!one.shared || line === null))
      group = open.find(({ first, all }) => isCopy(first, one) && !hasAnswerOf(all, one));
    if (group === undefined) {
      group = { first: one, owner: one, all: [] };
      groups.push(group);
      if (!one.shared || line === null) open.push(group);
    }
    group.all.push(one);
    if (compareClaims(one, group.owner) < 0) group.owner = one;
    if (line !== null && !byLine.has(line)) byLine.set(line, group);
  }
  return {
    groups: new Map(
      groups.flatMap((group) => group.all.map((one) => [one.response ?? one.claimant, group] as const)),
    ),
    messages: groups.length,
  };
}

/** Two answers of one conversation are never copies of each other: the fold has already separated them. */
const hasAnswerOf = (all: readonly Claim[], { claimant, response }: Claim): boolean =>
  response !== null && all.some((one) => one.claimant === claimant);

const countUnknown = ({ response }: Claim): number =>
  response === null
    ? 0
    : [response.requestId, response.mark, response.asked].filter((one) => one === null).length +
      Number(isPlaceholder(response.usage));

/**
 * True if two claims on one name are the same message. In doubt false: a dropped copy must be one (P54). Different request ids
 * of main conversations are different answers; a side-chain's replay has a new request id (P10).
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
  // A session may continue in another file in the middle of an answer.
  if (alike && certain && a.claimant.session === b.claimant.session) return true;
  // A copy keeps its record, time or API id: the same words repeated at another time are no copy (P54).
  if (alike && !certain && request === 'unknown' && differ(x.line, y.line) && differ(x.t, y.t)) return false;
  // A stream may have only the beginning of an answer's text.
  if (replay && inputs === 'same' && !a.shared && !b.shared) return true;
  // A copy may begin in the middle of an answer: then its first line and block are others.
  if (alike && certain && request === 'unknown' && agree(x.asked, y.asked)) return true;
  const sameContent = agree(x.mark, y.mark) && (replay || agree(x.asked, y.asked));
  // A shared id proves nothing: then the request or the time must be equal.
  if (a.shared || b.shared) return sameContent && (request === 'same' || (x.t !== null && x.t === y.t));
  return request === 'same' || sameContent;
}

const differ = (a: number | null, b: number | null): boolean => a !== null && b !== null && a !== b;
const agree = (a: number | null, b: number | null): boolean => a === null || b === null || a === b;

/** Kinds of events that are not claimed: they follow their response or call. */
const UNCLAIMED: ReadonlySet<Event['kind']> = new Set(['text', 'thinking', 'tool', 'result']);

/**
 * Names of an event for claims: its record's uuid, or its time, and its content. The prefixes keep them apart from names of answers. None
 * for kinds not claimed.
 */
export function namesOfEvent(event: Event): string[] {
  if (UNCLAIMED.has(event.kind) || !('id' in event)) return [];
  const content =
    event.kind === 'prompt'
      ? event.hash
      : event.kind === 'command'
        ? event.name
        : event.kind === 'changed'
          ? event.path
          : '';
  const timed = timedIdOf(event);
  return [`said ${recordIdOf(event)} ${event.kind} ${content}`, ...(timed === null ? [] : [`said ${timed}`])];
}

const isTimed = (name: string): boolean => name.startsWith(`said ${AT}`);

const AT = 'at ';

/**
 * What a prompt or an answer without an id has in every copy, also in one whose records got uuids of their own. Null for what two
 * conversations may have at the same moment: a script may send one text to several.
 */
function timedIdOf(one: Event | Response): string | null {
  if (one.t === null) return null;
  if (!('kind' in one)) {
    const unnamed = baseOf(one.key).startsWith(LINE) && one.mark !== null;
    return unnamed ? `${AT}${one.t} ${one.mark}` : null;
  }
  if (one.kind === 'command') return `${AT}${one.t} ${one.name}`;
  if (one.kind === 'interrupt' || one.kind === 'compaction') return `${AT}${one.t} ${one.kind}`;
  return one.kind === 'prompt' && one.via !== 'scripted' ? `${AT}${one.t} ${one.hash}` : null;
}

/** The uuid of an event's record. If two prompts of a file have the same uuid, `fold/user.ts` appends the hash to the id; it is removed here. */
function recordIdOf(event: Event & { id: string }): string {
  const own = event.kind === 'prompt' ? ` ${event.hash}` : '';
  return own !== '' && event.id.endsWith(own) ? event.id.slice(0, -own.length) : event.id;
}

/** Names of an answer for claims. */
export const namesOfResponse = (response: Response): string[] =>
  idsOfOne(response).map((id) => `answer ${id}`);

/**
 * The ids by which files with the same answer or event are found; none for kinds not claimed. The time of an event is none: it tells only
 * among sessions that share an answer, which are found by that.
 */
function idsOfOne(one: Event | Response): string[] {
  if ('kind' in one) return UNCLAIMED.has(one.kind) || !('id' in one) ? [] : [recordIdOf(one)];
  const timed = timedIdOf(one);
  return timed === null ? [traceOf(one)] : [traceOf(one), timed];
}

/** The ids of a reading's answers and events, from the given indexes on. */
export function idsOf(reading: FileReading, fromResponse = 0, fromEvent = 0): Set<string> {
  const ids = new Set<string>();
  for (let i = fromResponse; i < reading.responses.length; i++)
    for (const id of idsOfOne(reading.responses[i]!)) ids.add(id);
  for (let i = fromEvent; i < reading.events.length; i++) {
    for (const id of idsOfOne(reading.events[i]!)) ids.add(id);
  }
  return ids;
}

/** The ids of these answers and events, including those that prompts had while queued. */
export function idsOfEach(some: Iterable<Event | Response>): string[] {
  const ids: string[] = [];
  for (const one of some) {
    ids.push(...idsOfOne(one));
    if ('kind' in one && one.kind === 'prompt') ids.push(queueId(one));
  }
  return ids;
}

/**
 * The claims of a reading as text, by id: everything that decides who owns a message and what is a copy of it. Equal texts mean
 * equal claims, so two readings of a file can be compared.
 */
export function claimsIn(
  reading: FileReading,
  claimants: ReadonlyMap<string, Claimant>,
): Map<string, string> {
  const claims = new Map<string, string>();
  const note = (id: string, claimed: string): void => void claims.set(id, (claims.get(id) ?? '') + claimed);
  const claimantTexts = new Map(
    [...claimants].map(([thread, { session, rank, fork, resumed, firstAt }]) => [
      thread,
      `${session} ${rank} ${fork} ${resumed} ${firstAt}`,
    ]),
  );
  for (const response of reading.responses) {
    const { requestId, mark, asked, line, t, usage, final, calls, chars, thread } = response;
    const input = `${usage.input} ${usage.cacheRead} ${usage.cacheWrite5m + usage.cacheWrite1h}`;
    const known = `${usage.output} ${final} ${calls + chars}`;
    for (const id of idsOfOne(response))
      note(id, `${claimantTexts.get(thread)} ${requestId} ${mark} ${asked} ${line} ${t} ${input} ${known};`);
  }
  for (const event of reading.events)
    for (const id of idsOfOne(event))
      note(id, `${claimantTexts.get(event.thread)} ${namesOfEvent(event).join(' ')};`);
  return claims;
}

/** Ids whose claims differ between two results of `claimsIn`: added, removed, or with another rank or content. */
export function changedClaims(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  const changed: string[] = [];
  for (const [id, claimed] of after) if (before.get(id) !== claimed) changed.push(id);
  for (const id of before.keys()) if (!after.has(id)) changed.push(id);
  return changed;
}
