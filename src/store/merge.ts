import { isDeepStrictEqual } from 'node:util';
import { mergeAlerts } from './alerts';
import { mergeMarks } from './marks';
import { conversationOf } from '../session/sessionId';
import type { Packs } from './packs';
import { idOf, keepInside, keepPlace, readPlaces, readReading } from './readings';
import type { Database } from './sqlite';
import {
  type FileHeader,
  addIdentities,
  copySessions,
  forgetKeys,
  identitiesOf,
  markPending,
  packedSessions,
  readHeaders,
  readMeta,
  readPending,
  sameLog,
  sharing,
  writeHeader,
} from './tables';

/** Changes in a store since the image it was loaded from or last written to. */
export interface Dirt {
  /** Paths. */
  files: Set<string>;
  conversations: Set<string>;
}

/** Whose reading of a file wins; `same` if both have read the same bytes. */
export type Verdict = 'ours' | 'theirs' | 'same';

/**
 * Decides whose reading of a file wins. Of one log, the longer reading, because a reading is the fold of the bytes up to its cursor, and
 * logs only grow. Of two different logs under one name, the one written later.
 */
export function judge(ours: FileHeader, theirs: FileHeader, oursChanged: boolean): Verdict {
  const [a, b] = [ours.cursor, theirs.cursor];
  if (sameLog(a, b) && a.offset === b.offset) return 'same';
  const lead = sameLog(a, b) ? 0 : a.mtimeMs - b.mtimeMs;
  const ahead = lead || a.offset - b.offset || (oursChanged ? 1 : -1);
  return ahead > 0 ? 'ours' : 'theirs';
}

export interface MergeResult {
  /** Conversations that the merge changed or that are pending: whoever holds their readings or figures loads them from the store again. */
  changed: string[];
  /** We have something that they lack. */
  more: boolean;
  /** The state of alerts has changed. */
  alerts: boolean;
}

/**
 * Merges another writer's newer image into our store. It relies on this: in each store, the figures of a conversation that is not pending
 * follow from that store's readings of the conversation's files, and of files that share a response with them. So figures come from the
 * side whose readings of these files win. If both sides contribute, the conversation becomes pending. Call it inside a transaction of
 * `ours`. `fromElsewhere`: theirs is another archive; its figures are not trusted if we already have the readings, and its readings are
 * inside the image. Otherwise `packs` has the readings of both.
 */
export function merge(
  ours: Database,
  theirs: Database,
  dirt: Dirt,
  packs: Packs,
  fromElsewhere = false,
): MergeResult {
  const files = mergeFiles(ours, theirs, dirt, packs);
  const differ = mergeSessions(ours, theirs, dirt, files, fromElsewhere);
  const alerts = mergeAlerts(ours, theirs);
  const marks = mergeMarks(ours, theirs);
  const [pending, pendingThere] = [readPending(ours), new Set(readPending(theirs))];
  const more =
    files.more ||
    differ ||
    alerts.more ||
    marks.more ||
    pending.length !== pendingThere.size ||
    pending.some((id) => !pendingThere.has(id)) ||
    readMeta(ours, 'basis') !== readMeta(theirs, 'basis');
  return {
    changed: [...new Set([...pending, ...files.changed, ...marks.changed.map(conversationOf)])],
    more,
    alerts: alerts.changed.length > 0,
  };
}

interface Merged {
  verdicts: Map<string, Verdict>;
  conversations: Map<string, string>;
  /** The verdicts on the files of each conversation, and on files that share a response with them. */
  sides: Map<string, Set<Verdict>>;
  /** Conversations of which a file or a session came from them. */
  changed: Set<string>;
  /** A file of ours wins, or what we know of it differs. */
  more: boolean;
}

