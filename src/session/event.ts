import * as z from 'zod';
import { LimitWindow, Resets } from './limits';

/**
 * What happened in a session, in the order of the log. Events hold numbers, names, paths and the place of
 * their line, never the text of a conversation: they go into the checkpoint (design: text stays in the logs).
 */
const place = {
  /** Time of the line in ms since the epoch; null when it has none that can be read (P24). */
  t: z.number().nullable(),
  /** Byte offset and length of the line in its file: the evidence behind every figure. */
  at: z.number(),
  len: z.number(),
  /** Agent id of the sub-agent it belongs to; '' for the main conversation. */
  thread: z.string(),
  /** Which of its session's files: index into `file` and `alsoIn`; absent for the first. Set where sessions are joined. */
  file: z.number().optional(),
};
const inResponse = { ...place, response: z.string().describe('key of the response it is a block of') };

/**
 * A phrase found in a text, by the lists in `signals/phrases.ts`: `stop`, `loop`, `admission` and `simplest` in the agent's
 * words, `correction`, `frustration` and `task` (cues of `signals/taskType.ts`) in the person's. `by`: matched plainly as
 * codevigil does, or carefully.
 */
export const PhraseMark = z.object({
  list: z.enum(['stop', 'loop', 'admission', 'simplest', 'correction', 'frustration', 'task']),
  by: z.enum(['plain', 'careful']).default('plain'),
  category: z.string(),
  phrase: z.string(),
  intent: z.string(),
  /** Where in the text, in UTF-16 units. */
  index: z.number(),
});
export type PhraseMark = z.infer<typeof PhraseMark>;

export const ToolOutcome = z.enum(['ok', 'error', 'denied', 'interrupted', 'cancelled']);
export type ToolOutcome = z.infer<typeof ToolOutcome>;

/** What a tool call does to files, for the read-edit signals. `write` replaces a whole file. */
export const ToolAction = z.enum(['read', 'research', 'edit', 'write', 'other']);
export type ToolAction = z.infer<typeof ToolAction>;

export const Event = z.discriminatedUnion('kind', [
  /** Words of a person (`typed`, `queued` while the agent worked), or of a script or SDK (`scripted`). */
  z.object({
    ...place,
    kind: z.literal('prompt'),
    id: z.string(),
    parent: z.string().nullable(),
    via: z.enum(['typed', 'queued', 'scripted']),
    chars: z.number(),
    /** Fingerprint of the text, to know a queued prompt again when it is delivered. */
    hash: z.number(),
    marks: z.array(PhraseMark).default([]),
  }),
  z.object({ ...place, kind: z.literal('command'), id: z.string(), name: z.string() }),
  z.object({ ...place, kind: z.literal('interrupt'), id: z.string() }),
  /** `hash`: fingerprint of the text, to tell a repeated or grown block from a new one (P3, P11). */
  z.object({
    ...inResponse,
    kind: z.literal('text'),
    chars: z.number(),
    hash: z.number(),
    marks: z.array(PhraseMark),
    /** Why its response ended (`end_turn`, `tool_use` …); null while no line says. */
    stop: z.string().nullable().default(null),
  }),
  /** `hidden`: a signature without readable text, or a redacted block (P36). Characters, not bytes. */
  z.object({
    ...inResponse,
    kind: z.literal('thinking'),
    chars: z.number(),
    signature: z.number().nullable(),
    hash: z.number(),
    hidden: z.boolean(),
  }),
  z.object({
    ...inResponse,
    kind: z.literal('tool'),
    id: z.string(),
    name: z.string(),
    action: ToolAction,
    /** File it names, normalised (`session/paths.ts`); null when it names none. */
    path: z.string().nullable(),
    /** Type of the sub-agent it starts; null when it starts none. */
    agentType: z.string().nullable(),
    /** It runs a shell command. */
    shell: z.boolean().default(false),
    /** A shell command whose exit code 1 is an answer, not a failure, as of `grep` and `diff` (P39). */
    answersByExit: z.boolean(),
  }),
  /** `created`: the tool made a file that was not there before, so the edit was not blind (P38). */
  z.object({
    ...place,
    kind: z.literal('result'),
    id: z.string(),
    outcome: ToolOutcome,
    created: z.boolean(),
    /** Agent id of the sub-agent whose work it reports; null for other tools. */
    agent: z.string().nullable(),
    agentType: z.string().nullable(),
  }),
  /** The agent's turn is over: its duration was logged, stop hooks ran, or a local command answered. */
  z.object({ ...place, kind: z.literal('turnEnd'), id: z.string() }),
  /** A notice of a limit of the plan, reached or near (P69). */
  z.object({
    ...place,
    kind: z.literal('limit'),
    id: z.string(),
    window: LimitWindow,
    reached: z.boolean(),
    resets: Resets.nullable(),
  }),
  /** Claude Code told the agent that somebody else changed a file it knows. */
  z.object({ ...place, kind: z.literal('changed'), id: z.string(), path: z.string() }),
  z.object({
    ...place,
    kind: z.literal('compaction'),
    id: z.string(),
    trigger: z.string().nullable(),
    preTokens: z.number().nullable(),
    postTokens: z.number().nullable(),
  }),
]);
export type Event = z.infer<typeof Event>;
export type EventOf<K extends Event['kind']> = Extract<Event, { kind: K }>;
