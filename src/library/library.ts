/**
 * The sessions the engine knows: which files they lie in, their readings while they are needed, and their
 * figures. Readings that are not in use stay in the archive. No clock, no file system: `engine.ts` feeds it.
 */
import { isDeepStrictEqual } from 'node:util';
import type { LogFile } from '../log/discover';
import type { Followed } from '../session/follow';
import { conversationIn, enter, join, latestTime, partsIn, type Part, type Session } from '../session/join';
import { calledAs, nameOf } from '../session/naming';
import { changedClaims, claimsIn, newOwnership, type Claimant, type Ownership } from '../session/ownership';
import type { FileReading } from '../session/reading';
import type { SessionFigures } from '../store/figures';
import { conversationOf } from '../session/sessionId';
import type { Library } from './contract';
import { Ends } from './ends';
import { newJoined, type Made } from './joined';
import { newKinship } from './kinship';
import { newSharing, type Sharing } from './sharing';
import type { Changed, DeriveCallbacks, Entry, Shelf } from './shelf';
import { graded, type Grades } from './grades';
import { summarise, type Rules } from './summarise';
import { slim } from '../signals/signal';

/** The parts of a reading; a file without a line has none. */
const partsOf = (reading: FileReading, ownership: Ownership): Part[] =>
  reading.parse.lines === 0 ? [] : enter(reading, ownership);

/** The claimants of a reading, by thread; a file without a line has none. */
const claimantsOf = (reading: FileReading): Map<string, Claimant> =>
  new Map(
    reading.parse.lines === 0
      ? []
      : [...partsIn(reading)].map(([thread, { claimant }]) => [thread, claimant] as const),
  );

/** True when a part of the session lies in the reading. */
const holds = (reading: FileReading, conversation: string, agent: string | null): boolean =>
  conversationIn(reading) === conversation &&
  (reading.agentId === null
    ? agent === null || Object.hasOwn(reading.facts, agent)
    : reading.agentId === agent);

const addTo = <K, V>(map: Map<K, Set<V>>, key: K, value: V): void => {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
};

const sessionsOf = (reading: FileReading): string[] =>
  [...claimantsOf(reading).values()].map(({ session }) => session);

/** The library; what each of its public functions does stands there. */
class KnownSessions implements Library {
  readonly entries = new Map<string, Entry>();
  readonly figures = new Map<string, SessionFigures>();
  readonly ends = new Ends();
  readonly changes: Changed = {
    files: new Set(),
    moved: new Set(),
    sessions: new Set(),
    removed: new Set(),
    settled: new Set(),
    waiting: new Set(),
  };
  /** Sessions to derive, by conversation; null: all that have a part in its files. */
  readonly waiting = new Map<string, Set<string> | null>();
  private readonly shelf: Shelf;
  private readonly readings = new Map<string, FileReading>();
  /** What the readings in memory that grew here claim. */
  private readonly claims = new WeakMap<FileReading, Map<string, string>>();
  /** Paths by conversation: a session's files are among them. */
  private readonly paths = new Map<string, Set<string>>();
  /** Sub-agent session ids by conversation. */
  private readonly children = new Map<string, Set<string>>();
  private readonly sharing: Sharing;
  private readonly kinship = newKinship(
    (id) => this.figures.get(id),
    (id) => this.putTogether(id)?.session ?? null,
  );
  private readonly joined = newJoined();
  /** Sessions whose signals have detail and evidence: those derived in this run, until they are no longer live. */
  private readonly fat = new Set<string>();

  constructor(shelf: Shelf) {
    this.shelf = shelf;
    this.sharing = newSharing(shelf.filesWith);
  }

  private readingOf(path: string): FileReading | null {
    const known = this.readings.get(path);
    if (known !== undefined) return known;
    const reading = this.shelf.reading(path);
    if (reading !== null) this.readings.set(path, reading);
    else this.forgetCursor(path);
    return reading;
  }

  /** A reading that cannot be read is made again from the log, if that is still there. */
  private forgetCursor(path: string): void {
    const entry = this.entries.get(path);
    if (entry !== undefined && entry.cursor !== null && !entry.gone)
      this.entries.set(path, { ...entry, cursor: null });
  }

  followed(path: string): Followed | null {
    const cursor = this.entries.get(path)?.cursor ?? null;
    const reading = cursor === null ? null : this.readingOf(path);
    return reading === null || cursor === null ? null : { reading, cursor };
  }

  mark(conversation: string, ids?: readonly string[], asKept = false): void {
    const marked = this.waiting.get(conversation);
    if (ids === undefined) this.waiting.set(conversation, null);
    else if (marked !== null) this.waiting.set(conversation, new Set([...(marked ?? []), ...ids]));
    if (!asKept) this.changes.waiting.add(conversation);
  }

