/** What the library does for those who feed and ask it; how stands in `library.ts`. */
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
  /** The sessions by when they ended. */
  readonly ends: Pick<Ends, 'since' | 'anyIn'>;
  /** What has changed since the shelf was told. */
  readonly changes: Readonly<Changed>;
  /** Conversations of which a session must be derived again. */
  readonly waiting: Pick<Waiting, 'size' | 'has' | 'share'>;
  /** Enters what the archive knows: at start, or when another window's work was merged into it. */
  restore(entries: Iterable<Entry>, figures: Iterable<SessionFigures>): void;
  /** The reading of a file with its cursor, from memory or shelf; null when it was never read. */
  followed(path: string): Followed | null;
  /**
   * Lets `readOn` read a file on from what is known of it, and notes which sessions must be derived again: those of the file as it was and as it
   * is, and those of every file that holds a message which is claimed otherwise now.
   */
  read(file: LogFile, readOn: (known: Followed | null) => Followed): void;
  /**
   * Takes in a conversation that was read elsewhere, as if `read` and `derive` had made it: sessions that share messages with other files,
   * or have a part in them, must be derived again. False, and nothing is taken, when one of its files is known.
   */
  adopt(read: UnitRead): boolean;
  /** A file that was taken in so, until the shelf has it. */
  readElsewhere(path: string): FileChange | null;
  /** Sessions of a conversation must be derived again; without `ids` all that have a part in its files. `asKept`: what the shelf has of it holds. */
  mark(conversation: string, ids?: readonly string[], asKept?: boolean): void;
  markGone(path: string, gone: boolean): void;
  /** The shelf has another name for a session. */
  rename(id: string): void;
  /** All that is on the disk counts as not yet read. */
  unread(): void;
  /** Forgets all. */
  clear(): void;
  /**
   * Derives the sessions that wait, at most those of `most` conversations, and returns their figures. A conversation that cannot be
   * derived goes on waiting.
   */
  derive(rules: Rules, most: number, callbacks: DeriveCallbacks): SessionFigures[];
  /** Works out a session that lives, so that what comes of it is gone on from. */
  warm(id: string, rules: Rules): void;
  /** One session put together from its readings; null when unknown. */
  session(id: string): Session | null;
  subAgents(id: string): string[];
  /** A session's measures with detail and evidence; null while it has none. */
  evidence(id: string): SessionFigures['signals'] | null;
  /** Gives a session's measures the detail and evidence they had; false when these are not of the same measures. */
  prove(id: string, signals: SessionFigures['signals'] | null): boolean;
  /** Gives all figures the severities of other thresholds; ids of those that changed. */
  regrade(grades: Grades): string[];
  /**
   * What changed is on the shelf now. Readings not named in `keep` leave memory; with `keepIds` the shelf is not
   * asked who holds a message yet, and the library goes on remembering it.
   */
  saved(keep: (path: string) => boolean, keepIds: boolean): void;
}
