/**
 * The sessions the engine knows: which files they lie in, their readings while they are needed, and their
 * figures. Readings that are not in use stay in the archive. No clock, no file system: `engine.ts` feeds it.
 */
import { isDeepStrictEqual } from 'node:util';
import type { LogFile } from '../log/discover';
import type { Followed } from '../session/follow';
import { conversationIn, enter, join, latestTime, type Part, type Session } from '../session/join';
import { calledAs, nameOf } from '../session/naming';
import { changedClaims, claimsIn, newOwnership, type Ownership } from '../session/ownership';
import type { FileReading } from '../session/reading';
import type { SessionFigures } from '../store/figures';
import { conversationOf } from '../store/tables';
import { newJoined, type Made } from './joined';
import { newKinship } from './kinship';
import { newSharing } from './sharing';
import type { Changed, Entry, Shelf, Told } from './shelf';
import { graded, type Grades } from './grades';
import { summarise, type Rules } from './summarise';
import { slim } from '../signals/signal';

export interface Library {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly figures: ReadonlyMap<string, SessionFigures>;
  /** What has changed since the shelf was told. */
  readonly changes: Readonly<Changed>;
  /** Conversations of which a session must be derived again. */
  readonly waiting: { readonly size: number; has(conversation: string): boolean };
  /** Enters what the archive knows: at start, or when another window's work was merged into it. */
  restore(entries: Iterable<Entry>, figures: Iterable<SessionFigures>): void;
  /** The reading of a file with its cursor, from memory or shelf; null when it was never read. */
  followed(path: string): Followed | null;
  /**
   * Lets `readOn` read a file on from what is known of it, and notes which sessions must be derived again: those of the file as it was and as it
   * is, and those of every file that holds a message which is claimed otherwise now.
   */
  read(file: LogFile, readOn: (known: Followed | null) => Followed): void;
  /** Sessions of a conversation must be derived again; without `ids` all that have a part in its files. */
  mark(conversation: string, ids?: readonly string[]): void;
  markGone(path: string, gone: boolean): void;
  /** The shelf has another name for a session. */
  rename(id: string): void;
  /** All that is on the disk counts as not yet read. */
  unread(): void;
  /** Forgets all. */
  clear(): void;
  /**
   * Derives the sessions that wait, at most those of `most` conversations, and returns their figures. A conversation that cannot be
   * derived goes on waiting.
   */
  derive(rules: Rules, most: number, told: Told): SessionFigures[];
  /** One session put together from its readings; null when unknown. */
  session(id: string): Session | null;
  subAgents(id: string): string[];
  /** Gives all figures the severities of other thresholds; ids of those that changed. */
  regrade(grades: Grades): string[];
  /**
   * What changed is on the shelf now. Readings not named in `keep` leave memory; with `keepIds` the shelf is not
   * asked who holds a message yet, and the library goes on remembering it.
   */
  saved(keep: (path: string) => boolean, keepIds: boolean): void;
}

export { conversationOf };

/** The parts of a reading; a file without a line has none. */
const partsOf = (reading: FileReading, ownership: Ownership): Part[] =>
  reading.parse.lines === 0 ? [] : enter(reading, ownership);

/** What a reading claims, told by its parts. */
const claimsOf = (reading: FileReading, parts: readonly Part[]): Map<string, string> =>
  claimsIn(reading, new Map(parts.map(({ thread, claimant }) => [thread, claimant])));

/** True when a part of the session lies in the reading. */
const holds = (reading: FileReading, conversation: string, agent: string | null): boolean =>
  conversationIn(reading) === conversation &&
  (reading.agentId === null
    ? agent === null || Object.hasOwn(reading.facts, agent)
    : reading.agentId === agent);

