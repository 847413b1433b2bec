/**
 * What the parts of one session say together. The same conversation may lie in several files, whole or as it was some time ago
 * (two roots, a restored backup, a resume on another machine): each response and each event counts once, from the copy
 * that knows most of it, whichever comes first.
 */
import type { Response } from '../log/response';
import { getOwn } from '../log/own';
import type { Event } from './event';
import { isQueueId, queueId } from './queueId';
import { baseOf } from './identity';
import {
  compareClaimants,
  nameOfEvent,
  nameOfResponse,
  ownerOf,
  type Claimant,
  type Owned,
  type Ownership,
} from './ownership';
import type { FileReading } from './reading';

/** One conversation of one file. */
export interface Part {
  reading: FileReading;
  /** '' for the conversation the file is named after, else the agent id of an inline one. */
  thread: string;
  claimant: Claimant;
}

/** An event and the file it stands in. */
interface Placed {
  path: string;
  event: Event;
}

/** Parts that know most first: own logs before `progress` copies, then by the last line, then by what they hold. */
export function richestFirst(parts: readonly Part[]): Part[] {
  const ended = ({ reading, thread }: Part): number => getOwn(reading.facts, thread)?.endedAt ?? -Infinity;
  const sizeOf = ({ reading }: Part): number => reading.responses.length + reading.events.length;
  return parts.toSorted(
    (a, b) =>
      a.claimant.rank - b.claimant.rank ||
      descending(ended(a), ended(b)) ||
      descending(sizeOf(a), sizeOf(b)) ||
      descending(a.reading.parse.lines, b.reading.parse.lines) ||
      compareClaimants(a.claimant, b.claimant),
  );
}

const descending = (a: number, b: number): number => (a === b ? 0 : a > b ? -1 : 1);

/** What the parts of a session come to. */
export interface United {
  responses: Response[];
  events: Placed[];
  /** Events that belong to another session, in order. */
  inherited: Event[];
  /** Responses found here that belong to another session. */
  copies: number;
  /** Responses whose id another answer has, too (P54). */
  sharedIds: number;
}

/** The session's responses and events, each once. */
export function unite(parts: readonly Part[], ownership: Ownership): United {
  const richest = richestFirst(parts);
  const { kept, rests, foreign, sharedIds } = chooseResponses(richest, ownership);
  const spoken = chooseSpoken(richest, ownership);
  const homeOf = chooseResults(richest, kept);
  const events = new Map(richest.map((part) => [part, [] as Placed[]]));
  const late: [Part, Placed][] = [];
  for (const part of richest) {
    const here = events.get(part) ?? [];
    for (const event of eventsOf(part)) {
      const placed = { path: part.reading.path, event };
      if (event.kind === 'result') {
        const home = homeOf(event);
        if (home === part) here.push(placed);
        else if (home !== undefined) late.push([home, placed]);
      } else if ('response' in event ? kept.get(part)?.has(event.response) : spoken.own.has(event))
        here.push(placed);
    }
  }
  // A result that only another copy has comes after its call.
  for (const [home, placed] of late) events.get(home)?.push(placed);
  const since = (part: Part): number =>
    events.get(part)?.find(({ event }) => event.t !== null)?.event.t ?? Infinity;
  const oldest = richest.toSorted(
    (a, b) => descending(since(b), since(a)) || compareClaimants(a.claimant, b.claimant),
  );
  return {
    ...withOneKeyEach(oldest, kept, events, rests),
    inherited: oldest.flatMap((part) => inheritedBy(part, foreign, spoken.foreign)),
    copies: foreign.size,
    sharedIds,
  };
}

