/**
 * What the extension host and the engine's worker thread say to each other, checked with zod on both sides.
 * Calls carry an id and get one reply; notices go from the engine to its host unasked.
 */
import * as z from 'zod';
import { COHORTS } from '../analysis/dimensions';
import { LONGEST_QUERY } from '../analysis/queryFields';
import {
  Alert,
  Cohort,
  Diff,
  Found,
  Health,
  Heatmaps,
  Hits,
  SearchPlace,
  Models,
  Over,
  Overview,
  Range,
  SignalSessions,
  SORTS,
  Suggestion,
  Split,
  Tools,
  Trend,
} from '../questions/dashboardData';
import { TokenUsage } from '../log/response';
import { UsageRow } from '../usage/rows';
import { Usual } from '../signals/baseline';
import { TaskType } from '../signals/task';
import { Block } from '../usage/blocks';
import { Spend } from '../usage/budget';
import { SessionSeverity } from '../findings/severity';
import { Severity } from '../signals/signal';
import { LiveSession, SessionRow } from '../library/sessionRow';
import { SessionFigures } from '../store/figures';
import { ToolAction } from '../session/event';
import { Settings } from '../settings/settings';

/** What lists of sessions are grouped by. A project is a repository, its worktrees included. */
export const GROUPINGS = ['project', 'day', 'severity', 'branch'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** A group of sessions. */
export const GroupRow = z.object({
  /** The repository's folder, the local day of the start, the severity or the branch; null where there is none. */
  group: z.string().nullable(),
  sessions: z.number(),
  /** Latest `endedAt` of its sessions. */
  latest: z.string().nullable(),
});
export type GroupRow = z.infer<typeof GroupRow>;

/** One prompt and what followed until the next. Index 0 holds what came before the first prompt, if anything. */
export const Turn = z.object({
  index: z.number(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  via: z.enum(['typed', 'queued', 'scripted', 'command']).nullable(),
  /** First 2,000 characters of the prompt, read from the log when asked, or why they are not shown; null when the log is gone. */
  promptText: z.string().nullable(),
  requests: z.number(),
  usage: TokenUsage,
  costMicroUsd: z.number().nullable(),
  lowerBound: z.number(),
  /** Its cost is a lower bound. */
  costAtLeast: z.boolean(),
  tools: z.array(z.object({ name: z.string(), calls: z.number(), errors: z.number(), denied: z.number() })),
  interrupted: z.boolean(),
  compacted: z.boolean(),
  /** Context after its last response, by where it came from; null when it has none. Tokens. */
  context: z.object({ fresh: z.number(), cacheRead: z.number(), cacheWrite: z.number() }).nullable(),
  /** Ids of the sub-agents it started. */
  subAgents: z.array(z.string()),
  /** Its kind of task; null when too little was seen to tell, and when kinds are not told. */
  task: TaskType.nullable(),
  /** Place of its first line, for "open log line"; `file` as in evidence. */
  at: z.number(),
  file: z.number().optional(),
});
export type Turn = z.infer<typeof Turn>;

/** A LiteLLM price file, and the platform whose prices are wanted; null: each model's one price, of Claude Anthropic's own. */
const PriceFile = z.object({ text: z.string(), platform: z.string().nullable().default(null) });

const Counts = z.object({
  input: z.number(),
  output: z.number(),
  cacheRead: z.number(),
  cacheWrite: z.number(),
  webSearches: z.number(),
  costMicroUsd: z.number().nullable(),
});

/** `analysis/reconcile.ts` says what the fields mean. */
const Reconciled = z.object({
  accountMicroUsd: z.number().nullable(),
  linesMicroUsd: z.number().nullable(),
  gapMicroUsd: z.number().nullable(),
  linesAtLeast: z.boolean(),
  models: z.array(
    z.object({ model: z.string(), account: Counts.nullable(), lines: Counts.nullable(), gap: Counts }),
  ),
  linesAdded: z.number().nullable(),
  linesRemoved: z.number().nullable(),
  apiMs: z.number().nullable(),
  words: z.array(z.string()),
});

/** A session as its panel shows it. */
export const SessionDetail = z.object({
  row: SessionRow,
  figures: SessionFigures,
  subAgents: z.array(SessionRow),
  /** What is usual for this person, by signal. */
  usual: z.array(Usual),
  /** Measures ring, as codevigil has it. */
  measures: z.boolean(),
  turns: z.number(),
  /** Usage of the session and its sub-agents; money is that of the priced part. */
  amounts: UsageRow.omit({ model: true, day: true }),
  /** Per turn: output tokens, cost, calls and context, for the charts and the minimap. */
  chart: z.array(
    z.object({
      tokens: z.number(),
      costMicroUsd: z.number().nullable(),
      calls: z.number(),
      errors: z.number(),
      context: Turn.shape.context,
      compacted: z.boolean(),
      interrupted: z.boolean(),
      /** A request of it lacks its final usage: tokens and cost are lower bounds. */
      lowerBound: z.boolean(),
      /** Its cost is a lower bound, for that or another reason. */
      costAtLeast: z.boolean(),
      /** Number of its first line in the transcript. */
      line: z.number(),
    }),
  ),
  /** Claude Code's own account beside what the lines show; null where it logged none (P68). */
  reconciled: Reconciled.nullable(),
  /** How the person pays, and from which share of the context window to warn. */
  plan: z.enum(['api', 'subscription']),
  contextWarnAt: z.number(),
});
export type SessionDetail = z.infer<typeof SessionDetail>;

/** Something said or done in a turn, or why it is not shown (`other`). Text is that of the log, cut; it is hostile. */
export const Said = z.object({
  kind: z.enum(['prompt', 'reply', 'thinking', 'tool', 'result', 'other']),
  text: z.string(),
  /** Of a tool call: name and id; of a result: the id of its call. Ids too long to be one are null. */
  name: z.string().nullable(),
  tool: z.string().nullable(),
  /** Of a tool call: its command, pattern, query … in a line; null when nothing short tells it. */
  brief: z.string().nullable(),
  failed: z.boolean(),
  /** A tool call that changes a file: `edit` gives both sides. */
  edit: z.boolean(),
  /** File a tool call or its result is about (absolute where the log says in which folder it ran), and the line in it where that is told. */
  path: z.string().nullable(),
  line: z.number().nullable(),
  at: z.number(),
  file: z.number(),
});
export type Said = z.infer<typeof Said>;

export const Edit = z.object({ path: z.string(), before: z.string(), after: z.string() });
export type Edit = z.infer<typeof Edit>;

/** What happened over a session: its files, and part by part. */
export const Course = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      reads: z.number(),
      edits: z.number(),
      created: z.boolean(),
      /** Edits of a file not read before, changed since, or the third or later without a look between. */
      blind: z.number(),
      stale: z.number(),
      repeated: z.number(),
      doubtful: z.array(
        z.object({
          blind: z.boolean(),
          stale: z.boolean(),
          changedByOthers: z.boolean(),
          repeated: z.boolean(),
          path: z.string(),
          tool: z.string(),
          at: z.number(),
          file: z.number(),
          t: z.number().nullable(),
        }),
      ),
    }),
  ),
  /** Worst of what was found in each turn, null where nothing was; with measures that ring, of the signals at its end. */
  turns: z.array(Severity.nullable()),
  heatmap: z.object({
    parts: z.array(z.string().nullable()),
    /** Kind of task of each part; null where it is not told, and altogether when kinds are not told. */
    tasks: z.array(TaskType.nullable()).nullable(),
    tools: z.array(
      z.object({
        name: z.string(),
        cells: z.array(z.object({ calls: z.number(), failed: z.number(), denied: z.number() })),
      }),
    ),
    signals: z.array(z.object({ name: z.string(), cells: z.array(Severity.nullable()) })),
  }),
});
export type Course = z.infer<typeof Course>;

