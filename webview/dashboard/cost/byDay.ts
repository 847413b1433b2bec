/** The chart of cost by day, on Home and on Cost. */
import { html, type TemplateResult } from 'lit';
import type { Home } from '../../../src/questions/overview';
import type { StackBy } from '../../../src/questions/shared/stacks';
import { formatTokens } from '../../../src/usage/format';
import { drawSeries } from '../../shared/charts';
import { switchOf } from '../../shared/controls';
import { dayName } from '../../shared/format';
import { t } from '../../shared/l10n';
import { link, table } from '../../shared/parts';
import { dayQuery } from '../queries';
import { chart, type Actions, type View } from '../tab';
import { axisMoney, costSummary, money, seriesOf } from './words';

type CostOfDays = Pick<Home, 'days' | 'stacks' | 'outside' | 'now' | 'before' | 'activeDays'>;

export function costByDay(
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
        title: t('Cost by day'),
        summary,
        choices: switchOf(t('Split by'), { project: t('Project'), model: t('Model') }, by, choose),
        legend: html`<ul class="legend">
          ${series.map(
            ({ name, color, totalMicroUsd }) =>
              html`<li><i class="s${color}"></i><bdi>${name}</bdi> <b>${money(totalMicroUsd)}</b></li>`,
          )}
        </ul>`,
        rows: () =>
          table(
            [
              { name: t('Day') },
              { name: t('Cost'), number: true },
              ...series.map(({ name }) => ({ name, number: true })),
              { name: t('Tokens'), number: true },
              { name: t('Sessions'), number: true },
            ],
            data.days.map((one, i) => [
              one.sessions === 0 ? one.day : link(one.day, () => actions.sessions(dayQuery(one.day))),
              money(one.costMicroUsd),
              ...series.map((_, n) => money(data.stacks[by].days[i]?.[n] ?? 0)),
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
    labels: data.days.map(({ day }) => dayName(day)),
    series: seriesOf(stack, by, foldersOf(view)).map(({ name, color }, n) => ({
      label: name,
      values: stack.days.map((amounts) => amounts[n] ?? 0),
      kind: 'bar',
      color,
    })),
    left: { title: '', format: axisMoney },
    legend: false,
    notes: (label) => {
      const one = data.days.find(({ day }) => dayName(day) === label);
      return one === undefined
        ? []
        : [t('In all {0}, {1} tokens', money(one.costMicroUsd), formatTokens(one.tokens))];
    },
    onClick(at) {
      const one = data.days[at];
      if (one !== undefined && one.sessions > 0) actions.sessions(dayQuery(one.day));
    },
  });
}
