/** Changes to the archive in memory: all are applied or, if something throws, none. */
import { conversationOf } from '../session/sessionId';
import { removeAlert, writeAlert, type AlertRecord } from './alerts';
import type { SessionFigures } from './figures';
import { writeMark, type SessionMark } from './marks';
import type { Dirt } from './merge';
import type { Database } from './sqlite';
import {
  addKeys,
  clearPending,
  dropKeys,
  forgetKeys,
  markGone,
  markPending,
  readMeta,
  removeSession,
  writeHeader,
  writeMeta,
  writeSession,
  type StoredFile,
} from './tables';

/** `keys`: all response and prompt keys in the file's reading. `lost`: keys that its previous reading had and this one lacks, if known. */
export type FileChange = StoredFile & { keys: Iterable<string>; lost?: Iterable<string> };

export interface Changes {
  files?: Iterable<FileChange>;
  /** Files that were deleted since they were read, or are back. */
  gone?: Iterable<{ path: string; gone: boolean }>;
  /** Sessions and sub-agents; they replace what was stored of them. */
  sessions?: Iterable<SessionFigures>;
  /** Ids of sessions that no longer exist, for example when a sub-agent turns out to be another. */
  removedSessions?: Iterable<string>;
  /**
   * Conversations whose figures match their readings although no session is put here. A conversation of which only files are put becomes
   * pending.
   */
  derived?: Iterable<string>;
  /** Conversations that must be derived again, whatever else is put for them. */
  pending?: Iterable<string>;
  /** Identifies what figures depend on besides the logs (time zone, prices). If it differs, all figures are derived again. */
  basis?: string;
  /** Alerts in their current state, and ids of alerts to delete. */
  alerts?: Iterable<AlertRecord>;
  removedAlerts?: Iterable<string>;
  /** Marks of sessions. */
  marks?: Iterable<SessionMark>;
}

/** What changed in the archive. */
export interface Put extends Dirt {
  /** False if everything was already there: there is nothing to save. */
  changed: boolean;
}

/**
 * Writes the changes and returns what they affect. `keep` stores the reading of a file, with the file's id, where it stays until the next
 * save.
 */
export function putChanges(
  db: Database,
  changes: Changes,
  onSession: (id: string) => void,
  keep: (id: number, file: FileChange) => void,
): Put {
  const { files = [], gone = [], sessions = [], removedSessions = [] } = changes;
  const { derived = [], pending = [], basis, alerts = [], removedAlerts = [], marks = [] } = changes;
  const put: Put = { files: new Set(), conversations: new Set(), changed: false };
  const note = (changed: boolean): boolean => {
    put.changed ||= changed;
    return changed;
  };
  /** Does it for each; each counts as a change. */
  const each = <T>(items: Iterable<T>, write: (one: T) => void): void => {
    for (const one of items) {
      write(one);
      note(true);
    }
  };
  const withFiles = new Set<string>();
  const settled = new Set<string>(derived);
  db.transaction(() => {
    each(files, (file) => {
      const { id, isOther } = writeHeader(db, file);
      if (file.lost !== undefined) dropKeys(db, id, file.lost);
      else if (isOther) forgetKeys(db, [id]);
      addKeys(db, id, file.keys);
      keep(id, file);
      put.files.add(file.path);
      withFiles.add(file.sessionId);
    });
    each(gone, (file) => {
      markGone(db, file.path, file.gone);
      put.files.add(file.path);
    });
    for (const figures of sessions) {
      const conversation = conversationOf(figures.id);
      settled.add(conversation);
      // Live sessions are derived at each start, mostly with the same figures.
      if (note(writeSession(db, figures))) put.conversations.add(conversation);
      onSession(figures.id);
    }
    each(removedSessions, (id) => {
      removeSession(db, id);
      settled.add(conversationOf(id));
      put.conversations.add(conversationOf(id));
    });
    for (const id of withFiles) markPending(db, id);
    for (const id of settled) note(clearPending(db, id));
    for (const id of pending) note(markPending(db, id));
    if (basis !== undefined && basis !== readMeta(db, 'basis'))
      each([basis], (key) => writeMeta(db, 'basis', key));
    each(alerts, (record) => writeAlert(db, record));
    each(removedAlerts, (id) => removeAlert(db, id));
    each(marks, (mark) => writeMark(db, mark));
  });
  return put;
}