  read(file: LogFile, readOn: (known: Followed | null) => Followed): void {
    const { path } = file;
    const known = this.followed(path);
    const old = this.entries.has(path) ? this.readingOf(path) : null;
    // Before it is read: a reading grows in place.
    const was = old === null ? [] : sessionsOf(old);
    const before = old === null ? new Map<string, string>() : this.claimed(old);
    let now: Followed;
    try {
      now = readOn(known);
    } catch (error) {
      // It may have grown in part: the shelf has it as its cursor says.
      if (!this.changes.files.has(path)) this.leave(path);
      throw error;
    }
    if (now === known) return;
    const { reading, cursor } = now;
    const conversation = conversationIn(reading);
    this.entries.set(path, { file: { ...file, sessionId: conversation }, cursor, gone: false });
    this.readings.set(path, reading);
    this.changes.files.add(path);
    addTo(this.paths, conversation, path);
    const claimants = claimantsOf(reading);
    const affected = new Set([...was, ...[...claimants.values()].map(({ session }) => session)]);
    const claims = claimsIn(reading, claimants);
    this.claims.set(reading, claims);
    const others = this.sharing.changed(path, changedClaims(before, claims), old === null);
    for (const other of others) {
      const rival = this.readingOf(other);
      if (rival !== null) for (const id of sessionsOf(rival)) affected.add(id);
    }
    // A file without a line has no session, and its conversation waits for nothing.
    this.mark(conversation, []);
    for (const id of affected) this.mark(conversationOf(id), [id]);
    const touched = [path, ...others];
    this.joined.drop((id, made) => affected.has(id) || touched.some((one) => made.has(one)));
  }

  /** What a reading claims, as it was when it was last read on. */
  private claimed(reading: FileReading): Map<string, string> {
    return this.claims.get(reading) ?? claimsIn(reading, claimantsOf(reading));
  }

  /** A reading leaves memory. */
  private leave(path: string): void {
    this.readings.delete(path);
    this.sharing.forget(path);
  }

  private putTogether(id: string): Made | null {
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
    for (const path of this.paths.get(conversation) ?? []) {
      const fileAgent = this.entries.get(path)?.file.agentId ?? null;
      if (fileAgent !== null && fileAgent !== agent) continue;
      const reading = this.readingOf(path);
      if (reading === null || !holds(reading, conversation, agent)) continue;
      enterOnce(path, reading);
      for (const rival of this.sharing.with(path, reading)) enterOnce(rival, this.readingOf(rival));
    }
    return parts.length === 0
      ? null
      : { session: join(parts, ownership, latestTime(this.shelf.now?.() ?? Infinity)), paths: entered };
  }

  derive(rules: Rules, most: number, { onSession, onFailure }: DeriveCallbacks): SessionFigures[] {
    const derived = new Set<string>();
    for (const conversation of [...this.waiting.keys()].slice(0, most)) {
      try {
        const marked = this.waiting.get(conversation) ?? this.sessionsIn(conversation);
        const one = (id: string): SessionFigures | null => {
          const now = this.deriveOne(id, rules, onSession);
          if (now !== null) derived.add(id);
          return now;
        };
        this.deriveFamily(conversation, marked, one);
        for (const [id, spawn] of this.kinship.renamed(conversation, this.subAgents(conversation))) {
          const was = this.figures.get(id)!;
          this.change({ ...was, ...spawn, ...nameOf({ ...was, ...spawn }) });
          derived.add(id);
        }
        this.waiting.delete(conversation);
        this.changes.settled.add(conversation);
      } catch (error) {
        // It waits behind the others.
        this.waiting.delete(conversation);
        this.mark(conversation);
        onFailure(conversation, error);
      }
    }
    return [...derived].flatMap((id) => this.figures.get(id) ?? []);
  }

  /** All sessions that have a part in the files of a conversation, and those that had one. */
  private sessionsIn(conversation: string): Set<string> {
    const ids = new Set(this.subAgents(conversation));
    if (this.figures.has(conversation)) ids.add(conversation);
    for (const path of this.paths.get(conversation) ?? []) {
      const reading = this.readingOf(path);
      if (reading !== null)
        for (const id of sessionsOf(reading)) if (conversationOf(id) === conversation) ids.add(id);
    }
    return ids;
  }

  /** Sub-agents first: what they edited is no longer as their parent read it. */
  private deriveFamily(
    conversation: string,
    marked: ReadonlySet<string>,
    one: (id: string) => SessionFigures | null,
  ): void {
    let parentToo = marked.has(conversation);
    for (const id of marked) {
      if (id === conversation) continue;
      const before = this.figures.get(id);
      const now = one(id);
      parentToo ||=
        (before === undefined) !== (now === null) || !isDeepStrictEqual(before?.edited, now?.edited);
    }
    if (parentToo) one(conversation);
  }

