/** What the dashboard asks for and gets. Pages use it too: nothing but shapes here. Money in micro-dollars, times in ISO. */
import * as z from 'zod';
import { COHORTS } from '../analysis/dimensions';
import { Severity } from '../signals/signal';

export const Range = z.enum(['7d', '30d', '90d', 'all']);
export type Range = z.infer<typeof Range>;

const Day = z.string();

export const Totals = z.object({
  sessions: z.number(),
  prompts: z.number(),
  tokens: z.number(),
  /** Null when nothing is priced. */
  costMicroUsd: z.number().nullable(),
  /** Some requests lack their final usage or a price. */
  lowerBound: z.boolean(),
  calls: z.number(),
  errors: z.number(),
});
export type Totals = z.infer<typeof Totals>;

export const Overview = z.object({
  from: Day.nullable(),
  to: Day,
  now: Totals,
  /** The same number of days before; null for all time. */
  before: Totals.nullable(),
  days: z.array(z.object({ day: Day, tokens: z.number(), costMicroUsd: z.number(), sessions: z.number() })),
  /** Tokens of the last 90 days, whatever the range. */
  activity: z.array(z.object({ day: Day, tokens: z.number() })),
  /** Requests by weekday (0 is Monday) and hour. */
  hours: z.array(z.object({ weekday: z.number(), hour: z.number(), requests: z.number() })),
  models: z.array(z.object({ model: z.string(), tokens: z.number(), costMicroUsd: z.number().nullable() })),
});
export type Overview = z.infer<typeof Overview>;

export const TrendMetric = z.object({
  name: z.string(),
  title: z.string(),
  unit: z.enum(['number', 'share', 'tokens', 'microUsd', 'minutes']),
  worse: z.enum(['high', 'low']).nullable(),
  experimental: z.boolean(),
});
export type TrendMetric = z.infer<typeof TrendMetric>;

export const Trend = z.object({
  metric: TrendMetric,
  /** Every metric there is, to choose from. */
  metrics: z.array(TrendMetric),
  by: z.enum(COHORTS),
  /** Mean of each cohort; null where there are fewer than five sessions. */
  points: z.array(
    z.object({
      key: z.string(),
      sessions: z.number(),
      n: z.number(),
      mean: z.number().nullable(),
      median: z.number().nullable(),
      stdev: z.number().nullable(),
      severity: Severity.nullable(),
    }),
  ),
  /** p20 and p80 of all sessions: what is usual; null where nothing is. */
  band: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** Days on which a version or model took over, with the key of the point they fall into. */
  markers: z.array(z.object({ key: z.string(), text: z.string() })),
});
export type Trend = z.infer<typeof Trend>;

const ToolGroup = z.object({
  key: z.string(),
  calls: z.number(),
  errors: z.number(),
  denied: z.number(),
  interrupted: z.number(),
  cancelled: z.number(),
  tokens: z.number(),
  costMicroUsd: z.number(),
  unpricedTokens: z.number(),
});

export const Tools = z.object({
  tools: z.array(ToolGroup),
  servers: z.array(ToolGroup),
  /** Types of sub-agents. */
  agents: z.array(
    z.object({
      type: z.string(),
      runs: z.number(),
      tokens: z.number(),
      costMicroUsd: z.number().nullable(),
      calls: z.number(),
      errors: z.number(),
    }),
  ),
});
export type Tools = z.infer<typeof Tools>;

export const Models = z.object({
  models: z.array(
    z.object({
      model: z.string(),
      requests: z.number(),
      input: z.number(),
      output: z.number(),
      cacheRead: z.number(),
      cacheWrite: z.number(),
      tokens: z.number(),
      costMicroUsd: z.number().nullable(),
      lowerBound: z.boolean(),
    }),
  ),
  /** Tokens of each model by week, oldest first. */
  weeks: z.array(z.object({ week: z.string(), tokens: z.record(z.string(), z.number()) })),
});
export type Models = z.infer<typeof Models>;

export const SORTS = [
  'started',
  'severity',
  'cost',
  'tokens',
  'prompts',
  'errors',
  'project',
  'title',
] as const;
export type Sort = (typeof SORTS)[number];

export const FoundSession = z.object({
  id: z.string(),
  title: z.string().nullable(),
  project: z.string().nullable(),
  startedAt: z.string().nullable(),
  severity: Severity,
  model: z.string(),
  prompts: z.number(),
  tokens: z.number(),
  costMicroUsd: z.number().nullable(),
  lowerBound: z.boolean(),
  errors: z.number(),
  gone: z.boolean(),
});
export type FoundSession = z.infer<typeof FoundSession>;

export const Found = z.object({
  rows: z.array(FoundSession),
  total: z.number(),
  /** What is wrong with the query, in words; null when nothing is. */
  error: z.string().nullable(),
});
export type Found = z.infer<typeof Found>;

export const Health = z.object({
  lines: z.number(),
  understood: z.number(),
  malformed: z.number(),
  /** What is not known in the logs, the most frequent first. */
  unknown: z.array(z.object({ what: z.string(), count: z.number() })),
  versions: z.array(z.object({ version: z.string(), lines: z.number() })),
  /** Models without a price, with their requests. */
  unpriced: z.array(z.object({ model: z.string(), requests: z.number() })),
  /** When the newest image of the archive was written, ISO; null when there is none. */
  savedAt: z.string().nullable(),
});
export type Health = z.infer<typeof Health>;
