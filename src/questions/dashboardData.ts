/** What the dashboard asks for and gets. Pages use it too: nothing but shapes here. Money in micro-dollars, times in ISO. */
import * as z from 'zod';
import { COHORTS } from '../analysis/dimensions';
import { SessionSeverity } from '../findings/severity';
import { Severity } from '../signals/signal';

export const Range = z.enum(['7d', '30d', '90d', 'all']);
export type Range = z.infer<typeof Range>;

const Day = z.string();

/** What was used. A cost is a lower bound when a request lacks its final usage or tokens have no price; tokens when the first is so. */
const Used = z.object({
  tokens: z.number(),
  /** Of the tokens with a price; null when none has one, 0 when nothing was used. */
  costMicroUsd: z.number().nullable(),
  unpricedTokens: z.number(),
  /** A request lacks its final usage. */
  lowerBound: z.boolean(),
  /** The cost is at least this: for that reason, or because a condition has no known price (P66). */
  costAtLeast: z.boolean(),
});
export type Used = z.infer<typeof Used>;

export const Totals = Used.extend({
  sessions: z.number(),
  prompts: z.number(),
  calls: z.number(),
  errors: z.number(),
});
export type Totals = z.infer<typeof Totals>;

export const FoundSession = Used.extend({
  id: z.string(),
  title: z.string().nullable(),
  project: z.string().nullable(),
  startedAt: z.string().nullable(),
  severity: SessionSeverity,
  model: z.string(),
  branch: z.string().nullable(),
  version: z.string().nullable(),
  task: z.string().nullable(),
  /** Active minutes, rounded. */
  minutes: z.number(),
  subAgents: z.number(),
  prompts: z.number(),
  /** Failed tool calls, those of its sub-agents too. */
  errors: z.number(),
  gone: z.boolean(),
});
export type FoundSession = z.infer<typeof FoundSession>;

