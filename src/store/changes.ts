/** What is put into the archive in memory: all of it or, when something throws, none. */
import { conversationOf } from '../session/sessionId';
import { removeAlert, writeAlert, type AlertRecord } from './alerts';
import type { SessionFigures } from './figures';
import { writeMark, type SessionMark } from './marks';
import type { Dirt } from './merge';
import type { Database } from './sqlite';
import {
  clearPending,
  markGone,
  markPending,
  removeSession,
  writeFile,
  writeMeta,
  writeSession,
  type StoredFile,
} from './tables';

/** `keys`: all response and prompt keys its reading holds. */
export type FileChange = StoredFile & { keys: Iterable<string> };

export interface Changes {
  files?: Iterable<FileChange>;
  /** Files that have left the disk since they were read, or are back. */
  gone?: Iterable<{ path: string; gone: boolean }>;
  /** Sessions and sub-agents; in place of what was kept of them. */
  sessions?: Iterable<SessionFigures>;
  /** Ids of sessions that are no more, as when a sub-agent turns out to be another. */
  removedSessions?: Iterable<string>;
  /**
   * Conversations whose figures hold for their readings though no session is put here. A conversation of
   * which only files are put is pending from then on.
   */
  derived?: Iterable<string>;
  /** Conversations that must be derived again, whatever else is put of them. */
  pending?: Iterable<string>;
  /** Names what figures depend on beside the logs (time zone, prices): when it differs, derive all again. */
  basis?: string;
  /** Alerts as they stand now, and ids of those to forget. */
  alerts?: Iterable<AlertRecord>;
  removedAlerts?: Iterable<string>;
  /** What a person keeps of sessions. */
  marks?: Iterable<SessionMark>;
}

/** Writes the changes; gives what of the archive is touched by them. */
export function putChanges(db: Database, changes: Changes, onSession: (id: string) => void): Dirt {
  const { files = [], gone = [], sessions = [], removedSessions = [] } = changes;
  const { derived = [], pending = [], basis, alerts = [], removedAlerts = [], marks = [] } = changes;
  const touched: Dirt = { files: new Set(), conversations: new Set() };
  const conversations = new Set<string>();
  db.transaction(() => {
    for (const file of files) {
      writeFile(db, file, file.keys);
      touched.files.add(file.path);
      conversations.add(file.sessionId);
    }
    for (const file of gone) {
      markGone(db, file.path, file.gone);
      touched.files.add(file.path);
    }
    for (const figures of sessions) {
      writeSession(db, figures);
      onSession(figures.id);
      touched.conversations.add(conversationOf(figures.id));
    }
    for (const id of removedSessions) {
      removeSession(db, id);
      touched.conversations.add(conversationOf(id));
    }
    for (const id of conversations) markPending(db, id);
    for (const id of [...touched.conversations, ...derived]) clearPending(db, id);
    for (const id of pending) markPending(db, id);
    if (basis !== undefined) writeMeta(db, 'basis', basis);
    for (const record of alerts) writeAlert(db, record);
    for (const id of removedAlerts) removeAlert(db, id);
    for (const mark of marks) writeMark(db, mark);
  });
  return touched;
}
