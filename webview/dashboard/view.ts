/** The dashboard: tabs, and what they share. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Suggestion } from '../../src/questions/completeQuery';
import type { Hit } from '../../src/questions/searchLogs';
import type { Range } from '../../src/questions/shared/ranges';
import type { Args, Reply } from '../../src/engine/protocol';
import { PageState, type Askable, type RUNNABLE, type Tab } from '../../src/host/dashboardMessages';
import { chartSection, type ChartSection } from '../shared/chartSection';
import { picker } from '../shared/controls';
import type { Held } from '../shared/held';
import { tabPanel, tabs } from '../shared/tabs';
import { shown } from '../shared/text';
import { alertsTab } from './alerts';
import { cohortsTab } from './cohorts';
import { compareTab } from './compare';
import { healthTab } from './health';
import { heatmapsTab } from './heatmaps';
import { modelsTab } from './models';
import { overviewTab } from './overview';
import { searchTab } from './search';
import { sessionsTab } from './sessions';
import { toolsTab } from './tools';
import { trendsTab } from './trends';

/** The answers there are, by call. */
export type AllAnswers = { [N in Askable]: Reply<N> };
export type Answers = Readonly<Partial<AllAnswers>>;

export interface View {
  state: PageState;
  answers: Answers;
  /** Rows of the sessions table by their place, as far as they were asked for. */
  rows: ReadonlyMap<number, Reply<'findSessions'>['rows'][number]>;
  /** How the questions stand. */
  held: Held<AllAnswers>;
  /** What failed that is no answer of a tab. */
  failed: string | null;
  /** Null until something is looked for. */
  search: Searching | null;
  dismissed: ReadonlySet<string>;
}

/** What a search has found so far. */
export interface Searching {
  text: string;
  hits: readonly Hit[];
  logs: number;
  done: number;
  running: boolean;
  /** Why it ended before all was looked through; null when it did not. */
  failed: string | null;
}

export interface Actions {
  keep(change: Partial<PageState>): void;
  /** Asks anew for what the tab shows. */
  again(): void;
  toggleTable(chart: string): void;
  openSession(id: string): void;
  /** Lists the sessions that pass a query. */
  sessions(query: string): void;
  /** Shows the signals of other sessions: so many of the newest are left out. */
  showSignals(offset: number): void;
  openLine(id: string, at: number, file: number): void;
  /** Asks how a query can go on at the caret. */
  suggest(query: string, caret: number, take: (suggestions: readonly Suggestion[]) => void): void;
  /** Shows a report in an editor. */
  report(request: Args<'report'>): void;
  dismiss(ids: string[] | null): void;
  /** Looks for a text in the logs; '' stops. */
  search(text: string): void;
  run(command: (typeof RUNNABLE)[number]): void;
  /** Rows of the sessions table from one place to another are seen. */
  seen(first: number, last: number): void;
}

const TAB_TITLES: Record<Tab, string> = {
  overview: 'Overview',
  trends: 'Trends',
  heatmaps: 'Heatmaps',
  tools: 'Tools',
  models: 'Models',
  cohorts: 'Cohorts',
  compare: 'Compare',
  sessions: 'Sessions',
  search: 'Search',
  alerts: 'Alerts',
  health: 'Health',
};

const PAGES: Record<Tab, (view: View, actions: Actions) => TemplateResult> = {
  overview: overviewTab,
  trends: trendsTab,
  heatmaps: heatmapsTab,
  tools: toolsTab,
  models: modelsTab,
  cohorts: cohortsTab,
  compare: compareTab,
  sessions: sessionsTab,
  search: searchTab,
  alerts: alertsTab,
  health: healthTab,
};

/** The calls a tab shows the answers to. */
const CALLS: Record<Tab, readonly Askable[]> = {
  overview: ['overview'],
  trends: ['trends'],
  heatmaps: ['heatmaps', 'signalSessions'],
  tools: ['tools'],
  models: ['models'],
  cohorts: ['cohorts'],
  compare: ['compareSessions'],
  sessions: ['findSessions'],
  search: [],
  alerts: ['alerts'],
  health: ['health', 'archive'],
};

export function page(view: View, actions: Actions): TemplateResult {
  const { tab } = view.state;
  const failures = CALLS[tab].map(view.held.failure);
  return html`
    <h1>Vigil</h1>
    ${[...new Set([view.failed, ...failures])].map((one) =>
      one === null ? '' : html`<p class="failed" role="alert">${shown(one)}</p>`,
    )}
    ${tabs('Dashboard', TAB_TITLES, tab, (one) => actions.keep({ tab: one }))}
    ${tabPanel(tab, panel(view, actions))}
  `;
}

/** A tab says something when all its questions are answered: one of two answers would leave out what the other tells. */
function panel(view: View, actions: Actions): TemplateResult {
  const { tab } = view.state;
  const asked = CALLS[tab].filter((call) => view.held.standing(call) !== null);
  const without = asked.filter((call) => view.held.answers[call] === undefined);
  // The list of sessions keeps the field that is typed in.
  if (tab !== 'sessions' && without.length > 0)
    return without.some((call) => view.held.standing(call) === 'failed') ? unanswered(actions) : loading;
  const waiting = asked.some((call) => view.held.standing(call) === 'waiting');
  return html`<div class=${waiting ? 'asking' : nothing} aria-busy=${waiting ? 'true' : nothing}>
    ${PAGES[tab](view, actions)}
  </div>`;
}

/** In place of figures that could not be had. */
function unanswered(actions: Actions): TemplateResult {
  const { range, metric, over, split, trendRange, cohortBy, cohortMetrics } = PageState.parse({});
  const usual = { range, metric, over, split, trendRange, cohortBy, cohortMetrics };
  return html`<p class="empty">Vigil’s engine did not answer, so there are no figures to show.</p>
    <div class="controls">
      <vscode-button icon="refresh" @click=${actions.again}>Ask again</vscode-button>
      <vscode-button secondary icon="discard" @click=${() => actions.keep(usual)}
        >Ask for what is shown at first</vscode-button
      >
    </div>`;
}

export const RANGES: Record<Range, string> = {
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  all: 'All time',
};

/** Chooses the days a tab is about. */
export const rangePicker = ({ state }: View, actions: Actions): TemplateResult =>
  picker('Days', RANGES, state.range, (range) => actions.keep({ range }));

/** A chart of the dashboard. */
export const chart = (section: ChartSection, { state }: View, actions: Actions): TemplateResult =>
  chartSection(section, state.tables.includes(section.id), actions.toggleTable);

export const loading = html`<p class="empty" aria-busy="true">Asking Vigil’s engine…</p>`;
