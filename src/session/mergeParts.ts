/**
 * Merges the parts of one session. The same conversation may be in several files, complete or as an older copy (two roots, a restored
 * backup, a resume on another machine). Each response and event counts once, from the most complete copy, in whatever order files are read.
 */
import type { Response } from '../log/response';
import { getOwn } from '../log/own';
import type { Event } from './event';
import { isQueueId, queueId } from './queueId';
import { deliveredElsewhere } from './queues';
import { namesOfCalls } from './sharedCalls';
import { chooseResponses, eventsOf, isPlace, responsesOf, type Rest, type Part } from './chooseAnswers';
import { compareClaimants, namesOfEvent, sessionOfEvent, type Ownership } from './ownership';

export type { Part } from './chooseAnswers';

interface Placed {
  path: string;
  event: Event;
}

/** Parts, the most complete first: own logs before `progress` copies, then by time of the last line, then by size. */
export function mostCompleteFirst(parts: readonly Part[]): Part[] {
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

/** The merged parts of a session. */
export interface MergedParts {
  responses: Response[];
  events: Placed[];
  /** Events copied from another session, in order. */
  inherited: Event[];
  /** Number of responses copied from another session. */
  copies: number;
  /** Number of responses whose id another answer has as well (P54). */
  sharedIds: number;
}

/** The session's responses and events, each once. */
export function mergeParts(parts: readonly Part[], ownership: Ownership): MergedParts {
  const ordered = mostCompleteFirst(parts);
  const { kept, rests, repeated, foreign, kin, sharedIds, identities } = chooseResponses(ordered, ownership);
  const spoken = chooseSpoken(ordered, ownership, kin);
  const nameOf =
    ordered.filter(hasCalls).length > 1
      ? namesOfCalls(ordered, eventsOf, (part, key) => identities.get(part)?.get(key) ?? key)
      : null;
  const isKept: IsKept = (part, event) =>
    'response' in event && kept.get(part)?.has(event.response) === true && !repeated.has(event);
  const homeOf = chooseResults(ordered, isKept, nameOf);
  const events = new Map(ordered.map((part) => [part, [] as Placed[]]));
  const late: [Part, Placed][] = [];
  for (const part of ordered) {
    const here = events.get(part) ?? [];
    for (const event of eventsOf(part)) {
      const placed = { path: part.reading.path, event: withSharedId(nameOf, event) };
      if (event.kind === 'result') {
        const home = homeOf(event);
        if (home === part) here.push(placed);
        else if (home !== undefined) late.push([home, placed]);
      } else if ('response' in event ? isKept(part, event) : spoken.own.has(event)) here.push(placed);
    }
  }
  for (const { part, prompt } of deliveredElsewhere(ordered))
    // A resume may have copied the queue, and have it in one file.
    if (sessionOfEvent(ownership, part.claimant, prompt, kin) === part.claimant.session)
      events.get(part)?.push({ path: part.reading.path, event: prompt });
  // A result that only another copy has comes after its call.
  for (const [home, placed] of late) events.get(home)?.push(placed);
  const since = (part: Part): number =>
    events.get(part)?.find(({ event }) => event.t !== null)?.event.t ?? Infinity;
  const oldest = ordered.toSorted(
    (a, b) => descending(since(b), since(a)) || compareClaimants(a.claimant, b.claimant),
  );
  return {
    ...withUniqueKeys(oldest, kept, events, rests),
    inherited: oldest.flatMap((part) => findInherited(part, foreign, spoken.foreign)),
    copies: foreign.size,
    sharedIds,
  };
}

/** Tells whether a block is told in a part. */
type IsKept = (part: Part, event: Event) => boolean;

const hasCalls = (part: Part): boolean =>
  eventsOf(part).some(({ kind }) => kind === 'tool' || kind === 'result');

/** Gives the id that the call of an event has in all files; null if only one file has calls. */
type NameOf = ReturnType<typeof namesOfCalls> | null;

/** A call or result with the id that its call has in all files; other events unchanged. */
function withSharedId(nameOf: NameOf, event: Event): Event {
  if (nameOf === null || (event.kind !== 'tool' && event.kind !== 'result')) return event;
  const id = nameOf(event);
  return id === event.id ? event : { ...event, id };
}

/** The responses and events of the parts. If two parts use one key for different answers, the second key gets its file's path appended. */
function withUniqueKeys(
  parts: readonly Part[],
  kept: ReadonlyMap<Part, ReadonlySet<string>>,
  events: ReadonlyMap<Part, readonly Placed[]>,
  rests: readonly Rest[],
): Pick<MergedParts, 'responses' | 'events'> {
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
  // How much of a part that overlaps is new is not known: at least as much was written as the longest has.
  const sum = (what: (one: Response) => number): number =>
    rests.reduce(
      (total, { copy, apart }) => (apart ? total + what(copy) : Math.max(total, what(copy))),
      what(response),
    );
  return {
    ...response,
    t: first.t,
    branch: first.branch,
    cwd: first.cwd,
    final: all.some(({ final }) => final),
    chars: sum(({ chars }) => chars),
    calls: rests.reduce((total, { calls }) => total + calls, response.calls),
    sealed: sum(({ sealed }) => sealed),
  };
}

/** Events of a part that belong to another session: what Claude knew when this one was forked or resumed. */
function findInherited(part: Part, foreign: ReadonlySet<string>, spoken: ReadonlySet<Event>): Event[] {
  const tools = new Set<string>();
  return eventsOf(part).filter((event) => {
    if (event.kind === 'result') return tools.has(event.id);
    if (!('response' in event)) return spoken.has(event);
    const own = !foreign.has(event.response);
    if (!own && event.kind === 'tool') tools.add(event.id);
    return !own;
  });
}

type SpokenEvent = Event & { id: string };

/**
 * Chooses one part for each event that is neither part of a response nor a result (prompts, commands, interruptions, ends of turns,
 * compactions). `foreign`: those that belong to another session. If there is a log, streams are skipped: their ids differ.
 */
function chooseSpoken(
  ordered: readonly Part[],
  ownership: Ownership,
  kin: ReadonlySet<string>,
): { own: Set<Event>; foreign: Set<Event> } {
  const chosen = new Map<string, { part: Part; events: SpokenEvent[] }>();
  const foreign = new Set<Event>();
  const identityOf = newIdentities();
  const hasLog = ordered.some(({ reading }) => !reading.stream);
  for (const part of ordered) {
    if (hasLog && part.reading.stream) continue;
    const here = new Map<string, SpokenEvent[]>();
    for (const event of eventsOf(part)) {
      if ('response' in event || event.kind === 'result') continue;
      if (sessionOfEvent(ownership, part.claimant, event, kin) !== part.claimant.session) {
        foreign.add(event);
        continue;
      }
      const identity = identityOf(event, part);
      here.set(identity, [...(here.get(identity) ?? []), event]);
    }
    for (const [identity, events] of here) {
      const known = chosen.get(identity);
      const waits = ({ id }: SpokenEvent): boolean => isQueueId(id);
      if (known === undefined || (known.events.some(waits) && !events.some(waits)))
        chosen.set(identity, { part, events });
    }
  }
  if (ordered.length > 1) for (const identity of recordedElsewhere(chosen)) chosen.delete(identity);
  return { own: new Set([...chosen.values()].flatMap(({ events }) => events)), foreign };
}

type Spoken = ReadonlyMap<string, { part: Part; events: readonly SpokenEvent[] }>;

/**
 * Prompts that left the queue in one file and have their record in another, which never had them in its queue: a session may go on
 * elsewhere between the two. The record stands for them.
 */
function recordedElsewhere(chosen: Spoken): string[] {
  const queued = [...chosen].flatMap(([identity, { part, events }]) =>
    events.flatMap((event) =>
      event.kind === 'prompt' && event.via === 'queued' ? [{ identity, part, event }] : [],
    ),
  );
  const isRecord = ({ part, event }: (typeof queued)[number]): boolean =>
    !isQueueId(event.id) && getOwn(part.reading.memory.enqueued, String(event.hash)) === undefined;
  const records = Map.groupBy(queued.filter(isRecord), ({ event }) => event.hash);
  return queued.flatMap(({ identity, part, event }) => {
    if (!isQueueId(event.id)) return [];
    const same = records.get(event.hash) ?? [];
    const i = same.findIndex(
      (one) => one.part.reading !== part.reading && (one.event.t ?? 0) >= (event.t ?? 0),
    );
    return same.splice(i, i === -1 ? 0 : 1).length > 0 ? [identity] : [];
  });
}

/**
 * Gives what is equal for the same event in two files. A queued prompt gets the id of its record only when that is written, and a file may
 * have the record alone, so it is known by either.
 */
function newIdentities() {
  const known = new Map<string, string>();
  return (event: SpokenEvent, part: Part): string => {
    const [name = ''] = namesOfEvent(event);
    if (event.kind === 'prompt' && event.via === 'queued') {
      const queued = queueId(event);
      const identity = known.get(queued) ?? known.get(name) ?? queued;
      known.set(queued, identity).set(name, identity);
      return identity;
    }
    return isPlace(event.id, part) ? `${event.at} ${event.t} ${event.kind}` : name;
  };
}

/** Says of a result in which part it is told: that of its call, if that is kept; those of unknown calls stay where they stand. */
function chooseResults(
  ordered: readonly Part[],
  isKept: IsKept,
  nameOf: NameOf,
): (result: Event) => Part | undefined {
  const [only] = ordered;
  if (only !== undefined && ordered.length === 1) {
    const aside = resultsSetAside(only, isKept);
    return (result) => (aside.has(result) ? undefined : only);
  }
  const homes = new Map<string, Part | null>();
  for (const part of ordered) {
    for (const event of eventsOf(part)) {
      if (event.kind !== 'tool') continue;
      const name = nameOf?.(event) ?? event.id;
      if (isKept(part, event)) homes.set(name, part);
      else if (!homes.has(name)) homes.set(name, null);
    }
  }
  const chosen = new Map<string, { event: Event; from: Part; home: Part }>();
  for (const from of ordered) {
    for (const event of eventsOf(from)) {
      if (event.kind !== 'result') continue;
      const name = nameOf?.(event) ?? event.id;
      const home = homes.has(name) ? homes.get(name) : from;
      if (home === null || home === undefined) continue;
      const known = chosen.get(name);
      if (known === undefined || (from === home && known.from !== home))
        chosen.set(name, { event, from, home });
    }
  }
  const homeOf = new Map<Event, Part>([...chosen.values()].map(({ event, home }) => [event, home]));
  return (result) => homeOf.get(result);
}

/** Of a session in one file, as nearly all are, the results that are not told: of calls that are not kept, and second ones. */
function resultsSetAside(part: Part, isKept: IsKept): Set<Event> {
  const events = eventsOf(part);
  const calls = new Set<string>();
  for (const event of events) if (event.kind === 'tool' && !isKept(part, event)) calls.add(event.id);
  if (calls.size > 0)
    for (const event of events) if (event.kind === 'tool' && isKept(part, event)) calls.delete(event.id);
  const told = new Set<string>();
  const aside = new Set<Event>();
  for (const event of events) {
    if (event.kind !== 'result') continue;
    if (calls.has(event.id) || told.has(event.id)) aside.add(event);
    told.add(event.id);
  }
  return aside;
}
