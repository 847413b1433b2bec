/** The commands of the engine, with arguments and answers, and the types of its state. */
import * as z from 'zod';
import { ACTS } from '../detectors/life';
import { Settings } from '../settings/settings';
import { SessionMark } from '../store/marks';

export const IngestProgress = z.object({
  running: z.boolean(),
  cancelled: z.boolean(),
  filesDone: z.number(),
  filesTotal: z.number(),
  bytesDone: z.number(),
  bytesTotal: z.number(),
});
export type IngestProgress = z.infer<typeof IngestProgress>;

/** A problem that a person may want to know about or fix. One line: what happened, to which file, what to do. */
export const Problem = z.object({
  level: z.enum(['info', 'warn', 'error']),
  code: z.string(),
  message: z.string(),
  file: z.string().nullable(),
});
export type Problem = z.infer<typeof Problem>;

export const Archive = z.object({
  folder: z.string().nullable(),
  imageBytes: z.number(),
  conversations: z.number(),
  subAgents: z.number(),
  files: z.number(),
  gone: z.number(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  free: z.number(),
  /** Why nothing is saved, in words; null if it is. */
  notKept: z.string().nullable().default(null),
  /** Ids of sessions whose figures cannot be read; they are derived again if their logs are known. */
  setAside: z.array(z.string()).default([]),
  /** Copies of logs; null if the vault is off. */
  vault: z.object({ logs: z.number(), bytes: z.number() }).nullable(),
});
export type Archive = z.infer<typeof Archive>;

/** The search index. */
export const SearchState = z.object({
  /** Whether the index is switched on. */
  on: z.boolean(),
  /** What is in it. */
  logs: z.number(),
  texts: z.number(),
  bytes: z.number(),
  /** Progress while this window is indexing logs, else null. */
  progress: z.object({ done: z.number(), total: z.number() }).nullable(),
  /** Why there is no index although it is on, in words. */
  why: z.string().nullable(),
});
export type SearchState = z.infer<typeof SearchState>;

/** A LiteLLM price file, and the platform whose prices are wanted. Null: one price per model; for Claude, Anthropic's own. */
const PriceFile = z.object({ text: z.string(), platform: z.string().nullable().default(null) });

/** The commands, each with the schema of its arguments and of its answer. */
export const commands = {
  configure: { args: Settings, reply: z.null() },
  /** The platforms in a LiteLLM price file, the largest first. Throws in words if the file is not one. */
  pricePlatforms: {
    args: z.object({ text: z.string() }),
    reply: z.array(z.object({ name: z.string(), models: z.number() })),
  },
  /** What a LiteLLM price file would change, in words. Throws in words if the file is not one. Changes nothing. */
  previewPrices: {
    args: PriceFile,
    reply: z.object({ changes: z.number(), difference: z.string() }),
  },
  /** Merges the file's prices, valid from today, and prices everything again. */
  importPrices: { args: PriceFile, reply: z.object({ changes: z.number() }) },
  /** Contents and size of the archive and the vault. */
  archive: { args: z.null(), reply: Archive },
  /** Writes the archive as one file, replacing an existing one. */
  backup: { args: z.object({ file: z.string() }), reply: z.null() },
  /** Replaces the archive by a backup, keeps the previous archive beside it, and reads the logs on from there. */
  restore: { args: z.object({ file: z.string() }), reply: z.null() },
  /** Merges the archive of another machine: a backup, or an image from its storage folder. */
  merge: { args: z.object({ file: z.string() }), reply: z.object({ conversations: z.number() }) },
  /** Writes the archive for other programs. */
  exportArchive: {
    args: z.object({ file: z.string(), format: z.enum(['json', 'csv', 'sqlite']) }),
    reply: z.null(),
  },
  /** Frees the space of removed data; returns the bytes of the image before and after. */
  compact: { args: z.null(), reply: z.object({ before: z.number(), after: z.number() }) },
  /** Deletes everything, or a project. Logs that are on disk and not excluded are read again. `logs`: how many were deleted. */
  wipe: { args: z.object({ project: z.string().nullable() }), reply: z.object({ logs: z.number() }) },
  progress: { args: z.null(), reply: IngestProgress },
  /** A person's action on alerts; no ids: all stored alerts. `until`: end of a snooze, ms since the epoch. */
  actOnAlerts: {
    args: z.object({
      ids: z.array(z.string().max(5_000)).max(2_000).nullable(),
      act: z.enum(ACTS),
      until: z.number().min(0).max(8.64e15).nullable().default(null),
    }),
    reply: z.null(),
  },
  /** Imports ids that were dismissed before the archive stored alerts. */
  adoptDismissed: { args: z.object({ ids: z.array(z.string()) }), reply: z.null() },
  cancelIngest: { args: z.null(), reply: z.null() },
  /** Reads what changed, without waiting for the file watcher; with `force` everything from its start. */
  refresh: { args: z.object({ force: z.boolean().default(false) }), reply: z.null() },
  /**
   * Copies every log whose session has ended into the vault, and resolves when that is done. `copied`: in this life of the engine. `left`:
   * not copied although there is space, because another window does it (`byOther`) or it was stopped. Does nothing if the vault is off.
   */
  keepLogs: {
    args: z.null(),
    reply: z.object({ copied: z.number(), left: z.number(), byOther: z.boolean() }),
  },
  /** Contents and size of the search index. */
  searchState: { args: z.null(), reply: SearchState },
  /** Brings the search index up to date, if it is on, and resolves when that is done. `left`, `byOther` as for `keepLogs`. */
  indexLogs: {
    args: z.null(),
    reply: z.object({ logs: z.number(), left: z.number(), byOther: z.boolean() }),
  },
  /** Deletes the search index. `bytes`: the space freed. */
  clearSearch: { args: z.null(), reply: z.object({ bytes: z.number() }) },
  /** Stars, names, annotates or hides a session; fields not given stay as they are. A blank name or note removes it. */
  markSession: {
    args: z.object({
      id: SessionMark.shape.session,
      starred: z.boolean().optional(),
      hidden: z.boolean().optional(),
      name: z.string().max(200).optional(),
      note: z.string().max(5_000).optional(),
    }),
    reply: z.null(),
  },
  /** Writes the archive if anything changed. */
  checkpoint: { args: z.null(), reply: z.null() },
  /** Writes the archive and ends the engine. */
  close: { args: z.null(), reply: z.null() },
} as const;
export type CommandName = keyof typeof commands;

/** Implements some of the commands. */
export type CommandsNamed<N extends CommandName> = {
  [K in N]: (
    args: z.output<(typeof commands)[K]['args']>,
  ) => z.output<(typeof commands)[K]['reply']> | Promise<z.output<(typeof commands)[K]['reply']>>;
};
