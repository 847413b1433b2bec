/** The dashboard: tabs, and what they share. */
import { html, type TemplateResult } from 'lit';
import type { Reply } from '../../src/engine/protocol';
import type { Range } from '../../src/engine/dashboardData';
import type { Askable, PageState, RUNNABLE, Tab } from '../../src/host/dashboardMessages';
import { healthTab } from './health';
import { modelsTab } from './models';
import { overviewTab } from './overview';
import { sessionsTab } from './sessions';
import { toolsTab } from './tools';
import { trendsTab } from './trends';

/** The answers there are, by call. */
export type Answers = { [N in Askable]?: Reply<N> };

export interface View {
  state: PageState;
  answers: Answers;
  /** Rows of the sessions table by their place, as far as they were asked for. */
  rows: ReadonlyMap<number, Reply<'find'>['rows'][number]>;
  failed: string | null;
}

export interface Actions {
  keep(change: Partial<PageState>): void;
  toggleTable(chart: string): void;
  openSession(id: string): void;
  run(command: (typeof RUNNABLE)[number]): void;
  /** Rows of the sessions table from one place to another are seen. */
  seen(first: number, last: number): void;
}

export const TAB_TITLES: Record<Tab, string> = {
  overview: 'Overview',
  trends: 'Trends',
  tools: 'Tools',
  models: 'Models',
  sessions: 'Sessions',
  health: 'Health',
};

const TABS = Object.keys(TAB_TITLES) as Tab[];

const PAGES: Record<Tab, (view: View, actions: Actions) => TemplateResult> = {
  overview: overviewTab,
  trends: trendsTab,
  tools: toolsTab,
  models: modelsTab,
  sessions: sessionsTab,
  health: healthTab,
};

export function page(view: View, actions: Actions): TemplateResult {
  const { tab } = view.state;
  return html`
    <h1>Vigil</h1>
    ${view.failed === null ? '' : html`<p class="failed" role="alert">${view.failed}</p>`}
    <div
      role="tablist"
      aria-label="Dashboard"
      class="tabs"
      @keydown=${(event: KeyboardEvent) => onKey(event, tab, actions)}
    >
      ${TABS.map(
        (one) =>
          html`<button
            role="tab"
            id="tab-${one}"
            aria-selected=${one === tab}
            aria-controls="panel"
            tabindex=${one === tab ? 0 : -1}
            @click=${() => actions.keep({ tab: one })}
          >
            ${TAB_TITLES[one]}
          </button>`,
      )}
    </div>
    <div role="tabpanel" id="panel" aria-labelledby="tab-${tab}" tabindex="-1">
      ${PAGES[tab](view, actions)}
    </div>
  `;
}

/** Arrows, Home and End move between tabs, as the pattern for tabs asks. */
function onKey(event: KeyboardEvent, tab: Tab, actions: Actions): void {
  const at = TABS.indexOf(tab);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: TABS.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const next = TABS[(to + TABS.length) % TABS.length]!;
  actions.keep({ tab: next });
  document.getElementById(`tab-${next}`)?.focus();
}

const RANGES: Record<Range, string> = {
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  all: 'All time',
};

/** Chooses the days a tab is about. */
export const rangePicker = ({ state }: View, actions: Actions): TemplateResult =>
  picker('Days', RANGES, state.range, (range) => actions.keep({ range }));

/** A choice of a few, with a label that screen readers say too. */
export const picker = <T extends string>(
  label: string,
  options: Readonly<Record<T, string>>,
  chosen: T,
  choose: (value: T) => void,
): TemplateResult =>
  html`<label class="picker"
    >${label}
    <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as T)}>
      ${(Object.entries(options) as [T, string][]).map(
        ([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`,
      )}
    </select></label
  >`;

/** A chart with its table behind it and a sentence that says what it shows. */
export function chart(
  {
    id,
    title,
    summary,
    rows,
    height = 220,
  }: { id: string; title: string; summary: string; rows: TemplateResult; height?: number },
  { state }: View,
  actions: Actions,
): TemplateResult {
  const asTable = state.tables.includes(id);
  return html`<section aria-labelledby="${id}-title">
    <div class="heading">
      <h2 id="${id}-title">${title}</h2>
      <vscode-button secondary @click=${() => actions.toggleTable(id)}
        >${asTable ? 'Show chart' : 'Show table'}</vscode-button
      >
    </div>
    <p class="hint">${summary}</p>
    ${
      asTable
        ? html`<div class="scroll">${rows}</div>`
        : html`<div class="chart h${height}">
            <canvas id=${id} role="img" aria-label="${title}: ${summary}"></canvas>
          </div>`
    }
  </section>`;
}

export const loading = html`<p class="empty" aria-busy="true">Asking Vigil’s engine…</p>`;
