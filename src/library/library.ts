/**
 * The sessions the engine knows: their files, their readings while they are needed, and their figures. Other readings stay in
 * the archive. It uses no clock and no file system: the engine passes everything in.
 */
import { isDeepStrictEqual } from 'node:util';
import type { LogFile } from '../log/discover';
import type { Followed } from '../session/follow';
import { conversationIn, enterClaims, join, latestTime, type Part, type Session } from '../session/join';
import { withGivenName, nameOf } from '../session/naming';
import { newOwnership } from '../session/ownership';
import { Growing } from '../session/growing';
import type { FileReading } from '../session/reading';
import type { FileChange } from '../store/changes';
import type { SessionFigures } from '../store/figures';
import { addTo, adopt, type UnitRead } from './adopted';
import { conversationOf } from '../session/sessionId';
import type { Library } from './contract';
import { Ends } from './ends';
import { AllFigures } from './allFigures';
import { snapshotOf, compareReading } from './compareReading';
import { BuiltSessions, LIVES_MS, type BuiltSession } from './builtSessions';
import { newKinship } from './kinship';
import { parseReading } from './pack';
import { hasPart, mayHavePart, sessionIdsIn } from './parts';
import { newSharing, type Sharing } from './sharing';
import { Waiting } from './waiting';
import { noteLost, type Changed, type DeriveCallbacks, type Entry, type Shelf } from './shelf';
import type { Grades } from './grades';
import type { Rules } from './rules';
import { figuresOf } from './summarise';

/** The library. `contract.ts` documents its public functions. */
class KnownSessions implements Library {
  readonly entries = new Map<string, Entry>();
  readonly figures = new AllFigures();
  readonly ends = new Ends();
  readonly changes: Changed = {
    files: new Set(),
    lost: new Map(),
    moved: new Set(),
    sessions: new Set(),
    removed: new Set(),
    settled: new Set(),
    waiting: new Set(),
  };
  readonly waiting = new Waiting();
  private readonly readings = new Map<string, FileReading>();
  /** Logs that were read elsewhere and are not on the shelf yet. */
  readonly adopted = new Map<string, FileChange>();
  /** Paths by conversation; they include the files of each session. */
  readonly paths = new Map<string, Set<string>>();
  /** Sub-agent session ids by conversation. */
  readonly children = new Map<string, Set<string>>();
  /** Ids of the sessions in each log that was read, for logs that share messages with it. */
  readonly partsAt = new Map<string, readonly string[]>();
  readonly sharing: Sharing;
  private readonly kinship = newKinship(
    (id) => this.figures.get(id),
    (id) => this.build(id)?.session ?? null,
  );
  readonly built: BuiltSessions;

  constructor(private readonly shelf: Shelf) {
    this.sharing = newSharing(shelf.filesWith);
    const now = (): number => shelf.now?.() ?? Infinity;
    this.built = new BuiltSessions(
      (id) => this.build(id),
      now,
      () => latestTime(now()),
    );
  }

  private readingOf(path: string): FileReading | null {
    const known = this.readings.get(path);
    if (known !== undefined) return known;
    const adopted = this.readElsewhere(path);
    const reading = adopted === null ? this.shelf.reading(path) : parseReading(adopted.reading);
    if (reading !== null) this.readings.set(path, reading);
    else this.forgetCursor(path);
    return reading;
  }

