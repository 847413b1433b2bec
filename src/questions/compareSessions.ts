/** Two sessions side by side. Pure. */
import { writtenName } from '../session/naming';
import * as z from 'zod';
import { difference, type Difference } from '../analysis/difference';
import { conversationsOf, METRICS, type Conversation, type Metric, metricWords } from '../analysis/metrics';
import { SessionSeverity, Severity } from '../signals/severity';
import { verdictOf } from '../signals/registry';
import type { SessionFigures } from '../store/figures';
import { TrendMetric } from './shared/dashboard/metricWords';
import * as prompts from './prompts';
import { TurnCost } from './shared/session/agentCosts';
import { courseOfTwo } from './shared/session/courseOfTwo';
import type { Sources } from './shared/sources';
import type { ReportSources } from './report';

export const args = z.object({ a: z.string(), b: z.string() });

const Counts = z.object({ calls: z.number(), errors: z.number(), denied: z.number() });
const Used = z.object({ reads: z.number(), edits: z.number() }).nullable();
const Part = z.object({ calls: z.number(), failed: z.number() }).nullable();

/** Two sessions side by side. */
export const Diff = z.object({
  sides: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      project: z.string().nullable(),
      startedAt: z.string().nullable(),
      endedAt: z.string().nullable(),
      severity: SessionSeverity,
      /** If `judged` is false there was too little data, and the severity means nothing. */
      signals: z.array(
        z.object({ name: z.string(), severity: Severity, judged: z.boolean(), label: z.string() }),
      ),
    }),
  ),
  /** The beginnings of the first prompts of A and of B. */
  prompts: z.array(z.array(z.object({ turn: z.number(), text: z.string(), ...TurnCost }))).default([]),
  marks: z.boolean(),
  metrics: z.array(
    TrendMetric.extend({
      a: z.number().nullable(),
      b: z.number().nullable(),
      delta: z.number().nullable(),
      /** For A and B: the value is a lower bound. */
      lowerBound: z.tuple([z.boolean(), z.boolean()]),
      /** For A and B: there is no value, because nothing has a price. */
      unpriced: z.tuple([z.boolean(), z.boolean()]),
    }),
  ),
  tools: z.array(z.object({ name: z.string(), a: Counts.nullable(), b: Counts.nullable() })),
  models: z.array(
    z.object({
      name: z.string(),
      a: z.number().nullish(),
      b: z.number().nullish(),
      /** For A and B: the value is a lower bound, because a request has no final usage. */
      lowerBound: z.tuple([z.boolean(), z.boolean()]),
    }),
  ),
  files: z.array(z.object({ path: z.string(), a: Used, b: Used })),
  /** Both sessions in the same number of parts: calls and failures. */
  timeline: z.array(z.object({ a: Part, b: Part })),
});
export type Diff = z.infer<typeof Diff>;
export const reply = Diff.nullable();

export function answer({ a, b }: z.output<typeof args>, sources: Sources): Diff | null {
  const { library, rules } = sources;
  const all = { figures: library.figures.list(), session: library.session, rules: rules() };
  const diff = compareSessions(a, b, all);
  return diff === null ? null : { ...diff, prompts: [a, b].map((id) => promptsOf(id, sources)) };
}

/** Most prompts of each session in the answer. */
const MOST_PROMPTS = 50;

const promptsOf = (id: string, sources: Sources): Diff['prompts'][number] =>
  prompts
    .answer({ id }, sources)
    .turns.filter(({ text, command }) => text !== '' || command !== null)
    .slice(0, MOST_PROMPTS)
    .map(({ turn, text, command, costMicroUsd, costAtLeast, asksModel }) => {
      const words = [command ?? '', text].filter(Boolean).join(' ');
      return { turn, text: words, costMicroUsd, costAtLeast, asksModel };
    });

/** Null if one of the sessions is unknown. */
export function compareSessions(
  a: string,
  b: string,
  { figures, ...sources }: Pick<ReportSources, 'session' | 'rules' | 'figures'>,
): Diff | null {
  const family = (id: string): SessionFigures[] =>
    figures.filter((one) => one.id === id || one.parent === id);
  const [x] = conversationsOf(family(a));
  const [y] = conversationsOf(family(b));
  if (x === undefined || y === undefined) return null;
  return {
    sides: [x, y].map(({ figures: session }) => ({
      id: session.id,
      name: writtenName(session),
      project: session.repository ?? session.project,
      startedAt: session.startedAt,
      endedAt: session.endedAt,
      severity: session.severity,
      signals: session.signals.map((reading) => ({
        name: reading.name,
        severity: reading.severity,
        judged: verdictOf(reading) !== 'tooShort',
        label: reading.label,
      })),
    })),
    prompts: [],
    marks: sources.rules.measures,
    ...withUnpriced(difference(x, y), [x, y]),
    ...courseOfTwo(x, y, sources),
  };
}

/** Marks unpriced values in a difference, and adds metrics that are unpriced in both sessions. */
function withUnpriced(
  { metrics, models, tools }: Difference,
  [a, b]: [Conversation, Conversation],
): Pick<Diff, 'metrics' | 'models' | 'tools'> {
  const both = (predicate: (side: Conversation) => boolean): [boolean, boolean] => [
    predicate(a),
    predicate(b),
  ];
  return {
    tools,
    metrics: METRICS.flatMap((metric) => {
      const known = metrics.find(({ name }) => name === metric.name);
      const unpriced = both((side) => isUnpriced(metric, side));
      if (known === undefined && !unpriced.includes(true)) return [];
      return [
        {
          ...(known ?? { ...metricWords(metric), a: null, b: null, delta: null, lowerBound: [false, false] }),
          unpriced,
        },
      ];
    }),
    models,
  };
}

const isUnpriced = (metric: Metric, side: Conversation): boolean =>
  metric.unit === 'microUsd' && metric.of(side) === null && side.amounts.costMicroUsd === null;
