/** The schema of a step for cards. All texts are from a log, cut, and untrusted. Schemas only, because pages use them. */
import * as z from 'zod';
import { Card } from './cards';
import { Picture } from './images';

/** A text, or its beginning (`text`) and end (`tail`); `chars` and `lines` count the whole text. */
export const Excerpt = z.object({ text: z.string(), tail: z.string(), chars: z.number(), lines: z.number() });
export type Excerpt = z.infer<typeof Excerpt>;

/** A hunk of a patch; `lines` begin with a blank, `+`, `-` or `\`. */
export const Hunk = z.object({ oldStart: z.number(), newStart: z.number(), lines: z.array(z.string()) });
export type Hunk = z.infer<typeof Hunk>;

export const Todo = z.object({ text: z.string(), state: z.enum(['open', 'doing', 'done']) });
export type Todo = z.infer<typeof Todo>;

/** A question that Claude asked, with the answer; null without one. */
export const Asked = z.object({
  question: z.string(),
  options: z.array(z.object({ label: z.string(), about: z.string() })),
  answer: z.string().nullable(),
});
export type Asked = z.infer<typeof Asked>;

/** The sub-agent that a call started; figures are null if its log is unknown. */
export const StartedAgent = z.object({
  /** The part of its session's id after `/`; null if no result names it. */
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

/** The response of a step: its tokens and cost are those of all its steps together. */
export const Spent = z.object({
  model: z.string(),
  output: z.number(),
  costMicroUsd: z.number().nullable(),
  atLeast: z.boolean(),
});
export type Spent = z.infer<typeof Spent>;

export const StepView = z.object({
  /** Unique among the steps of its session. */
  key: z.string(),
  card: Card,
  turn: z.number(),
  at: z.number(),
  file: z.number(),
  time: z.string().nullable(),
  /** Shown open at first. */
  open: z.boolean(),
  /** For a call: its tool, its id (null if too long), and its outcome; `none`: no result was logged. */
  name: z.string().nullable(),
  tool: z.string().nullable(),
  outcome: z.enum(['ok', 'error', 'denied', 'interrupted', 'cancelled', 'none']).nullable(),
  deniedBy: z.enum(['person', 'machine']).nullable(),
  /** Time from call to result in ms; null if a time is missing. */
  ms: z.number().nullable(),
  spent: Spent.nullable(),
  /** Its file, and the lines in it if known. */
  path: z.string().nullable(),
  line: z.number().nullable(),
  lastLine: z.number().nullable(),
  /** The text; for a call its result; for a read the file's text. */
  text: Excerpt,
  /** Why it cannot be read: the log is gone, or the line is too long. */
  unread: z.string().nullable(),
  pictures: z.array(Picture),
  /** The input of a call, by name. */
  input: z.array(z.object({ name: z.string(), value: Excerpt })),
  /** For an edit: its patch if the result has one, else both sides; `created` for a new file. */
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
  /** For a prompt: how it was entered. */
  via: z.enum(['typed', 'queued', 'scripted', 'command']).nullable(),
  /** For a slash command: its name, such as `/review`; `text` has its arguments. */
  command: z.string().nullable(),
  compacted: z
    .object({ trigger: z.string().nullable(), before: z.number().nullable(), after: z.number().nullable() })
    .nullable(),
});
export type StepView = z.infer<typeof StepView>;
