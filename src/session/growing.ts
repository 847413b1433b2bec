/**
 * A session that lies in one file, and grows as its log does: what comes at the end of the reading comes at the end of the session. What
 * would change anything of before is not gone on from; the session is then put together again (`join.ts`).
 */
import type { Response } from '../log/response';
import type { Event } from './event';
import { baseOf } from './identity';
import { filled, framed, type Session } from './join';
import { nameOfEvent, nameOfResponse, type Ownership } from './ownership';
import { fingerprint } from './reading';
import type { Part } from './unite';

/** How far back the answer of a block and the call of a result are looked for. */
const LOOK_BACK = 1000;

/** A set of texts by their fingerprints: it may say that it has one it has not, and takes a tenth of the memory. */
class Names {
  private readonly known = new Set<number>();
  /** Adds a text; false when it may be there already. */
  add(text: string): boolean {
    const { size } = this.known;
    return this.known.add(fingerprint(text) | 0).size > size;
  }
  has(text: string): boolean {
    return this.known.has(fingerprint(text) | 0);
  }
}

type Item = Response | Event;

export class Growing {
  /** The one part it is made of. */
  readonly part: Part;
  /** Names of all messages that were claimed by anyone, of those that several claim, and message ids by conversation. */
  private readonly claimed = new Names();
  private readonly contested = new Names();
  private readonly bases = new Names();
  /** How much of the reading is in the session. */
  private done: { responses: number; events: number };
  private session: Session;

  private constructor(part: Part, ownership: Ownership, session: Session) {
    const { responses, events } = part.reading;
    this.part = part;
    this.session = session;
    this.done = { responses: responses.length, events: events.length };
    for (const [name, claims] of ownership.claims) {
      this.claimed.add(name);
      if (Array.isArray(claims)) this.contested.add(name);
    }
    for (const response of responses) this.bases.add(idIn(response));
  }

  /** `session` as it was put together of `parts` by `ownership` with that latest time; null when it can only be put together again. */
  static of(parts: readonly Part[], ownership: Ownership, session: Session, latest: number): Growing | null {
    const [part] = parts;
    if (part === undefined || parts.length > 1 || endsAfter(latest, framed(parts))) return null;
    return new Growing(part, ownership, session);
  }

  /**
   * The session with what has come since; null when it must be put together again, and this is of no more use. `changed`: what was in the
   * reading and says something else now; nothing else of it is other than it was, nor who claims it.
   */
  grow(changed: Iterable<Item>, latest: number): Session | null {
    for (const one of changed)
      if ('kind' in one ? one.kind === 'prompt' : this.contested.has(nameOfResponse(one))) return null;
    const responses = this.newResponses();
    const events = responses === null ? null : this.newEvents(responses);
    if (responses === null || events === null) return null;
    const { reading } = this.part;
    this.done = { responses: reading.responses.length, events: reading.events.length };
    const parts = [this.part];
    const session = framed(parts);
    if (endsAfter(latest, session)) return null;
    const { copies, inherited, sharedIds } = this.session;
    this.session = filled(session, parts, {
      responses: [...this.session.responses, ...responses],
      events: [...this.session.events, ...events],
      inherited,
      copies,
      sharedIds,
    });
    return this.session;
  }

  /** Null when one of them may be a copy of another. */
  private newResponses(): Response[] | null {
    const { reading, thread } = this.part;
    const found: Response[] = [];
    for (const response of reading.responses.slice(this.done.responses)) {
      const isNew = this.bases.add(idIn(response)) && this.claimed.add(nameOfResponse(response));
      if (!isNew) return null;
      if (response.thread === thread) found.push(response);
    }
    return found;
  }

  /** Null when one of them may be another session's, or a copy. */
  private newEvents(responses: readonly Response[]): Event[] | null {
    const { reading, thread } = this.part;
    const found: Event[] = [];
    for (const event of reading.events.slice(this.done.events)) {
      const name = nameOfEvent(event);
      if (name !== null && !this.claimed.add(name)) return null;
      if (event.thread !== thread) continue;
      if ('response' in event && !this.has('responses', responses, ({ key }) => key === event.response))
        return null;
      if (
        event.kind === 'result' &&
        !this.has('events', found, (one) => one.kind === 'tool' && one.id === event.id)
      )
        return null;
      found.push(event);
    }
    return found;
  }

  /** True when the new ones, or the last of the session, have it. */
  private has<K extends 'responses' | 'events'>(
    kind: K,
    found: readonly Session[K][number][],
    is: (one: Session[K][number]) => boolean,
  ): boolean {
    if (found.some(is)) return true;
    const all: readonly Session[K][number][] = this.session[kind];
    for (let i = all.length - 1; i >= Math.max(0, all.length - LOOK_BACK); i--) if (is(all[i]!)) return true;
    return false;
  }
}

/** Of two answers of a conversation with the same id, the one says something of the other. */
const idIn = ({ thread, key }: Response): string => `${thread}|${baseOf(key)}`;

/** True when a line has a time after that: what the line says has no other. */
const endsAfter = (latest: number, { facts: { endedAt } }: Session): boolean =>
  endedAt !== null && endedAt > latest;
