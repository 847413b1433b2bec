/** The other sections of Home: money and limits, cost by day, what wants a look, the calendar of weeks. */
import { html, nothing, type TemplateResult } from 'lit';
import type { StackBy } from '../../../src/questions/shared/stacks';
import type { Home } from '../../../src/questions/overview';
import { formatTokens } from '../../../src/usage/format';
import { drawSeries } from '../../shared/charts';
import { switchOf } from '../../shared/controls';
import { dateTime, dayName, weekday } from '../../shared/format';
import { said, t } from '../../shared/l10n';
import { link, table } from '../../shared/parts';
import { SEVERITY_ICON, SEVERITY_WORD } from '../../../src/signals/severity';
import { baseName } from '../../shared/paths';
import { shown } from '../../shared/text';
import { rangeQuery } from '../queries';
import { chart, type Actions, type View } from '../tab';
import { axisMoney, boundsNote, costSummary, money, seriesOf, wholeDollars } from './costWords';
import { moneyCells } from './moneyCells';
import { stepTo, weeksOf } from './weeks';

/** The query of the sessions list for what was active on a day. */
const dayQuery = (day: string): string => rangeQuery({ from: day, to: day });

/** `ofSome`: the rest of the page is about some projects. */
export function moneyStrip(data: Home, ofSome: boolean, actions: Actions): TemplateResult {
  return html`<section aria-labelledby="money" class="money">
    <div class="heading">
      <h2 id="money">${t('Money and limits')}</h2>
      ${link(t('Set budgets'), () => actions.run('vigil.openSettings'))}
    </div>
    <p class="hint">${ofSome ? `${t('Of all projects.')} ` : ''}${boundsNote(data)}</p>
    <dl class="strip">
      ${moneyCells(data.spend, data.at).map(
        ({ name, value, share, strain, under }) =>
          html`<div class="cell">
            <dt>${name}</dt>
            <dd class="value">${value}</dd>
            <dd class="under ${strain}">
              ${
                share === null
                  ? nothing
                  : html`<vscode-progress-bar
                      class="fill ${strain}"
                      .value=${Math.min(100, Math.floor(share * 100))}
                      aria-label=${name}
                    ></vscode-progress-bar>`
              }${under}
            </dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

/** Looks that are shown. */
const MOST_LOOKS = 4;

export function needsLook({ looks: open }: Home, actions: Actions): TemplateResult {
  return html`<section aria-labelledby="look" class="look">
    <div class="heading">
      <h2 id="look">
        ${t('Needs a look')} ${open.length === 0 ? nothing : html`<span class="count">${open.length}</span>`}
      </h2>
      ${open.length === 0 ? nothing : link(t('All alerts'), () => actions.go('alerts'))}
    </div>
    ${
      open.length === 0
        ? html`<p class="empty">${t('Nothing was found in the sessions of the last 7 days.')}</p>`
        : html`<ul class="looks">
            ${open.slice(0, MOST_LOOKS).map((one) => look(one, actions))}
          </ul>`
    }
  </section>`;
}

function look(one: Home['looks'][number], actions: Actions): TemplateResult {
  const { session, sessionName, project, at, severity } = one;
  const where = [
    at === null ? '' : dateTime(at),
    project === null ? '' : shown(baseName(project), 60),
    sessionName === null ? '' : shown(sessionName, 100),
  ].filter((part) => part !== '');
  return html`<li>
    <span class="severity ${severity}"
      ><vscode-icon name=${SEVERITY_ICON[severity]} label=${said(SEVERITY_WORD[severity])}></vscode-icon
    ></span>
    <div>
      <p><b>${shown(said(one.sentence), 300)}</b></p>
      <p>${shown(said(one.proof), 200)}</p>
      ${where.length === 0 ? nothing : html`<p class="muted">${where.join(' · ')}</p>`}
      <p>${action(one, session, actions)}</p>
    </div>
  </li>`;
}

/** The one thing to do about it. */
function action(
  { line, sentence, kind, link: to }: Home['looks'][number],
  session: string | null,
  actions: Actions,
): unknown {
  const labelled = (text: string, click: () => void): TemplateResult =>
    link(text, click, `${text}: ${shown(sentence, 200)}`);
  if (kind === 'detector' && to !== null)
    return labelled(t('Show figures'), () => actions.go(to.tab, to.query));
  if (session === null) return labelled(t('Change budget'), () => actions.run('vigil.openSettings'));
  return line === null
    ? labelled(t('Open session'), () => actions.openSession(session))
    : labelled(t('Show the line'), () => actions.openLine(session, line.at, line.file));
}

/** What is shown of the cost of days; on Home and on Cost. */
type CostOfDays = Pick<Home, 'days' | 'stacks' | 'outside' | 'now' | 'before' | 'activeDays'>;

export function costByDay(
  data: CostOfDays,
  by: StackBy,
  choose: (by: StackBy) => void,
  view: View,
  actions: Actions,
  summary = costSummary(data),
): TemplateResult {
  const series = seriesOf(data.stacks[by], by);
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
        rows: table(
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

export function drawCost(data: CostOfDays, by: StackBy, actions: Actions): void {
  const of = data.stacks[by];
  // Over a year the same name would stand for two days.
  const nameOf = data.days.length > 300 ? (day: string): string => day : dayName;
  drawSeries('by-day', {
    labels: data.days.map(({ day }) => nameOf(day)),
    series: seriesOf(of, by).map(({ name, color }, n) => ({
      label: name,
      values: of.days.map((amounts) => amounts[n] ?? 0),
      kind: 'bar',
      color,
    })),
    left: { title: '', format: axisMoney },
    legend: false,
    notes: (label) => {
      const one = data.days.find(({ day }) => nameOf(day) === label);
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

/** The calendar: one stop for Tab, arrows move by day and week. */
export function weeksCalendar(data: Home, actions: Actions): unknown {
  const weeks = weeksOf(data.weeks);
  if (weeks.length === 0) return nothing;
  const days = weeks.flatMap((week) => week.days);
  const onKey = (event: KeyboardEvent): void => {
    const cells = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button')];
    const at = cells.indexOf(event.target as HTMLElement);
    const to = at === -1 ? null : stepTo(event.key, at, cells.length);
    if (to === null) return;
    event.preventDefault();
    cells[to]?.focus();
  };
  return html`<section aria-labelledby="weeks" class="weeks">
    <h2 id="weeks">${t('Weeks')}</h2>
    <p class="hint">
      ${t('What each day cost.')}
      <span class="tints"
        >${t('The stronger its colour, the more it cost among these days, in five steps.')}</span
      >
    </p>
    <div class="wide">
      <table @keydown=${onKey}>
        <thead>
          <tr>
            <td></td>
            ${(weeks[0]?.days ?? []).map(({ day }) => html`<th scope="col">${weekday(day)}</th>`)}
            <th scope="col" class="sum">${t('Week')}</th>
          </tr>
        </thead>
        <tbody>
          ${weeks.map(
            (week) =>
              html`<tr>
                <th scope="row">${dayName(week.monday)}</th>
                ${week.days.map((one) => dayCell(one, one.day === days.at(-1)?.day, actions))}
                ${Array.from({ length: (weeks[0]?.days.length ?? 7) - week.days.length }, () => html`<td></td>`)}
                <td class="sum">${wholeDollars(week)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="hint">
      ${t('Worked on {0} of these {1} days.', days.filter(({ tokens }) => tokens > 0).length, days.length)}
    </p>
  </section>`;
}

function dayCell(
  one: ReturnType<typeof weeksOf>[number]['days'][number],
  isToday: boolean,
  actions: Actions,
): TemplateResult {
  const day = `${weekday(one.day)}, ${dayName(one.day)}`;
  const label = `${day}: ${one.tokens === 0 ? t('nothing') : money(one.costMicroUsd)}`;
  return html`<td>
    <button
      type="button"
      class="w${one.step} ${isToday ? 'today' : ''}"
      tabindex=${isToday ? 0 : -1}
      aria-current=${isToday ? 'date' : nothing}
      title=${label}
      @click=${() => actions.sessions(dayQuery(one.day))}
    >
      <span class="unseen">${day}: </span>${wholeDollars(one)}
    </button>
  </td>`;
}
