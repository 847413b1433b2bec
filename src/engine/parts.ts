/** What an engine receives from whoever starts it. */
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
  /** Follow the folders; otherwise everything is read once. */
  watch: boolean;
}

/**
 * Follows folders; `onChange` gets paths of logs that appeared, grew, changed or disappeared. `onLook`: the folders must be scanned,
 * because all of them are watched now, or one appeared or disappeared, and nothing reports what happened in it before.
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
  /** IANA zone of the machine, used if the setting names none. */
  systemTimezone: string;
  checkpoint: Checkpoint;
  /** Why the archive must not be used; null if it may be. */
  refused?: string | null;
  /** Decides who may write the archive; null if there is no folder to write to. */
  lease: Lease | null;
  /** Prices that a person imported. */
  imports: { read(): PriceImport[]; write(imports: PriceImport[]): void };
  /** Copies of logs; null if there is no folder for them. Used if the setting says so. */
  vault: Vault | null;
  /** What Claude Code said of limits and context windows; absent: none of it is stored. */
  official?: () => Official | null;
  /** The search index; null if there is no folder for it. Used if the setting says so. */
  searchIndex?: SearchIndex | null;
  /** The sidecar beside the archive; `key` identifies the settings and prices that it depends on. */
  sidecar?: { files: Sidecar; key: (settings: Settings, imports: readonly PriceImport[]) => string } | null;
  /** The live sessions published from the sidecar. They are published again once the logs have been checked, if they differ. */
  liveAhead?: LiveContent | null;
  /** Waits while the machine is busy, after this many bytes of work; absent: never waits. */
  rest?: (stopped: () => boolean, worked: number) => Promise<void>;
  /** Collects garbage if memory has grown, during a start and now and then; absent: V8 decides. */
  clearUp?: ClearUp;
  /** Returns unused memory to the system; absent: V8 decides. */
  giveBack?: () => void;
  /** Threads that help to read; absent: the engine's thread reads everything. */
  readers?: HelpingThreads;
  now: () => number;
  /** Live sessions are followed; absent: everything is read once. */
  follows?: boolean;
  watch: Watch;
  emit: (notice: Notice) => void;
  pace?: Pace;
}

/** Threads that help to read. */
export interface HelpingThreads {
  start: StartReader;
  /** How many threads the setting allows now. */
  most: (asked: Settings['reading']['threads']) => number;
  /** Threads are started if at least this many bytes of log are new. */
  from: number;
}

/** How much is done at a time. The results are the same (law 6). */
export interface Pace {
  /** Bytes of log read between two turns of the event loop, so that calls are answered during an ingest. */
  slice: number;
  /** Bytes of log after which readings move from memory to the archive. */
  shelve: number;
  /** Conversations derived between two turns of the event loop. */
  derived: number;
}

/** Reports a problem to the person, once per code and file. */
export type TellProblem = (
  level: Problem['level'],
  code: string,
  message: string,
  file: string | null,
) => void;
