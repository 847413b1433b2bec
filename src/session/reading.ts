/**
 * A reading is the pure fold of one log file's lines up to a cursor. The same bytes give the same reading, whatever pieces they arrive in
 * (law 6). Vigil keeps nothing else of a file.
 */
import * as z from 'zod';
import { Account } from '../log/account';
import { noParse, ParseCounts } from '../log/parseCounts';
import { getOwn, setOwn } from '../log/own';
import { Response } from '../log/response';
import { Event, PhraseMark } from './event';
import { Opening } from './naming';

/**
 * Raise it if readings by an older Vigil must be made again from the logs that still exist. Older readings stay readable, because
 * for deleted logs there is nothing else.
 */
export const READING_VERSION = 17;

/** How far a file was read, and fingerprints of its content (P44). */
export const Cursor = z.object({
  /** Bytes folded: the offset after the last complete line. */
  offset: z.number(),
  size: z.number(),
  mtimeMs: z.number(),
  ino: z.number(),
  /** Fingerprint of the first line, the same however far the file was read, and of the rules it was read by. */
  head: z.string(),
});
export type Cursor = z.infer<typeof Cursor>;

/** Facts of one conversation in the file, besides its events. Lists have each value once, in order of occurrence. */
export const Facts = z.object({
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  cwds: z.array(z.string()),
  versions: z.array(z.string()),
  branches: z.array(z.string()),
  modes: z.array(z.string()),
  /** Linked pull requests, `owner/name#12`. */
  pullRequests: z.array(z.string()).default([]),
  /** Known only from `progress` records: copies of a sub-agent's messages in its parent's log. */
  copied: z.boolean(),
  /** How it began: its name if it has no title. */
  opening: Opening.nullable().default(null),
  /** Worktrees it worked in, with the folder it left for each. */
  worktrees: z.array(z.object({ path: z.string(), of: z.string() })).default([]),
});
export type Facts = z.infer<typeof Facts>;

/** What came in one conversation since its last answer (P54). */
export const Turn = z.object({
  /** Key of the last answer, and the fingerprint of its last line's uuid. */
  key: z.string().nullable(),
  line: z.number().nullable(),
  /** What came since; a prompt overrides a result. */
  since: z.enum(['nothing', 'result', 'prompt']),
  /** Fingerprint of the last prompt. */
  asked: z.number().nullable(),
});
export type Turn = z.infer<typeof Turn>;

export const FileReading = z.object({
  version: z.number().int().max(READING_VERSION),
  path: z.string(),
  /** The session it belongs to; for a sub-agent's file the parent session. */
  sessionId: z.string(),
  /** Agent id when the whole file is a sub-agent's log. */
  agentId: z.string().nullable(),
  /** Time of the first record with a time, ms since the epoch. Decides who owns a copy. */
  firstAt: z.number().nullable(),
  /** Its records say that it is a fork (P9). */
  fork: z.boolean(),
  /** Number of sessions whose records come before its own: it was resumed from them, so they own these records (P8). */
  resumed: z.number().default(0),
  /** It has a record of Claude Code; without one it is no session log (P61). */
  recognised: z.boolean().default(true),
  /** It is a saved output stream of Claude Code, not its log: prompts have other ids, and most lines have no time. */
  stream: z.boolean().default(false),
  /** Type of the sub-agent, from the `.meta.json` beside its log; null if unknown. */
  agentType: z.string().nullable(),
  /** The task of the sub-agent, from the same file. */
  task: z.string().nullable().default(null),
  title: z.object({
    custom: z.string().nullable(),
    ai: z.string().nullable(),
    summary: z.string().nullable(),
    /** The title in the file beside the log, '' if the person removed it; null without such a file. */
    given: z.string().nullable().default(null),
  }),
  /** By agent id; '' is the file's main conversation. */
  facts: z.record(z.string(), Facts),
  responses: z.array(Response),
  /** Claude Code's own account by session id, the last one in the file (P67). A copied account still belongs to its session. */
  accounts: z.record(z.string(), Account).default({}),
  events: z.array(Event),
  parse: ParseCounts,
  /** State of the fold between lines. */
  memory: z.object({
    /** Fingerprint of the bytes before the cursor (`follow.ts`). */
    tail: z.string(),
    /** The last folded line was complete JSON without a newline. */
    open: z.boolean(),
    /** A record has named the session the file belongs to. */
    identified: z.boolean().default(false),
    /** A message of the session in the file name was seen; `others`: the sessions of earlier messages. */
    begun: z.boolean().default(false),
    others: z.array(z.string()).default([]),
    /** Version of the last record that had one. */
    version: z.string(),
    lastUuid: z.string().nullable(),
    cwd: z.string().nullable(),
    /** Entry point of the last record that had one, else ''. */
    entrypoint: z.string().default(''),
    /** How often a text was queued, by its fingerprint. */
    enqueued: z.record(z.string(), z.number()).default({}),
    /** Prompts waiting in the queue: place, time, length and fingerprint of their text. */
    queue: z.array(
      z.object({
        at: z.number(),
        len: z.number(),
        t: z.number().nullable(),
        chars: z.number(),
        hash: z.number(),
        marks: z.array(PhraseMark).default([]),
        language: z.string().default(''),
        names: z.array(z.string()).default([]),
        human: z.boolean(),
      }),
    ),
    /** What left the queue although this file's was empty: it was queued in another. `hash` of its text, null if not stated. */
    taken: z
      .array(z.object({ t: z.number(), operation: z.string(), hash: z.number().nullable() }))
      .default([]),
    /** A compaction was recorded, and its summary has not come yet. */
    compacted: z.boolean().default(false),
    /** Summaries with a recorded compaction, by id. */
    summarised: z.array(z.string()).default([]),
    /** Name of the last worktree the session worked in. */
    worktree: z.string().default(''),
    /** Summaries (titles) whose leaf record was not seen yet, by its uuid. */
    summaries: z.record(z.string(), z.string()),
    /** Thread of each record of an inline side-chain without agent id, by uuid. */
    sidechains: z.record(z.string(), z.string()),
    /** The thread of the last of these records. */
    sidechain: z.string().default(''),
    /** By thread. */
    turns: z.record(z.string(), Turn).default({}),
  }),
});
export type FileReading = z.infer<typeof FileReading>;

