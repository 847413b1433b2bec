/**
 * What the parts of one session say together. The same conversation may lie in several files, whole or as it was some time ago
 * (two roots, a restored backup, a resume on another machine): each response and each event counts once, from the copy
 * that knows most of it, whichever comes first.
 */
import type { Response } from '../log/response';
import { getOwn } from '../log/own';
import type { Event } from './event';
import { QUEUE_ID } from './fold';
import { compareClaimants, owningClaim, type Claimant, type Ownership } from './ownership';
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
  const held = ({ reading }: Part): number => reading.responses.length + reading.events.length;
  return parts.toSorted(
    (a, b) =>
      a.claimant.rank - b.claimant.rank ||
      descending(ended(a), ended(b)) ||
      descending(held(a), held(b)) ||
      descending(a.reading.parse.lines, b.reading.parse.lines) ||
      compareClaimants(a.claimant, b.claimant),
  );
}

const descending = (a: number, b: number): number => (a === b ? 0 : a > b ? -1 : 1);

/** The session's responses and events, each once, and how many responses found here belong to another session. */
export function unite(
  parts: readonly Part[],
  ownership: Ownership,
): { responses: Response[]; events: Placed[]; copies: number } {
  const richest = richestFirst(parts);
  const { kept, foreign } = chooseResponses(richest, ownership);
  const spoken = chooseSpoken(richest, ownership);
  const results = chooseResults(richest, kept);
  const events = new Map(richest.map((part) => [part, [] as Placed[]]));
  const late: [Part, Placed][] = [];
  for (const part of richest) {
    const here = events.get(part) ?? [];
    for (const event of eventsOf(part)) {
      const placed = { path: part.reading.path, event };
      if (event.kind === 'result') {
        const home = results.get(event);
        if (home === part) here.push(placed);
        else if (home !== undefined) late.push([home, placed]);
      } else if ('response' in event ? kept.get(part)?.has(event.response) : spoken.has(event))
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
    responses: oldest.flatMap((part) => responsesOf(part).filter(({ key }) => kept.get(part)?.has(key))),
    events: oldest.flatMap((part) => events.get(part) ?? []),
    copies: foreign.size,
  };
}

const responsesOf = ({ reading, thread }: Part): Response[] =>
  reading.responses.filter((response) => response.thread === thread);

const eventsOf = ({ reading, thread }: Part): Event[] =>
  reading.events.filter((event) => event.thread === thread);

const baseId = (response: Response): string => response.key.split('|')[0] ?? response.key;

/** An id that is only the place of a line: it says nothing in another file, the place does. */
const isPlace = (id: string, { reading }: Part): boolean => id.startsWith(`${reading.path}:`);

/** Keys of the responses each part keeps, and of those that belong to another session. */
function chooseResponses(
  richest: readonly Part[],
  ownership: Ownership,
): { kept: Map<Part, Set<string>>; foreign: Set<string> } {
  const foreign = new Set<string>();
  const chosen = new Map<string, { part: Part; copy: Response[] }>();
  for (const part of richest) {
    const here = new Map<string, Response[]>();
    for (const response of responsesOf(part)) {
      const id = baseId(response);
      const owner = owningClaim(ownership, id, response.requestId);
      if (owner !== null && owner.claimant.session !== part.claimant.session) {
        foreign.add(response.key);
        continue;
      }
      const identity = isPlace(id, part)
        ? `${response.at} ${response.t} ${response.model}`
        : `${id}|${owner?.requestId ?? ''}`;
      here.set(identity, [...(here.get(identity) ?? []), response]);
    }
    for (const [identity, copy] of here) {
      const known = chosen.get(identity);
      if (
        known === undefined ||
        (known.part.claimant.rank === part.claimant.rank && knowsMore(copy, known.copy))
      )
        chosen.set(identity, { part, copy });
    }
  }
  const kept = new Map(richest.map((part) => [part, new Set<string>()]));
  for (const { part, copy } of chosen.values()) for (const { key } of copy) kept.get(part)?.add(key);
  return { kept, foreign };
}

/** True when one copy of a response was taken after more of its lines than another (P2). */
function knowsMore(copy: readonly Response[], known: readonly Response[]): boolean {
  const sum = (of: readonly Response[], what: (response: Response) => number): number =>
    of.reduce((total, response) => total + what(response), 0);
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

/** What was said (prompts, commands, interruptions, ends of turns, compactions), each from one part. */
function chooseSpoken(richest: readonly Part[], ownership: Ownership): Set<Event> {
  const chosen = new Map<string, { part: Part; events: (Event & { id: string })[] }>();
  for (const part of richest) {
    const here = new Map<string, (Event & { id: string })[]>();
    for (const event of eventsOf(part)) {
      if ('response' in event || event.kind === 'result') continue;
      const owner = owningClaim(ownership, event.id, null);
      if (owner !== null && owner.claimant.session !== part.claimant.session) continue;
      const identity = identityOf(event, part);
      here.set(identity, [...(here.get(identity) ?? []), event]);
    }
    for (const [identity, events] of here) {
      const known = chosen.get(identity);
      const waits = (one: { id: string }): boolean => one.id.startsWith(QUEUE_ID);
      if (known === undefined || (known.events.some(waits) && !events.some(waits)))
        chosen.set(identity, { part, events });
    }
  }
  return new Set([...chosen.values()].flatMap(({ events }) => events));
}

/** What tells that events of two files are one. A prompt of the queue has another id until its record comes. */
function identityOf(event: Exclude<Event, { kind: 'result' } | { response: string }>, part: Part): string {
  if (event.kind === 'prompt' && event.via === 'queued') return `${QUEUE_ID}${event.t}:${event.hash}`;
  return isPlace(event.id, part) ? `${event.at} ${event.t} ${event.kind}` : event.id;
}

/** Results of the calls that are kept, each with the part of its call; those of unknown calls stay where they stand. */
function chooseResults(
  richest: readonly Part[],
  kept: ReadonlyMap<Part, ReadonlySet<string>>,
): Map<Event, Part> {
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
  return new Map([...chosen.values()].map(({ event, home }) => [event, home]));
}
