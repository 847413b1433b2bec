import * as z from 'zod';
import { Account } from '../log/account';
import { Found } from '../findings/finding';
import { SessionSeverity } from '../signals/severity';
import { ParseCounts } from '../log/parseCounts';
import { Opening } from '../session/naming';
import { SignalReading } from '../signals/signal';
import { TaskType } from '../signals/task';
import { Context } from '../usage/context';
import { UsageCell, UsageRow } from '../usage/rows';
import { LimitNotice } from '../usage/blocks';
import { ToolUsage } from '../usage/tools';

/** Calls of one tool in one session. */
export const ToolRow = z.object({
  name: z.string(),
  server: z.string().nullable(),
  calls: z.number(),
  errors: z.number(),
  denied: z.number(),
  interrupted: z.number(),
  cancelled: z.number(),
});
export type ToolRow = z.infer<typeof ToolRow>;

/**
 * Everything Vigil says of one session: a row of the archive, an entry of `vigil inspect` (schema 1, see
 * docs/inspect.md), the input of every report and panel. Times are ISO strings in UTC.
 */
export const SessionFigures = z.object({
  id: z.string(),
  file: z.string(),
  alsoIn: z.array(z.string()),
  /** The `cwd` of its records (P42); null when no record has one. */
  project: z.string().nullable(),
  /** The project's repository: its own folder, or that of the repository whose worktree it is. */
  repository: z.string().nullable(),
  title: z.string().nullable(),
  /** What every face calls it, at most 80 characters unless it is a title; null when nobody said anything in it. */
  name: z.string().nullable().default(null),
  /** How it began: its name when it has neither title nor task. */
  opening: Opening.nullable().default(null),
  nameFrom: z.enum(['title', 'words', 'command', 'plan', 'task']).nullable().default(null),
  parent: z.string().nullable(),
  agentType: z.string().nullable(),
  /** What a sub-agent was to do, as its own files or those who started it say. */
  task: z.string().nullable().default(null),
  subAgents: z.array(z.string()),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  claudeVersions: z.array(z.string()),
  permissionModes: z.array(z.string()),
  gitBranches: z.array(z.string()),
  /** Pull requests it is linked to, `owner/name#12`. */
  pullRequests: z.array(z.string()).default([]),
  prompts: z.number(),
  messages: z.number(),
  copies: z.number(),
  scriptedPrompts: z.number(),
  slashCommands: z.number(),
  interrupts: z.number(),
  compactions: z.number(),
  rewinds: z.number(),
  context: Context.nullable(),
  usage: z.array(UsageRow),
  /** Claude Code's own account of the session and its sub-agents; null where it logged none (P67). */
  account: Account.nullable().default(null),
  /** Limits of the plan that its log speaks of (P69); times in ms since the epoch. */
  limits: z.array(LimitNotice).default([]),
  /** The same by hour and branch too; adds up to `usage`. */
  cells: z.array(UsageCell).default([]),
  /** Tokens and money of responses, shared among the tools they called; '' for responses without a call. */
  byTool: z.array(ToolUsage).default([]),
  /** From the first to the last line, and without pauses of more than 5 minutes; ms. */
  wallMs: z.number().default(0),
  activeMs: z.number().default(0),
  tools: z.array(ToolRow),
  /** Tool calls by day of the chosen zone. */
  toolDays: z
    .array(z.object({ day: z.string(), calls: z.number(), errors: z.number(), denied: z.number() }))
    .default([]),
  signals: z.array(SignalReading),
  /** Events worth an alarm, in the order in which they happened. */
  findings: z.array(Found).default([]),
  /** A turn of it has ended. */
  closedTurn: z.boolean().default(false),
  /** What every face says of it (`findings/severity.ts`). */
  severity: SessionSeverity.default('unjudged'),
  /** Null where nobody prompted, or when it is switched off. */
  taskType: TaskType.nullable(),
  /** Of a sub-agent: the edits of files that worked, for what its parent knows of them. */
  edited: z.array(z.object({ path: z.string(), t: z.number() })).default([]),
  /** The agent has ended its turn, or asks something: it is the person's move. */
  waiting: z.boolean().default(false),
  parse: ParseCounts,
});
export type SessionFigures = z.infer<typeof SessionFigures>;
