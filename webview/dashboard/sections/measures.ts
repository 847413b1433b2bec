/** Measures: this week against the weeks before; and what each measure said of each session, in order of time, a page at a time. */
import { html, nothing, type TemplateResult } from 'lit';
import type { SignalSessions } from '../../../src/questions/signalSessions';
import { clock, dayName } from '../../shared/format';
import { localize, t, tn } from '../../shared/l10n';
import { ephemeral } from '../../shared/own';
import { link, measureClass, measureMark, measureWord, SEVERITY_MARK as MARK } from '../../shared/parts';
import { sessionName, shown } from '../../shared/text';
import { ofWeek } from '../measures/week';
import { loading, nothingHere, queryOf, type Actions, type Section, type View } from '../tab';

/** Sessions that fit beside each other. */
const SESSIONS_A_PAGE = 40;

/** So many of the newest sessions are left out, of those in a range of days. */
const leftOut = ephemeral<{ range: string; sessions: number }>({ range: '', sessions: 0 });

const offsetOf = ({ memory, state }: View): number => {
  const { range, sessions } = memory.get(leftOut);
  return range === state.range ? sessions : 0;
};

export const measuresSection: Section = {
  id: 'measures',
  title: () => t('Measures'),
  asks: (view) => [
    { call: 'measures', args: { query: queryOf(view) } },
    {
      call: 'signalSessions',
      args: { range: view.state.range, query: queryOf(view), offset: offsetOf(view), limit: SESSIONS_A_PAGE },
    },
  ],
  filtered: true,
  view(view, actions) {
    const { range } = view.state;
    return html`${ofWeek(view.answers.measures, view, actions)}
    ${bySession(
      view.answers.signalSessions,
      (sessions) => view.memory.set(leftOut, { range, sessions }),
      view,
      actions,
    )}`;
  },
};

type Session = SignalSessions['sessions'][number];
type Cell = SignalSessions['signals'][number]['cells'][number];

/** `show` shows other sessions: so many of the newest are left out. */
function bySession(
  data: SignalSessions | undefined,
  show: (offset: number) => void,
  view: View,
  actions: Actions,
): TemplateResult {
  return html`<section aria-labelledby="signal-sessions">
    <h2 id="signal-sessions">${t('By session')}</h2>
    ${
      data === undefined
        ? loading
        : data.total === 0
          ? nothingHere(view, actions)
          : html`${summary(data, actions)} ${pages(data, show)} ${picture(data, actions)}`
    }
  </section>`;
}

/** How many sessions are unusual in a measure; with marks, as codevigil has it, how many are at WARN or CRITICAL. */
function summary(data: SignalSessions, actions: Actions): TemplateResult {
  const { total, alarms, marks } = data;
  const { warn, critical, most } = alarms;
  const all = tn(total, '{0} session', '{0} sessions');
  const list = (): void => actions.sessions(alarmQuery(data));
  if (!marks)
    return html`<p class="hint">
      ${tn(warn + critical, '{0} of {1} sessions is unusual in a measure.', '{0} of {1} sessions are unusual in a measure.', total)}
      ${most === null ? nothing : tn(most.sessions, 'Most often: {1}, in {0} session.', 'Most often: {1}, in {0} sessions.', localize(most.title))}
      ${t('Each column is a session: {0} usual, {1} beyond your own thresholds, blank: too little data. Click to open it.', MARK.ok, MARK.warn)}
    </p>`;
  return html`<p class="hint">
    ${
      warn + critical === 0
        ? t('None of {0} is at WARN or CRITICAL.', all)
        : link(
            critical === 0
              ? t('{0} of {1} at WARN or CRITICAL.', warn + critical, all)
              : t('{0} of {1} at WARN or CRITICAL, {2} of them CRITICAL.', warn + critical, all, critical),
            list,
          )
    }
    ${most === null ? nothing : tn(most.sessions, 'Most often: {1}, in {0} session.', 'Most often: {1}, in {0} sessions.', localize(most.title))}
    ${t('Each column is a session: {0} OK, {1} WARN, {2} CRITICAL, blank: too little data. Click to open it.', MARK.ok, MARK.warn, MARK.critical)}
  </p>`;
}

