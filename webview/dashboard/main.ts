/** The dashboard's page: asks for what its tab shows, keeps what was chosen, renders and draws. */
import '../../src/host/jitless';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { render } from 'lit';
import type { FoundSession } from '../../src/questions/findSessions';
import type { Args, Reply } from '../../src/engine/protocol';
import { PageState, ToPage, type Askable, type FromPage, type Tab } from '../../src/host/dashboardMessages';
import { asking } from '../shared/ask';
import { held } from '../shared/held';
import { paged } from '../shared/paged';
import { onThemeChange } from '../shared/theme';
import { vscode } from '../shared/vscode';
import { drawCohorts } from './cohorts';
import { drawCompare } from './compare';
import { drawHeatmaps } from './heatmaps';
import { drawModels } from './models';
import { drawOverview } from './overview';
import { SESSIONS_A_PAGE } from './signalSessions';
import { drawTools } from './tools';
import { drawTrends } from './trends';
import { page, type Actions, type AllAnswers, type View } from './view';

const root = document.getElementById('page')!;
const kept = PageState.safeParse(vscode.getState());
const answers = held<AllAnswers>(() => show({}));
const view: View = {
  state: kept.success ? kept.data : PageState.parse(JSON.parse(root.dataset['state'] ?? '{}')),
  answers: answers.answers,
  held: answers,
  rows: new Map(),
  failed: null,
  search: null,
  dismissed: new Set(),
};
vscode.setState(view.state);

const send = (message: FromPage): void => vscode.postMessage(message);

/** Rows of the sessions table asked for at a time. */
const ROWS = 100;
/** While a person types, the query waits so long, in ms. */
const TYPING_MS = 200;

const { ask, answered, failed } = asking<Askable>(send);

/** Asks and keeps the answer for the tabs. */
function fetch<N extends Askable>(call: N, args: Args<N>): void {
  const { take, fail } = answers.asked(call, args);
  ask(call, args, take as (reply: Reply<N>) => void, fail);
}

const WANTED: Record<Tab, () => void> = {
  overview: () => fetch('overview', { range: view.state.range }),
  trends() {
    const { metric, over, split, trendRange: range } = view.state;
    fetch('trends', { metric, over, split, range });
  },
  tools: () => fetch('tools', { range: view.state.range }),
  models: () => fetch('models', { range: view.state.range }),
  heatmaps() {
    fetch('heatmaps', { range: view.state.range });
    fetchSignals();
  },
  cohorts() {
    const { cohortBy: by, cohortMetrics: metrics, range } = view.state;
    fetch('cohorts', { by, metrics, range });
  },
  compare() {
    if (view.state.compare !== null) fetch('compareSessions', view.state.compare);
  },
  // A query that is being typed is asked for in a moment.
  sessions() {
    if (typing === undefined) found.refresh();
  },
  // The logs are read when somebody looks, not whenever a figure changes.
  search: () => undefined,
  alerts: () => fetch('alerts', null),
  health() {
    fetch('health', null);
    fetch('archive', null);
  },
};

/** So many of the newest sessions are not on the page of signals that is shown. */
let signalsFrom = 0;
const fetchSignals = (): void =>
  fetch('signalSessions', { range: view.state.range, offset: signalsFrom, limit: SESSIONS_A_PAGE });

/** What the list of sessions is of: the query as it was asked, not as it is being typed. */
const listOf = ({ query, sort, descending }: PageState) => ({ query, sort, descending });
let list = listOf(view.state);
/** The sessions that pass the query, as far as they were seen. */
const found = paged<FoundSession>(ROWS, (offset, limit, take, lost) => {
  const question = answers.asked('findSessions', list);
  ask(
    'findSessions',
    { ...list, offset, limit },
    (reply) => {
      if (take(reply.rows)) question.take(reply);
    },
    (message) => {
      lost();
      question.fail(message);
    },
  );
});
view.rows = found.rows;

/** More hits than these are not looked for: nobody reads them. */
const MOST_HITS = 500;
let searching = 0;

