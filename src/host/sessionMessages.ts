/** What the Session panel's page and the extension say to each other; checked with zod on both sides. */
import * as z from 'zod';
import { Course, Said, SessionDetail, Turn } from '../engine/protocol';

/** Turns asked for at a time. */
export const TURNS_PAGE = 50;

export const ToPage = z.discriminatedUnion('kind', [
  /** The session as it is now; null when it is not known any more. */
  z.object({ kind: z.literal('session'), detail: SessionDetail.nullable() }),
  z.object({ kind: z.literal('turns'), offset: z.number(), turns: z.array(Turn) }),
  z.object({
    kind: z.literal('said'),
    turn: z.number(),
    items: z.array(Said),
    more: z.number(),
  }),
  z.object({ kind: z.literal('course'), course: Course.nullable() }),
  /** A sentence to show: what failed and what to do. */
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);
export type ToPage = z.infer<typeof ToPage>;

export const FromPage = z.discriminatedUnion('kind', [
  /** The page can take messages. Also sent when it is shown again. */
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('turns'),
    offset: z.number().int().min(0),
    limit: z.number().int().min(1).max(500),
  }),
  /** Open the log at the line that begins at byte `at`. */
  z.object({
    kind: z.literal('openLine'),
    at: z.number().int().min(0),
    file: z.number().int().min(0).default(0),
  }),
  z.object({ kind: z.literal('openSession'), id: z.string() }),
  z.object({ kind: z.literal('copyResume') }),
  z.object({ kind: z.literal('resume') }),
  z.object({ kind: z.literal('transcript'), turn: z.number().int().min(0) }),
  /** Show both sides of an edit in VS Code's diff editor. */
  z.object({
    kind: z.literal('showEdit'),
    file: z.number().int().min(0),
    at: z.number().int().min(0),
    tool: z.string().max(200),
  }),
  /** Open a file the session worked on; only those inside its project are. */
  z.object({ kind: z.literal('openFile'), path: z.string().max(4096) }),
]);
export type FromPage = z.infer<typeof FromPage>;

/** What the page keeps over a reload of the window: what to show and what was opened. */
export const PageState = z.object({
  id: z.string(),
  open: z.array(z.string()).default([]),
  chartAsTable: z.boolean().default(false),
});
export type PageState = z.infer<typeof PageState>;
