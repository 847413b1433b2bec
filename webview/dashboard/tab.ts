/** What a tab of the dashboard is given, and what all of them share. */
import { html, type TemplateResult } from 'lit';
import type { Range } from '../../src/questions/shared/ranges';
import type { Args } from '../../src/engine/protocol';
import type { Askable, PageState, RUNNABLE } from '../../src/pages/dashboard/contract';
import { chartSection, type ChartSection } from '../shared/chartSection';
import { picker } from '../shared/controls';
import type { Memory } from '../shared/own';
import type { Answers, Questions } from '../shared/questions';
import type { Tab as PageTab } from '../shared/tab';

export interface View {
  state: PageState;
  answers: Readonly<Partial<Answers<Askable>>>;
  questions: Questions<Askable>;
  memory: Memory;
  /** What failed that is no answer of a tab. */
  trouble: string | null;
  /** Ids of the alerts that were dismissed. */
  dismissed: ReadonlySet<string>;
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
  dismiss(ids: string[] | null): void;
  run(command: (typeof RUNNABLE)[number]): void;
}

export type Tab = PageTab<View, Actions, Askable>;

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
