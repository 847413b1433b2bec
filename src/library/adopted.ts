/** Adds conversations that a reader thread has read to a library. */
import { conversationOf } from '../session/sessionId';
import { withoutDetails } from '../signals/signal';
import type { FileChange } from '../store/changes';
import type { SessionFigures } from '../store/figures';
import type { AllFigures } from './allFigures';
import type { BuiltSessions } from './builtSessions';
import type { Late } from './late';
import type { Sharing } from './sharing';
import type { Changed, Entry } from './shelf';
import type { Waiting } from './waiting';

/** A log that was read, and the ids of the sessions with a part in it. */
export interface ReadFile {
  change: FileChange;
  sessions: string[];
}

/** The logs of one conversation, and its sessions derived from these logs alone. */
export interface UnitRead {
  files: ReadFile[];
  figures: SessionFigures[];
  /** Their measures have detail and evidence, because one of them is live. */
  proven: boolean;
  /** For the sessions of the last days. */
  late: ReadonlyMap<string, Late>;
}

/** The parts of a library that `adopt` changes. */
export interface Adopting {
  readonly entries: Map<string, Entry>;
  readonly adopted: Map<string, FileChange>;
  /** Ids of the sessions with a part in a log, by path. */
  readonly partsAt: Map<string, readonly string[]>;
  readonly figures: Pick<AllFigures, 'withEvidence'>;
  readonly changes: Changed;
  readonly waiting: Pick<Waiting, 'has' | 'live' | 'relate' | 'share'>;
  /** Paths by conversation, and ids of sub-agents by conversation. */
  readonly paths: Map<string, Set<string>>;
  readonly children: Map<string, Set<string>>;
  readonly sharing: Sharing;
  readonly built: BuiltSessions;
  sessionsAt(path: string): readonly string[];
  change(figures: SessionFigures): void;
  mark(conversation: string, ids?: readonly string[]): void;
}

/** Adds a value to the set of a key. */
export const addTo = <K, V>(map: Map<K, Set<V>>, key: K, value: V): void => {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
};

/** See `Library.adopt`. */
export function adopt(library: Adopting, { files, figures, proven }: UnitRead): boolean {
  if (files.some(({ change }) => library.entries.has(change.path))) return false;
  const own = new Set(files.map(({ change }) => change.path));
  const conversations = new Set(files.map(({ change }) => change.sessionId));
  /** Sessions that share messages with other files or have a part in them, and the other files with these messages. */
  const affected = new Set<string>();
  const touched = new Set<string>();
  for (const read of files) {
    const others = [...addFile(library, read)].filter((path) => !own.has(path));
    if (others.length === 0) continue;
    const sharing = [...read.sessions, ...others.flatMap((other) => library.sessionsAt(other))];
    library.waiting.relate(sharing.map(conversationOf));
    for (const id of sharing) affected.add(id);
    for (const other of others) touched.add(other);
  }
  // A conversation with other files too has more than was read here, so it must be derived again.
  const hasOtherFiles = (id: string): boolean => [...library.paths.get(id)!].some((path) => !own.has(path));
  const divided = new Set([...conversations].filter(hasOtherFiles));
  for (const { change, sessions } of files)
    if (divided.has(change.sessionId)) for (const id of sessions) affected.add(id);
  for (const one of figures) {
    if (divided.has(conversationOf(one.id))) continue;
    if (one.parent !== null) addTo(library.children, one.parent, one.id);
    if (proven) library.figures.withEvidence.add(one.id);
    // `withoutDetails` shares one empty detail among thousands of sessions.
    library.change(proven ? one : { ...one, signals: one.signals.map(withoutDetails) });
  }
  if (proven) for (const id of conversations) library.waiting.live(id);
  for (const id of divided) library.mark(id);
  for (const id of affected) {
    library.mark(conversationOf(id), [id]);
    if (!proven) library.waiting.share(conversationOf(id), true);
  }
  for (const id of conversations) if (!library.waiting.has(id)) library.changes.settled.add(id);
  library.built.renew(affected, touched);
  return true;
}

/** Adds a file that was read; returns the other files with the same messages. */
function addFile(library: Adopting, { change, sessions }: ReadFile): Set<string> {
  const { entries, adopted, partsAt, changes, paths, sharing } = library;
  const { path, root, sessionId, agentId, cursor, keys } = change;
  entries.set(path, { file: { path, root, sessionId, agentId }, cursor, gone: false });
  adopted.set(path, change);
  partsAt.set(path, sessions);
  changes.files.add(path);
  addTo(paths, sessionId, path);
  return sharing.changed(path, [...keys], true);
}