function mergeFiles(ours: Database, theirs: Database, dirt: Dirt, packs: Packs): Merged {
  const ourFiles = new Map(readHeaders(ours).map((file) => [file.path, file]));
  const theirFiles = new Map(readHeaders(theirs).map((file) => [file.path, file]));
  const merged: Merged = {
    verdicts: new Map(),
    conversations: new Map(),
    sides: new Map(),
    changed: new Set(),
    more: false,
  };
  const adopted: FileHeader[] = [];
  const rewritten: string[] = [];
  const same: string[] = [];
  for (const path of new Set([...ourFiles.keys(), ...theirFiles.keys()])) {
    const [a, b] = [ourFiles.get(path), theirFiles.get(path)];
    const changed = dirt.files.has(path);
    const verdict = a && b ? judge(a, b, changed) : a ? 'ours' : 'theirs';
    const winner = verdict === 'ours' || (verdict === 'same' && changed) ? a : b;
    if (!winner) continue;
    merged.verdicts.set(path, verdict);
    merged.conversations.set(path, winner.sessionId);
    if (a && b && !sameLog(a.cursor, b.cursor)) rewritten.push(path);
    // A log that moved to another conversation also affects the one it left.
    for (const { sessionId } of [a, b].filter((file) => file !== undefined))
      addSide(merged, sessionId, verdict);
    if (verdict === 'same') same.push(path);
    const asBefore = verdict === 'same' && isDeepStrictEqual(a, b);
    if (winner === a ? !asBefore : a !== undefined && changed && a.gone !== winner.gone) merged.more = true;
    if (winner === b && !asBefore) adopted.push({ ...b, gone: a && changed ? a.gone : b.gone });
  }
  // Another conversation may own what a log contained before it was rewritten.
  for (const db of [ours, theirs]) addSharers(merged, db, rewritten);
  const [ourPlaces, theirPlaces] = [readPlaces(ours), readPlaces(theirs)];
  const others: number[] = [];
  for (const file of adopted) {
    const place = theirPlaces.get(file.path);
    const reading = readReading(theirs, packs, file.path);
    // If it cannot be read there, ours is better.
    if (reading === null && (place === undefined || ourFiles.has(file.path))) continue;
    const { id, isOther } = writeHeader(ours, file);
    if (isOther) others.push(id);
    if (place !== undefined) keepPlace(ours, id, place);
    else if (reading !== null) keepInside(ours, id, reading);
    merged.changed.add(file.sessionId);
  }
  for (const path of same) {
    const [place, known] = [theirPlaces.get(path), ourPlaces.get(path)];
    if (place === undefined) {
      // A backup repairs what can no longer be read here.
      const reading =
        known !== undefined && packs.read(known) === null ? readReading(theirs, packs, path) : null;
      if (reading !== null) keepInside(ours, idOf(ours, path), reading);
    }
    // The newest image says where a reading is that both have: it will still be there when this image is written.
    else if (!isDeepStrictEqual(place, known)) {
      const reading = packs.read(place);
      if (reading !== null && (!dirt.files.has(path) || isSame(reading, readReading(ours, packs, path))))
        keepPlace(ours, idOf(ours, path), place);
    }
  }
  if (others.length > 0) forgetKeys(ours, others);
  addIdentities(
    ours,
    identitiesOf(
      theirs,
      adopted.map(({ path }) => path),
    ),
  );
  addSharers(
    merged,
    ours,
    [...merged.verdicts].flatMap(([path, verdict]) => (verdict === 'same' ? [] : [path])),
  );
  return merged;
}

/** Another version of Vigil may have read the same bytes with another result. */
const isSame = (theirs: Uint8Array, ours: Uint8Array | null): boolean =>
  ours !== null && Buffer.compare(theirs, ours) === 0;

function addSide({ sides }: Merged, conversation: string, verdict: Verdict): void {
  sides.set(conversation, (sides.get(conversation) ?? new Set()).add(verdict));
}

/** The verdict on a file affects the conversations that share responses with it. */
function addSharers(merged: Merged, db: Database, paths: string[]): void {
  if (paths.length === 0) return;
  for (const [path, other] of sharing(db, paths)) {
    const [verdict, conversation] = [merged.verdicts.get(path), merged.conversations.get(other)];
    if (verdict !== undefined && conversation !== undefined) addSide(merged, conversation, verdict);
  }
}

/** Returns whether any of our figures win that differ from theirs. */
function mergeSessions(
  ours: Database,
  theirs: Database,
  dirt: Dirt,
  { sides, changed }: Merged,
  fromElsewhere: boolean,
): boolean {
  let more = false;
  const [ourSessions, theirSessions] = [packedSessions(ours), packedSessions(theirs)];
  const pendingThere = new Set(readPending(theirs));
  const otherBasis = readMeta(ours, 'basis') !== readMeta(theirs, 'basis');
  for (const conversation of new Set([...sides.keys(), ...ourSessions.keys(), ...theirSessions.keys()])) {
    const side = sides.get(conversation) ?? new Set();
    const [a, b] = [ourSessions.get(conversation), theirSessions.get(conversation)];
    const differ = a === undefined || b === undefined || Buffer.compare(a, b) !== 0;
    if (fromElsewhere && a !== undefined && !side.has('theirs')) {
      more ||= differ;
      continue;
    }
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
