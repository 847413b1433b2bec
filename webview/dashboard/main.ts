/** The dashboard's page: asks for what its tab shows, keeps what was chosen, renders and draws. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { render } from 'lit';
import * as z from 'zod';
import type { Args } from '../../src/engine/protocol';
import { calls } from '../../src/engine/protocol';
import { PageState, ToPage, type Askable, type FromPage, type Tab } from '../../src/host/dashboardMessages';
import { onThemeChange } from '../shared/theme';
import { vscode } from '../shared/vscode';
import { drawModels } from './models';
import { drawOverview } from './overview';
import { drawTools } from './tools';
import { drawTrends } from './trends';
import { page, type Actions, type View } from './view';

// zod would otherwise try to compile its checks, which the page's policy forbids.
z.config({ jitless: true });

const root = document.getElementById('page')!;
const kept = PageState.safeParse(vscode.getState());
const view: View = {
  state: kept.success ? kept.data : PageState.parse(JSON.parse(root.dataset['state'] ?? '{}')),
  answers: {},
  rows: new Map(),
  failed: null,
};
vscode.setState(view.state);

const send = (message: FromPage): void => vscode.postMessage(message);

/** Rows of the sessions table asked for at a time. */
const ROWS = 100;
/** While a person types, the query waits so long, in ms. */
const TYPING_MS = 200;

let asked = 0;
const waiting = new Map<number, (result: unknown) => void>();

/** Asks the engine; `take` gets an answer of the agreed shape. */
function ask<N extends Askable>(
  call: N,
  args: Args<N>,
  take: (reply: z.output<(typeof calls)[N]['reply']>) => void,
): void {
  const id = ++asked;
  waiting.set(id, (result) => {
    const reply = calls[call].reply.safeParse(result);
    if (reply.success) take(reply.data as z.output<(typeof calls)[N]['reply']>);
    else show({ failed: 'The page got an answer it does not understand. Reload the window.' });
  });
  send({ kind: 'ask', id, call, args });
}

/** Asks and keeps the answer for the tabs. */
function fetch<N extends Askable>(call: N, args: Args<N>): void {
  ask(call, args, (reply) => show({ answers: { ...view.answers, [call]: reply }, failed: null }));
}

const WANTED: Record<Tab, () => void> = {
  overview() {
    fetch('overview', { range: view.state.range });
    fetch('sessions', { state: 'all', offset: 0, limit: 50 });
  },
  trends: () => fetch('trend', { metric: view.state.metric, by: view.state.by }),
  tools: () => fetch('tools', { range: view.state.range }),
  models: () => fetch('models', { range: view.state.range }),
  sessions: () => find(0, true),
  health() {
    fetch('health', null);
    fetch('archive', null);
  },
};

/** Asks for a page of sessions; `anew` drops the rows of another query. */
let finding = 0;
function find(offset: number, anew: boolean): void {
  const { query, sort, descending } = view.state;
  const turn = anew ? ++finding : finding;
  ask('find', { query, sort, descending, offset, limit: ROWS }, (found) => {
    // An answer to a query that is no longer asked.
    if (turn !== finding) return;
    const rows = new Map(anew ? [] : view.rows);
    found.rows.forEach((row, i) => rows.set(offset + i, row));
    show({ answers: { ...view.answers, find: found }, rows, failed: null });
  });
}

const pages = new Set<number>();
let typing: ReturnType<typeof setTimeout> | undefined;

const actions: Actions = {
  keep(change) {
    const before = view.state;
    const state = { ...before, ...change };
    vscode.setState(state);
    show({ state });
    const changed = (...names: (keyof PageState)[]): boolean =>
      names.some((name) => before[name] !== state[name]);
    if (changed('query')) {
      clearTimeout(typing);
      typing = setTimeout(() => refresh(), TYPING_MS);
    } else if (changed('tab', 'range', 'metric', 'by', 'sort', 'descending')) refresh();
  },
  toggleTable(chart) {
    const { tables } = view.state;
    actions.keep({
      tables: tables.includes(chart) ? tables.filter((one) => one !== chart) : [...tables, chart],
    });
  },
  openSession: (id) => send({ kind: 'openSession', id }),
  run: (command) => send({ kind: 'run', command }),
  seen(first, last) {
    for (let at = Math.floor(first / ROWS); at <= Math.floor(last / ROWS); at++) {
      if (pages.has(at)) continue;
      pages.add(at);
      if (at > 0) find(at * ROWS, false);
    }
  },
};

function refresh(): void {
  pages.clear();
  pages.add(0);
  WANTED[view.state.tab]();
}

const DRAW: Partial<Record<Tab, (view: View) => void>> = {
  overview: drawOverview,
  trends: drawTrends,
  tools: drawTools,
  models: drawModels,
};

function show(change: Partial<View>): void {
  Object.assign(view, change);
  render(page(view, actions), root);
  DRAW[view.state.tab]?.(view);
}

window.addEventListener('message', (event) => {
  const message = ToPage.safeParse(event.data);
  if (!message.success)
    return show({ failed: 'The page got a message it does not understand. Reload the window.' });
  switch (message.data.kind) {
    case 'answer': {
      const take = waiting.get(message.data.id);
      waiting.delete(message.data.id);
      return take?.(message.data.result);
    }
    case 'failed':
      waiting.delete(message.data.id);
      return show({ failed: message.data.message });
    case 'changed':
      return refresh();
    case 'show':
      return actions.keep({ tab: message.data.tab });
  }
});
onThemeChange(() => show({}));
show({});
refresh();
