/** What a tab of the dashboard is given, and what all of them share. */
import { html, nothing, type TemplateResult } from 'lit';
import { DAY_MS, ownDays, type NamedRange, type Range } from '../../src/questions/shared/ranges';
import type { Args } from '../../src/engine/protocol';
import type { Askable, PageState, RUNNABLE } from '../../src/pages/dashboard/contract';
import { chartSection, type ChartSection } from '../shared/chartSection';
import { picker, switchOf } from '../shared/controls';
import { folders } from '../shared/format';
import { t } from '../shared/l10n';
import type { Memory } from '../shared/own';
import { link } from '../shared/parts';
import type { Answers, Questions } from '../shared/questions';
import type { Tab as PageTab } from '../shared/tab';
import { both, workspaceQuery } from './scope';

export interface View {
  state: PageState;
  answers: Readonly<Partial<Answers<Askable>>>;
  questions: Questions<Askable>;
  memory: Memory;
  /** What failed that is no answer of a tab. */
  trouble: string | null;
}

export interface Actions {
  /** Changes what is kept; what is shown then is asked for, of a text that is being typed after a pause in ms. */
  keep(change: Partial<PageState>, pauseMs?: number): void;
  /** Asks anew for what the tab shows. */
  again(): void;
  /** Asks the engine something the page does not keep. */
  ask: Questions<Askable>['ask'];
  toggleTable(chart: string): void;
  openSession(id: string): void;
  /** Resumes a session in a terminal. */
  resume(id: string): void;
  /** Lists the sessions that pass a query. */
  sessions(query: string): void;
  openLine(id: string, at: number, file: number): void;
  /** Shows a report in an editor. */
  report(request: Args<'report'>): void;
  /** Does something with alerts, or with all; `until`: of a snooze, ms since the epoch. */
  actOnAlerts(act: 'dismiss' | 'mute' | 'snooze' | 'takeBack', ids: string[] | null, until?: number): void;
  run(command: (typeof RUNNABLE)[number]): void;
}

export type Tab = PageTab<View, Actions, Askable>;

const RANGES: Record<NamedRange, string> = {
  today: t('Today'),
  '7d': t('Last 7 days'),
  '30d': t('Last 30 days'),
  '90d': t('Last 90 days'),
  all: t('All time'),
};

/** Chooses the days a tab is about. */
export const rangePicker = ({ state }: View, actions: Actions): TemplateResult =>
  daysPicker(state.range, (range) => actions.keep({ range }));

/** Stands in the list of ranges for days of one's own. */
const OWN = 'own';

export function daysPicker(range: Range, choose: (range: Range) => void): TemplateResult {
  const own = ownDays(range);
  const chosen = own === null ? (range as NamedRange) : OWN;
  return html`${picker(t('Days'), { ...RANGES, [OWN]: t('From … to …') }, chosen, (next) =>
    choose(next === OWN ? lastWeek() : next),
  )}
  ${
    own === null
      ? nothing
      : html`${dayField(t('From'), own.from, (from) => choose(`${from}..${from > own.to ? from : own.to}`))}
        ${dayField(t('To'), own.to, (to) => choose(`${own.from < to ? own.from : to}..${to}`))}`
  }`;
}

/** The last seven days: where days of one's own begin. */
function lastWeek(): Range {
  const day = (back: number): string => new Date(Date.now() - back * DAY_MS).toISOString().slice(0, 10);
  return `${day(6)}..${day(0)}`;
}

const dayField = (label: string, value: string, choose: (day: string) => void): TemplateResult =>
  html`<label class="picker"
    >${label}
    <input
      type="date"
      .value=${value}
      @change=${(event: Event) => {
        const { value: day } = event.target as HTMLInputElement;
        if (day !== '') choose(day);
      }}
  /></label>`;

/** The query of what is chosen above Home and its like; null where there is no choice. */
const WORKSPACE = workspaceQuery(folders);
export const scopeOf = ({ state }: Pick<View, 'state'>): string =>
  state.scope === 'workspace' ? (WORKSPACE ?? '') : '';

/** What leads from a figure to the sessions behind it leads to those of the scope. */
export const inScope = (view: View, actions: Actions): Actions => ({
  ...actions,
  sessions: (query) => actions.sessions(both(query, scopeOf(view))),
});

/** Chooses the sessions and the days a tab is about. */
export function filterBar(view: View, actions: Actions): TemplateResult {
  const choices: Record<PageState['scope'], string> = {
    workspace: t('This workspace'),
    all: t('All projects'),
  };
  return html`<div class="controls">
    ${
      WORKSPACE === null
        ? nothing
        : switchOf(t('Sessions'), choices, view.state.scope, (scope) => actions.keep({ scope }))
    }
    ${rangePicker(view, actions)}
  </div>`;
}

/** Where there is no session to tell of: what to choose to see more. */
export function nothingHere(view: View, actions: Actions): TemplateResult {
  const links = [
    ...(scopeOf(view) === '' ? [] : [link(t('Show all projects'), () => actions.keep({ scope: 'all' }))]),
    ...(view.state.range === 'all' ? [] : [link(t('Show all time'), () => actions.keep({ range: 'all' }))]),
  ];
  return html`<p class="empty">
    ${scopeOf(view) === '' ? t('No session in these days.') : t('No session of this workspace in these days.')}
    <span class="links">${links}</span>
  </p>`;
}

/** A chart of the dashboard. */
export const chart = (section: ChartSection, { state }: View, actions: Actions): TemplateResult =>
  chartSection(section, state.tables.includes(section.id), actions.toggleTable);

export const loading = html`<p class="empty" aria-busy="true">Asking Vigil’s engine…</p>`;
