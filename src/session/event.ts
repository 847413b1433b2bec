import * as z from 'zod';
import { Fact, Touch } from './facts';
import { LimitWindow, Resets } from './limits';

/**
 * What happened in a session, in the order of the log. Events hold numbers, names, paths and the place of
 * their line, never the text of a conversation: they go into the archive (docs/privacy.md).
 */
const place = {
  /** Time of the line in ms since the epoch; null without a readable one (P24). */
  t: z.number().nullable(),
  /** Byte offset and length of the line in its file: the evidence behind every figure. */
  at: z.number(),
  len: z.number(),
  /** Agent id of the sub-agent it belongs to; '' for the main conversation. */
  thread: z.string(),
  /** Which of its session's files: 0 or absent is the session's `file`, n is `alsoIn[n - 1]`. Set when sessions are built (`join.ts`). */
  file: z.number().optional(),
};
const inResponse = { ...place, response: z.string().describe('key of the response it is a block of') };

/**
 * A phrase found in a text, by the lists in `signals/phrases.ts`. In Claude's text: `stop`, `loop`, `admission`, `simplest`, `claim`
 * (something works or is done), `failure` (something does not work), `missing` (something is not there), `harm` and `question`. In the
 * person's text: `correction`, `frustration`, `order` (asks for what would otherwise be a finding) and `task` (cues of `signals/task.ts`).
 * `by`: `plain` matches as codevigil does, `careful` with more checks.
 */
export const PhraseMark = z.object({
  list: z.enum([
    'stop',
    'loop',
    'admission',
    'simplest',
    'correction',
    'frustration',
    'task',
    'claim',
    'failure',
    'missing',
    'harm',
    'question',
    'order',
  ]),
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
    /** Fingerprint of the text, to recognise a queued prompt when it is delivered. */
    hash: z.number(),
    marks: z.array(PhraseMark).default([]),
    /** Language of its text (`signals/language.ts`); '' if it is too short to tell. */
    language: z.string().default(''),
    /** Files it names, as written. */
    names: z.array(z.string()).default([]),
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
    language: z.string().default(''),
    /** Stop reason of its response (`end_turn`, `tool_use` …); null while unknown. */
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
    /** The file it names, normalised (`session/paths.ts`); null without one. */
    path: z.string().nullable(),
    /** Type of the sub-agent it starts; null if it starts none. */
    agentType: z.string().nullable(),
    /** Task of the sub-agent it starts; null if it starts none. */
    task: z.string().nullable().default(null),
    /** It runs a shell command. */
    shell: z.boolean().default(false),
    /** A shell command whose exit code 1 is no failure, such as `grep` and `diff` (P39). */
    answersByExit: z.boolean(),
    /** Fingerprint of its whole input: equal for calls of one tool that do the same. */
    input: z.number().default(0),
    /** Fingerprint of the first words of its command; 0 without one. */
    opening: z.number().default(0),
    /** Files it reads or changes, besides what `path` and `action` say. */
    touches: z.array(Touch).default([]),
    facts: z.array(Fact).default([]),
  }),
  /** `created`: the tool created a new file, so the edit was not blind (P38). */
  z.object({
    ...place,
    kind: z.literal('result'),
    id: z.string(),
    outcome: ToolOutcome,
    created: z.boolean(),
    /** Id of the sub-agent whose work it reports; null for other tools. */
    agent: z.string().nullable(),
    agentType: z.string().nullable(),
    /** Who denied it; null unless `outcome` is `denied`. */
    deniedBy: z.enum(['person', 'machine']).nullable().default(null),
    /** Fingerprint of its error's text without numbers; 0 if it did not fail. */
    failure: z.number().default(0),
    /** Files whose content its text shows, besides those the call names, as search results do. */
    shows: z.array(z.string()).default([]),
    /** Files that a merge, rebase or the like changed, according to its text. */
    changes: z.array(z.string()).default([]),
    /** Files that changed while a shell command ran, as Claude Code found. */
    edited: z.array(z.string()).default([]),
    facts: z.array(Fact).default([]),
  }),
  /** The end of a turn: its duration was logged, stop hooks ran, or a local command printed its output. */
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
  /** A notice to Claude that somebody else changed a file it knows. */
  z.object({
    ...place,
    kind: z.literal('changed'),
    id: z.string(),
    path: z.string(),
    /** The notice had the new lines, so Claude knows them. False for edits of sub-agents, for which there is no notice. */
    told: z.boolean().default(false),
  }),
  /** A file's content was added to the context without a call: by @-mention, selection, as memory, or again after a compaction. */
  z.object({
    ...place,
    kind: z.literal('attached'),
    id: z.string(),
    path: z.string(),
    /** The attachment's type: `nested_memory`, `file` … */
    how: z.string(),
  }),
  /** A skill, slash command, hook or CLAUDE.md told Claude to skip commit hooks, or not to. */
  z.object({
    ...place,
    kind: z.literal('instructed'),
    id: z.string(),
    order: z.enum(['skip_hooks', 'run_hooks']),
    /** Where in its text, in UTF-16 units. */
    index: z.number(),
  }),
  /** The service returned an error or a limit instead of an answer. */
  z.object({
    ...place,
    kind: z.literal('apiError'),
    id: z.string(),
    /** `limit`: the plan's limit is reached; `credit`: no credit left; `service`: the service failed; `other`: it rejected the request. */
    reason: z.enum(['limit', 'credit', 'service', 'login', 'other']),
    /** It stands in the place of the answer: Claude Code does not try again. */
    final: z.literal(true).optional(),
  }),
  /** The service used another model than the one requested, which refused or was overloaded. */
  z.object({ ...place, kind: z.literal('fallback'), id: z.string(), from: z.string(), to: z.string() }),
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