/** The responses and events of the parts; a key that another part uses for another answer is told apart by the file. */
function withOneKeyEach(
  parts: readonly Part[],
  kept: ReadonlyMap<Part, ReadonlySet<string>>,
  events: ReadonlyMap<Part, readonly Placed[]>,
  rests: readonly Rest[],
): Pick<United, 'responses' | 'events'> {
  const keys = new Set<string>();
  const renamed = new Map<Part, Map<string, string>>();
  const restsOf = Map.groupBy(rests, ({ of }) => of);
  const isRest = new Set(rests.map(({ copy }) => copy));
  const responses = parts.flatMap((part) => {
    const names = new Map<string, string>();
    renamed.set(part, names);
    return responsesOf(part).flatMap((response) => {
      if (kept.get(part)?.has(response.key) !== true || isRest.has(response)) return [];
      const key = keys.has(response.key) ? `${response.key}|${part.reading.path}` : response.key;
      keys.add(key);
      if (key !== response.key) names.set(response.key, key);
      const others = restsOf.get(response) ?? [];
      return key === response.key && others.length === 0
        ? [response]
        : [{ ...wholeOf(response, others), key }];
    });
  });
  for (const { part, copy, of, home } of rests)
    renamed.get(part)?.set(copy.key, renamed.get(home)?.get(of.key) ?? of.key);
  const renamedEvent = (part: Part, { path, event }: Placed): Placed => {
    const response = 'response' in event ? renamed.get(part)?.get(event.response) : undefined;
    return response === undefined ? { path, event } : { path, event: { ...event, response } as Event };
  };
  return {
    responses,
    events: parts.flatMap((part) => {
      const here = events.get(part) ?? [];
      return renamed.get(part)?.size === 0 ? here : here.map((one) => renamedEvent(part, one));
    }),
  };
}

/** An answer with what other files have of it: it began where its first line stands, and wrote all of it. */
function wholeOf(response: Response, rests: readonly Rest[]): Response {
  const all = [response, ...rests.map(({ copy }) => copy)];
  const first = all.reduce((a, b) => ((b.t ?? Infinity) < (a.t ?? Infinity) ? b : a));
  const sum = (what: (one: Response) => number): number => all.reduce((total, one) => total + what(one), 0);
  return {
    ...response,
    t: first.t,
    branch: first.branch,
    cwd: first.cwd,
    final: all.some(({ final }) => final),
    chars: sum(({ chars }) => chars),
    calls: sum(({ calls }) => calls),
    sealed: sum(({ sealed }) => sealed),
  };
}

/** What of a part belongs to another session: what the agent knew when this one was forked or resumed. */
function inheritedBy(part: Part, foreign: ReadonlySet<string>, spoken: ReadonlySet<Event>): Event[] {
  const tools = new Set<string>();
  return eventsOf(part).filter((event) => {
    if (event.kind === 'result') return tools.has(event.id);
    if (!('response' in event)) return spoken.has(event);
    const own = !foreign.has(event.response);
    if (!own && event.kind === 'tool') tools.add(event.id);
    return !own;
  });
}

const responsesOf = ({ reading, thread }: Part): Response[] =>
  reading.responses.filter((response) => response.thread === thread);

const eventsOf = ({ reading, thread }: Part): Event[] =>
  reading.events.filter((event) => event.thread === thread);

/** An id that is only the place of a line: it says nothing in another file, the place does. */
const isPlace = (id: string, { reading }: Part): boolean => id.startsWith(`${reading.path}:`);

interface Chosen {
  /** Keys of the responses each part keeps. */
  kept: Map<Part, Set<string>>;
  /** Keys of those that belong to another session. */
  foreign: Set<string>;
  sharedIds: number;
  rests: Rest[];
}

/** A part of an answer that another file has most of: a session may go on elsewhere while one is written (P63). */
interface Rest {
  part: Part;
  copy: Response;
  /** What is counted of the answer, and where it stands. */
  of: Response;
  home: Part;
}

/** A copy of an answer, and the part it is in. */
interface Copy {
  part: Part;
  copy: Response;
}

