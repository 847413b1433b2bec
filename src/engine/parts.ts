/** What an engine is given by whoever starts it. */
import type { LiveContent } from '../library/sessionRow';
import type { SearchIndex } from '../search/index';
import type { Settings } from '../settings/settings';
import type { Checkpoint } from '../store/checkpoint';
import type { Lease } from '../store/lease';
import type { Vault } from '../store/vault';
import type { Official } from '../usage/official';
import type { PriceImport } from '../usage/table';
import type { Problem } from './commands';
import type { ClearUp } from './heap';
import type { Notice } from './protocol';
import type { StartReader } from './readers';
import type { Sidecar } from './sidecar';

/** What only a composition root knows. */
export interface Surroundings {
  version: string;
  now: () => number;
  pid: number;
  /** Name of this machine. */
  host: string;
  timezone: string;
  emit: (notice: Notice) => void;
  /** Follow the folders; without it, what is there is read once. */
  watch: boolean;
}

/**
 * Follows folders; `onChange` gets paths of logs that appeared, grew, changed or went. `onLook`: what is there must be looked through, as all
 * folders are watched now, or one came or went: what happened in it before that is not told.
 */
export type Watch = (
  roots: string[],
  onChange: (path: string) => void,
  onError: (error: unknown) => void,
  onLook: () => void,
) => { close(): Promise<void> };

export interface EngineParts {
  settings: Settings;
  home: string;
  claudeConfigDir: string | null;
  xdgConfigHome: string | null;
  /** IANA zone of the machine, when the setting names none. */
  systemTimezone: string;
  checkpoint: Checkpoint;
  /** Why the archive must not be used, as it is; null when it may. */
  refused?: string | null;
  /** Who may write the archive; null when there is no folder to write to. */
  lease: Lease | null;
  /** Prices that a person imported. */
  imports: { read(): PriceImport[]; write(imports: PriceImport[]): void };
  /** Copies of logs; null when there is no folder for them. Used when the setting says so. */
  vault: Vault | null;
  /** What Claude Code said of limits and context windows; absent: nothing is kept of it. */
  official?: () => Official | null;
  /** The search index; null when there is no folder for it. Used when the setting says so. */
  searchIndex?: SearchIndex | null;
  /** What is kept beside the archive to save the next start time; `key` names what it follows from under these settings and prices. */
  sidecar?: { files: Sidecar; key: (settings: Settings, imports: readonly PriceImport[]) => string } | null;
  /** The live sessions as they were told from it: they are told again when the logs have been looked at, where they are other then. */
  liveAhead?: LiveContent | null;
  /** Waits while the machine has other things to do, after so many bytes of work; absent: nothing is waited for. */
  rest?: (stopped: () => boolean, worked: number) => Promise<void>;
  /** Has memory looked through where it has grown, at a start and now and then; absent: V8 does as it sees fit. */
  clearUp?: ClearUp;
  /** Has memory that is not used given back to the system; absent: V8 does as it sees fit. */
  giveBack?: () => void;
  /** Threads that help to read; absent: the engine's own reads all. */
  readers?: HelpingThreads;
  now: () => number;
  /** What is live is followed as it is written; absent: what is there is read once. */
  follows?: boolean;
  watch: Watch;
  emit: (notice: Notice) => void;
  pace?: Pace;
}

/** Threads that help to read. */
export interface HelpingThreads {
  start: StartReader;
  /** So many may be at work now, by the setting. */
  most: (asked: Settings['reading']['threads']) => number;
  /** Bytes of log that were not read before from which on they are started. */
  from: number;
}

/** How much is done at a time. What comes out is the same (law 6). */
export interface Pace {
  /** Bytes of log read between two turns of the event loop, so that calls are answered during an ingest. */
  slice: number;
  /** Bytes of log after which readings go to the archive and leave memory. */
  shelve: number;
  /** Conversations derived between two turns of the event loop. */
  derived: number;
}

/** Tells a person of a problem, once for each code and file. */
export type TellProblem = (
  level: Problem['level'],
  code: string,
  message: string,
  file: string | null,
) => void;
