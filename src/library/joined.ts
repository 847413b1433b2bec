/**
 * Sessions that were put together and worked out: those that live, and those asked for last, as a panel asks several questions of one at
 * a time. What only grew is gone on from (`session/growing.ts`, `derivation.ts`); anything else is made again when it is next asked for.
 */
import type { Response } from '../log/response';
import type { Event } from '../session/event';
import type { Growing } from '../session/growing';
import type { Session } from '../session/join';
import type { FileReading } from '../session/reading';
import { conversationOf } from '../session/sessionId';
import type { SessionFigures } from '../store/figures';
import { Derivation, type Worked } from './derivation';
import type { Rules } from './rules';

type Item = Response | Event;

/** A session and the files it was made of, those that only share messages with it included. */
export interface Made {
  session: Session;
  paths: ReadonlySet<string>;
  /** For one that will grow; null where it can only be put together again. */
  growing: () => Growing | null;
}

/** What came of a log that was read on. */
export interface News {
  path: string;
  reading: FileReading;
  /** Sessions that have a part in it, or hold something that is claimed otherwise now. */
  affected: ReadonlySet<string>;
  /** Other files that hold what came. */
  others: ReadonlySet<string>;
  /** What was in its reading before and says something else now; null when anything may be other than it was. */
  changed: ReadonlySet<Item> | null;
}

interface Kept extends Pick<Made, 'session' | 'paths'> {
  growing: ReturnType<Made['growing']>;
  /** Something came since it was put together. */
  stale: boolean;
  /** What says something else since it was put together, and since it was worked out. */
  changed: { session: Set<Item>; figures: Set<Item> };
  derivation: Derivation | null;
}

/** Conversations asked for last whose sessions stay put together. */
const MOST = 3;
/** A session lives while its last line is not older, in ms; the engine may let go of it before. */
export const LIVES_MS = 60 * 60_000;

export class Joined {
  private readonly kept = new Map<string, Kept>();
  /** Conversations asked for, the last one last. */
  private asked: string[] = [];
  private readonly make: (id: string) => Made | null;
  private readonly now: () => number;
  private readonly latest: () => number;

  /** `make` puts a session together; `now`: ms since the epoch; `latest`: see `join`. */
  constructor(make: (id: string) => Made | null, now: () => number, latest: () => number) {
    this.make = make;
    this.now = now;
    this.latest = latest;
  }

  /** A session that somebody asks for; null when there is none. */
  get(id: string): Session | null {
    const conversation = conversationOf(id);
    this.asked = [...this.asked.filter((one) => one !== conversation), conversation].slice(-MOST);
    const kept = this.upToDate(id);
    for (const other of this.kept.keys()) this.letGo(other);
    return kept?.session ?? null;
  }

  /** A session with what is worked out of it; `edits`: of its sub-agents. Null when there is none. */
  derive(id: string, edits: SessionFigures['edited'], rules: Rules): (Worked & Pick<Made, 'session'>) | null {
    const known = this.kept.get(id);
    // A time that was of the future may have come since.
    if (known?.growing === null) known.stale = true;
    const kept = this.upToDate(id);
    if (kept === null) return null;
    const { session, growing, derivation, changed } = kept;
    // What fails half way is of no more use.
    kept.derivation = null;
    const worked = Derivation.of(session, edits, rules, growing !== null, derivation, changed.figures);
    kept.derivation = worked.derivation;
    changed.figures.clear();
    this.letGo(id);
    return { ...worked, session };
  }

  /** A log was read on. */
  note({ path, reading, affected, others, changed }: News): void {
    for (const [id, kept] of this.kept) {
      const isOf = kept.paths.has(path);
      if (!affected.has(id) && !isOf && ![...kept.paths].some((one) => others.has(one))) continue;
      kept.stale = true;
      if (changed === null || others.size > 0 || kept.growing?.part.reading !== reading) kept.growing = null;
      if (changed === null) kept.derivation = null;
      else for (const one of changed) kept.changed.session.add(one);
    }
  }

  /** These sessions, and those that these files are of, hold what is claimed otherwise now. */
  renew(affected: ReadonlySet<string>, others: ReadonlySet<string>): void {
    for (const [id, kept] of this.kept)
      if (affected.has(id) || [...kept.paths].some((path) => others.has(path)))
        Object.assign(kept, { stale: true, growing: null, derivation: null });
  }

  /** Lets go of sessions whose readings are not kept: one that only grows needs its own, not those it shares messages with. */
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

  private upToDate(id: string): Kept | null {
    const known = this.kept.get(id);
    if (known?.stale === false) return known;
    this.kept.delete(id);
    const grown = known?.growing?.grow(known.changed.session, this.latest()) ?? null;
    const now = known !== undefined && grown !== null ? { ...known, session: grown } : this.madeAgain(id);
    if (now === null) return null;
    const figures = new Set(known?.changed.figures);
    for (const one of known?.changed.session ?? [])
      if (one.thread === now.growing?.part.thread) figures.add(one);
    const kept: Kept = {
      ...now,
      stale: false,
      changed: { session: new Set(), figures },
      // Of several logs the ids of calls are not those of one: what is settled may answer what comes.
      derivation: now.growing === null ? null : (known?.derivation ?? null),
    };
    this.kept.set(id, kept);
    return kept;
  }

  private madeAgain(id: string): Pick<Kept, 'session' | 'paths' | 'growing'> | null {
    const made = this.make(id);
    if (made === null) return null;
    const { session, paths, growing } = made;
    return { session, paths, growing: this.lives(session) ? growing() : null };
  }

  /** Lets go of a session that neither lives nor was asked for. */
  private letGo(id: string): void {
    const kept = this.kept.get(id);
    if (kept !== undefined && !this.lives(kept.session) && !this.asked.includes(conversationOf(id)))
      this.kept.delete(id);
  }

  private lives({ facts: { endedAt } }: Session): boolean {
    return endedAt !== null && this.now() - endedAt < LIVES_MS;
  }
}
