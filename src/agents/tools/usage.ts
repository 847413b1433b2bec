/** `vigil_usage`: tokens and cost of some days, and how limits and budgets stand. */
import * as z from 'zod';
import type { Home } from '../../questions/overview';
import { Range } from '../../questions/shared/dashboard/ranges';
import { counted } from '../../signals/signal';
import { formatCost, formatShare, formatTokens } from '../../usage/format';
import { LIMIT_NAMES } from '../../usage/blocks';
import { Query } from './sessions';
import { cited, facts, QUOTED, quoted, timeOf, ToolError, type Asking, type Tool } from './tool';

const args = z.object({
  range: z
    .string()
    .default('7d')
    .describe('Days: today, yesterday, 7d, 30d, 90d, all, or from one to another: 2026-10-01..2026-10-07.'),
  by: z.enum(['model', 'project', 'day']).default('model').describe('What cost is split by.'),
  query: Query,
});

const MOST_DAYS = 100;
const MOST_TOP = 5;

export const usageTool: Tool<typeof args> = {
  name: 'vigil_usage',
  title: 'Claude Code usage and cost',
  says: 'Tokens and cost of Claude Code on this machine by model, project or day; limits and budgets.',
  description:
    'Tells tokens and cost (API list price) of Claude Code sessions of this machine for some days, split by model, project or day, beside as many days before, with the sessions that cost most, budgets, and the limits of the plan.',
  args,
  async answer({ range, by, query }, asking) {
    const days = Range.safeParse(range);
    if (!days.success)
      throw new ToolError(`${quoted(range, 40)} names no days. ${args.shape.range.description ?? ''}`);
    const home = await asking.ask('overview', { range: days.data, query });
    const { from, to, now, before } = home;
    return [
      `From ${from ?? 'the beginning'} to ${to}${query.trim() === '' ? '' : `, sessions that match ${quoted(query, 200)}`}. ${QUOTED}`,
      `Now: ${totalText(now)}`,
      ...(before === null ? [] : [`As many days before: ${totalText(before)}`]),
      home.flatRate
        ? 'Amounts are API list prices; the plan is a flat rate, so nobody pays them.'
        : 'Amounts are API list prices.',
      '',
      ...splitLines(home, by),
      ...topLines(home, asking),
      ...limitLines(home),
    ].join('\n');
  },
};

type Used = Pick<Home['now'], 'tokens' | 'costMicroUsd' | 'costAtLeast' | 'unpricedTokens'>;

const usedText = ({ tokens, costMicroUsd, costAtLeast, unpricedTokens }: Used): string =>
  facts(
    `${formatTokens(tokens)} tokens`,
    formatCost(costMicroUsd, { lowerBound: costAtLeast }),
    unpricedTokens > 0 ? `${formatTokens(unpricedTokens)} tokens without a price` : '',
  );

const totalText = (total: Home['now']): string =>
  facts(
    usedText(total),
    counted(total.sessions, 'session'),
    counted(total.prompts, 'prompt'),
    `${counted(total.calls, 'tool call')}, ${total.errors} failed`,
  );

function splitLines(home: Home, by: 'model' | 'project' | 'day'): string[] {
  if (by === 'day')
    return [
      'By day:',
      ...home.days
        .slice(-MOST_DAYS)
        .filter(({ tokens, sessions }) => tokens > 0 || sessions > 0)
        .map((day) => `- ${day.day}: ${usedText(day)}, ${counted(day.sessions, 'session')}`),
    ];
  if (by === 'model')
    return ['By model:', ...home.models.map((one) => `- ${quoted(one.model, 80)}: ${usedText(one)}`)];
  const { series, rest } = home.stacks.project;
  const money = (microUsd: number): string => formatCost(microUsd, { lowerBound: false });
  return [
    'By project (what has a price):',
    ...series.map(
      ({ name, totalMicroUsd }) =>
        `- ${name === '' ? 'no folder' : quoted(name, 200)}: ${money(totalMicroUsd)}`,
    ),
    ...(rest.count === 0 ? [] : [`- ${counted(rest.count, 'other project')}: ${money(rest.totalMicroUsd)}`]),
  ];
}

const topLines = ({ top }: Home, asking: Asking): string[] =>
  top.length === 0
    ? []
    : [
        '',
        'Sessions that cost most:',
        ...top
          .slice(0, MOST_TOP)
          .flatMap((one) => [
            ...cited(one.id, one.name, asking),
            `  ${facts(timeOf(one.startedAt), usedText(one))}`,
          ]),
      ];

/** Budgets are the person's, limits are Anthropic's: those Claude Code told, else those a log speaks of. */
function limitLines({ spend: { budgets, limits, official } }: Home): string[] {
  const lines = [
    ...budgets.map(({ budget, spentMicroUsd, share }) => {
      const scope = budget.project === undefined ? '' : ` for ${quoted(budget.project, 200)}`;
      return `- budget of the ${budget.per}${scope}: ${formatCost(spentMicroUsd, { lowerBound: false })} of $${budget.usd}, ${formatShare(share, 1)}`;
    }),
    ...official.map(
      ({ window, share, resetsAt, at }) =>
        `- ${LIMIT_NAMES[window]}: ${formatShare(share, 1)} used, resets ${timeOf(new Date(resetsAt).toISOString())}, as Claude Code said at ${timeOf(new Date(at).toISOString())}`,
    ),
    ...limits.map(
      ({ window, resetsAt }) =>
        `- ${LIMIT_NAMES[window]}: reached${resetsAt === null ? '' : `, resets ${timeOf(new Date(resetsAt).toISOString())}`}, as a log says`,
    ),
  ];
  return lines.length === 0 ? [] : ['', 'Budgets and limits:', ...lines];
}