export const Overview = z.object({
  from: Day.nullable(),
  to: Day,
  now: Totals,
  /** The same number of days before; null for all time. */
  before: Totals.nullable(),
  /** Oldest first, without gaps. Sessions are those active on the day. */
  days: z.array(Used.extend({ day: Day, sessions: z.number() })),
  /** What stands on none of these days: no readable time; of all time also one that cannot be. */
  outside: Used,
  /** Of `now`: what sub-agents used whose session is not known. */
  orphans: Used.extend({ runs: z.number(), calls: z.number() }),
  /** Tokens of the last 90 days, whatever the range. */
  activity: z.array(z.object({ day: Day, tokens: z.number() })),
  /** Requests by weekday (0 is Monday) and hour. */
  hours: z.array(z.object({ weekday: z.number(), hour: z.number(), requests: z.number() })),
  models: z.array(Used.extend({ model: z.string() })),
  /** The sessions of the range that cost most. */
  top: z.array(FoundSession),
  /** Sessions of the last seven days in which something is to be looked at, and those that wait for a person: the worst first, of those the newest. */
  attention: z.object({
    total: z.number(),
    /** The first of them. */
    rows: z.array(
      z.object({
        id: z.string(),
        title: z.string().nullable(),
        project: z.string().nullable(),
        endedAt: z.string().nullable(),
        severity: SessionSeverity,
        /** The worst finding that is open, with the line that tells it; null when it is listed for another reason. */
        finding: z.object({ sentence: z.string(), at: z.number(), file: z.number() }).nullable(),
        waiting: z.boolean(),
      }),
    ),
  }),
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

/** What a trend goes over, and what it can be split by. */
export const Over = z.enum(['day', 'week', 'month']);
export type Over = z.infer<typeof Over>;
export const Split = z.enum(['none', 'model', 'project', 'version', 'mode', 'task', 'branch']);
export type Split = z.infer<typeof Split>;

/** A mean of sessions, or a total. */
export const TrendPoint = z.object({
  /** Sessions it is of. */
  n: z.number(),
  /** Null: no session can tell, or nothing of it has a price. */
  value: z.number().nullable(),
  /** Of a mean; null of a total. */
  median: z.number().nullable(),
  stdev: z.number().nullable(),
  /** What codevigil's marks say of a mean: null for figures without thresholds, of few, and unless they are asked for. */
  severity: Severity.nullable(),
  /** Sessions beyond their own thresholds; null for figures without any. */
  unusual: z.number().nullable(),
  /** A mean of fewer than five sessions. */
  few: z.boolean(),
  /** It is at least this much: some of it has no price or no final usage. */
  lowerBound: z.boolean(),
});
export type TrendPoint = z.infer<typeof TrendPoint>;

export const TrendSeries = z.object({
  /** Of the group; '' when there is no split, or of all other groups. */
  key: z.string(),
  /** All groups without a series of their own. */
  other: z.boolean(),
  /** Of all the days. */
  whole: TrendPoint,
  /** In the order of the buckets. */
  points: z.array(TrendPoint),
});
export type TrendSeries = z.infer<typeof TrendSeries>;

/** Where a version or model was first used. */
export const TrendMarker = z.object({
  /** Of its bucket. */
  key: z.string(),
  day: Day,
  text: z.string(),
  /** The same in short, for the chart. */
  label: z.string(),
});
export type TrendMarker = z.infer<typeof TrendMarker>;

/** A figure of a trend; `total`: of all that happened then, not a mean of sessions. */
const TrendFigure = TrendMetric.extend({
  total: z.boolean(),
  /** The day it counts on: that the session began on, or that of what is counted. */
  day: z.enum(['start', 'own']),
});

export const Trend = z.object({
  metric: TrendFigure,
  /** Every figure there is, to choose from. */
  metrics: z.array(TrendFigure),
  over: Over,
  split: Split,
  /** The days of the axis. */
  from: Day,
  to: Day,
  /**
   * Days, weeks or months without gaps, oldest first, with their first and last day on the axis; `inPart`: cut by the first day, or not
   * over yet.
   */
  buckets: z.array(z.object({ key: z.string(), from: Day, to: Day, inPart: z.boolean() })),
  series: z.array(TrendSeries),
  /** What has no day on the axis: no readable time, or one that cannot be. */
  outside: TrendPoint,
  /** p20 and p80 of all sessions, or of all buckets that are over: what is usual; null where nothing is. `lowerBound`: at least. */
  band: z.object({ low: z.number(), high: z.number(), lowerBound: z.boolean() }).nullable(),
  markers: z.array(TrendMarker),
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
  /** Of the tokens with a price; null when none has one. */
  costMicroUsd: z.number().nullable(),
  unpricedTokens: z.number(),
});

export const Tools = z.object({
  /** The days. */
  from: Day.nullable(),
  to: Day,
  /** So many requests lack their final usage: tokens and cost of the tools are at least this. */
  lowerBound: z.number(),
  /** Conditions of requests whose price is not known: cost is at least this. */
  conditions: z.array(z.string()),
  tools: z.array(ToolGroup),
  servers: z.array(ToolGroup),
  /** Types of sub-agents. */
  agents: z.array(
    Used.extend({
      type: z.string(),
      runs: z.number(),
      calls: z.number(),
      errors: z.number(),
    }),
  ),
  /** Calls by day, oldest first. */
  days: z.array(z.object({ day: Day, calls: z.number(), errors: z.number(), denied: z.number() })),
  /** Calls on none of these days: no readable time; of all time also one that cannot be. */
  outside: z.number(),
});
export type Tools = z.infer<typeof Tools>;

/** Colours of three pictures of many sessions. */
export const Heatmaps = z.object({
  /** Measures are marked WARN and CRITICAL, as codevigil has it; else they are usual or unusual. */
  marks: z.boolean(),
  /** The days; `from` of null: of all time. */
  from: Day.nullable(),
  to: Day,
  tools: z.array(
    z.object({
      name: z.string(),
      ok: z.number(),
      errors: z.number(),
      denied: z.number(),
      interrupted: z.number(),
      cancelled: z.number(),
    }),
  ),
  /** Weeks, or days of a short range, oldest first, each with its first and last day. */
  buckets: z.array(z.object({ name: z.string(), from: Day, to: Day })),
  /** How many of the sessions that began in the bucket, and in the range, could be judged, and how. */
  signals: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      cells: z.array(z.object({ judged: z.number(), warn: z.number(), critical: z.number() })),
    }),
  ),
  tasks: z.object({
    /** Kinds of task are told; else there are no rows. */
    told: z.boolean(),
    metrics: z.array(TrendMetric),
    /** Mean of each metric; null where fewer than five sessions can tell. `away`: standard deviations from the mean of all. */
    rows: z.array(
      z.object({
        task: z.string(),
        sessions: z.number(),
        cells: z.array(
          z.object({
            n: z.number(),
            mean: z.number().nullable(),
            /** The mean is at least this much. */
            lowerBound: z.boolean(),
            away: z.number().nullable(),
          }),
        ),
      }),
    ),
  }),
});
export type Heatmaps = z.infer<typeof Heatmaps>;

