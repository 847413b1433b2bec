/** What the dashboard says of the cost of days, in words. Without templates: it can be tested without a page. */
import { shortPaths } from '../../../src/log/folders';
import { compareTexts } from '../../../src/log/compareTexts';
import type { Models } from '../../../src/questions/models';
import type { LowerBounds } from '../../../src/questions/shared/dashboard/atHome';
import type { DaysUsed } from '../../../src/questions/shared/dashboard/days';
import type { Stack, StackBy } from '../../../src/questions/shared/dashboard/stacks';
import { formatCost, formatDollars, formatTokens } from '../../../src/usage/format';
import { t, tn } from '../../shared/l10n';
import { inStep } from '../../shared/over';
import { namesOfModels } from '../../../src/session/modelName';
import { shown } from '../../shared/text';

/** An amount without its mark of a lower bound: that is said once on the page. */
export const money = (microUsd: number | null): string => formatCost(microUsd, { lowerBound: false });

/** An amount beside an axis: whole dollars without cents. */
export const axisMoney = (microUsd: number): string =>
  microUsd % 1_000_000 === 0 ? money(microUsd).replace(/\.00$/, '') : money(Math.round(microUsd));

/** An amount in whole dollars, for little room: `$27`, `<$1`, `–` where nothing was used, `?` where it has no price. */
export function wholeDollars({
  costMicroUsd,
  tokens,
}: {
  costMicroUsd: number | null;
  tokens: number;
}): string {
  if (costMicroUsd === null) return '?';
  if (costMicroUsd === 0) return tokens === 0 ? '–' : '$0';
  return formatDollars(costMicroUsd);
}

/** What cost and tokens of tools are of. */
export const WHOLE_SESSIONS = t(
  'Of whole sessions that were active in these days. Tokens and money of a response are shared among the tools it called.',
);

/** What cost most of these; null where nothing is known to have cost anything. */
export const mostExpensive = <One extends { costMicroUsd: number | null }>(all: readonly One[]): One | null =>
  all.reduce<One | null>(
    (best, one) => ((one.costMicroUsd ?? 0) > (best?.costMicroUsd ?? 0) ? one : best),
    null,
  );

/** What the days cost, when most of it was, and what is on none of them. */
export function costSummary(
  data: Pick<DaysUsed, 'days' | 'over' | 'steps' | 'outside' | 'now' | 'before' | 'activeDays'>,
): string {
  const { days, over, steps, now } = data;
  const most = mostExpensive(steps);
  const unpriced = days.some(({ unpricedTokens }) => unpricedTokens > 0);
  const sentences = [
    most === null
      ? unpriced
        ? t('Nothing in these days is known to have cost anything.')
        : t('No cost in these days.')
      : t(
          '{0} in these days, the most {1}: {2}.',
          money(now.costMicroUsd),
          inStep(over, most),
          money(most.costMicroUsd),
        ),
    comparison(data) ?? '',
    costGaps(data),
  ];
  return sentences.filter(Boolean).join(' ');
}

/** What is on none of the days, or has no price. */
export function costGaps({ days, outside }: Pick<DaysUsed, 'days' | 'outside'>): string {
  const unpriced = days.filter(({ unpricedTokens }) => unpricedTokens > 0).length;
  const sentences = [
    unpriced === 0
      ? ''
      : tn(unpriced, 'Some tokens of {0} day have no price.', 'Some tokens of {0} days have no price.'),
    outside.tokens > 0
      ? t(
          'Not shown, for no readable time puts it on a day: {0} tokens, {1}.',
          formatTokens(outside.tokens),
          money(outside.costMicroUsd),
        )
      : '',
  ];
  return sentences.filter(Boolean).join(' ');
}

/**
 * How the cost stands to as many days before. Null where that says nothing: fewer than half as many of them were worked on (logs may
 * begin there), or one of the amounts is not known in full.
 */
