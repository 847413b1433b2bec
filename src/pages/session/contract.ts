/** What the Session panel's page and the extension say to each other; checked with zod on both sides. */
import * as z from 'zod';
import { Wanted } from '../../questions/exportedSteps';
import { SessionDetail } from '../../questions/session';

/** Tabs that addresses and links lead to. All tabs are in `webview/session/tabs/index.ts`. */
export const SESSION_TABS = ['story', 'transcript', 'changes', 'agents', 'cost', 'details'] as const;
export type SessionTab = (typeof SESSION_TABS)[number];

/** Where the tabs of older addresses and pages are now. */
const FORMER: Readonly<Partial<Record<string, SessionTab>>> = {
  signals: 'details',
  timeline: 'details',
  files: 'details',
  subAgents: 'agents',
};

/** The tab of that name, or where it is now; undefined when there never was one. */
export const sessionTab = (name: string): SessionTab | undefined =>
  SESSION_TABS.find((one) => one === name) ?? (Object.hasOwn(FORMER, name) ? FORMER[name] : undefined);

/** Calls of the engine the page may make about its session; the extension puts the session's id to them. */
export const ASKABLE = [
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

export const ToPage = z.discriminatedUnion('kind', [
  /** The session as it is now; null when it is not known any more. */
  z.object({
    kind: z.literal('session'),
    detail: SessionDetail.nullable(),
    /** The official extension of Claude Code is installed. */
    extension: z.boolean().default(false),
  }),
  /** The answer to the question of that number; the page knows what it asked and checks it. */
  z.object({ kind: z.literal('answer'), id: z.number(), result: z.unknown() }),
  /** A sentence to show: what failed and what to do; `id` when it was a question. */
  z.object({ kind: z.literal('failed'), id: z.number().nullable(), message: z.string() }),
  /** Render the transcript for a file; null: no longer. Parts come back under the same number. */
  z.object({ kind: z.literal('renderFile'), run: z.number(), wanted: Wanted.nullable() }),
  /** Show a tab, and a turn in it; of the transcript a row. */
  z.object({
    kind: z.literal('show'),
    tab: z.enum(SESSION_TABS),
    turn: z.number().int().min(0).nullable(),
    row: z.number().int().min(0).nullable().default(null),
  }),
]);
export type ToPage = z.infer<typeof ToPage>;

export const FromPage = z.discriminatedUnion('kind', [
  /** The page can take messages. Also sent when it is shown again. */
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('ask'), id: z.number(), call: z.enum(ASKABLE), args: z.unknown() }),
  /** Open the log at the line that begins at byte `at`. */
  z.object({
    kind: z.literal('openLine'),
    at: z.number().int().min(0),
    file: z.number().int().min(0).default(0),
    /** The sub-agent whose log it is; '' for the session itself. */
    of: z.string().max(200).default(''),
  }),
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

/** What the page keeps over a reload of the window: what to show and what was opened. */
export const PageState = z.object({
  id: z.string(),
  /** The page shows its first tab when it does not know this one. */
  tab: z
    .string()
    .default('story')
    .transform((name) => sessionTab(name) ?? name),
  /** The turn the timeline and the transcript stand at. */
  turn: z.number().int().min(0).default(0),
  /** The row of the transcript the page was opened at; null once it was shown. */
  row: z.number().int().min(0).nullable().default(null),
  find: z.string().max(200).default(''),
  open: z.array(z.string()).default([]),
  /** Charts that are shown as tables. */
  tables: z.array(z.string()).default([]),
  /** What each tab keeps for itself, by its id; the tab checks it. */
  own: z.record(z.string(), z.unknown()).default({}),
});
export type PageState = z.infer<typeof PageState>;
