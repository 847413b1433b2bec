/** The interface of the library. `library.ts` implements it. */
import type { LogFile } from '../log/discover';
import type { Session } from '../session/join';
import type { Followed } from '../session/follow';
import type { FileChange } from '../store/changes';
import type { SessionFigures } from '../store/figures';
import type { Ends } from './ends';
import type { AllFigures } from './allFigures';
import type { Grades } from './grades';
import type { UnitRead } from './adopted';
import type { Changed, DeriveCallbacks, Entry } from './shelf';
import type { Rules } from './rules';
import type { Waiting } from './waiting';

export interface Library {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly figures: ReadonlyMap<string, SessionFigures> & Pick<AllFigures, 'list'>;
  /** The sessions, sorted by their ends. */
  readonly ends: Pick<Ends, 'since' | 'anyIn'>;
  /** What has changed since it was last saved on the shelf. */
  readonly changes: Readonly<Changed>;
  /** Conversations with sessions that must be derived again. */
  readonly waiting: Pick<Waiting, 'size' | 'has' | 'share'>;
  /** Takes over what the archive knows: at the start, or after another window's work was merged into it. */
  restore(entries: Iterable<Entry>, figures: Iterable<SessionFigures>): void;
  /** The reading of a file with its cursor, from memory or the shelf; null if it was never read. */
  followed(path: string): Followed | null;
  /**
   * Has `readOn` continue reading a file, and notes which sessions must be derived again: those in the file before and after, and those of
   * every file with a message whose claims changed.
   */
  read(file: LogFile, readOn: (known: Followed | null) => Followed): void;
  /**
   * Adds a conversation that was read elsewhere, as if `read` and `derive` had made it. Sessions that share messages with other files, or
   * have a part in them, must be derived again. Returns false and adds nothing if one of its files is known.
   */
  adopt(read: UnitRead): boolean;
  /** A file that was added this way and is not on the shelf yet. */
  readElsewhere(path: string): FileChange | null;
  /** Notes that sessions of a conversation must be derived again; without `ids` all with a part in its files. `asKept`: the shelf need not note it. */
  mark(conversation: string, ids?: readonly string[], asKept?: boolean): void;
  markGone(path: string, gone: boolean): void;
  /** Notes that the name of a session changed on the shelf. */
  rename(id: string): void;
  /** Marks all files on disk as not read. */
  unread(): void;
  /** Removes everything. */
  clear(): void;
  /**
   * Derives the waiting sessions of at most `most` conversations, and returns their figures. A conversation that cannot be derived keeps
   * waiting.
   */
  derive(rules: Rules, most: number, callbacks: DeriveCallbacks): SessionFigures[];
  /** Derives a live session in a way that can be continued. */
  warm(id: string, rules: Rules): void;
  /** A session built from its readings; null if unknown. */
  session(id: string): Session | null;
  subAgents(id: string): string[];
  /** The measures of a session with detail and evidence; null if it has none. */
  evidence(id: string): SessionFigures['signals'] | null;
  /** Restores detail and evidence of a session's measures; false if they belong to other measures. */
  prove(id: string, signals: SessionFigures['signals'] | null): boolean;
  /** Grades all figures by other thresholds, and returns the ids of those that changed. */
  regrade(grades: Grades): string[];
  /**
   * Notes that all changes are saved on the shelf. Readings that are not in `keep` are removed from memory. With `keepIds` the library
   * still remembers which file has which message, because the shelf is not asked yet.
   */
  saved(keep: (path: string) => boolean, keepIds: boolean): void;
}
