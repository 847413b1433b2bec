/**
 * The sessions the engine knows: which files they lie in, their readings while they are needed, and their
 * figures. Readings that are not in use stay in the archive. No clock, no file system: `engine.ts` feeds it.
 */
import type { LogFile } from '../log/discover';
import type { Followed } from '../session/follow';
import { enter, join, latestTime, spawnsOf, type Session } from '../session/join';
import { idsOf, newOwnership } from '../session/ownership';
import type { Cursor, FileReading } from '../session/reading';
import type { SessionFigures } from '../store/figures';
import { graded, type Grades } from './grades';
import { summarise, type Rules } from './summarise';
import { slim } from '../signals/signal';

/** A file the library knows. */
export interface Entry {
  file: LogFile;
  cursor: Cursor | null;
  /** It was read before and is no longer on the disk. Its figures stay (P47). */
  gone: boolean;
}

/** Where readings lie that are not in memory, and which saved files hold a message. */
export interface Shelf {
  /** ms since the epoch: times in the future are none (P58). */
  now?(): number;
  reading(path: string): FileReading | null;
  /** Files whose saved reading claims the id. */
  filesWith(id: string): readonly string[];
}

export interface Library {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly figures: ReadonlyMap<string, SessionFigures>;
  /** Paths whose reading is newer than the shelf's. */
  readonly changed: ReadonlySet<string>;
  /** Paths that have left the disk, or are back, since the shelf was told. */
  readonly moved: ReadonlySet<string>;
  /** Sessions whose figures are newer than the archive's. */
  readonly changedSessions: ReadonlySet<string>;
  /** Sessions that are no more since the archive was told: their files turned out to be of another. */
  readonly removedSessions: ReadonlySet<string>;
  /** Enters what the archive knows: at start, or when another window's work was merged into it. */
  restore(entries: Iterable<Entry>, figures: Iterable<SessionFigures>): void;
  /** The reading of a file with its cursor, from memory or shelf; null when it was never read. */
  followed(path: string): Followed | null;
  /** Takes in a new state of a file and says which sessions must be derived again. */
  take(file: LogFile, followed: Followed): Set<string>;
  markGone(path: string, gone: boolean): void;
  /** All that is on the disk counts as not yet read. */
  unread(): void;
  /** Forgets all. */
  clear(): void;
  /** Derives the sessions' figures and returns those that exist. */
  derive(
    ids: Iterable<string>,
    rules: Rules,
    onSession?: (session: Session, figures: SessionFigures) => void,
  ): SessionFigures[];
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

/** Conversations asked for last whose sessions stay put together until a reading of theirs changes. */
const MOST_JOINED = 3;

/** Session id without the sub-agent part. */
export const conversationOf = (id: string): string => (id.includes('/') ? id.slice(0, id.indexOf('/')) : id);

/** True when a part of the session lies in the reading. */
const holds = (reading: FileReading, conversation: string, agent: string | null): boolean =>
  (reading.sessionId || 'unknown') === conversation &&
  (reading.agentId === null
    ? agent === null || Object.hasOwn(reading.facts, agent)
    : reading.agentId === agent);

export function newLibrary(shelf: Shelf): Library {
  const entries = new Map<string, Entry>();
  const figures = new Map<string, SessionFigures>();
  const readings = new Map<string, FileReading>();
  const changed = new Set<string>();
  const changedSessions = new Set<string>();
  const removedSessions = new Set<string>();
  const moved = new Set<string>();
  /** Paths by conversation: a session's files are among them. */
  const paths = new Map<string, Set<string>>();
  /** The conversation each file was last known to be of. */
  const homes = new Map<string, string>();
  /** Sub-agent session ids by conversation. */
  const children = new Map<string, Set<string>>();
  /** Unsaved files by message id. */
  const unsaved = new Map<string, string[]>();
  /** Files that share ids with a file, and how far its reading has been compared with the others. */
  const compared = new Map<
    string,
    { reading: FileReading; responses: number; events: number; rivals: Set<string> }
  >();
  const types = new Map<string, string | null>();
  /** Sessions put together, by conversation and id, each with the files it was made of; those asked for last come last. */
  const joined = new Map<string, Map<string, { session: Session; paths: ReadonlySet<string> }>>();
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
    return reading;
  }