const alarmQuery = ({ from, to }: SignalSessions): string =>
  from === null ? 'severity:warn' : `since:${from} until:${to} severity:warn`;

/** Sessions are numbered in order of time, as they stand. */
function pages({ total, offset, sessions }: SignalSessions, show: (offset: number) => void): TemplateResult {
  const last = total - offset;
  const first = last - sessions.length + 1;
  return html`<div class="controls">
    ${
      total <= SESSIONS_A_PAGE
        ? nothing
        : html`<vscode-button
              secondary
              ?disabled=${first === 1}
              @click=${() => show(offset + sessions.length)}
              >${t('Earlier')}</vscode-button
            >
            <vscode-button
              secondary
              ?disabled=${offset === 0}
              @click=${() => show(Math.max(0, offset - SESSIONS_A_PAGE))}
              >${t('Later')}</vscode-button
            >`
    }
    <p class="count" role="status">${t('Sessions {0}–{1} of {2}', first, last, total)}</p>
  </div>`;
}

function picture({ sessions, signals, marks }: SignalSessions, actions: Actions): TemplateResult {
  if (signals.length === 0) return html`<p class="empty">${t('No measure could judge these sessions.')}</p>`;
  return html`<div class="wide">
    <table class="heat by-session" aria-labelledby="signal-sessions" @keydown=${onHeadKey}>
      <thead>
        <tr>
          <th scope="col">${t('Measure')}</th>
          ${sessions.map((one, i) => head(one, sessions[i - 1], i === sessions.length - 1, actions))}
        </tr>
      </thead>
      <tbody>
        ${signals.map(
          ({ title, cells }) =>
            html`<tr>
              <th scope="row">${localize(title)}</th>
              ${sessions.map((one, i) => cell(cells[i] ?? null, one, { title: localize(title), marks }, actions))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const dayOf = ({ day }: Session): string => (day === null ? t('unknown day') : dayName(day));

/** The heads are one stop for Tab; arrows, Home and End move along them. */
function onHeadKey(event: KeyboardEvent): void {
  const heads = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('thead button')];
  const at = heads.indexOf(event.target as HTMLElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: heads.length - 1 }[event.key];
  const next = to === undefined ? undefined : heads[to];
  if (at === -1 || next === undefined) return;
  event.preventDefault();
  for (const one of heads) one.tabIndex = one === next ? 0 : -1;
  next.focus();
}

/** The head of a column: the day, or the time where the session before it is of the same day. Tab first stops at the newest. */
function head(
  one: Session,
  before: Session | undefined,
  isNewest: boolean,
  actions: Actions,
): TemplateResult {
  const when = one.startedAt === null ? dayOf(one) : `${dayOf(one)} ${clock(one.startedAt)}`;
  const text = before?.day === one.day ? clock(one.startedAt) : dayOf(one);
  return html`<th scope="col" title=${sessionName(one)}>
    <button
      type="button"
      class="link"
      tabindex=${isNewest ? 0 : -1}
      aria-label="${sessionName(one)}, ${when}"
      @click=${() => actions.openSession(one.id)}
    >
      ${text}
    </button>
  </th>`;
}

/** What a signal said of a session. The head of its column opens it too, by keyboard. */
function cell(
  verdict: Cell,
  one: Session,
  { title, marks }: { title: string; marks: boolean },
  actions: Actions,
): TemplateResult {
  return html`<td
    class=${verdict === null ? nothing : measureClass(verdict.severity, marks)}
    title="${sessionName(one)} — ${title}: ${verdict === null ? t('too little data') : shown(localize(verdict.label), 100)}"
    @click=${() => actions.openSession(one.id)}
  >
    ${verdict === null ? nothing : html`<span role="img" aria-label=${measureWord(verdict.severity, marks)}>${measureMark(verdict.severity, marks)}</span>`}
  </td>`;
}