  /** Derives one session; null when none of its files has a part of it any more, and it is forgotten. */
  private deriveOne(
    id: string,
    rules: Rules,
    onSession: DeriveCallbacks['onSession'],
  ): SessionFigures | null {
    const conversation = conversationOf(id);
    const whole = this.putTogether(id)?.session ?? null;
    const before = this.figures.get(id);
    if (whole === null) {
      this.kinship.forget(id);
      this.fat.delete(id);
      if (before === undefined) return null;
      this.figures.delete(id);
      this.ends.delete(id);
      this.children.get(conversation)?.delete(id);
      this.changes.sessions.delete(id);
      this.changes.removed.add(id);
      return null;
    }
    if (id !== conversation) addTo(this.children, conversation, id);
    const own = id === conversation ? this.subAgents(id) : [];
    const edits = own.flatMap((child) => this.figures.get(child)?.edited ?? []);
    const family = {
      subAgents: own,
      agentType: before?.agentType ?? null,
      task: before?.task ?? null,
      edits,
    };
    const now = summarise(whole, family, rules);
    this.kinship.note(whole);
    this.fat.add(id);
    this.change(now);
    onSession(whole, now, before);
    return now;
  }

  private called = (one: SessionFigures) => calledAs(one, this.shelf.givenName?.(one.id) ?? null);

  private change(one: SessionFigures): void {
    this.figures.set(one.id, this.called(one));
    this.ends.set(one);
    this.changes.removed.delete(one.id);
    this.changes.sessions.add(one.id);
  }

  subAgents(id: string): string[] {
    return [...(this.children.get(id) ?? [])].sort();
  }

  /** An own function, as it is handed on by itself. */
  readonly session = (id: string): Session | null => this.joined.get(id, () => this.putTogether(id));

  rename(id: string): void {
    if (this.figures.has(id)) this.change(this.figures.get(id)!);
  }

  evidence(id: string): SessionFigures['signals'] | null {
    return this.fat.has(id) ? (this.figures.get(id)?.signals ?? null) : null;
  }

  prove(id: string, signals: SessionFigures['signals'] | null): boolean {
    const one = this.figures.get(id);
    if (one === undefined || signals === null || signals.length !== one.signals.length) return false;
    const proven = signals.map((signal, i) => ({ ...signal, severity: one.signals[i]!.severity }));
    if (!isDeepStrictEqual(proven.map(slim), one.signals.map(slim))) return false;
    this.figures.set(id, { ...one, signals: proven });
    this.fat.add(id);
    return true;
  }

  regrade(grades: Grades): string[] {
    const ids: string[] = [];
    for (const [id, one] of this.figures) {
      const now = graded(one, grades);
      if (now === one) continue;
      this.figures.set(id, now);
      ids.push(id);
    }
    return ids;
  }

  restore(known: Iterable<Entry>, sessions: Iterable<SessionFigures>): void {
    this.joined.clear();
    this.sharing.reset();
    this.kinship.clear();
    for (const entry of known) {
      const { path } = entry.file;
      // What is in memory was read up to another cursor than the archive's: the archive's reading counts.
      if (!isDeepStrictEqual(this.entries.get(path)?.cursor, entry.cursor)) this.leave(path);
      this.entries.set(path, entry);
      addTo(this.paths, conversationIn({ sessionId: entry.file.sessionId ?? '' }), path);
    }
    for (const one of sessions) {
      this.figures.set(one.id, this.called(one));
      this.ends.set(one);
      if (one.parent !== null) addTo(this.children, one.parent, one.id);
    }
  }

  unread(): void {
    for (const [path, entry] of this.entries)
      if (!entry.gone) this.entries.set(path, { ...entry, cursor: null });
  }

  clear(): void {
    for (const all of [
      this.entries,
      this.figures,
      this.ends,
      this.readings,
      ...Object.values(this.changes),
      this.waiting,
      this.paths,
      this.children,
      this.sharing,
      this.kinship,
      this.joined,
      this.fat,
    ])
      all.clear();
  }

  markGone(path: string, gone: boolean): void {
    const entry = this.entries.get(path);
    if (entry === undefined || entry.gone === gone) return;
    this.entries.set(path, { ...entry, gone });
    this.changes.moved.add(path);
  }

  saved(keep: (path: string) => boolean, keepIds: boolean): void {
    for (const changed of Object.values(this.changes)) changed.clear();
    if (!keepIds) this.sharing.saved();
    for (const path of this.readings.keys()) if (!keep(path)) this.leave(path);
    this.joined.drop((_id, made) => [...made].some((path) => !keep(path)));
    for (const id of this.fat) {
      const one = this.figures.get(id);
      if (one !== undefined && keep(one.file)) continue;
      if (one !== undefined) this.figures.set(id, { ...one, signals: one.signals.map(slim) });
      this.fat.delete(id);
    }
  }
}

export const newLibrary = (shelf: Shelf): Library => new KnownSessions(shelf);
