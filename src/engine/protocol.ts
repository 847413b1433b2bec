/**
 * Messages between the extension host and the engine's worker thread; each side checks what it receives with zod. Calls carry an id and
 * get one reply. Notices go from the engine to its host without a call.
 */
import * as z from 'zod';
import { LiveContent } from '../library/sessionRow';
import { questions } from '../questions/index';
import { Settings } from '../settings/settings';
import { commands, IngestProgress, Problem } from './commands';

/** The calls, each with the schema of its arguments and of its answer. */
export const calls = { ...questions, ...commands } as const;
export type Calls = typeof calls;
export type CallName = keyof Calls;
export type Args<N extends CallName> = z.input<Calls[N]['args']>;
export type Reply<N extends CallName> = z.output<Calls[N]['reply']>;

export const Call = z.object({ id: z.number(), call: z.string(), args: z.unknown() });
export type Call = z.infer<typeof Call>;
export const Answer = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.string().optional(),
});
export type Answer = z.infer<typeof Answer>;

export const Notice = z.discriminatedUnion('notice', [
  /** Sent as a whole whenever a live session changes or ages. */
  z.object({ notice: z.literal('live'), ...LiveContent.shape }),
  /** Sessions (not sub-agents) whose figures changed; lists and open panels that show them ask again. */
  z.object({ notice: z.literal('changed'), ids: z.array(z.string()) }),
  /** Alerts changed: a condition began or ended, or an alert was put away, here or in another window. */
  z.object({ notice: z.literal('alerts') }),
  /** The archive was wiped or restored: everything on screen must be asked for again. */
  z.object({ notice: z.literal('reset') }),
  /** The archive is not kept (the reason, in words), or is kept again (null). */
  z.object({ notice: z.literal('notKept'), notKept: z.string().nullable() }),
  z.object({ notice: z.literal('progress'), progress: IngestProgress }),
  /** Logs are copied into the vault: `done` of `total`. */
  z.object({ notice: z.literal('keeping'), done: z.number(), total: z.number() }),
  /** The search index is being updated: `done` of `total` logs. */
  z.object({ notice: z.literal('indexing'), done: z.number(), total: z.number() }),
  z.object({ notice: z.literal('problem'), problem: Problem }),
]);
export type Notice = z.infer<typeof Notice>;

/** Start data of the worker (`workerData`). Paths are absolute. */
export const EngineStart = z.object({
  /** Folder of Vigil's own files (globalStorageUri); null keeps everything in memory. */
  storage: z.string().nullable(),
  home: z.string(),
  /** CLAUDE_CONFIG_DIR as the environment has it. */
  claudeConfigDir: z.string().nullable(),
  xdgConfigHome: z.string().nullable(),
  /** Folder of sql-wasm.wasm. */
  wasmFolder: z.string(),
  settings: Settings,
});
export type EngineStart = z.infer<typeof EngineStart>;

/**
 * Size of the young generation of the engine's thread and of reader threads. V8 uses three times this setting, and far more by default:
 * with 16, a window that knows 5,000 logs takes 20 MB more, and reads new ones 2 % faster.
 */
export const YOUNG_MB = 6;

/**
 * Heap limit of each of these threads, in MB. Without a tight limit, V8 lets a heap grow to four times what is in use before it collects.
 * With this limit, of which a log of 1 GB needs a third, it collects earlier: a window takes 40 MB less, and 80 less while a thread helps
 * it to read.
 */
export const HEAP_MB = 1_000;
