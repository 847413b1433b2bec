import * as z from 'zod';
import { Fact, Touch } from './facts';
import { LimitWindow, Resets } from './limits';

/**
 * What happened in a session, in the order of the log. Events hold numbers, names, paths and the place of
 * their line, never the text of a conversation: they go into the archive (docs/privacy.md).
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
 * A phrase found in a text, by the lists in `signals/phrases.ts`: `stop`, `loop`, `admission`, `simplest`, `claim` (it says that
 * something works or is done), `failure` (it says that something does not), `missing` (it says that something is not there), `harm` and `question` in the agent's words, `correction`,
 * `frustration`, `order` (the person asks for what would otherwise be a finding) and `task` (cues of `signals/task.ts`) in the
 * person's. `by`: matched plainly as codevigil does, or carefully.
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
    /** Fingerprint of the text, to know a queued prompt again when it is delivered. */
    hash: z.number(),
    marks: z.array(PhraseMark).default([]),
    /** Language of its words (`signals/language.ts`); '' when it is too short to tell. */
    language: z.string().default(''),
    /** Files it names, as it writes them. */
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
    /** What the sub-agent it starts is to do; null when it starts none. */
    task: z.string().nullable().default(null),
    /** It runs a shell command. */
    shell: z.boolean().default(false),
    /** A shell command whose exit code 1 is an answer, not a failure, as of `grep` and `diff` (P39). */
    answersByExit: z.boolean(),
    /** Fingerprint of its whole input: calls of one tool with the same do the same. */
    input: z.number().default(0),
    /** Fingerprint of the first words of its command; 0 when it has none. */
    opening: z.number().default(0),
    /** Files it looks at or changes, where that is more than `path` and `action` say. */
    touches: z.array(Touch).default([]),
    facts: z.array(Fact).default([]),
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
    /** Who refused it; null unless `outcome` is `denied`. */
    deniedBy: z.enum(['person', 'machine']).nullable().default(null),
    /** Fingerprint of the text of its error, numbers and times left out; 0 for none. */
    failure: z.number().default(0),
    /** Files whose content its text shows beyond what the call names, as search results do. */
    shows: z.array(z.string()).default([]),
    /** Files that a merge, rebase or the like changed, as its text says. */
    changes: z.array(z.string()).default([]),
    facts: z.array(Fact).default([]),
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
  z.object({
    ...place,
    kind: z.literal('changed'),
    id: z.string(),
    path: z.string(),
    /** With the new lines: the agent knows them. False for edits of sub-agents, which it is not told of. */
    told: z.boolean().default(false),
  }),
  /** A file's content came into the context without a call: by @-mention, selection, as memory, or again after a compaction. */
  z.object({
    ...place,
    kind: z.literal('attached'),
    id: z.string(),
    path: z.string(),
    /** The attachment's type; `nested_memory`, `file` … */
    how: z.string(),
  }),
  /** A skill, slash command, hook or CLAUDE.md told the agent to skip the hooks of commits, or not to. */
  z.object({
    ...place,
    kind: z.literal('instructed'),
    id: z.string(),
    order: z.enum(['skip_hooks', 'run_hooks']),
    /** Where in its text, in UTF-16 units. */
    index: z.number(),
  }),
  /** The service answered with an error or a limit instead of the agent. */
  z.object({
    ...place,
    kind: z.literal('apiError'),
    id: z.string(),
    /** `limit`: usage of the plan is spent; `credit`: nothing is left to pay with; `service`: it failed; `login`; `other`: it refused. */
    reason: z.enum(['limit', 'credit', 'service', 'login', 'other']),
  }),
  /** The service put another model in the place of the one that was asked, as it refused or was overloaded. */
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
