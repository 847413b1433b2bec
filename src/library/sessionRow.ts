/** The schemas of sessions in lists and the badge. Pages use them too, so this file has only schemas. */
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
 * `active`: Claude works and wrote in the last 5 minutes (`vigil.live.idleMinutes`). `waiting`: its turn is over or it asks, for less than
 * 35 minutes (`vigil.live.endedMinutes`). `idle`: silent for 5 to 35 minutes in the middle of a turn. `ended`: silent for longer, or a
 * scripted run whose turn is over.
 */
export const LiveState = z.enum(['active', 'waiting', 'idle', 'ended']);
export type LiveState = z.infer<typeof LiveState>;

/** A row of a list. */
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
  /** Type of a sub-agent; null for a main conversation, or if unknown. */
  agentType: z.string().nullable(),
  /** Its kind of task; null if unknown. */
  task: TaskType.nullable(),
  /** All token kinds added up, sub-agents included. */
  tokens: z.number(),
  /** Sub-agents included; null if nothing is priced. */
  costMicroUsd: z.number().nullable(),
  /** Some of its requests never got a final usage: tokens and cost are lower bounds. */
  lowerBound: z.boolean(),
  /** Models in it without a price. */
  unpriced: z.array(z.string()),
  /** Conditions of requests without a known price: its cost is a lower bound (P66). */
  conditions: z.array(z.string()),
  /** Its log was deleted, and the vault has no copy. */
  gone: z.boolean(),
  /** Its log was deleted, but the vault has a copy. */
  copied: z.boolean(),
  /** The marks a person added. */
  starred: z.boolean().default(false),
  note: z.string().nullable().default(null),
  hidden: z.boolean().default(false),
});
export type SessionRow = z.infer<typeof SessionRow>;

/** A live session with what the badge and its tooltip show. */
export const LiveSession = z.object({
  row: SessionRow,
  /** Its findings that are open and not dismissed, the worst first. */
  findings: z.array(Finding),
  /** Its other alerts that a person dismissed, muted or snoozed: names of measures, `context`, `log`, `waiting`, and keys of limits. */
  dismissed: z.array(z.string()).default([]),
  signals: z.array(SignalReading),
  /** Limits of the plan that its log mentions. */
  limits: z.array(LimitNotice),
  context: Context.nullable(),
  /** Context after each of its last responses, oldest first; tokens. */
  trend: z.array(z.number()),
  /** Model of its last response; null if unknown. */
  model: z.string().nullable().default(null),
});
export type LiveSession = z.infer<typeof LiveSession>;

/** The live sessions, the worst first, with the baseline and what was spent. */
export const LiveContent = z.object({ sessions: z.array(LiveSession), usual: z.array(Usual), spend: Spend });
export type LiveContent = z.infer<typeof LiveContent>;