/** Facts of a conversation of which nothing is known yet. */
export const noFacts = (): Facts => ({
  startedAt: null,
  endedAt: null,
  cwds: [],
  versions: [],
  branches: [],
  modes: [],
  pullRequests: [],
  copied: true,
  opening: null,
  worktrees: [],
});

/** The session id in a log's file name. */
export const stemOf = (path: string): string => (path.split(/[\\/]/).at(-1) ?? '').replace(/\.jsonl$/, '');

const NAMED = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z-])/i;

/** The session a log's file name begins with, also in the name of a backup (`ID copy.jsonl`); else the whole name. */
export const namedBy = (path: string): string => NAMED.exec(stemOf(path))?.[0] ?? stemOf(path);

/** True for a log under another name than its session's id, or a stream: they are copies, so the log itself takes precedence. */
export const isCopy = ({ path, agentId, sessionId, stream, memory }: FileReading): boolean =>
  agentId === null && memory.identified && (stream || stemOf(path) !== sessionId);

/** The reading of a file before its first line. */
export function newReading(path: string, sessionId: string | null, agentId: string | null): FileReading {
  return {
    version: READING_VERSION,
    path,
    sessionId: sessionId ?? '',
    agentId,
    firstAt: null,
    fork: false,
    resumed: 0,
    recognised: false,
    stream: false,
    agentType: null,
    task: null,
    title: { custom: null, ai: null, summary: null, given: null },
    facts: {},
    responses: [],
    accounts: {},
    events: [],
    parse: noParse(),
    memory: {
      tail: '',
      open: false,
      identified: false,
      begun: false,
      others: [],
      version: '',
      lastUuid: null,
      cwd: null,
      entrypoint: '',
      enqueued: {},
      queue: [],
      taken: [],
      compacted: false,
      summarised: [],
      worktree: '',
      summaries: {},
      sidechains: {},
      sidechain: '',
      turns: {},
    },
  };
}

/** Facts of a conversation, created on first use. */
export function factsOf(reading: FileReading, thread: string): Facts {
  return getOwn(reading.facts, thread) ?? setOwn(reading.facts, thread, noFacts());
}

/** Fingerprint of a text's first `chars` characters from their ends and number. Fast; texts that differ in the middle may be equal. */
export function fingerprint(text: string, chars: number = text.length): number {
  let hash = 0x811c9dc5 ^ chars;
  const edge = 24;
  for (let i = 0; i < chars && i < edge; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  for (let i = Math.max(edge, chars - edge); i < chars; i++)
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Fingerprint of all characters, for texts that may differ only in the middle. */
export function wholeFingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