/** What each signal said of each session: a page of those that were active in the range. */
export const SignalSessions = z.object({
  /** As in the heatmaps. */
  marks: z.boolean(),
  /** The days of the range. */
  from: Day.nullable(),
  to: Day,
  /** Sessions of the range. */
  total: z.number(),
  /** So many newer ones are not on this page. */
  offset: z.number(),
  /** Oldest first. `day`: local day of the start. */
  sessions: z.array(
    z.object({
      id: z.string(),
      title: z.string().nullable(),
      startedAt: z.string().nullable(),
      day: Day.nullable(),
    }),
  ),
  /** Signals that judge one of these sessions; a cell is null where they do not judge it. */
  signals: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      cells: z.array(z.object({ severity: Severity, label: z.string() }).nullable()),
    }),
  ),
  /** Of all sessions of the range: how many have a measure beyond its thresholds, how many far beyond, and which measure most often. */
  alarms: z.object({
    warn: z.number(),
    critical: z.number(),
    most: z.object({ title: z.string(), sessions: z.number() }).nullable(),
  }),
});
export type SignalSessions = z.infer<typeof SignalSessions>;

/** Sessions that began in the range, of all time all of them, in groups, by as many metrics as were chosen. */
export const Cohort = z.object({
  /** The days, as a report names them. */
  from: Day.nullable(),
  to: Day,
  by: z.enum(COHORTS),
  sessions: z.number(),
  metrics: z.array(TrendMetric),
  all: z.array(TrendMetric),
  rows: z.array(
    z.object({
      key: z.string(),
      sessions: z.number(),
      /** In the order of `metrics`; null mean: fewer than five sessions can tell. */
      cells: z.array(
        z.object({
          n: z.number(),
          mean: z.number().nullable(),
          stdev: z.number().nullable(),
          median: z.number().nullable(),
          /** As in a trend. */
          severity: Severity.nullable(),
          unusual: z.number().nullable(),
          /** Mean and median are at least this much: some of it has no price or no final usage. */
          lowerBound: z.boolean(),
        }),
      ),
    }),
  ),
});
export type Cohort = z.infer<typeof Cohort>;

const Counts = z.object({
  calls: z.number(),
  errors: z.number(),
  denied: z.number(),
});

/** Two sessions side by side. */
export const Diff = z.object({
  sides: z.array(
    z.object({
      id: z.string(),
      title: z.string().nullable(),
      project: z.string().nullable(),
      startedAt: z.string().nullable(),
      endedAt: z.string().nullable(),
      severity: SessionSeverity,
      /** `judged` is false where there was too little to judge by: then the severity says nothing. */
      signals: z.array(
        z.object({ name: z.string(), severity: Severity, judged: z.boolean(), label: z.string() }),
      ),
    }),
  ),
  marks: z.boolean(),
  metrics: z.array(
    TrendMetric.extend({
      a: z.number().nullable(),
      b: z.number().nullable(),
      delta: z.number().nullable(),
      /** Of A and B: it is at least this much. */
      lowerBound: z.tuple([z.boolean(), z.boolean()]),
      /** Of A and B: there is no value because nothing of it has a price. */
      unpriced: z.tuple([z.boolean(), z.boolean()]),
    }),
  ),
  tools: z.array(z.object({ name: z.string(), a: Counts.nullable(), b: Counts.nullable() })),
  models: z.array(
    z.object({
      name: z.string(),
      a: z.number().nullish(),
      b: z.number().nullish(),
      /** Of A and B: some of it has no final usage. */
      lowerBound: z.tuple([z.boolean(), z.boolean()]),
    }),
  ),
  files: z.array(
    z.object({
      path: z.string(),
      a: z.object({ reads: z.number(), edits: z.number() }).nullable(),
      b: z.object({ reads: z.number(), edits: z.number() }).nullable(),
    }),
  ),
  /** Each session in as many parts: calls and failures. */
  timeline: z.array(
    z.object({
      a: z.object({ calls: z.number(), failed: z.number() }).nullable(),
      b: z.object({ calls: z.number(), failed: z.number() }).nullable(),
    }),
  ),
});
export type Diff = z.infer<typeof Diff>;

