/** The figures of a session that can be compared over many. Defined once, for cohorts, comparisons, change points and charts. */
import { en } from '../l10n/english';
import { signals } from '../signals/registry';
import { memoizeByList } from './memoizeByList';
import type { SessionFigures } from '../store/figures';
import { isOfPerson } from './family';
import { addAmounts, cacheHitShare, costsAtLeast, noAmounts, tokensOf, type Amounts } from '../usage/rows';

/** A conversation as questions over many see it: its own figures, and the usage of all of it. */
export interface Conversation {
  figures: SessionFigures;
  subAgents: readonly SessionFigures[];
  /** Of the session and its sub-agents; money is that of the priced part, null when nothing is priced. */
  amounts: Amounts;
}

export type Unit = 'number' | 'share' | 'tokens' | 'microUsd' | 'minutes';

/** How a metric is called and read. */
export interface MetricWords {
  name: string;
  title: string;
  unit: Unit;
  /** Which way is worse; null: neither. */
  worse: 'high' | 'low' | null;
  experimental: boolean;
}

export interface Metric extends MetricWords {
  /** Null where the session cannot say. */
  of(conversation: Conversation): number | null;
  /** Whether the value is at least this much: some of it has no price, or no final usage. Without it no value is. */
  lowerBound?(conversation: Conversation): boolean;
}

/** The words of a metric alone, without its functions: answers are sent between threads. */
export const metricWords = ({ name, title, unit, worse, experimental }: Metric): MetricWords => ({
  name,
  title,
  unit,
  worse,
  experimental,
});

/** Sessions a person had, with their sub-agents. */
export const conversationsOf = memoizeByList(
  (sessions: readonly SessionFigures[]): readonly Conversation[] => {
    const children = Map.groupBy(
      sessions.filter(({ parent }) => parent !== null),
      ({ parent }) => parent,
    );
    return sessions
      .filter(isOfPerson)
      .map((figures) => conversationOf(figures, children.get(figures.id) ?? NONE));
  },
);
const NONE: readonly SessionFigures[] = [];

/** By the figures of their session: a conversation is the same one until figures of its own change. */
const madeOf = new WeakMap<SessionFigures, Conversation>();

function conversationOf(figures: SessionFigures, subAgents: readonly SessionFigures[]): Conversation {
  const known = madeOf.get(figures);
  if (
    known !== undefined &&
    known.subAgents.length === subAgents.length &&
    known.subAgents.every((one, i) => one === subAgents[i])
  )
    return known;
  const amounts = noAmounts();
  let rows = 0;
  let priced = 0;
  for (const { usage } of [figures, ...subAgents])
    for (const row of usage) {
      addAmounts(amounts, row, true);
      rows++;
      if (row.costMicroUsd !== null) priced++;
    }
  if (rows > 0 && priced === 0) amounts.costMicroUsd = null;
  const made = { figures, subAgents, amounts };
  madeOf.set(figures, made);
  return made;
}

/** Of all tools, sub-agents included. */
const ofTools = ({ figures, subAgents }: Conversation, part: 'calls' | 'errors' | 'denied'): number =>
  [figures, ...subAgents].reduce((sum, { tools }) => tools.reduce((so, row) => so + row[part], sum), 0);
/** A part of the tool calls; null when there are too few for a share to mean anything. */
const ofCalls = (conversation: Conversation, part: 'errors' | 'denied'): number | null => {
  const calls = ofTools(conversation, 'calls');
  return calls < 10 ? null : ofTools(conversation, part) / calls;
};
const perPrompt = (value: number | null, { figures }: Conversation): number | null =>
  value === null || figures.prompts === 0 ? null : value / figures.prompts;

/** Some request never got its final usage. */
const unfinished = ({ amounts }: Conversation): boolean => amounts.lowerBound > 0;
/** So it is, or a condition or some of the tokens have no price. */
const underpriced = (conversation: Conversation): boolean =>
  costsAtLeast(conversation.amounts) ||
  [conversation.figures, ...conversation.subAgents].some(({ usage }) =>
    usage.some((row) => row.costMicroUsd === null && tokensOf(row) > 0),
  );

const usageMetrics: readonly Metric[] = [
  metric('tokens', en('Tokens'), 'tokens', null, ({ amounts }) => tokensOf(amounts), unfinished),
  metric('output_tokens', en('Output tokens'), 'tokens', null, ({ amounts }) => amounts.output, unfinished),
  metric(
    'output_per_prompt',
    en('Output tokens per prompt'),
    'tokens',
    null,
    (c) => perPrompt(c.amounts.output, c),
    unfinished,
  ),
  metric('cost', en('Cost'), 'microUsd', 'high', ({ amounts }) => amounts.costMicroUsd, underpriced),
  metric(
    'cost_per_prompt',
    en('Cost per prompt'),
    'microUsd',
    'high',
    (c) => perPrompt(c.amounts.costMicroUsd, c),
    underpriced,
  ),
  metric('cache_hit_share', en('Cache hits'), 'share', 'low', ({ amounts }) => cacheHitShare(amounts)),
  metric('tool_calls', en('Tool calls'), 'number', null, (c) => ofTools(c, 'calls')),
  metric('tool_error_share', en('Failed tool calls'), 'share', 'high', (c) => ofCalls(c, 'errors')),
  metric('tool_denied_share', en('Denied tool calls'), 'share', 'high', (c) => ofCalls(c, 'denied')),
  metric('active_minutes', en('Active minutes'), 'minutes', null, ({ figures }) => figures.activeMs / 60_000),
  metric('sub_agents', en('Sub-agents'), 'number', null, ({ subAgents }) => subAgents.length),
  metric('compactions', en('Compactions'), 'number', null, ({ figures }) => figures.compactions),
];

function metric(
  name: string,
  title: string,
  unit: Unit,
  worse: Metric['worse'],
  of: Metric['of'],
  lowerBound: Metric['lowerBound'] = () => false,
): Metric {
  return { name, title, unit, worse, experimental: false, of, lowerBound };
}

/** Every metric: the signals first, by what they measure, then usage. */
export const METRICS: readonly Metric[] = [
  ...signals.map(({ name, title, unit, alarm, experimental }, at): Metric => ({
    name,
    title,
    unit: unit ?? 'number',
    worse: alarm?.worse ?? null,
    experimental,
    // Figures list them in the order of the registry, those of older versions perhaps not.
    of: ({ figures: { signals: all } }) =>
      (all[at]?.name === name ? all[at] : all.find((one) => one.name === name))?.value ?? null,
  })),
  ...usageMetrics,
];

/** The values of a metric, unknown ones left out. */
export const valuesOf = (chosen: Metric, conversations: readonly Conversation[]): number[] =>
  conversations.flatMap((one) => chosen.of(one) ?? []);

/** Whether the value of one of these is a lower bound: then so is their mean. */
export const boundOf = (chosen: Metric, conversations: readonly Conversation[]): boolean =>
  conversations.some((one) => chosen.of(one) !== null && chosen.lowerBound?.(one) === true);
