/** The figures of a session that can be compared over many. Defined once, for cohorts, comparisons, change points and charts. */
import { signals } from '../signals/registry';
import type { SessionFigures } from '../store/figures';
import { addAmounts, cacheHitShare, noAmounts, tokensOf, type Amounts } from '../usage/rows';

/** A conversation as questions over many see it: its own figures, and the usage of all of it. */
export interface Conversation {
  figures: SessionFigures;
  subAgents: readonly SessionFigures[];
  /** Of the session and its sub-agents; money is that of the priced part, null when nothing is priced. */
  amounts: Amounts;
}

export type Unit = 'number' | 'share' | 'tokens' | 'microUsd' | 'minutes';

export interface Metric {
  name: string;
  title: string;
  unit: Unit;
  /** Which way is worse; null: neither. */
  worse: 'high' | 'low' | null;
  experimental: boolean;
  /** Null where the session cannot say. */
  of(conversation: Conversation): number | null;
}

/** Sessions a person had, with their sub-agents. */
export function conversationsOf(sessions: readonly SessionFigures[]): Conversation[] {
  const children = Map.groupBy(
    sessions.filter(({ parent }) => parent !== null),
    ({ parent }) => parent,
  );
  return sessions
    .filter(({ parent, prompts, messages }) => parent === null && (prompts > 0 || messages > 0))
    .map((figures) => {
      const subAgents = children.get(figures.id) ?? [];
      const amounts = noAmounts();
      const rows = [figures, ...subAgents].flatMap(({ usage }) => usage);
      for (const row of rows) addAmounts(amounts, row, true);
      if (rows.length > 0 && rows.every(({ costMicroUsd }) => costMicroUsd === null))
        amounts.costMicroUsd = null;
      return { figures, subAgents, amounts };
    });
}

const toolCalls = ({ figures }: Conversation): number =>
  figures.tools.reduce((sum, { calls }) => sum + calls, 0);
/** A part of the tool calls; null when there are too few for a share to mean anything. */
const ofCalls = (conversation: Conversation, part: 'errors' | 'denied'): number | null => {
  const calls = toolCalls(conversation);
  return calls < 10 ? null : conversation.figures.tools.reduce((sum, tool) => sum + tool[part], 0) / calls;
};
const perPrompt = (value: number | null, { figures }: Conversation): number | null =>
  value === null || figures.prompts === 0 ? null : value / figures.prompts;

const usageMetrics: readonly Metric[] = [
  metric('tokens', 'Tokens', 'tokens', null, ({ amounts }) => tokensOf(amounts)),
  metric('output_tokens', 'Output tokens', 'tokens', null, ({ amounts }) => amounts.output),
  metric('output_per_prompt', 'Output tokens per prompt', 'tokens', null, (c) =>
    perPrompt(c.amounts.output, c),
  ),
  metric('cost', 'Cost', 'microUsd', 'high', ({ amounts }) => amounts.costMicroUsd),
  metric('cost_per_prompt', 'Cost per prompt', 'microUsd', 'high', (c) =>
    perPrompt(c.amounts.costMicroUsd, c),
  ),
  metric('cache_hit_share', 'Cache hits', 'share', 'low', ({ amounts }) => cacheHitShare(amounts)),
  metric('tool_calls', 'Tool calls', 'number', null, toolCalls),
  metric('tool_error_share', 'Failed tool calls', 'share', 'high', (c) => ofCalls(c, 'errors')),
  metric('tool_denied_share', 'Denied tool calls', 'share', 'high', (c) => ofCalls(c, 'denied')),
  metric('active_minutes', 'Active minutes', 'minutes', null, ({ figures }) => figures.activeMs / 60_000),
  metric('sub_agents', 'Sub-agents', 'number', null, ({ subAgents }) => subAgents.length),
  metric('compactions', 'Compactions', 'number', null, ({ figures }) => figures.compactions),
];

function metric(name: string, title: string, unit: Unit, worse: Metric['worse'], of: Metric['of']): Metric {
  return { name, title, unit, worse, experimental: false, of };
}

/** Every metric: the signals first, by what they measure, then usage. */
export const METRICS: readonly Metric[] = [
  ...signals.map(({ name, title, alarm, experimental }): Metric => ({
    name,
    title,
    unit: 'number',
    worse: alarm?.worse ?? null,
    experimental,
    of: ({ figures }) => figures.signals.find((one) => one.name === name)?.value ?? null,
  })),
  ...usageMetrics,
];

/** The values of a metric, unknown ones left out. */
export const valuesOf = (chosen: Metric, conversations: readonly Conversation[]): number[] =>
  conversations.flatMap((one) => chosen.of(one) ?? []);