/** A sub-agent over its time. */
export const Timeline = z.object({
  id: z.string(),
  /** The sub-agent that started it; null for those the session itself started. */
  startedBy: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Its tool calls, evenly thinned when there are many: time in ms, what they do to files, whether they failed. */
  steps: z.array(z.object({ t: z.number(), action: ToolAction, failed: z.boolean() })),
  calls: z.number(),
  errors: z.number(),
  /** What it was asked to do, cut; read from the log when asked, null when that is gone. Hostile text. */
  task: z.string().nullable(),
});
export type Timeline = z.infer<typeof Timeline>;

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

const Day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const Days = { from: Day.nullable().default(null), to: Day.nullable().default(null) };

/**
 * A report to be written. Days are those of the chosen zone, both included. `text` is for terminals; `csv` of an overview, a session
 * or a list has a line for each session.
 */
export const ReportRequest = z.object({
  kind: z.enum([
    'overview',
    'cohort',
    'comparison',
    'changes',
    'correlations',
    'session',
    'list',
    'diff',
    'heatmap',
  ]),
  format: z.enum(['markdown', 'json', 'csv', 'html', 'text']),
  ...Days,
  /** Of a cohort, or of a heatmap of no session. */
  by: z.enum(COHORTS).default('week'),
  /** Of a comparison: before this day and from it on, within `from` and `to`; or two periods. */
  pivot: Day.nullable().default(null),
  periods: z
    .object({ before: z.object({ from: Day, to: Day }), after: z.object({ from: Day, to: Day }) })
    .nullable()
    .default(null),
  /** Of one session or two. The beginning of an id will do. */
  ids: z.array(z.string()).default([]),
  filter: z
    .object({
      project: z.string().optional(),
      severity: SessionSeverity.optional(),
      model: z.string().optional(),
      mode: z.string().optional(),
      task: z.string().optional(),
      text: z.string().optional(),
    })
    .default({}),
  /** Of a list: only sessions that pass this query. */
  query: z.string().max(1000).default(''),
  /** Of a cohort: only these metrics; none: all. */
  metrics: z.array(z.string()).max(50).default([]),
  /** Of a list or cohort: at most so many lines; null: as many as are usual. */
  limit: z.number().int().min(1).nullable().default(null),
  /** Of one session: only turns with a failed call or a finding. */
  failures: z.boolean().default(false),
  /** Of an overview without days: today; the report tells of it, of 7 and of 30 days. */
  recent: Day.nullable().default(null),
});
export type ReportRequest = z.output<typeof ReportRequest>;

