/** The other sections of Home: money and limits, what wants a look, the calendar of weeks. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Home } from '../../../src/questions/overview';
import { dateTime, dayName, weekday } from '../../shared/format';
import { localize, t, whole } from '../../shared/l10n';
import { link, withCode } from '../../shared/parts';
import { SEVERITY_ICON, SEVERITY_WORD } from '../../../src/signals/severityWords';
import { baseName } from '../../../src/log/folders';
import { shown } from '../../shared/text';
import { boundsNote, money, wholeDollars } from '../cost/words';
import { dayQuery } from '../queries';
import type { Actions } from '../tab';
import { moneyCells } from './moneyCells';
import { stepTo, weeksOf, workedDaysText } from './weeks';

/** `ofSome`: the rest of the page is about some projects. */
export function moneyStrip(data: Home, ofSome: boolean, actions: Actions): TemplateResult {
  return html`<section aria-labelledby="money" class="money">
    <div class="heading">
      <h2 id="money">${t('Money and limits')}</h2>
      ${link(t('Set a budget'), () => actions.run('vigil.setBudget'))}
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

const MOST_LOOKS = 4;

export function needsLook({ looks: open }: Home, isPart: boolean, actions: Actions): TemplateResult {
  return html`<section aria-labelledby="look" class="look">
    <div class="heading">
      <h2 id="look">
        ${t('Needs a look')}
        ${open.length === 0 ? nothing : html`<span class="count">${whole(open.length)}</span>`}
      </h2>
      ${link(t('All alerts'), () => actions.go('alerts'))}
    </div>
    ${
      open.length === 0
        ? html`<p class="empty">
            ${isPart ? t('Nothing was found in the sessions chosen above in the last 7 days.') : t('Nothing was found in the last 7 days.')}
          </p>`
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
  ].filter(Boolean);
  return html`<li>
    <span class="severity ${severity}"
      ><vscode-icon name=${SEVERITY_ICON[severity]} label=${localize(SEVERITY_WORD[severity])}></vscode-icon
    ></span>
    <div>
      <p><b>${withCode(localize(one.sentence), 300)}</b></p>
      <p>${shown(localize(one.proof), 200)}</p>
      ${where.length === 0 ? nothing : html`<p class="muted">${where.join(' · ')}</p>`}
      <p>${action(one, session, actions)}</p>
    </div>
  </li>`;
}

function action(
  { line, sentence, kind, link: to }: Home['looks'][number],
  session: string | null,
  actions: Actions,
): unknown {
  const labelled = (text: string, click: () => void): TemplateResult =>
    link(text, click, `${text}: ${shown(sentence, 200)}`);
  if (kind === 'detector' && to !== null)
    return labelled(t('Show figures'), () => actions.go(to.tab, to.query));
  if (session === null) return labelled(t('Change budget'), () => actions.run('vigil.setBudget'));
  if (line === null) return labelled(t('Open session'), () => actions.openSession(session));
  const logLine = labelled(t('Open log line'), () => actions.openLine(session, line.at, line.file));
  if (kind === 'log') return logLine;
  return html`<span class="links"
    >${labelled(t('Show in transcript'), () => actions.openMessage(session, line.at, line.file))}
    ${logLine}</span
  >`;
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
      <table aria-labelledby="weeks" @keydown=${onKey}>
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
    <p class="hint">${workedDaysText(days)}</p>
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