/** Tells when two copies of an answer are two parts of it: they begin with different lines, and have no block in common. */
function newAreParts(): (a: Copy, b: Copy) => boolean {
  const differ = (x: number | null, y: number | null): boolean => x !== null && y !== null && x !== y;
  // One walk over a part, however many of its answers are asked for.
  const known = new Map<Part, Map<string, Set<string>>>();
  const blocksOf = ({ part, copy }: Copy): ReadonlySet<string> => {
    const blocks = known.get(part) ?? blocksByAnswer(part);
    known.set(part, blocks);
    return blocks.get(copy.key) ?? new Set();
  };
  return (a, b) => {
    if (a.part.reading === b.part.reading || a.part.claimant.rank !== b.part.claimant.rank) return false;
    if (!differ(a.copy.line, b.copy.line) || !differ(a.copy.t, b.copy.t)) return false;
    const blocks = blocksOf(a);
    return ![...blocksOf(b)].some((block) => blocks.has(block));
  };
}

function blocksByAnswer({ reading }: Part): Map<string, Set<string>> {
  const blocks = new Map<string, Set<string>>();
  for (const event of reading.events) {
    if (!('response' in event)) continue;
    const ofAnswer = blocks.get(event.response) ?? new Set();
    blocks.set(event.response, ofAnswer);
    ofAnswer.add(event.kind === 'tool' ? event.id : `${event.kind} ${event.hash}`);
  }
  return blocks;
}

function chooseResponses(richest: readonly Part[], ownership: Ownership): Chosen {
  const foreign = new Set<string>();
  const areParts = newAreParts();
  const chosen = new Map<object | string, Copy & { owned: Owned }>();
  const partsOf = new Map<object | string, Copy[]>();
  const kept = new Map(richest.map((part) => [part, new Set<string>()]));
  for (const part of richest) {
    for (const response of responsesOf(part)) {
      const owned = ownerOf(ownership, nameOfResponse(response), part.claimant, response);
      if (owned.owner !== null && owned.owner.session !== part.claimant.session) {
        foreign.add(response.key);
        continue;
      }
      // One file tells its answers apart: there is nothing to choose from.
      if (owned.messages <= 1 && richest.length === 1) {
        kept.get(part)?.add(response.key);
        continue;
      }
      const identity = isPlace(baseOf(response.key), part)
        ? `${response.at} ${response.t} ${response.model}`
        : (owned.message ?? response.key);
      const here = { part, copy: response };
      const known = chosen.get(identity);
      const others = partsOf.get(identity) ?? [];
      if (known !== undefined && others.every((other) => areParts(other, here))) others.push(here);
      else if (known === undefined) partsOf.set(identity, [here]);
      if (
        known === undefined ||
        (known.part.claimant.rank === part.claimant.rank && knowsMore([response], [known.copy]))
      )
        chosen.set(identity, { ...here, owned });
    }
  }
  let sharedIds = 0;
  const rests: Rest[] = [];
  for (const [identity, { part: home, copy: of, owned }] of chosen) {
    kept.get(home)?.add(of.key);
    if (owned.messages > 1 && baseOf(of.key) === of.key) sharedIds++;
    for (const { part, copy } of partsOf.get(identity) ?? []) {
      if (!areParts({ part: home, copy: of }, { part, copy })) continue;
      kept.get(part)?.add(copy.key);
      rests.push({ part, copy, of, home });
    }
  }
  return { kept, rests, foreign, sharedIds };
}

