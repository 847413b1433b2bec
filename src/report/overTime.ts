/** What a report tells over time, in the steps in which the dashboard shows as many days. Pure. */
import { en } from '../l10n/english';
import { COHORT_TITLES } from '../analysis/dimensions';
import { formatCost } from '../usage/format';
import { firstDayOf, keysOf, timeAxis, type Over, type Step } from '../usage/over';
import type { Cell, Section } from './document';
import { compareTexts } from '../log/compareTexts';
import { addSum, cost, noSum, tokens, type Sum } from './sums';

/** The axis of a chart: beside it a week is called by its first day, in full where there is room. */
export const stepLabels = (over: Over, steps: readonly Step[]): { labels: string[]; names: string[] } => ({
  labels: steps.map((step) => (over === 'week' ? step.from : step.key)),
  names: steps.map((step) => (over === 'week' ? `${step.key}, from ${step.from}` : step.key)),
});

/** Cost over time. Steps without use are empty in the chart, and have no row. */
export function costOverTime(
  byDay: readonly (Sum & { day: string })[],
  { from, to }: { from: string | null; to: string | null },
): Section {
  const days = byDay.filter(({ day }) => day !== '');
  const { over, steps } = timeAxis([...days.map(({ day }) => day), from ?? [], to ?? []].flat());
  const keyOf = keysOf(over);
  const total = noSum();
  const sums = new Map<string, Sum>();
  for (const one of byDay) {
    const key = one.day === '' ? '' : keyOf(one.day);
    const sum = sums.get(key) ?? noSum();
    addSum(sum, one);
    addSum(total, one);
    sums.set(key, sum);
  }
  const step = COHORT_TITLES[over];
  const by = `by ${step.toLowerCase()}`;
  return {
    heading: `By ${step.toLowerCase()}`,
    // A single bar shows nothing that the table does not.
    ...(steps.length < 2
      ? {}
      : {
          chart: {
            title: `Cost ${by}, ${cost(total)} in all`,
            ...stepLabels(over, steps),
            values: steps.map(({ key }) => sums.get(key)?.costMicroUsd ?? null),
            format: (value) => formatCost(Math.round(value), { lowerBound: false }),
            kind: 'bars',
          },
        }),
    head: [step, ...(over === 'week' ? ['From'] : []), 'Requests', 'Tokens', 'Cost'],
    rows: [...sums]
      .toSorted(([a], [b]) => Number(a === '') - Number(b === '') || compareTexts(a, b))
      .map(([key, sum]): Cell[] => [
        key || '(no readable time)',
        ...(over === 'week' ? [key === '' ? '–' : firstDayOf(over, key)] : []),
        sum.requests,
        tokens(sum),
        cost(sum),
      ]),
    goFirst: ['From'],
    notes: notOnAxis(days, steps),
  };
}

/** What lies too far from the rest for one axis. */
function notOnAxis(days: readonly { day: string }[], steps: readonly Step[]): string[] {
  const [from, to] = [steps[0]?.from ?? '', steps.at(-1)?.to ?? ''];
  const beyond = days.filter(({ day }) => day < from || day > to);
  return beyond.length === 0
    ? []
    : [
        `Not in the chart, since more than five years lie between: ${beyond[0]?.day}${beyond.length > 1 ? ` and ${beyond.length - 1} more` : ''}.`,
      ];
}

/** The days a report is of. */
export const rangeWords = (from: string | null, to: string | null): string =>
  from === null && to === null
    ? en('all time')
    : from === to && from !== null
      ? from
      : from === null
        ? en('to {0}', to ?? '')
        : to === null
          ? en('from {0}', from)
          : en('{0} to {1}', from, to);
