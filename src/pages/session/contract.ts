/** What the Session panel's page and the extension say to each other. The extension checks with zod what a page says: it shows hostile text. */
import * as z from 'zod';
import type { Wanted } from '../../questions/exportedSteps';
import type { SessionDetail } from '../../questions/session';
import type { SessionTab } from './state';

/** Calls of the engine the page may make about its session; the extension puts the session's id to them. */
export const ASKABLE = [
  'chart',
  'course',
  'contextParts',
  'turns',
  'findInSession',
  'agents',
  'story',
  'stillThere',
  'cards',
  'step',
  'prompts',
  'exportedSteps',
] as const;
export type Askable = (typeof ASKABLE)[number];

export type ToPage =
  /**
   * The session as it is now; null when it is not known any more. `look`: the look at it that says so, as the page may be told twice.
   * `extension`: the official extension of Claude Code is installed.
   */
  | { kind: 'session'; look: number; detail: SessionDetail | null; extension: boolean }
  /** The answer to the question of that number; the page knows what it asked. */
  | { kind: 'answer'; id: number; result: unknown }
  /** A sentence to show: what failed and what to do; `id` when it was a question. */
  | { kind: 'failed'; id: number | null; message: string }
  /** Render the transcript for a file; null: no longer. Parts come back under the same number. */
  | { kind: 'renderFile'; run: number; wanted: Wanted | null }
  /** Show a tab, and a turn in it; of the transcript a row, and of a row of several steps one. */
  | { kind: 'show'; tab: SessionTab; turn: number | null; row: number | null; step: number | null };

const LineOfLog = {
  at: z.number().int().min(0),
  file: z.number().int().min(0).default(0),
  /** The sub-agent whose log it is; '' for the session itself. */
  of: z.string().max(200).default(''),
};

export const FromPage = z.discriminatedUnion('kind', [
  /** The page can take messages. Also sent when it is shown again. */
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('ask'), id: z.number(), call: z.enum(ASKABLE), args: z.unknown() }),
  /** Open the log at the line that begins at byte `at`. */
  z.object({ kind: z.literal('openLine'), ...LineOfLog }),
  /** Show the transcript at the line that begins at byte `at`. */
  z.object({ kind: z.literal('openMessage'), ...LineOfLog }),
  /** Copy an address that leads to a turn. */
  z.object({ kind: z.literal('copyLink'), turn: z.number().int().min(0) }),
  z.object({ kind: z.literal('openSession'), id: z.string() }),
  z.object({ kind: z.literal('copyResume') }),
  /** Keep something of the session: a star, or what the extension asks for. */
  z.object({ kind: z.literal('mark'), what: z.enum(['star', 'unstar', 'rename', 'note']) }),
  /** Go on with the session in the official extension of Claude Code. */
  z.object({ kind: z.literal('resumeInExtension') }),
  /** Save the session as a file: asks what is to be in it, and where. */
  z.object({ kind: z.literal('export'), format: z.enum(['html', 'markdown', 'json']) }),
  /** A part of the file that is rendered; the last is `done`, or says what failed. */
  z.object({
    kind: z.literal('rendered'),
    run: z.number(),
    html: z.string(),
    done: z.boolean(),
    /** Likely secrets that were sealed by then, and parts that are left out. */
    sealed: z.number(),
    left: z.number(),
    failure: z.string().nullable(),
  }),
  /** Show what the session, or one turn of it, changed, in VS Code's diff editor of many files; of `path`: only that. */
  z.object({
    kind: z.literal('review'),
    turn: z.number().int().min(0).nullable(),
    path: z.string().max(4096).nullable(),
  }),
  z.object({ kind: z.literal('copy'), text: z.string().max(200_000) }),
  z.object({ kind: z.literal('resume') }),
  /** Show both sides of an edit in VS Code's diff editor. */
  z.object({
    kind: z.literal('showEdit'),
    file: z.number().int().min(0),
    at: z.number().int().min(0),
    tool: z.string().max(200),
    of: z.string().max(200).default(''),
  }),
  /** Open a file the session worked on; only those inside its project are. */
  z.object({
    kind: z.literal('openFile'),
    path: z.string().max(4096),
    line: z.number().int().min(1).nullable().default(null),
  }),
]);
export type FromPage = z.infer<typeof FromPage>;
