/**
 * A cache of built and derived sessions: the live ones and those asked for last, because a panel asks several questions about one
 * session. A session that only grew is continued (`session/growing.ts`, `derivation.ts`); others are built again when next asked for.
 */
import type { Response } from '../log/response';
import type { Event } from '../session/event';
import type { Growing } from '../session/growing';
import type { Session } from '../session/join';
import type { FileReading } from '../session/reading';
import { conversationOf } from '../session/sessionId';
import type { SessionFigures } from '../store/figures';
import { Derivation, type Derived } from './derivation';
import type { Rules } from './rules';

type Item = Response | Event;

/** A built session and the files it was built from, including those that only share messages with it. */
export interface BuiltSession {
  session: Session;
  paths: ReadonlySet<string>;
  /** Makes it possible to continue the session; null if it can only be built again. */
  growing: () => Growing | null;
}

/** The change of a log that was read on. */
export interface LogChange {
  path: string;
  reading: FileReading;
  /** Sessions with a part in it, or with a message whose claims changed. */
  affected: ReadonlySet<string>;
  /** Other files with one of the new messages. */
  others: ReadonlySet<string>;
  /** The earlier items of its reading that changed; null if anything may have changed. */
  changed: ReadonlySet<Item> | null;
}

interface CacheEntry extends Pick<BuiltSession, 'session' | 'paths'> {
  growing: ReturnType<BuiltSession['growing']>;
  /** Its logs changed since it was built. */
  stale: boolean;
  /** Items that changed since the session was built, and since its figures were derived. */
  changed: { session: Set<Item>; figures: Set<Item> };
  derivation: Derivation | null;
}

/** How many of the conversations asked for last stay in the cache. */
const MOST = 3;
/** A session is live while its last line is not older, in ms; the engine may remove it from memory earlier. */
export const LIVES_MS = 60 * 60_000;

export class BuiltSessions {
  private readonly kept = new Map<string, CacheEntry>();
  /** Conversations asked for, the last one last. */
  private asked: string[] = [];

  /** `make` builds a session; `now`: ms since the epoch; `latest`: see `join`. */
  constructor(
    private readonly make: (id: string) => BuiltSession | null,
    private readonly now: () => number,
    private readonly latest: () => number,
  ) {}

  /** A session; null if there is none. */
  get(id: string): Session | null {
    const conversation = conversationOf(id);
    this.asked = [...this.asked.filter((one) => one !== conversation), conversation].slice(-MOST);
    const kept = this.upToDate(id);
    for (const other of this.kept.keys()) this.removeUnused(other);
    return kept?.session ?? null;
  }

  /** A session and its derivation; `edits`: those of its sub-agents. Null if there is none. */
  derive(
    id: string,
    edits: SessionFigures['edited'],
    rules: Rules,
  ): (Derived & Pick<BuiltSession, 'session'>) | null {
    const known = this.kept.get(id);
    // A time that was in the future may have passed since.
    if (known?.growing === null) known.stale = true;
    const kept = this.upToDate(id);
    if (kept === null) return null;
    const { session, growing, derivation, changed } = kept;
    // If deriving fails half-way, the state cannot be used again.
    kept.derivation = null;
    const worked = Derivation.of(session, edits, rules, growing !== null, derivation, changed.figures);
    kept.derivation = worked.derivation;
    changed.figures.clear();
    this.removeUnused(id);
    return { ...worked, session };
  }

  /** Notes that a log was read on. */
  note({ path, reading, affected, others, changed }: LogChange): void {
    for (const [id, kept] of this.kept) {
      const isOf = kept.paths.has(path);
      if (!affected.has(id) && !isOf && ![...kept.paths].some((one) => others.has(one))) continue;
      kept.stale = true;
      if (changed === null || others.size > 0 || kept.growing?.part.reading !== reading) kept.growing = null;
      if (changed === null) kept.derivation = null;
      else for (const one of changed) kept.changed.session.add(one);
    }
  }

  /** Has these sessions, and those built from these files, built again: claims on their messages changed. */
  renew(affected: ReadonlySet<string>, others: ReadonlySet<string>): void {
    for (const [id, kept] of this.kept)
      if (affected.has(id) || [...kept.paths].some((path) => others.has(path)))
        Object.assign(kept, { stale: true, growing: null, derivation: null });
  }

  /** Removes sessions whose readings are not kept. One that can be continued needs only its own reading. */
  keepOnly(keep: (path: string) => boolean): void {
    for (const [id, { paths, growing }] of this.kept) {
      const needed = growing === null ? [...paths] : [growing.part.reading.path];
      if (!needed.every(keep)) this.kept.delete(id);
    }
  }

  clear(): void {
    this.kept.clear();
    this.asked = [];
  }

  private upToDate(id: string): CacheEntry | null {
    const known = this.kept.get(id);
    if (known?.stale === false) return known;
    this.kept.delete(id);
    const grown = known?.growing?.grow(known.changed.session, this.latest()) ?? null;
    const now = known !== undefined && grown !== null ? { ...known, session: grown } : this.rebuild(id);
    if (now === null) return null;
    const figures = new Set(known?.changed.figures);
    for (const one of known?.changed.session ?? [])
      if (one.thread === now.growing?.part.thread) figures.add(one);
    const kept: CacheEntry = {
      ...now,
      stale: false,
      changed: { session: new Set(), figures },
      // With several logs, ids of calls may change when the session is built again, so the derivation cannot continue.
      derivation: now.growing === null ? null : (known?.derivation ?? null),
    };
    this.kept.set(id, kept);
    return kept;
  }

  private rebuild(id: string): Pick<CacheEntry, 'session' | 'paths' | 'growing'> | null {
    const made = this.make(id);
    if (made === null) return null;
    const { session, paths, growing } = made;
    return { session, paths, growing: this.lives(session) ? growing() : null };
  }

  /** Removes a session that is neither live nor was asked for lately. */
  private removeUnused(id: string): void {
    const kept = this.kept.get(id);
    if (kept !== undefined && !this.lives(kept.session) && !this.asked.includes(conversationOf(id)))
      this.kept.delete(id);
  }

  private lives({ facts: { endedAt } }: Session): boolean {
    return endedAt !== null && this.now() - endedAt < LIVES_MS;
  }
}