  function followed(path: string): Followed | null {
    const cursor = entries.get(path)?.cursor ?? null;
    const reading = cursor === null ? null : readingOf(path);
    return reading === null || cursor === null ? null : { reading, cursor };
  }

  /** Files that hold ids of this reading too. Only ids that came since the last time are looked up. */
  function rivalsOf(path: string, reading: FileReading): Set<string> {
    let known = compared.get(path);
    if (known?.reading !== reading) {
      known = { reading, responses: 0, events: 0, rivals: new Set() };
      compared.set(path, known);
    }
    for (const { id } of idsOf(reading, known.responses, known.events)) {
      for (const other of [...shelf.filesWith(id), ...(unsaved.get(id) ?? [])])
        if (other !== path) known.rivals.add(other);
    }
    known.responses = reading.responses.length;
    known.events = reading.events.length;
    return known.rivals;
  }

  function sessionsOf(reading: FileReading): string[] {
    return enter(reading, newOwnership()).map((part) => part.claimant.session);
  }

  function take(file: LogFile, now: Followed): Set<string> {
    const { reading, cursor } = now;
    const before = compared.get(file.path);
    const goesOn = before?.reading === reading;
    const rivalsBefore = new Set(goesOn ? before.rivals : []);
    entries.set(file.path, { file, cursor, gone: false });
    readings.set(file.path, reading);
    changed.add(file.path);
    if (reading.sessionId !== '') addTo(paths, reading.sessionId, file.path);
    for (const { id } of goesOn ? idsOf(reading, before.responses, before.events) : idsOf(reading)) {
      const holders = unsaved.get(id);
      if (holders === undefined) unsaved.set(id, [file.path]);
      else if (!holders.includes(file.path)) holders.push(file.path);
    }
    const affected = new Set([...sessionsOf(reading), ...leftBy(file.path, reading.sessionId)]);
    const rivals = rivalsOf(file.path, reading);
    for (const other of rivals) {
      if (rivalsBefore.has(other)) continue;
      // The other file's sessions may lose messages to this one, and must know of it when they are derived.
      compared.get(other)?.rivals.add(file.path);
      const rival = readingOf(other);
      if (rival !== null) for (const id of sessionsOf(rival)) affected.add(id);
    }
    const touched = [file.path, ...rivals];
    dropJoined((id, made) => affected.has(id) || touched.some((path) => made.has(path)));
    return affected;
  }

  /** The sessions a file leaves that turns out to be of another one than was known. */
  function leftBy(path: string, conversation: string): string[] {
    const before = homes.get(path);
    homes.set(path, conversation);
    if (before === undefined || before === conversation) return [];
    paths.get(before)?.delete(path);
    return [before, ...subAgents(before)];
  }

  /** Forgets a session of which nothing is left. */
  function remove(id: string): void {
    if (!figures.delete(id)) return;
    changedSessions.delete(id);
    fat.delete(id);
    types.delete(id);
    removedSessions.add(id);
    const conversation = conversationOf(id);
    if (!children.get(conversation)?.delete(id)) return;
    const parent = figures.get(conversation);
    if (parent === undefined) return;
    figures.set(conversation, { ...parent, subAgents: subAgents(conversation) });
    changedSessions.add(conversation);
  }

  function dropJoined(stale: (id: string, paths: ReadonlySet<string>) => boolean): void {
    for (const sessions of joined.values())
      for (const [id, { paths: made }] of sessions) if (stale(id, made)) sessions.delete(id);
  }

  /** One session, put together once until a reading of it changes: a panel asks several questions of it at a time. */
  function session(id: string): Session | null {
    const conversation = conversationOf(id);
    const sessions = joined.get(conversation) ?? new Map<string, never>();
    joined.delete(conversation);
    joined.set(conversation, sessions);
    for (const oldest of joined.keys()) if (joined.size > MOST_JOINED) joined.delete(oldest);
    return sessions.get(id)?.session ?? putTogether(id);
  }

