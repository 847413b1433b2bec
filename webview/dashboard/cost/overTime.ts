/** The chart of cost over time, on Home and on Cost. */
import { html, type TemplateResult } from 'lit';
import type { Home } from '../../../src/questions/overview';
import type { StackBy } from '../../../src/questions/shared/dashboard/stacks';
import { formatTokens } from '../../../src/usage/format';
import { drawSeries } from '../../shared/charts';
import { switchOf } from '../../shared/controls';
import { t } from '../../shared/l10n';
import { OVERS, stepLabels, stepName } from '../../shared/over';
import { link, table } from '../../shared/parts';
import { activeIn } from '../queries';
import { chart, type Actions, type View } from '../tab';
import { axisMoney, costSummary, money, seriesOf } from './words';

type CostOfDays = Pick<
  Home,
  'days' | 'over' | 'steps' | 'stacks' | 'outside' | 'now' | 'before' | 'activeDays'
>;

const TITLES = { day: t('Cost by day'), week: t('Cost by week'), month: t('Cost by month') };

export function costOverTime(
  data: CostOfDays,
  by: StackBy,
  choose: (by: StackBy) => void,
  view: View,
  actions: Actions,
  summary = costSummary(data),
): TemplateResult {
  const series = seriesOf(data.stacks[by], by, foldersOf(view));
  return html`<div class="cost">
    ${chart(
      {
        id: 'by-day',
        title: TITLES[data.over],
        summary,
        choices: switchOf(t('Split by'), { project: t('Project'), model: t('Model') }, by, choose),
        legend: html`<ul class="legend">
          ${series.map(
            ({ name, color, totalMicroUsd }) =>
              html`<li><i class="s${color}"></i><bdi>${name}</bdi> <b>${money(totalMicroUsd)}</b></li>`,
          )}
        </ul>`,
        rows: (heading) =>
          table(
            heading,
            [
              { name: OVERS[data.over] },
              { name: t('Cost'), number: true },
              ...series.map(({ name }) => ({ name, number: true })),
              { name: t('Tokens'), number: true },
              { name: t('Sessions'), number: true },
            ],
            data.steps.map((one, i) => [
              one.sessions === 0
                ? stepName(data.over, one)
                : link(stepName(data.over, one), () => actions.sessions(activeIn(one))),
              money(one.costMicroUsd),
              ...series.map((_, n) => money(data.stacks[by].steps[i]?.[n] ?? 0)),
              formatTokens(one.tokens),
              one.sessions,
            ]),
            t('No day.'),
          ),
      },
      view,
      actions,
    )}
  </div>`;
}

/** Projects the filter lists: what it calls them the chart calls them. */
const foldersOf = ({ answers }: View): string[] =>
  (answers.filterChoices?.projects ?? []).map(({ name }) => name);

export function drawCost(data: CostOfDays, by: StackBy, view: View, actions: Actions): void {
  const stack = data.stacks[by];
  drawSeries('by-day', {
    ...stepLabels(data.over, data.steps),
    series: seriesOf(stack, by, foldersOf(view)).map(({ name, color }, n) => ({
      label: name,
      values: stack.steps.map((amounts) => amounts[n] ?? 0),
      kind: 'bar',
      color,
    })),
    left: { title: '', format: axisMoney },
    legend: false,
    notes: (at) => {
      const one = data.steps[at];
      return one === undefined
        ? []
        : [t('In all {0}, {1} tokens', money(one.costMicroUsd), formatTokens(one.tokens))];
    },
    onClick(at) {
      const one = data.steps[at];
      if (one !== undefined && one.sessions > 0) actions.sessions(activeIn(one));
    },
  });
}
