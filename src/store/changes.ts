/** What is put into the archive in memory: all of it or, when something throws, none. */
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

/** `keys`: all response and prompt keys its reading holds; `lost`: those it held when it was put last, and holds no longer, where that is known. */
export type FileChange = StoredFile & { keys: Iterable<string>; lost?: Iterable<string> };

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

/** What of the archive is other than before. */
export interface Put extends Dirt {
  /** False when all that was put stood there already: there is nothing to save. */
  changed: boolean;
}

/**
 * Writes the changes; gives what of the archive is touched by them. `keep`: puts the reading of a file, with its id, where it is to lie until
 * the next save.
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
  /** Does it to each, and each is a change. */
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
      // What is live is derived at each start, mostly to the same figures.
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
