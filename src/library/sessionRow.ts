/** The shapes of a session in lists and in the badge. Pages use it too: nothing but shapes here. */
import * as z from 'zod';
import { Found as Finding } from '../findings/finding';
import { SessionSeverity } from '../signals/severity';
import { Usual } from '../signals/baseline';
import { TaskType } from '../signals/task';
import { SignalReading } from '../signals/signal';
import { LimitNotice } from '../usage/blocks';
import { Spend } from '../usage/budget';
import { Context } from '../usage/context';

/**
 * active: the agent works and wrote in the last 5 minutes (`vigil.live.idleMinutes`); waiting: its turn is over or it asks, for less than 35 minutes (`vigil.live.endedMinutes`);
 * idle: silent for 5 to 35 minutes in the middle of a turn; ended: silent for longer (codevigil's life cycle), or a run of a script whose turn is over.
 */
export const LiveState = z.enum(['active', 'waiting', 'idle', 'ended']);
export type LiveState = z.infer<typeof LiveState>;

/** A session as lists show it. */
export const SessionRow = z.object({
  id: z.string(),
  /** As every surface writes it (`writtenName`). */
  name: z.string(),
  project: z.string().nullable(),
  /** What lists group it under: the project, or the repository whose worktree it is. */
  repository: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Local day of its start in the chosen time zone, `YYYY-MM-DD`. */
  day: z.string().nullable(),
  /** Local day of its last line. */
  lastDay: z.string().nullable().default(null),
  state: LiveState,
  severity: SessionSeverity,
  prompts: z.number(),
  messages: z.number(),
  subAgents: z.number(),
  /** Type of a sub-agent; null for a session of its own, and where nobody says. */
  agentType: z.string().nullable(),
  /** Its kind of task; null when it is not told. */
  task: TaskType.nullable(),
  /** All token kinds added up, sub-agents included. */
  tokens: z.number(),
  /** Sub-agents included; null when nothing in it is priced. */
  costMicroUsd: z.number().nullable(),
  /** Some of its requests never got a final usage: tokens and cost are lower bounds. */
  lowerBound: z.boolean(),
  /** Models in it without a price. */
  unpriced: z.array(z.string()),
  /** Conditions some of its requests were made under whose price is not known: its cost is a lower bound (P66). */
  conditions: z.array(z.string()),
  /** True when its log has left the disk, and no copy was kept. */
  gone: z.boolean(),
  /** Its log has left the disk, but a copy is in the vault. */
  copied: z.boolean(),
  /** What a person keeps of it. */
  starred: z.boolean().default(false),
  note: z.string().nullable().default(null),
  hidden: z.boolean().default(false),
});
export type SessionRow = z.infer<typeof SessionRow>;

/** A live session with what the badge and its tooltip show. */
export const LiveSession = z.object({
  row: SessionRow,
  /** Its findings that are open, the worst first. */
  findings: z.array(Finding),
  signals: z.array(SignalReading),
  /** Limits of the plan its log speaks of. */
  limits: z.array(LimitNotice),
  context: Context.nullable(),
  /** Context after each of its last responses, oldest first; tokens. */
  trend: z.array(z.number()),
  /** Model of its last response; null when that is not known. */
  model: z.string().nullable().default(null),
});
export type LiveSession = z.infer<typeof LiveSession>;

/** What is told of the live sessions: all of them, the worst first; what is usual; and what was spent. */
export const LiveContent = z.object({ sessions: z.array(LiveSession), usual: z.array(Usual), spend: Spend });
export type LiveContent = z.infer<typeof LiveContent>;