/** True when one copy of a response was taken after more of its lines than another (P2). */
function knowsMore(copy: readonly Response[], known: readonly Response[]): boolean {
  const sum = (responses: readonly Response[], what: (response: Response) => number): number =>
    responses.reduce((total, response) => total + what(response), 0);
  for (const what of MEASURES) {
    const difference = sum(copy, what) - sum(known, what);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

const MEASURES: readonly ((response: Response) => number)[] = [
  ({ usage }) => usage.output,
  ({ final }) => Number(final),
  ({ calls }) => calls,
  ({ chars }) => chars,
  ({ sealed }) => sealed,
];

type Said = Event & { id: string };

/**
 * What was said (prompts, commands, interruptions, ends of turns, compactions), each from one part, and what of it is another
 * session's. A log says what was said; a stream of the same gives it ids of its own.
 */
function chooseSpoken(
  richest: readonly Part[],
  ownership: Ownership,
): { own: Set<Event>; foreign: Set<Event> } {
  const chosen = new Map<string, { part: Part; events: Said[] }>();
  const foreign = new Set<Event>();
  const hasLog = richest.some(({ reading }) => !reading.stream);
  for (const part of richest) {
    if (hasLog && part.reading.stream) continue;
    const here = new Map<string, Said[]>();
    for (const event of eventsOf(part)) {
      if ('response' in event || event.kind === 'result') continue;
      const name = nameOfEvent(event) ?? '';
      const { owner } = ownerOf(ownership, name, part.claimant, null);
      if (owner !== null && owner.session !== part.claimant.session) {
        foreign.add(event);
        continue;
      }
      const identity = identityOf(event, name, part);
      here.set(identity, [...(here.get(identity) ?? []), event]);
    }
    for (const [identity, events] of here) {
      const known = chosen.get(identity);
      const waits = ({ id }: Said): boolean => isQueueId(id);
      if (known === undefined || (known.events.some(waits) && !events.some(waits)))
        chosen.set(identity, { part, events });
    }
  }
  return { own: new Set([...chosen.values()].flatMap(({ events }) => events)), foreign };
}

/** What tells that events of two files are one. A prompt of the queue has another id until its record comes. */
function identityOf(
  event: Exclude<Event, { kind: 'result' } | { response: string }>,
  name: string,
  part: Part,
): string {
  if (event.kind === 'prompt' && event.via === 'queued') return queueId(event);
  return isPlace(event.id, part) ? `${event.at} ${event.t} ${event.kind}` : name;
}

/** Says of a result in which part it is told: that of its call, if that is kept; those of unknown calls stay where they stand. */
function chooseResults(
  richest: readonly Part[],
  kept: ReadonlyMap<Part, ReadonlySet<string>>,
): (result: Event) => Part | undefined {
  const [only] = richest;
  if (only !== undefined && richest.length === 1) {
    const aside = resultsSetAside(only, kept.get(only) ?? new Set());
    return (result) => (aside.has(result) ? undefined : only);
  }
  const homes = new Map<string, Part | null>();
  for (const part of richest) {
    for (const event of eventsOf(part)) {
      if (event.kind !== 'tool') continue;
      if (kept.get(part)?.has(event.response) === true) homes.set(event.id, part);
      else if (!homes.has(event.id)) homes.set(event.id, null);
    }
  }
  const chosen = new Map<string, { event: Event; from: Part; home: Part }>();
  for (const from of richest) {
    for (const event of eventsOf(from)) {
      if (event.kind !== 'result') continue;
      const home = homes.has(event.id) ? homes.get(event.id) : from;
      if (home === null || home === undefined) continue;
      const known = chosen.get(event.id);
      if (known === undefined || (from === home && known.from !== home))
        chosen.set(event.id, { event, from, home });
    }
  }
  const homeOf = new Map<Event, Part>([...chosen.values()].map(({ event, home }) => [event, home]));
  return (result) => homeOf.get(result);
}

/** Of a session in one file, as nearly all are, the results that are not told: of calls that are not kept, and second ones. */
function resultsSetAside(part: Part, kept: ReadonlySet<string>): Set<Event> {
  const events = eventsOf(part);
  const calls = new Set<string>();
  for (const event of events) if (event.kind === 'tool' && !kept.has(event.response)) calls.add(event.id);
  if (calls.size > 0)
    for (const event of events) if (event.kind === 'tool' && kept.has(event.response)) calls.delete(event.id);
  const told = new Set<string>();
  const aside = new Set<Event>();
  for (const event of events) {
    if (event.kind !== 'result') continue;
    if (calls.has(event.id) || told.has(event.id)) aside.add(event);
    told.add(event.id);
  }
  return aside;
}
