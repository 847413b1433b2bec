/** What the tabs of the dashboard and their sections are, what they are given, and what all of them share. */
import { html, nothing, type TemplateResult } from 'lit';
import { workspaceQuery } from '../../src/analysis/queryFields';
import type { Args } from '../../src/engine/protocol';
import type { Askable, RUNNABLE } from '../../src/pages/dashboard/contract';
import type { TabId } from '../../src/pages/dashboard/places';
import type { PageState } from '../../src/pages/dashboard/state';
import { chartSection, type ChartSection } from '../shared/chartSection';
import { folders } from '../shared/format';
import { t } from '../shared/l10n';
import type { Memory } from '../shared/own';
import { link } from '../shared/parts';
import type { Answers, Questions } from '../shared/questions';
import type { Tab as PageTab, Titled } from '../shared/tab';
import { nobodyYet } from './nobody';
import { filterQuery, scopeQuery } from './scope';

export interface View {
  state: PageState;
  answers: Readonly<Partial<Answers<Askable>>>;
  questions: Questions<Askable>;
  memory: Memory;
  /** Those that are loaded. */
  tabs: readonly Tab[];
  /** Why the others could not be loaded; null while they may be. */
  readonly unloaded: string | null;
  /** What failed that is no answer of a section. */
  trouble: string | null;
}

export interface Actions {
  /** Changes what is kept; what is shown then is asked for, of a text that is being typed after a pause in ms. */
  keep(change: Partial<PageState>, pauseMs?: number): void;
  /** Tries again to load what could not be had. */
  load(): void;
  /** Asks anew for what is shown. */
  again(): void;
  /** Asks the engine something the page does not keep. */
  ask: Questions<Askable>['ask'];
  toggleTable(chart: string): void;
  openSession(id: string): void;
  /** Opens the transcript of a session at a line of its log. */
  openMessage(id: string, at: number, file: number): void;
  /** Resumes a session in a terminal. */
  resume(id: string): void;
  /** Lists the sessions that pass a query, of those the page is about. */
  sessions(query: string, change?: Partial<PageState>): void;
  /** Shows a place by its name (`pages/dashboard/places.ts`); with a query what passes it, of all projects and days. */
  go(place: string, query?: string): void;
  /** Looks for a text in what was said. */
  search(text: string): void;
  /** Puts two sessions side by side. */
  compare(a: string, b: string): void;
  /** Stars a session, or takes its star away. */
  star(id: string, starred: boolean): void;
  openLine(id: string, at: number, file: number): void;
  /** Shows a report in an editor. */
  report(request: Args<'report'>): void;
  /** Asks when an alert is not a problem. */
  notAProblem(id: string): void;
  /** Does something with alerts, or with all; `until`: of a snooze, ms since the epoch. */
  actOnAlerts(act: 'dismiss' | 'snooze' | 'takeBack', ids: string[] | null, until?: number): void;
  run(command: (typeof RUNNABLE)[number]): void;
}

/** A section of a tab. */
export interface Section extends PageTab<View, Actions, Askable>, Titled<View> {
  /** It is about the sessions and days of the filter bar, which is shown above it then. */
  readonly filtered?: boolean;
}

/** A tab: one section, or several with a switch between them. Titles are in `titles.ts`. */
export interface Tab {
  readonly id: TabId;
  /** In order; ids are those of `pages/dashboard/places.ts`. */
  readonly sections: readonly [Section, ...Section[]];
}

/** Sessions of the workspace; null where there is no choice. */
export const WORKSPACE = workspaceQuery(folders);

/** The query of what is chosen in the filter bar, without its days. */
export const queryOf = ({ state }: Pick<View, 'state'>): string => filterQuery(state, WORKSPACE);
/** The same of the scope alone. */
export const scopeOf = ({ state }: Pick<View, 'state'>): string => scopeQuery(state, WORKSPACE);

/** What to choose to see more. */
export function wider(view: View, actions: Actions, first?: TemplateResult): TemplateResult {
  const { project, branch, model, range } = view.state;
  const links = [
    ...(first === undefined ? [] : [first]),
    ...(project + branch + model === ''
      ? []
      : [link(t('Clear filter'), () => actions.keep({ project: '', branch: '', model: '' }))]),
    ...(scopeOf(view) === '' ? [] : [link(t('Show all projects'), () => actions.keep({ scope: 'all' }))]),
    ...(range === 'all' ? [] : [link(t('Show all time'), () => actions.keep({ range: 'all' }))]),
  ];
  return html`<span class="links">${links}</span>`;
}

/** Why no session is told of: the days, the folder that is open, or what was asked for. */
function whyNone(view: View): string {
  const { project, branch, model } = view.state;
  if (queryOf(view) === '') return t('No session in these days.');
  return project + branch + model === '' && scopeOf(view) !== ''
    ? t('No session of this workspace in these days.')
    : t('No session matches.');
}

/** Where there is no session to tell of: why, and what to choose to see more; where there is none at all, how to begin. */
export function nothingHere(view: View, actions: Actions, why = whyNone(view)): TemplateResult {
  const { filterChoices, progress } = view.answers;
  if (filterChoices?.known === 0) return progress?.running === true ? loading : nobodyYet(actions);
  return html`<p class="empty">${why} ${wider(view, actions)}</p>`;
}

/** A chart of the dashboard. */
export const chart = (section: ChartSection, { state }: View, actions: Actions): TemplateResult =>
  chartSection(section, state.tables.includes(section.id), actions.toggleTable);

/** In place of figures that are not there yet: grey blocks, and a word for those who cannot see them. */
export const loading = html`<div class="skeleton" aria-busy="true">
  <span class="unseen">${t('Loading…')}</span><i class="words"></i><i class="picture"></i><i></i><i></i
  ><i></i>
</div>`;

/** Figures of what was chosen before, until the new ones come. */
export const busy = (waiting: boolean, content: TemplateResult): TemplateResult =>
  html`<div class=${waiting ? 'asking' : nothing} aria-busy=${waiting ? 'true' : nothing}>${content}</div>`;
