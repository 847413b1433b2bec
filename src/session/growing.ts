/**
 * Continues a session in a single file when its log grows: new items of the reading are appended to the session. If something
 * could change an earlier item, the session must be built again (`join.ts`).
 */
import type { Response } from '../log/response';
import type { Event } from './event';
import { idInThread } from './identity';
import { fillSession, emptySession, type Session } from './join';
import { namesOfEvent, namesOfResponse, type Ownership } from './ownership';
import { fingerprint } from './reading';
import type { Part } from './mergeParts';

/** How many of the last items are searched for the answer of a block and the call of a result. */
const LOOK_BACK = 1000;

/** A set of texts that stores fingerprints only: false positives are possible, but it takes a tenth of the memory. */
class FingerprintSet {
  private readonly known = new Set<number>();
  /** Adds a text; false if the set may already have it. */
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
  /** Names of all claimed messages, those claimed by another session, those with several claims, and message ids by thread. */
  private readonly claimed = new FingerprintSet();
  private readonly ofOthers = new FingerprintSet();
  private readonly contested = new FingerprintSet();
  private readonly bases = new FingerprintSet();
  /** How many of the reading's items are in the session. */
  private done: { responses: number; events: number };

  private constructor(
    /** The one part it is made of. */
    readonly part: Part,
    ownership: Ownership,
    private session: Session,
  ) {
    const { responses, events } = part.reading;
    this.done = { responses: responses.length, events: events.length };
    for (const [name, claims] of ownership.claims) {
      this.claimed.add(name);
      if (Array.isArray(claims)) this.contested.add(name);
      if ([claims].flat().some(({ claimant }) => claimant.session !== session.id)) this.ofOthers.add(name);
    }
    for (const response of responses) this.bases.add(idInThread(response));
  }

  /** Continues `session`, which `join` built from these arguments; null if it cannot be continued. `latest`: see `join`. */
  static of(parts: readonly Part[], ownership: Ownership, session: Session, latest: number): Growing | null {
    const [part] = parts;
    if (part === undefined || parts.length > 1 || endsAfter(latest, emptySession(parts))) return null;
    return new Growing(part, ownership, session);
  }

  /**
   * The session with the reading's new items; null if it must be built again, and this object is then useless. `changed`: all earlier
   * items of the reading that changed. The claims of other files must not have changed.
   */
  grow(changed: Iterable<Item>, latest: number): Session | null {
    for (const one of changed)
      if (
        'kind' in one ? one.kind === 'prompt' : namesOfResponse(one).some((name) => this.contested.has(name))
      )
        return null;
    const responses = this.newResponses();
    const events = responses === null ? null : this.newEvents(responses);
    if (responses === null || events === null) return null;
    const { reading } = this.part;
    this.done = { responses: reading.responses.length, events: reading.events.length };
    const parts = [this.part];
    const session = emptySession(parts);
    if (endsAfter(latest, session)) return null;
    const { copies, inherited, sharedIds } = this.session;
    this.session = fillSession(session, parts, {
      responses: [...this.session.responses, ...responses],
      events: [...this.session.events, ...events],
      inherited,
      copies,
      sharedIds,
    });
    return this.session;
  }

  /** The reading's new responses of this session; null if one of them may be a copy. */
  private newResponses(): Response[] | null {
    const { reading, thread } = this.part;
    const found: Response[] = [];
    for (const response of reading.responses.slice(this.done.responses)) {
      if (!this.bases.add(idInThread(response)) || !this.claim(namesOfResponse(response))) return null;
      if (response.thread === thread) found.push(response);
    }
    return found;
  }

  /** The reading's new events of this session; null if one of them may be a copy, or its response or call is not found. */
  private newEvents(responses: readonly Response[]): Event[] | null {
    const { reading, thread } = this.part;
    const found: Event[] = [];
    for (const event of reading.events.slice(this.done.events)) {
      if (!this.claim(namesOfEvent(event))) return null;
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

  /** Notes a new item; false if it may be a copy. By its time (the names after the first) it can be one of another session only. */
  private claim([name, ...timed]: readonly string[]): boolean {
    return (name === undefined || this.claimed.add(name)) && !timed.some((one) => this.ofOthers.has(one));
  }

  /** True if `is` holds for a new item, or for one of the session's last. */
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

/** True if a line has a time after `latest`, which must be removed. */
const endsAfter = (latest: number, { facts: { endedAt } }: Session): boolean =>
  endedAt !== null && endedAt > latest;
