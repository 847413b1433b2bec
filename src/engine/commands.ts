/** What faces may have the engine do, with its arguments and answers, and what the engine says of itself. */
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

/** Something a person may want to know or mend. One line saying what happened, to which file, what to do. */
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
  /** Why nothing is kept, in words; null while it is. */
  notKept: z.string().nullable().default(null),
  /** Ids of sessions whose figures cannot be read: they are worked out again where their logs are known. */
  setAside: z.array(z.string()).default([]),
  /** Copies of logs; null when none are kept. */
  vault: z.object({ logs: z.number(), bytes: z.number() }).nullable(),
});
export type Archive = z.infer<typeof Archive>;

/** The search index. */
export const SearchState = z.object({
  /** It is switched on. */
  on: z.boolean(),
  /** What is in it. */
  logs: z.number(),
  texts: z.number(),
  bytes: z.number(),
  /** Logs that are being taken in by this window; null while none are. */
  progress: z.object({ done: z.number(), total: z.number() }).nullable(),
  /** Why it is not kept although it is on, in words. */
  why: z.string().nullable(),
});
export type SearchState = z.infer<typeof SearchState>;

/** A LiteLLM price file, and the platform whose prices are wanted; null: each model's one price, of Claude Anthropic's own. */
const PriceFile = z.object({ text: z.string(), platform: z.string().nullable().default(null) });

/** The commands, each with the schema of its arguments and of its answer. */
export const commands = {
  configure: { args: Settings, reply: z.null() },
  /** The platforms a LiteLLM price file has models of, the largest first; throws in words when it is none. */
  pricePlatforms: {
    args: z.object({ text: z.string() }),
    reply: z.array(z.object({ name: z.string(), models: z.number() })),
  },
  /** What a LiteLLM price file would change, in words; throws in words when it is none. Changes nothing. */
  previewPrices: {
    args: PriceFile,
    reply: z.object({ changes: z.number(), difference: z.string() }),
  },
  /** Merges the file's prices from today on, and prices everything again. */
  importPrices: { args: PriceFile, reply: z.object({ changes: z.number() }) },
  /** What the archive and the vault hold and take. */
  archive: { args: z.null(), reply: Archive },
  /** Writes the archive as one file, in place of what was there. */
  backup: { args: z.object({ file: z.string() }), reply: z.null() },
  /** Puts a backup in place of the archive, which is kept beside it, and reads the logs on from there. */
  restore: { args: z.object({ file: z.string() }), reply: z.null() },
  /** Takes in the archive of another machine: a backup, or an image out of its storage folder. */
  merge: { args: z.object({ file: z.string() }), reply: z.object({ conversations: z.number() }) },
  /** Writes the archive for other programs. */
  exportArchive: {
    args: z.object({ file: z.string(), format: z.enum(['json', 'csv', 'sqlite']) }),
    reply: z.null(),
  },
  /** Gives back the room of what was removed; bytes of the image before and after. */
  compact: { args: z.null(), reply: z.object({ before: z.number(), after: z.number() }) },
  /** Forgets everything, or a project; logs that are there and not excluded are read again. `logs`: how many were forgotten. */
  wipe: { args: z.object({ project: z.string().nullable() }), reply: z.object({ logs: z.number() }) },
  progress: { args: z.null(), reply: IngestProgress },
  /** What a person does with alerts; no ids: with all that are kept. `until`: of a snooze, ms since the epoch. */
  actOnAlerts: {
    args: z.object({
      ids: z.array(z.string().max(5_000)).max(2_000).nullable(),
      act: z.enum(ACTS),
      until: z.number().min(0).max(8.64e15).nullable().default(null),
    }),
    reply: z.null(),
  },
  /** Takes over ids that were dismissed before alerts were kept in the archive. */
  adoptDismissed: { args: z.object({ ids: z.array(z.string()) }), reply: z.null() },
  cancelIngest: { args: z.null(), reply: z.null() },
  /** Reads what changed, without waiting for the file watcher; with `force` everything from its start. */
  refresh: { args: z.object({ force: z.boolean().default(false) }), reply: z.null() },
  /**
   * Copies every log whose session has ended into the vault, and resolves when that is done. `copied` in this life of the engine; `left`:
   * not copied though there is room, as another window does that (`byOther`) or it was stopped. Nothing where the vault is off.
   */
  keepLogs: {
    args: z.null(),
    reply: z.object({ copied: z.number(), left: z.number(), byOther: z.boolean() }),
  },
  /** What the search index holds and takes. */
  searchState: { args: z.null(), reply: SearchState },
  /** Brings the search index up to date, where it is on, and resolves when that is done. `left`, `byOther` as for `keepLogs`. */
  indexLogs: {
    args: z.null(),
    reply: z.object({ logs: z.number(), left: z.number(), byOther: z.boolean() }),
  },
  /** Deletes the search index. `bytes`: what that freed. */
  clearSearch: { args: z.null(), reply: z.object({ bytes: z.number() }) },
  /** Stars, names, notes or hides a session; what is not given stays as it is. A blank name or note is none. */
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

/** What runs some of the commands. */
export type CommandsNamed<N extends CommandName> = {
  [K in N]: (
    args: z.output<(typeof commands)[K]['args']>,
  ) => z.output<(typeof commands)[K]['reply']> | Promise<z.output<(typeof commands)[K]['reply']>>;
};