/** The calls, each with the schema of its arguments and of its answer. */
export const calls = {
  configure: { args: Settings, reply: z.null() },
  /** Newest first. `state: 'live'` gives those that have not ended. Sub-agents are not in lists. */
  sessions: {
    args: z.object({
      /** Only those of this group; absent: all. */
      group: z.string().nullable().optional(),
      by: z.enum(GROUPINGS).default('project'),
      /** Only those that pass (`analysis/query.ts`). */
      query: z.string().max(1000).default(''),
      state: z.enum(['live', 'all']),
      offset: z.number(),
      limit: z.number().max(1000),
    }),
    reply: z.object({ rows: z.array(SessionRow), total: z.number() }),
  },
  /** Groups that have a session; rejects in words a query that is none. */
  groups: {
    args: z.object({ by: z.enum(GROUPINGS).default('project'), query: z.string().max(1000).default('') }),
    reply: z.array(GroupRow),
  },
  session: { args: z.object({ id: z.string() }), reply: SessionDetail.nullable() },
  /** Asked for apart: it takes longer than the rest of a session. */
  course: { args: z.object({ id: z.string() }), reply: Course.nullable() },
  /** What was said, line by line, from the log or its copy. Of a text that is cut, the part with `around` in it is given. */
  transcript: {
    args: z.object({
      id: z.string(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(200),
      around: z.string().max(200).default(''),
    }),
    reply: z.object({
      lines: z.array(z.object({ turn: z.number(), items: z.array(Said) })),
      total: z.number(),
    }),
  },
  /**
   * Which lines of a transcript say a text, whatever its case; `next` is where to go on asking, null at the end. `unread`: lines looked
   * at in this call that are too long to be looked through.
   */
  seek: {
    args: z.object({ id: z.string(), text: z.string().min(1).max(200), from: z.number().int().min(0) }),
    reply: z.object({ found: z.array(z.number()), next: z.number().nullable(), unread: z.number() }),
  },
  /** What the sub-agents of a session did and when, in the order they began. */
  timelines: { args: z.object({ id: z.string() }), reply: z.array(Timeline) },
  /** Doubtful edits of a file by recent sessions of its project, for marks in an editor; `text` is what they put there. */
  marks: {
    args: z.object({ path: z.string().max(4096) }),
    reply: z.array(
      z.object({
        session: z.string(),
        title: z.string().nullable(),
        turn: z.number(),
        t: z.number().nullable(),
        blind: z.boolean(),
        stale: z.boolean(),
        changedByOthers: z.boolean(),
        repeated: z.boolean(),
        text: z.array(z.string()),
      }),
    ),
  },
  /** Both sides of an edit a tool call made. */
  edit: {
    args: z.object({
      id: z.string(),
      file: z.number().int().min(0),
      at: z.number().int().min(0),
      tool: z.string(),
    }),
    reply: Edit.nullable(),
  },
  turns: {
    args: z.object({ id: z.string(), offset: z.number(), limit: z.number().max(500) }),
    reply: z.array(Turn),
  },
  /** Line number (from 1) of a byte offset in one of the session's logs (index into `file` and `alsoIn`), to open it in an editor; null when gone. `copy`: it is in the vault only. */
  line: {
    args: z.object({ id: z.string(), at: z.number(), file: z.number().int().min(0).default(0) }),
    reply: z.object({ file: z.string(), line: z.number(), copy: z.boolean() }).nullable(),
  },
  /** Text of one of a session's logs, from the disk or the vault; its first 48 MB. Null when it is in neither. */
  logText: {
    args: z.object({ id: z.string(), file: z.number().int().min(0) }),
    reply: z.string().nullable(),
  },
  /** Shapes (keys and types, no content) of up to 20 records that are not fully known, as JSON; null when gone. */
  shapes: { args: z.object({ id: z.string() }), reply: z.string().nullable() },
  /** A report; rejects in words when it cannot be written. */
  report: { args: ReportRequest, reply: z.string() },
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
  /** The 5-hour blocks of the last days, oldest first. */
  blocks: { args: z.null(), reply: z.array(Block) },
  /** The tabs of the dashboard. */
  overview: { args: z.object({ range: Range }), reply: Overview },
  trend: {
    args: z.object({ metric: z.string(), over: Over, split: Split, range: Range }),
    reply: Trend,
  },
  tools: { args: z.object({ range: Range }), reply: Tools },
  models: { args: z.object({ range: Range }), reply: Models },
  heatmaps: { args: z.object({ range: Range }), reply: Heatmaps },
  /** Signals by session, a page of them; `offset`: so many of the newest are left out. */
  signalSessions: {
    args: z.object({
      range: Range,
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(100),
    }),
    reply: SignalSessions,
  },
  /** Sessions in groups, by metrics of `analysis/metrics.ts`. */
  cohort: {
    args: z.object({ by: z.enum(COHORTS), metrics: z.array(z.string()).max(50), range: Range }),
    reply: Cohort,
  },
  /** Null when one of them is not known. */
  diff: { args: z.object({ a: z.string(), b: z.string() }), reply: Diff.nullable() },
  /** What may want attention, the worst and newest first. */
  alerts: { args: z.null(), reply: z.array(Alert) },
  /** Looks for a text in a part of the logs on the disk, those of the newest sessions first. Nothing is kept of it. */
  search: {
    args: z.object({
      text: z.string().min(2).max(200),
      /** Null at first; then what the answer before says. */
      from: SearchPlace.nullable(),
    }),
    reply: Hits,
  },
  /** Sessions that pass a query (`analysis/query.ts`), a page of them. */
  find: {
    args: z.object({
      query: z.string().max(1000),
      sort: z.enum(SORTS),
      descending: z.boolean(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    reply: Found,
  },
  /** How a query can go on where the caret stands. */
  complete: {
    args: z.object({ query: z.string().max(LONGEST_QUERY), caret: z.number().int().min(0) }),
    reply: z.array(Suggestion),
  },
  health: { args: z.null(), reply: Health },
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
  /** Forgets everything, or a project; logs that are there and not excluded are read again. */
  /** `logs`: how many were forgotten. */
  wipe: { args: z.object({ project: z.string().nullable() }), reply: z.object({ logs: z.number() }) },
  progress: { args: z.null(), reply: IngestProgress },
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
  /** Writes the checkpoint if anything changed. */
  checkpoint: { args: z.null(), reply: z.null() },
  /** Writes the checkpoint and ends the engine. */
  close: { args: z.null(), reply: z.null() },
} as const;
export type Calls = typeof calls;
export type CallName = keyof Calls;
export type Args<N extends CallName> = z.input<Calls[N]['args']>;
export type Reply<N extends CallName> = z.output<Calls[N]['reply']>;

export const Call = z.object({ id: z.number(), call: z.string(), args: z.unknown() });
export type Call = z.infer<typeof Call>;
export const Answer = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.string().optional(),
});
export type Answer = z.infer<typeof Answer>;

export const Notice = z.discriminatedUnion('notice', [
  /** The live sessions, worst first, sent whole whenever one of them changes or ages. */
  z.object({
    notice: z.literal('live'),
    sessions: z.array(LiveSession),
    usual: z.array(Usual),
    spend: Spend,
  }),
  /** Sessions (not sub-agents) whose figures changed; lists and open panels of these ask again. */
  z.object({ notice: z.literal('changed'), ids: z.array(z.string()) }),
  /** The archive was wiped or restored: everything on screen is asked for again. */
  z.object({ notice: z.literal('reset') }),
  /** The archive is not kept (why, in words), or is again (null). */
  z.object({ notice: z.literal('notKept'), notKept: z.string().nullable() }),
  z.object({ notice: z.literal('progress'), progress: IngestProgress }),
  /** Logs are copied into the vault: `done` of `total`. */
  z.object({ notice: z.literal('keeping'), done: z.number(), total: z.number() }),
  z.object({ notice: z.literal('problem'), problem: Problem }),
]);
export type Notice = z.infer<typeof Notice>;

/** What the worker is started with (`workerData`). Paths are absolute. */
export const EngineStart = z.object({
  /** Folder of Vigil's own files (globalStorageUri); null keeps everything in memory. */
  storage: z.string().nullable(),
  home: z.string(),
  /** CLAUDE_CONFIG_DIR as the environment has it. */
  claudeConfigDir: z.string().nullable(),
  xdgConfigHome: z.string().nullable(),
  /** Folder of sql-wasm.wasm. */
  wasmFolder: z.string(),
  settings: Settings,
});
export type EngineStart = z.infer<typeof EngineStart>;
