/** A step of a session as a card shows it. Every text is that of a log, cut, and hostile. Only shapes: pages use them. */
import * as z from 'zod';
import { Card } from './cards';
import { Picture } from './images';

/** A text, or its beginning and end: `chars` and `lines` are those of the whole. */
export const Excerpt = z.object({ text: z.string(), tail: z.string(), chars: z.number(), lines: z.number() });
export type Excerpt = z.infer<typeof Excerpt>;

/** A part of a patch; `lines` begin with a blank, `+`, `-` or `\`. */
export const Hunk = z.object({ oldStart: z.number(), newStart: z.number(), lines: z.array(z.string()) });
export type Hunk = z.infer<typeof Hunk>;

export const Todo = z.object({ text: z.string(), state: z.enum(['open', 'doing', 'done']) });
export type Todo = z.infer<typeof Todo>;

/** A question an agent asked, with what was answered; null while nothing was. */
export const Asked = z.object({
  question: z.string(),
  options: z.array(z.object({ label: z.string(), about: z.string() })),
  answer: z.string().nullable(),
});
export type Asked = z.infer<typeof Asked>;

/** The sub-agent a call started; figures are null where its log is not known. */
export const StartedAgent = z.object({
  /** What stands behind the `/` of its session's id; null when no result names it. */
  agent: z.string().nullable(),
  type: z.string().nullable(),
  known: z.boolean(),
  model: z.string().nullable(),
  tokens: z.number().nullable(),
  costMicroUsd: z.number().nullable(),
  /** Tokens and cost are lower bounds. */
  atLeast: z.boolean(),
  ms: z.number().nullable(),
  calls: z.number().nullable(),
});
export type StartedAgent = z.infer<typeof StartedAgent>;

/** The response a step is part of: its tokens and cost are those of all its steps together. */
export const Spent = z.object({
  model: z.string(),
  output: z.number(),
  costMicroUsd: z.number().nullable(),
  atLeast: z.boolean(),
});
export type Spent = z.infer<typeof Spent>;

export const StepView = z.object({
  /** Names it among the steps of its session. */
  key: z.string(),
  card: Card,
  turn: z.number(),
  at: z.number(),
  file: z.number(),
  time: z.string().nullable(),
  /** Shown open at first. */
  open: z.boolean(),
  /** Of a call: its tool and id (null when it is too long to be one), and how it ended; `none`: no result was logged. */
  name: z.string().nullable(),
  tool: z.string().nullable(),
  outcome: z.enum(['ok', 'error', 'denied', 'interrupted', 'cancelled', 'none']).nullable(),
  deniedBy: z.enum(['person', 'machine']).nullable(),
  /** From call to result, ms; null where a time is missing. */
  ms: z.number().nullable(),
  spent: Spent.nullable(),
  /** File it is about, and lines where they are told. */
  path: z.string().nullable(),
  line: z.number().nullable(),
  lastLine: z.number().nullable(),
  /** What was said; of a call what came back; of a read the file's own text. */
  text: Excerpt,
  /** Nothing of it can be read: the log is gone, or the line too long. */
  unread: z.string().nullable(),
  pictures: z.array(Picture),
  /** What a call was given, by name. */
  input: z.array(z.object({ name: z.string(), value: Excerpt })),
  /** Of an edit: its patch when the result told it, else both sides; a new file has `created`. */
  hunks: z.array(Hunk),
  moreLines: z.number(),
  sides: z.array(z.object({ before: Excerpt, after: Excerpt })),
  created: z.boolean(),
  added: z.number().nullable(),
  removed: z.number().nullable(),
  exitCode: z.number().nullable(),
  /** Hits of a search. */
  count: z.number().nullable(),
  todos: z.array(Todo),
  asked: z.array(Asked),
  agent: StartedAgent.nullable(),
  /** Of a prompt: how it came. */
  via: z.enum(['typed', 'queued', 'scripted', 'command']).nullable(),
  /** Of a slash command: its name, as `/review`; `text` is what was asked of it. */
  command: z.string().nullable(),
  compacted: z
    .object({ trigger: z.string().nullable(), before: z.number().nullable(), after: z.number().nullable() })
    .nullable(),
});
export type StepView = z.infer<typeof StepView>;