/** Looks through the logs a part at a time, until all were looked through or something else is asked. */
function search(text: string): void {
  const mine = ++searching;
  if (text.length < 2) return show({ search: null });
  show({ search: { text, hits: [], logs: 0, done: 0, running: true, failed: null } });
  const on = (from: Args<'searchLogs'>['from']): void =>
    ask(
      'searchLogs',
      { text, from },
      (reply) => {
        if (mine !== searching || view.search === null) return;
        const hits = [...view.search.hits, ...reply.hits].slice(0, MOST_HITS);
        const running = reply.next !== null && hits.length < MOST_HITS;
        show({ search: { text, hits, logs: reply.logs, done: reply.done, running, failed: null } });
        if (running) on(reply.next);
      },
      (message) => {
        if (mine !== searching || view.search === null) return;
        show({ search: { ...view.search, running: false, failed: message } });
      },
    );
  on(null);
}

let typing: ReturnType<typeof setTimeout> | undefined;
function listAnew(): void {
  clearTimeout(typing);
  typing = undefined;
  list = listOf(view.state);
  found.reset();
}

/** Does something; what failed before is of the past. */
function act(message: FromPage): void {
  if (view.failed !== null) show({ failed: null });
  send(message);
}

const actions: Actions = {
  keep(change) {
    const before = view.state;
    const state = { ...before, ...change };
    vscode.setState(state);
    show({ state, ...(before.tab === state.tab ? {} : { failed: null }) });
    const changed = (...names: (keyof PageState)[]): boolean =>
      names.some((name) => before[name] !== state[name]);
    if (changed('range')) signalsFrom = 0;
    if (changed('query')) {
      clearTimeout(typing);
      // Led here by a figure: the list of before is none of that query.
      if (changed('tab')) listAnew();
      else typing = setTimeout(listAnew, TYPING_MS);
    } else if (changed('sort', 'descending')) listAnew();
    else if (
      changed('tab', 'range', 'metric', 'over', 'split', 'trendRange', 'cohortBy', 'cohortMetrics', 'compare')
    )
      refresh();
  },
  toggleTable(chart) {
    const { tables } = view.state;
    actions.keep({
      tables: tables.includes(chart) ? tables.filter((one) => one !== chart) : [...tables, chart],
    });
  },
  again: refresh,
  openSession: (id) => act({ kind: 'openSession', id }),
  sessions: (query) => actions.keep({ tab: 'sessions', query }),
  showSignals(offset) {
    signalsFrom = offset;
    fetchSignals();
  },
  openLine: (id, at, file) => act({ kind: 'openLine', id, at, file }),
  // Without suggestions one types on.
  suggest: (query, caret, take) => ask('completeQuery', { query, caret }, take, () => undefined),
  report: (request) => act({ kind: 'report', request }),
  dismiss: (ids) => act({ kind: 'dismiss', ids }),
  search,
  run: (command) => act({ kind: 'run', command }),
  seen: found.seen,
};

function refresh(): void {
  WANTED[view.state.tab]();
}

const DRAW: Partial<Record<Tab, (view: View, actions: Actions) => void>> = {
  overview: drawOverview,
  trends: drawTrends,
  heatmaps: drawHeatmaps,
  cohorts: drawCohorts,
  compare: drawCompare,
  tools: drawTools,
  models: drawModels,
};

function show(change: Partial<View>): void {
  Object.assign(view, change);
  render(page(view, actions), root);
  DRAW[view.state.tab]?.(view, actions);
}

window.addEventListener('message', (event) => {
  const message = ToPage.safeParse(event.data);
  if (!message.success)
    return show({ failed: 'The page got a message it does not understand. Reload the window.' });
  switch (message.data.kind) {
    case 'answer':
      return answered(message.data.id, message.data.result);
    case 'failed':
      if (message.data.id === null) return show({ failed: message.data.message });
      return void failed(message.data.id, message.data.message);
    case 'changed': {
      const { tabs } = message.data;
      return tabs === null || tabs.includes(view.state.tab) ? refresh() : undefined;
    }
    case 'show':
      return actions.keep({
        tab: message.data.tab,
        ...(message.data.compare === undefined ? {} : { compare: message.data.compare }),
        ...(message.data.query === undefined ? {} : { query: message.data.query }),
      });
    case 'dismissed':
      return show({ dismissed: new Set(message.data.ids) });
  }
});
onThemeChange(() => show({}));
show({});
send({ kind: 'ready' });
refresh();