export function comparison({
  now,
  before,
  activeDays,
  days,
}: Pick<DaysUsed, 'now' | 'before' | 'activeDays' | 'days'>): string | null {
  if (before === null || now.unpricedTokens > 0 || before.unpricedTokens > 0) return null;
  if (activeDays.now === 0 || activeDays.before * 2 < activeDays.now) return null;
  const [a, b] = [now.costMicroUsd ?? 0, before.costMicroUsd ?? 0];
  if (b === 0) return null;
  const ratio = a / b;
  const share = Math.round(100 * Math.abs(ratio - 1));
  const then = days.length === 1 ? t('the day before') : t('the {0} days before', days.length);
  if (ratio >= 2) return t('{0} times {1}.', Math.round(ratio * 10) / 10, then);
  if (share < 1) return t('As much as {0}.', then);
  return ratio > 1 ? t('{0} % more than {1}.', share, then) : t('{0} % less than {1}.', share, then);
}

/** A series of the stacked bars: which colour it has (`charts.ts`), and how it is called. */
export interface Named {
  name: string;
  color: number;
  totalMicroUsd: number;
}

/** The colour of all others. */
export const GREY = 6;

/** Colours of series with names: red is for what failed. */
const COLORS = [0, 1, 2, 4, 5, 7];

/** How many models can have a colour of their own. */
export const MOST_COLORED = COLORS.length;

/** Colours of these models, so that those that cost most have the same as in cost over time. */
export function colorsOfModels(
  models: Models['models'],
  named: readonly string[],
): ReadonlyMap<string, number> {
  const ranked = models
    .toSorted((a, b) => (b.costMicroUsd ?? 0) - (a.costMicroUsd ?? 0) || compareTexts(a.model, b.model))
    .map(({ model }) => model);
  const byCost = new Map(ranked.slice(0, MOST_COLORED).map((model, i) => [model, COLORS[i] ?? GREY]));
  const taken = new Set(named.map((model) => byCost.get(model)));
  // The last first: of the first ones cost over time has another model.
  const free = COLORS.filter((color) => !taken.has(color)).toReversed();
  return new Map(named.map((model) => [model, byCost.get(model) ?? free.shift() ?? GREY]));
}

/** Colours of groups, in order; those of models (`models`: all of the days) are the same as on other pages. */
export const colorsOfGroups = (
  keys: readonly string[],
  models: Models['models'] | null,
): ReadonlyMap<string, number> =>
  models === null ? new Map(keys.map((key, i) => [key, COLORS[i] ?? GREY])) : colorsOfModels(models, keys);

/** Names of a stack's series, the rest last where there is one. Projects are as short as tells them apart, from these folders too. */
export function seriesOf({ series, rest }: Stack, by: StackBy, folders: readonly string[] = []): Named[] {
  const short = shortPaths([...series.map(({ name }) => name), ...folders]);
  const called = namesOfModels(series.map(({ name }) => name));
  const nameOf = (name: string): string =>
    by === 'model'
      ? shown(called.get(name) ?? name, 40)
      : name === ''
        ? t('no folder')
        : shown(short.get(name) ?? name, 40);
  return [
    ...series.map(({ name, totalMicroUsd }, color) => ({ name: nameOf(name), color, totalMicroUsd })),
    ...(rest.count === 0
      ? []
      : [
          {
            name: rest.count === 1 ? t('1 other') : t('{0} others', rest.count),
            color: GREY,
            totalMicroUsd: rest.totalMicroUsd,
          },
        ]),
  ];
}

/** Why amounts are what they are, once for the page. */
export function boundsNote({ unknown, flatRate }: { unknown: LowerBounds; flatRate: boolean }): string {
  const { sessions, unfinished, unpriced } = unknown;
  return [
    flatRate ? t('At API prices; your plan is a flat rate.') : t('At API prices.'),
    unfinished === 0
      ? ''
      : tn(
          unfinished,
          'At least: {0} of {1} sessions comes from a Claude Code version that did not log all output.',
          'At least: {0} of {1} sessions come from Claude Code versions that did not log all output.',
          sessions,
        ),
    unpriced === 0 ? '' : t('Without a known price in part: {0} of {1} sessions.', unpriced, sessions),
  ]
    .filter(Boolean)
    .join(' ');
}

/** Why no sub-agent is listed: those without a log of their own are known by the calls that started them only. */
export const noAgents = (started: number): string =>
  started === 0
    ? t('No sub-agent was started.')
    : tn(
        started,
        '{0} sub-agent was started, but has no log of its own.',
        '{0} sub-agents were started, but none has a log of its own.',
      );