/** Something that may want a person's attention. `id` (`alertIds.ts`) stays the same while it is the same. */
export const Alert = z.object({
  id: z.string(),
  kind: z.enum(['finding', 'signal', 'context', 'budget', 'limit', 'log', 'waiting']),
  severity: Severity,
  /** What it is about, and what it says. */
  title: z.string(),
  detail: z.string(),
  session: z.string().nullable(),
  sessionTitle: z.string().nullable(),
  project: z.string().nullable(),
  at: z.string().nullable(),
  /** The line that tells it; null where none does. */
  line: z.object({ at: z.number(), file: z.number() }).nullable(),
});
export type Alert = z.infer<typeof Alert>;

/** A line of a log that says what was looked for. */
export const Hit = z.object({
  session: z.string(),
  title: z.string().nullable(),
  project: z.string().nullable(),
  kind: z.string(),
  /** Around the words; log text, hostile. */
  before: z.string(),
  match: z.string(),
  after: z.string(),
  t: z.string().nullable(),
  at: z.number(),
  file: z.number(),
});
export type Hit = z.infer<typeof Hit>;

/** Where a search goes on. It names the log by its place in the order: its session's begin, its path. */
export const SearchPlace = z.object({
  begun: z.string(),
  path: z.string(),
  /** Byte a line begins at. */
  at: z.number().int().min(0),
  /** Logs looked through so far. */
  done: z.number().int().min(0),
});
export type SearchPlace = z.infer<typeof SearchPlace>;

export const Hits = z.object({
  hits: z.array(Hit),
  /** Where to go on; null at the end. */
  next: SearchPlace.nullable(),
  /** Logs there are to look through, and how many were; those that cannot be read are in neither. */
  logs: z.number(),
  done: z.number(),
});
export type Hits = z.infer<typeof Hits>;

export const Models = z.object({
  /** The days. */
  from: Day.nullable(),
  to: Day,
  models: z.array(
    Used.extend({
      model: z.string(),
      requests: z.number(),
      input: z.number(),
      output: z.number(),
      cacheRead: z.number(),
      cacheWrite: z.number(),
    }),
  ),
  /** Tokens of each model by week, oldest first. */
  weeks: z.array(z.object({ week: z.string(), tokens: z.record(z.string(), z.number()) })),
  /** Tokens in none of these weeks: no readable time; of all time also one that cannot be. */
  outside: z.number(),
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
  'model',
  'branch',
  'version',
  'task',
  'minutes',
  'subAgents',
] as const;
export type Sort = (typeof SORTS)[number];

export const Found = z.object({
  rows: z.array(FoundSession),
  total: z.number(),
  /** Kinds of task are told: the column has something to show. */
  tasks: z.boolean(),
  /** What is wrong with the query, in words; null when nothing is. */
  error: z.string().nullable(),
});
export type Found = z.infer<typeof Found>;

/** A way to go on with a query (`analysis/complete.ts`). */
export const Suggestion = z.object({
  /** The word, completed. */
  label: z.string(),
  /** The whole query with it, and where the caret stands then: UTF-16 units from its start. */
  text: z.string(),
  caret: z.number(),
  /** An example, or how many sessions pass `text`. */
  detail: z.string(),
});
export type Suggestion = z.infer<typeof Suggestion>;

export const Health = z.object({
  lines: z.number(),
  understood: z.number(),
  /** Lines of unknown kinds that hold nothing a figure is counted from; absent when there are none. */
  harmless: z.number().optional(),
  malformed: z.number(),
  /** What is not known in the logs, the most frequent first: on which version, on what share of its lines, what it may touch. */
  drift: z.array(
    z.object({
      version: z.string(),
      what: z.string(),
      name: z.string(),
      count: z.number(),
      share: z.number(),
      affects: z.string(),
    }),
  ),
  versions: z.array(z.object({ version: z.string(), lines: z.number() })),
  /** Models without a price, with their requests. */
  unpriced: z.array(z.object({ model: z.string(), requests: z.number() })),
  /** When the newest image of the archive was written, ISO; null when there is none. */
  savedAt: z.string().nullable(),
  /** The window that writes the archive; null when none holds the lease. */
  writer: z.object({ mine: z.boolean(), pid: z.number(), host: z.string(), until: z.string() }).nullable(),
});
export type Health = z.infer<typeof Health>;
