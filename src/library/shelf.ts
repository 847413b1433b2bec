/** What the library is given from the archive, what it knows of files, and what of that the archive has not been told. */
import type { LogFile } from '../log/discover';
import type { Session } from '../session/join';
import type { Cursor, FileReading } from '../session/reading';
import type { SessionFigures } from '../store/figures';
import type { Spent } from '../usage/blocks';

/** A file the library knows. */
export interface Entry {
  file: LogFile;
  cursor: Cursor | null;
  /** It was read before and is no longer on the disk. Its figures stay (P47). */
  gone: boolean;
}

/** Where readings lie that are not in memory, and which saved files hold a message. */
export interface Shelf {
  reading(path: string): FileReading | null;
  /** Files whose saved reading claims any of the ids. */
  filesWith(ids: readonly string[]): readonly string[];
  /** The name a person gave a session; null for its own. */
  givenName?(id: string): string | null;
  /** ms since the epoch: times in the future are none (P58). */
  now?(): number;
}

/** What the shelf has not been told. */
export interface Changed {
  /** Paths whose reading is newer than the shelf's. */
  files: Set<string>;
  /** Keys that such a reading no longer holds, by path; null where it is not known which the shelf's holds. */
  lost: Map<string, Set<string> | null>;
  /** Paths that have left the disk, or are back. */
  moved: Set<string>;
  /** Sessions whose figures are newer. */
  sessions: Set<string>;
  /** Sessions that are no more. */
  removed: Set<string>;
  /** Conversations of which nothing waits any more. */
  settled: Set<string>;
  /** Conversations that began to wait, and do. */
  waiting: Set<string>;
}

/** Notes which keys a log has lost since the shelf was told of it; null: it is not known which it had. */
export function noteLost({ lost }: Changed, path: string, ids: readonly string[] | null): void {
  const before = lost.get(path);
  if (before !== null) lost.set(path, ids === null ? null : new Set([...(before ?? []), ...ids]));
}

/** What `derive` tells while it works. */
export interface DeriveCallbacks {
  /** More logs come: sessions that share messages with others, which these may change again, go on waiting. */
  more?: boolean;
  /** `before`: its figures until now; `spent`: its requests as limits see them. */
  onSession(
    session: Session,
    figures: SessionFigures,
    before: SessionFigures | undefined,
    spent: Spent[],
  ): void;
  onFailure(conversation: string, error: unknown): void;
}