export function newLibrary(shelf: Shelf): Library {
  const entries = new Map<string, Entry>();
  const figures = new Map<string, SessionFigures>();
  const readings = new Map<string, FileReading>();
  const changes: Changed = {
    files: new Set(),
    moved: new Set(),
    sessions: new Set(),
    removed: new Set(),
    settled: new Set(),
    waiting: new Set(),
  };
  /** Sessions to derive, by conversation; null: all that have a part in its files. */
  const waiting = new Map<string, Set<string> | null>();
  /** Paths by conversation: a session's files are among them. */
  const paths = new Map<string, Set<string>>();
  /** Sub-agent session ids by conversation. */
  const children = new Map<string, Set<string>>();
  const sharing = newSharing(shelf.filesWith);
  const kinship = newKinship(
    (id) => figures.get(id),
    (id) => putTogether(id)?.session ?? null,
  );
  const joined = newJoined();
  /** Sessions whose signals have detail and evidence: those derived in this run, until they are no longer live. */
  const fat = new Set<string>();

  const addTo = <K, V>(map: Map<K, Set<V>>, key: K, value: V): void => {
    const set = map.get(key);
    if (set === undefined) map.set(key, new Set([value]));
    else set.add(value);
  };

  function readingOf(path: string): FileReading | null {
    const known = readings.get(path);
    if (known !== undefined) return known;
    const reading = shelf.reading(path);
    if (reading !== null) readings.set(path, reading);
    else forgetCursor(path);
    return reading;
  }

  /** A reading that cannot be read is made again from the log, if that is still there. */
  function forgetCursor(path: string): void {
    const entry = entries.get(path);
    if (entry !== undefined && entry.cursor !== null && !entry.gone)
      entries.set(path, { ...entry, cursor: null });
  }

  function followed(path: string): Followed | null {
    const cursor = entries.get(path)?.cursor ?? null;
    const reading = cursor === null ? null : readingOf(path);
    return reading === null || cursor === null ? null : { reading, cursor };
  }

  const sessionsOf = (reading: FileReading): string[] =>
    partsOf(reading, newOwnership()).map(({ claimant }) => claimant.session);

  function mark(conversation: string, ids?: readonly string[]): void {
    const marked = waiting.get(conversation);
    if (ids === undefined) waiting.set(conversation, null);
    else if (marked !== null) waiting.set(conversation, new Set([...(marked ?? []), ...ids]));
    changes.waiting.add(conversation);
  }

  function read(file: LogFile, readOn: (known: Followed | null) => Followed): void {
    const { path } = file;
    const known = followed(path);
    const old = entries.has(path) ? readingOf(path) : null;
    // Before it is read: a reading grows in place.
    const parts = old === null ? [] : partsOf(old, newOwnership());
    const before = old === null ? new Map<string, string>() : claimsOf(old, parts);
    let now: Followed;
    try {
      now = readOn(known);
    } catch (error) {
      // It may have grown in part: the shelf has it as its cursor says.
      if (!changes.files.has(path)) leave(path);
      throw error;
    }
    if (now === known) return;
    const { reading, cursor } = now;
    const conversation = conversationIn(reading);
    entries.set(path, { file: { ...file, sessionId: conversation }, cursor, gone: false });
    readings.set(path, reading);
    changes.files.add(path);
    addTo(paths, conversation, path);
    const partsNow = partsOf(reading, newOwnership());
    const affected = new Set([...parts, ...partsNow].map(({ claimant }) => claimant.session));
    const others = sharing.changed(path, changedClaims(before, claimsOf(reading, partsNow)), old === null);
    for (const other of others) {
      const rival = readingOf(other);
      if (rival !== null) for (const id of sessionsOf(rival)) affected.add(id);
    }
    // A file without a line has no session, and its conversation waits for nothing.
    mark(conversation, []);
    for (const id of affected) mark(conversationOf(id), [id]);
    const touched = [path, ...others];
    joined.drop((id, made) => affected.has(id) || touched.some((one) => made.has(one)));
  }

  /** A reading leaves memory. */
  function leave(path: string): void {
    readings.delete(path);
    sharing.forget(path);
  }

  function putTogether(id: string): Made | null {
    const conversation = conversationOf(id);
    const agent = id === conversation ? null : id.slice(conversation.length + 1);
    const ownership = newOwnership();
    const parts: Part[] = [];
    const entered = new Set<string>();
    const enterOnce = (path: string, reading: FileReading | null): void => {
      if (reading === null || entered.has(path)) return;
      entered.add(path);
      parts.push(...partsOf(reading, ownership).filter(({ claimant }) => claimant.session === id));
    };
    for (const path of paths.get(conversation) ?? []) {
      const fileAgent = entries.get(path)?.file.agentId ?? null;
      if (fileAgent !== null && fileAgent !== agent) continue;
      const reading = readingOf(path);
      if (reading === null || !holds(reading, conversation, agent)) continue;
      enterOnce(path, reading);
      for (const rival of sharing.with(path, reading)) enterOnce(rival, readingOf(rival));
    }
    return parts.length === 0
      ? null
      : { session: join(parts, ownership, latestTime(shelf.now?.() ?? Infinity)), paths: entered };
  }

  function derive(rules: Rules, most: number, { onSession, onFailure }: Told): SessionFigures[] {
    const derived = new Set<string>();
    for (const conversation of [...waiting.keys()].slice(0, most)) {
      try {
        const marked = waiting.get(conversation) ?? sessionsIn(conversation);
        const one = (id: string): SessionFigures | null => {
          const now = deriveOne(id, rules, onSession);
          if (now !== null) derived.add(id);
          return now;
        };
        deriveFamily(conversation, marked, one);
        for (const [id, spawn] of kinship.renamed(conversation, subAgents(conversation))) {
          const was = figures.get(id)!;
          change({ ...was, ...spawn, ...nameOf({ ...was, ...spawn }) });
          derived.add(id);
        }
        waiting.delete(conversation);
        changes.settled.add(conversation);
      } catch (error) {
        // It waits behind the others.
        waiting.delete(conversation);
        mark(conversation);
        onFailure(conversation, error);
      }
    }
    return [...derived].flatMap((id) => figures.get(id) ?? []);
  }

  /** All sessions that have a part in the files of a conversation, and those that had one. */
  function sessionsIn(conversation: string): Set<string> {
    const ids = new Set(subAgents(conversation));
    if (figures.has(conversation)) ids.add(conversation);
    for (const path of paths.get(conversation) ?? []) {
      const reading = readingOf(path);
      if (reading !== null)
        for (const id of sessionsOf(reading)) if (conversationOf(id) === conversation) ids.add(id);
    }
    return ids;
  }

  /** Sub-agents first: what they edited is no longer as their parent read it. */
  function deriveFamily(
    conversation: string,
    marked: ReadonlySet<string>,
    one: (id: string) => SessionFigures | null,
  ): void {
    let parentToo = marked.has(conversation);
    for (const id of marked) {
      if (id === conversation) continue;
      const before = figures.get(id);
      const now = one(id);
      parentToo ||=
        (before === undefined) !== (now === null) || !isDeepStrictEqual(before?.edited, now?.edited);
    }
    if (parentToo) one(conversation);
  }

  /** Derives one session; null when none of its files has a part of it any more, and it is forgotten. */
  function deriveOne(id: string, rules: Rules, onSession: Told['onSession']): SessionFigures | null {
    const conversation = conversationOf(id);
    const whole = putTogether(id)?.session ?? null;
    const before = figures.get(id);
    if (whole === null) {
      kinship.forget(id);
      fat.delete(id);
      if (before === undefined) return null;
      figures.delete(id);
      children.get(conversation)?.delete(id);
      changes.sessions.delete(id);
      changes.removed.add(id);
      return null;
    }
    if (id !== conversation) addTo(children, conversation, id);
    const own = id === conversation ? subAgents(id) : [];
    const edits = own.flatMap((child) => figures.get(child)?.edited ?? []);
    const family = {
      subAgents: own,
      agentType: before?.agentType ?? null,
      task: before?.task ?? null,
      edits,
    };
    const now = summarise(whole, family, rules);
    kinship.note(whole);
    fat.add(id);
    change(now);
    onSession(whole, now);
    return now;
  }

  const called = (one: SessionFigures): SessionFigures => calledAs(one, shelf.givenName?.(one.id) ?? null);

  function change(one: SessionFigures): void {
    figures.set(one.id, called(one));
    changes.removed.delete(one.id);
    changes.sessions.add(one.id);
  }

  function subAgents(id: string): string[] {
    return [...(children.get(id) ?? [])].sort();
  }

  return {
    entries,
    figures,
    changes,
    waiting,
    followed,
    read,
    mark,
    derive,
    rename(id) {
      const one = figures.get(id);
      if (one !== undefined) change(one);
    },
    session: (id) => joined.get(id, () => putTogether(id)),
    subAgents,
    regrade(grades) {
      const ids: string[] = [];
      for (const [id, one] of figures) {
        const now = graded(one, grades);
        if (now === one) continue;
        figures.set(id, now);
        ids.push(id);
      }
      return ids;
    },
    restore(known, sessions) {
      joined.clear();
      sharing.reset();
      kinship.clear();
      for (const entry of known) {
        const { path } = entry.file;
        // What is in memory was read up to another cursor than the archive's: the archive's reading counts.
        if (!isDeepStrictEqual(entries.get(path)?.cursor, entry.cursor)) leave(path);
        entries.set(path, entry);
        addTo(paths, conversationIn({ sessionId: entry.file.sessionId ?? '' }), path);
      }
      for (const one of sessions) {
        figures.set(one.id, called(one));
        if (one.parent !== null) addTo(children, one.parent, one.id);
      }
    },
    unread() {
      for (const [path, entry] of entries) if (!entry.gone) entries.set(path, { ...entry, cursor: null });
    },
    clear() {
      for (const all of [
        entries,
        figures,
        readings,
        ...Object.values(changes),
        waiting,
        paths,
        children,
        sharing,
        kinship,
        joined,
        fat,
      ])
        all.clear();
    },
    markGone(path, gone) {
      const entry = entries.get(path);
      if (entry === undefined || entry.gone === gone) return;
      entries.set(path, { ...entry, gone });
      changes.moved.add(path);
    },
    saved(keep, keepIds) {
      for (const told of Object.values(changes)) told.clear();
      if (!keepIds) sharing.saved();
      for (const path of readings.keys()) if (!keep(path)) leave(path);
      joined.drop((_id, made) => [...made].some((path) => !keep(path)));
      for (const id of fat) {
        const one = figures.get(id);
        if (one !== undefined && keep(one.file)) continue;
        if (one !== undefined) figures.set(id, { ...one, signals: one.signals.map(slim) });
        fat.delete(id);
      }
    },
  };
}
