import { isDeepStrictEqual } from 'node:util';
import type { Database } from './sqlite';
import {
  type FileHeader,
  addIdentities,
  conversationOf,
  copySessions,
  filesWith,
  identitiesOf,
  markPending,
  packedSessions,
  readHeaders,
  readMeta,
  readPending,
  readReading,
  sameLog,
  writeFile,
} from './tables';

/** What was changed in a store since the image it was loaded from or last written to. */
export interface Dirt {
  /** Paths. */
  files: Set<string>;
  conversations: Set<string>;
}

/** Whose reading of a file stands; `same` when both have read the same bytes. */
export type Verdict = 'ours' | 'theirs' | 'same';

/**
 * Whose reading of one file stands. Of one log, the longer reading, since a reading is the fold of the bytes
 * up to its cursor and logs only grow. Of two different logs under one name, the later written.
 */
export function judge(ours: FileHeader, theirs: FileHeader, oursChanged: boolean): Verdict {
  const [a, b] = [ours.cursor, theirs.cursor];
  if (sameLog(a, b) && a.offset === b.offset) return 'same';
  const lead = sameLog(a, b) ? 0 : a.mtimeMs - b.mtimeMs;
  const ahead = lead || a.offset - b.offset || (oursChanged ? 1 : -1);
  return ahead > 0 ? 'ours' : 'theirs';
}

export interface MergeResult {
  /** Conversations that changed by it or are pending: whoever holds readings or figures of them takes them from the store anew. */
  changed: string[];
  /** We have something that they have not. */
  more: boolean;
}

/**
 * Brings what another writer put into a newer image into our store. Rests on this: in each store, the figures of a conversation that is not pending
 * follow from that store's readings. So figures go with the side whose readings stand; where both sides
 * have a part (in the files of one conversation, or of two that share responses) the conversation becomes
 * pending. To be called inside a transaction of `ours`.
 */
export function merge(ours: Database, theirs: Database, dirt: Dirt): MergeResult {
  const files = mergeFiles(ours, theirs, dirt);
  const differ = mergeSessions(ours, theirs, dirt, files);
  markShared(ours, theirs, files);
  const [pending, pendingThere] = [readPending(ours), new Set(readPending(theirs))];
  const more =
    files.more ||
    differ ||
    pending.length !== pendingThere.size ||
    pending.some((id) => !pendingThere.has(id)) ||
    readMeta(ours, 'basis') !== readMeta(theirs, 'basis');
  return { changed: [...new Set([...pending, ...files.changed])], more };
}

interface Merged {
  verdicts: Map<string, Verdict>;
  conversations: Map<string, string>;
  /** The verdicts on the files of each conversation. */
  sides: Map<string, Set<Verdict>>;
  /** Conversations of which a file or a session was taken from them. */
  changed: Set<string>;
  /** A file of ours stands, or what we know of it differs. */
  more: boolean;
}

function mergeFiles(ours: Database, theirs: Database, dirt: Dirt): Merged {
  const mine = new Map(readHeaders(ours).map((file) => [file.path, file]));
  const yours = new Map(readHeaders(theirs).map((file) => [file.path, file]));
  const merged: Merged = {
    verdicts: new Map(),
    conversations: new Map(),
    sides: new Map(),
    changed: new Set(),
    more: false,
  };
  const adopted: string[] = [];
  for (const path of new Set([...mine.keys(), ...yours.keys()])) {
    const [a, b] = [mine.get(path), yours.get(path)];
    const changed = dirt.files.has(path);
    const verdict = a && b ? judge(a, b, changed) : a ? 'ours' : 'theirs';
    const winner = verdict === 'ours' || (verdict === 'same' && changed) ? a : b;
    if (!winner) continue;
    merged.verdicts.set(path, verdict);
    merged.conversations.set(path, winner.sessionId);
    // A log that went over to another conversation concerns the one it left, too.
    for (const { sessionId } of [a, b].filter((file) => file !== undefined))
      merged.sides.set(sessionId, (merged.sides.get(sessionId) ?? new Set()).add(verdict));
    const asBefore = verdict === 'same' && isDeepStrictEqual(a, b);
    if (winner === a ? !asBefore : a !== undefined && changed && a.gone !== winner.gone) merged.more = true;
    const reading = winner === b && !asBefore ? readReading(theirs, path) : null;
    if (!reading) continue;
    writeFile(ours, { ...winner, gone: a && changed ? a.gone : winner.gone, reading }, []);
    adopted.push(path);
    merged.changed.add(winner.sessionId);
  }
  addIdentities(ours, identitiesOf(theirs, adopted));
  return merged;
}

/** Returns whether any figures of ours stand that differ from theirs. */
function mergeSessions(ours: Database, theirs: Database, dirt: Dirt, { sides, changed }: Merged): boolean {
  let more = false;
  const [mine, yours] = [packedSessions(ours), packedSessions(theirs)];
  const pendingThere = new Set(readPending(theirs));
  const otherBasis = readMeta(ours, 'basis') !== readMeta(theirs, 'basis');
  for (const conversation of new Set([...sides.keys(), ...mine.keys(), ...yours.keys()])) {
    const side = sides.get(conversation) ?? new Set();
    const [a, b] = [mine.get(conversation), yours.get(conversation)];
    const differ = a === undefined || b === undefined || Buffer.compare(a, b) !== 0;
    const dirty = dirt.conversations.has(conversation);
    const take = side.has('ours')
      ? false
      : side.has('theirs') || (b !== undefined && (a === undefined || !dirty));
    if (take && differ) {
      copySessions(ours, theirs, conversation);
      changed.add(conversation);
    } else if (differ) more = true;
    const bothHaveAPart = side.has('ours')
      ? side.has('theirs')
      : side.has('same') && !side.has('theirs') && differ;
    if (bothHaveAPart || (take && (otherBasis || pendingThere.has(conversation))))
      markPending(ours, conversation);
  }
  return more;
}

/** Conversations that share a response with one that the other side has decided. */
function markShared(ours: Database, theirs: Database, { verdicts, conversations, sides }: Merged): void {
  const decidedBy = (verdict: Verdict) => (path: string) =>
    sides.get(conversations.get(path) ?? '')?.has(verdict) ?? false;
  const paths = [...verdicts.keys()].filter(decidedBy('ours'));
  for (const { hash, file } of identitiesOf(ours, paths)) {
    for (const other of filesWith(theirs, hash).filter(decidedBy('theirs'))) {
      if (verdicts.get(file) === 'same' && verdicts.get(other) === 'same') continue;
      for (const path of [file, other]) markPending(ours, conversations.get(path) ?? conversationOf(path));
    }
  }
}