  function putTogether(id: string): Session | null {
    const conversation = conversationOf(id);
    const agent = id === conversation ? null : id.slice(conversation.length + 1);
    const ownership = newOwnership();
    const parts = [];
    const entered = new Set<string>();
    const enterOnce = (path: string, reading: FileReading) => {
      if (entered.has(path)) return [];
      entered.add(path);
      return enter(reading, ownership);
    };
    for (const path of paths.get(conversation) ?? []) {
      const fileAgent = entries.get(path)?.file.agentId ?? null;
      if (fileAgent !== null && fileAgent !== agent) continue;
      const reading = readingOf(path);
      if (reading === null || !holds(reading, conversation, agent)) continue;
      parts.push(...enterOnce(path, reading).filter((part) => part.claimant.session === id));
      for (const rival of rivalsOf(path, reading)) {
        const other = readingOf(rival);
        if (other !== null)
          parts.push(...enterOnce(rival, other).filter((part) => part.claimant.session === id));
      }
    }
    if (parts.length === 0) return null;
    const made = join(parts, ownership, latestTime(shelf.now?.() ?? Infinity));
    joined.get(conversation)?.set(id, { session: made, paths: entered });
    return made;
  }

  function derive(
    ids: Iterable<string>,
    rules: Rules,
    onSession?: (session: Session, figures: SessionFigures) => void,
  ): SessionFigures[] {
    const derived: SessionFigures[] = [];
    // Sub-agents first: what they edited is no longer as their parent read it.
    const waiting = new Set([...ids].sort((a, b) => Number(b.includes('/')) - Number(a.includes('/'))));
    for (const id of waiting) {
      const whole = putTogether(id);
      if (whole === null) {
        remove(id);
        continue;
      }
      const conversation = conversationOf(id);
      if (id !== conversation && !children.get(conversation)?.has(id)) {
        addTo(children, conversation, id);
        const parent = figures.get(conversation);
        if (parent !== undefined)
          figures.set(conversation, { ...parent, subAgents: subAgents(conversation) });
        changedSessions.add(conversation);
      }
      for (const [agent, type] of spawnsOf(whole.events)) {
        const child = `${conversation}/${agent}`;
        if (types.get(child) === type) continue;
        types.set(child, type);
        const known = figures.get(child);
        if (known !== undefined) figures.set(child, { ...known, agentType: type });
      }
      const own = id === conversation ? subAgents(id) : [];
      const type = types.get(id) ?? figures.get(id)?.agentType ?? null;
      const edits = own.flatMap((child) => figures.get(child)?.edited ?? []);
      const now = summarise(whole, { subAgents: own, agentType: type, edits }, rules);
      if (id !== conversation && now.edited.length !== (figures.get(id)?.edited.length ?? 0))
        waiting.add(conversation);
      figures.set(id, now);
      removedSessions.delete(id);
      fat.add(id);
      onSession?.(whole, now);
      changedSessions.add(id);
      derived.push(now);
    }
    return derived;
  }

  function subAgents(id: string): string[] {
    return [...(children.get(id) ?? [])].sort();
  }

  return {
    entries,
    figures,
    changed,
    moved,
    changedSessions,
    removedSessions,
    followed,
    take,
    derive,
    session,
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
      for (const entry of known) {
        const { path } = entry.file;
        // What is in memory was read up to another cursor than the archive's: the archive's reading counts.
        if (entries.get(path)?.cursor?.offset !== entry.cursor?.offset) {
          readings.delete(path);
          compared.delete(path);
        }
        entries.set(path, entry);
        const { sessionId } = entry.file;
        if (sessionId !== null) {
          addTo(paths, sessionId, path);
          homes.set(path, sessionId);
        }
      }
      for (const one of sessions) {
        figures.set(one.id, one);
        if (one.parent !== null) addTo(children, one.parent, one.id);
        if (one.agentType !== null) types.set(one.id, one.agentType);
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
        changed,
        moved,
        changedSessions,
        removedSessions,
        homes,
        paths,
        children,
        unsaved,
        compared,
        types,
        joined,
        fat,
      ])
        all.clear();
    },
    markGone(path, gone) {
      const entry = entries.get(path);
      if (entry === undefined || entry.gone === gone) return;
      entries.set(path, { ...entry, gone });
      moved.add(path);
    },
    saved(keep, keepIds) {
      changed.clear();
      moved.clear();
      changedSessions.clear();
      removedSessions.clear();
      if (!keepIds) unsaved.clear();
      compared.clear();
      for (const path of readings.keys()) if (!keep(path)) readings.delete(path);
      dropJoined((_id, made) => [...made].some((path) => !keep(path)));
      for (const id of fat) {
        const one = figures.get(id);
        if (one !== undefined && keep(one.file)) continue;
        if (one !== undefined) figures.set(id, { ...one, signals: one.signals.map(slim) });
        fat.delete(id);
      }
    },
  };
}