  /** A damaged reading is read again from its log, if the log still exists. */
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
    this.waiting.add(conversation, ids);
    if (!asKept) this.changes.waiting.add(conversation);
  }

  read(file: LogFile, readOn: (known: Followed | null) => Followed): void {
    const { path } = file;
    const known = this.followed(path);
    const old = this.entries.has(path) ? this.readingOf(path) : null;
    // Taken before reading, because a reading grows in place.
    const before = old === null ? null : snapshotOf(old);
    let now: Followed;
    try {
      now = readOn(known);
    } catch (error) {
      // The reading may have grown in part, so it is dropped. If the shelf has an older one than the cursor says, the log is read from its start.
      const entry = this.entries.get(path);
      if (entry !== undefined && this.changes.files.has(path))
        this.entries.set(path, { ...entry, cursor: null });
      this.leave(path);
      this.built.keepOnly((one) => one !== path);
      throw error;
    }
    if (now === known) return;
    const { reading, cursor } = now;
    const conversation = conversationIn(reading);
    this.entries.set(path, { file: { ...file, sessionId: conversation }, cursor, gone: false });
    this.readings.set(path, reading);
    this.partsAt.set(path, sessionIdsIn(reading));
    this.adopted.delete(path);
    this.changes.files.add(path);
    addTo(this.paths, conversation, path);
    const { sessions: affected, ids, changed, lost } = compareReading(before, now);
    noteLost(this.changes, path, old === null ? null : lost);
    const others = this.sharing.changed(path, ids, old === null);
    for (const other of others) for (const id of this.sessionsAt(other)) affected.add(id);
    // A file without lines has no session, so its conversation does not wait.
    this.mark(conversation, []);
    const lives = this.lives(reading);
    if (lives) this.waiting.live(conversation);
    const waits = others.size > 0 && old === null && !lives;
    if (waits) this.waiting.relate([...affected].map(conversationOf));
    for (const id of affected) {
      this.mark(conversationOf(id), [id]);
      if (waits || old !== null) this.waiting.share(conversationOf(id), waits);
    }
    this.built.note({ path, reading, affected, others, changed });
  }

  /** True if part of a log is so recent that somebody may be watching. */
  private lives({ facts }: FileReading): boolean {
    const now = this.shelf.now?.() ?? Infinity;
    return Object.values(facts).some(({ endedAt }) => endedAt !== null && now - endedAt < LIVES_MS);
  }

  /** Ids of the sessions in a file. */
  sessionsAt(path: string): readonly string[] {
    const known = this.partsAt.get(path);
    if (known !== undefined) return known;
    const reading = this.readingOf(path);
    return reading === null ? [] : sessionIdsIn(reading);
  }

  readonly adopt = (read: UnitRead): boolean => adopt(this, read);
  readonly readElsewhere = (path: string): FileChange | null => this.adopted.get(path) ?? null;

  /** Removes a reading from memory. */
  private leave(path: string): void {
    this.readings.delete(path);
    this.adopted.delete(path);
    this.sharing.forget(path);
  }

  /** Logs that may have a part of a session. */
  private pathsOf(id: string): string[] {
    const ofConversation = [...(this.paths.get(conversationOf(id)) ?? [])];
    return ofConversation.filter((path) =>
      mayHavePart(this.entries.get(path)?.file ?? { agentId: null }, id),
    );
  }

  private build(id: string): BuiltSession | null {
    const ownership = newOwnership();
    const parts: Part[] = [];
    const entered = new Set<string>();
    const enterOnce = (path: string, reading: FileReading | null): void => {
      if (reading === null || entered.has(path)) return;
      entered.add(path);
      parts.push(...enterClaims(reading, ownership).filter(({ claimant }) => claimant.session === id));
    };
    for (const path of this.pathsOf(id)) {
      const reading = this.readingOf(path);
      if (reading === null || !hasPart(reading, id)) continue;
      enterOnce(path, reading);
      for (const rival of this.sharing.with(path, reading)) enterOnce(rival, this.readingOf(rival));
    }
    if (parts.length === 0) return null;
    const latest = latestTime(this.shelf.now?.() ?? Infinity);
    const session = join(parts, ownership, latest);
    const growing = (): Growing | null => Growing.of(parts, ownership, session, latest);
    return { session, paths: entered, growing };
  }

  derive(
    rules: Rules,
    most: number,
    { onSession, onFailure, more = false }: DeriveCallbacks,
  ): SessionFigures[] {
    const derived = new Set<string>();
    for (const conversation of this.waiting.ready(more, most)) {
      try {
        const marked = this.waiting.sessionsOf(conversation) ?? this.sessionsIn(conversation);
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
        // It goes to the end of the queue.
        this.waiting.delete(conversation);
        this.mark(conversation);
        onFailure(conversation, error);
      }
    }
    return [...derived].flatMap((id) => this.figures.get(id) ?? []);
  }

  /** All sessions that have, or had, a part in the files of a conversation. */
  private sessionsIn(conversation: string): Set<string> {
    const ids = new Set(this.subAgents(conversation));
    if (this.figures.has(conversation)) ids.add(conversation);
    for (const path of this.paths.get(conversation) ?? []) {
      const reading = this.readingOf(path);
      if (reading !== null)
        for (const id of sessionIdsIn(reading)) if (conversationOf(id) === conversation) ids.add(id);
    }
    return ids;
  }

  /** True if a saved reading of the session is damaged: its figures stay as they are until its log is read again. */
  private isCut(id: string): boolean {
    return this.pathsOf(id).some((path) => this.readingOf(path) === null);
  }

  /** Sub-agents come first, because the parent needs their edits: its reads of those files are outdated. */
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

  /** Derives one session; null if no file has a part of it any more, in which case it is removed. */
  private deriveOne(
    id: string,
    rules: Rules,
    onSession: DeriveCallbacks['onSession'],
  ): SessionFigures | null {
    const conversation = conversationOf(id);
    const before = this.figures.get(id);
    if (before !== undefined && this.isCut(id)) return before;
    const own = id === conversation ? this.subAgents(id) : [];
    const worked = this.built.derive(id, this.editsOf(own), rules);
    if (worked === null) {
      this.kinship.forget(id);
      if (before === undefined) return null;
      this.figures.delete(id);
      this.ends.delete(id);
      this.children.get(conversation)?.delete(id);
      this.changes.sessions.delete(id);
      this.changes.removed.add(id);
      return null;
    }
    if (id !== conversation) addTo(this.children, conversation, id);
    const { session, sums } = worked;
    const family = { subAgents: own, agentType: before?.agentType ?? null, task: before?.task ?? null };
    const now = figuresOf(session, family, rules, worked);
    this.kinship.note(session, sums.tally.spawns);
    this.change(now);
    this.figures.withEvidence.add(id);
    onSession(session, now, before, sums.spent);
    return now;
  }

  private editsOf(subAgents: readonly string[]): SessionFigures['edited'] {
    return subAgents.flatMap((child) => this.figures.get(child)?.edited ?? []);
  }

  warm(id: string, rules: Rules): void {
    if (!this.figures.has(id)) return;
    this.built.derive(id, this.editsOf(id === conversationOf(id) ? this.subAgents(id) : []), rules);
  }

  private called = (one: SessionFigures) => withGivenName(one, this.shelf.givenName?.(one.id) ?? null);

  change(one: SessionFigures): void {
    this.figures.set(one.id, this.called(one));
    this.ends.set(one);
    this.changes.removed.delete(one.id);
    this.changes.sessions.add(one.id);
  }

  subAgents(id: string): string[] {
    return [...(this.children.get(id) ?? [])].sort();
  }

  /** A bound function, because it is passed on without the library. */
  readonly session = (id: string): Session | null => this.built.get(id);

  rename(id: string): void {
    if (this.figures.has(id)) this.change(this.figures.get(id)!);
  }

  readonly evidence = (id: string): SessionFigures['signals'] | null => this.figures.evidence(id);
  readonly prove: Library['prove'] = (id, signals) => this.figures.prove(id, signals);
  readonly regrade = (grades: Grades): string[] => this.figures.regrade(grades);

  restore(known: Iterable<Entry>, sessions: Iterable<SessionFigures>): void {
    this.built.clear();
    this.sharing.reset();
    this.kinship.clear();
    this.partsAt.clear();
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
      this.adopted,
      ...Object.values(this.changes),
      this.waiting,
      this.paths,
      this.children,
      this.partsAt,
      this.sharing,
      this.kinship,
      this.built,
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
    if (!keepIds) {
      this.sharing.saved();
      this.partsAt.clear();
    }
    for (const path of this.adopted.keys()) if (!this.readings.has(path)) this.sharing.forget(path);
    this.adopted.clear();
    for (const path of this.readings.keys()) if (!keep(path)) this.leave(path);
    this.built.keepOnly(keep);
    this.figures.dropEvidence(keep);
  }
}

export const newLibrary = (shelf: Shelf): Library => new KnownSessions(shelf);
