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
  /** The name shown everywhere, at most 80 characters unless it is a title; null if nobody said anything in the session. */
  name: z.string().nullable().default(null),
  /** How the session began: its name if it has neither title nor task. */
  opening: Opening.nullable().default(null),
  nameFrom: z.enum(['title', 'words', 'command', 'plan', 'task']).nullable().default(null),
  parent: z.string().nullable(),
  agentType: z.string().nullable(),
  /** The task of a sub-agent, from its own files or from the call that started it. */
  task: z.string().nullable().default(null),
  subAgents: z.array(z.string()),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  claudeVersions: z.array(z.string()),
  permissionModes: z.array(z.string()),
  gitBranches: z.array(z.string()),
  /** Linked pull requests, `owner/name#12`. */
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
  /** Claude Code's own account of the session and its sub-agents; null if it logged none (P67). */
  account: Account.nullable().default(null),
  /** Limits of the plan that its log mentions (P69); times in ms since the epoch. */
  limits: z.array(LimitNotice).default([]),
  /** The same by hour and branch too; adds up to `usage`. */
  cells: z.array(UsageCell).default([]),
  /** Tokens and money of responses, split among the tools they called; '' for responses without a call. */
  byTool: z.array(ToolUsage).default([]),
  /** Time from the first to the last line, and the same without pauses of more than 5 minutes; ms. */
  wallMs: z.number().default(0),
  activeMs: z.number().default(0),
  tools: z.array(ToolRow),
  /** Tool calls per day, in the chosen time zone. */
  toolDays: z
    .array(z.object({ day: z.string(), calls: z.number(), errors: z.number(), denied: z.number() }))
    .default([]),
  signals: z.array(SignalReading),
  /** Findings, in the order in which they happened. */
  findings: z.array(Found).default([]),
  /** A turn of it has ended. */
  closedTurn: z.boolean().default(false),
  /** The severity shown everywhere (`findings/severity.ts`). */
  severity: SessionSeverity.default('unjudged'),
  /** Null if nobody prompted, or if it is switched off. */
  taskType: TaskType.nullable(),
  /** For a sub-agent: its successful edits of files, which make what its parent knows of them outdated. */
  edited: z.array(z.object({ path: z.string(), t: z.number() })).default([]),
  /** Claude has ended its turn or asks something: it is the person's move. */
  waiting: z.boolean().default(false),
  parse: ParseCounts,
});
export type SessionFigures = z.infer<typeof SessionFigures>;
