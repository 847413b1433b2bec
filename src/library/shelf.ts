/** The shelf: what the library gets from the archive, and what the archive has not saved yet. */
import type { LogFile } from '../log/discover';
import type { Session } from '../session/join';
import type { Cursor, FileReading } from '../session/reading';
import type { SessionFigures } from '../store/figures';
import type { Spent } from '../usage/blocks';

/** A file the library knows. */
export interface Entry {
  file: LogFile;
  cursor: Cursor | null;
  /** It was read and has since been deleted. Its figures stay (P47). */
  gone: boolean;
}

/** The readings that are not in memory, and which saved files have a message. */
export interface Shelf {
  reading(path: string): FileReading | null;
  /** Files whose saved reading claims any of the ids. */
  filesWith(ids: readonly string[]): readonly string[];
  /** The name a person gave a session, or null. */
  givenName?(id: string): string | null;
  /** ms since the epoch; later times are ignored (P58). */
  now?(): number;
}

/** Changes that are not saved on the shelf. */
export interface Changed {
  /** Paths with a newer reading than on the shelf. */
  files: Set<string>;
  /** Keys that such a reading no longer has, by path; null if the keys on the shelf are unknown. */
  lost: Map<string, Set<string> | null>;
  /** Paths that were deleted, or are back. */
  moved: Set<string>;
  /** Sessions with newer figures. */
  sessions: Set<string>;
  /** Sessions that no longer exist. */
  removed: Set<string>;
  /** Conversations that no longer wait to be derived. */
  settled: Set<string>;
  /** Conversations that started to wait, and still do. */
  waiting: Set<string>;
}

/** Notes which keys a log has lost since it was saved on the shelf; null if its keys are unknown. */
export function noteLost({ lost }: Changed, path: string, ids: readonly string[] | null): void {
  const before = lost.get(path);
  if (before !== null) lost.set(path, ids === null ? null : new Set([...(before ?? []), ...ids]));
}

/** Options and callbacks of `derive`. */
export interface DeriveCallbacks {
  /** More logs are coming: sessions that share messages with others keep waiting, because these logs may change them. */
  more?: boolean;
  /** `before`: its earlier figures; `spent`: its requests, for the sums of limits and budgets. */
  onSession(
    session: Session,
    figures: SessionFigures,
    before: SessionFigures | undefined,
    spent: Spent[],
  ): void;
  onFailure(conversation: string, error: unknown): void;
}
