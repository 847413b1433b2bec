/** The dashboard's page: keeps what was chosen, takes messages, asks for what the chosen tab shows, renders and draws. */
import '../../src/pages/jitless';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { render } from 'lit';
import { ALL, searchingFor } from '../../src/pages/dashboard/all';
import type { Askable, FromPage, ToPage } from '../../src/pages/dashboard/contract';
import { placeNamed } from '../../src/pages/dashboard/places';
import type { PageState } from '../../src/pages/dashboard/state';
import { loadCharts } from '../shared/charts';
import { listenForMessages } from '../shared/listenForMessages';
import { later } from '../shared/later';
import { memory } from '../shared/own';
import { keepState, keptState, root } from '../shared/pageState';
import { toggled } from '../shared/toggled';
import { questions } from '../shared/questions';
import { onThemeChange } from '../shared/theme';
import { vscode } from '../shared/vscode';
import { listenForKeys } from './keys';
import { asksOf, chosenSection, isSettled, page } from './page';
import type { Actions, View } from './tab';
import { TABS } from './tabs/index';

const send = (message: FromPage): void => vscode.postMessage(message);
const asked = questions<Askable>({ send, shown: () => asksOf(view), changed: show });

const view: View = {
  state: keptState() as PageState,
  answers: asked.answers,
  questions: asked,
  memory: memory(() => {
    asked.want();
    show();
  }),
  tabs: TABS,
  get unloaded() {
    return others.failure;
  },
  trouble: null,
};

/** The tabs the page does not begin with. */
const others = later(
  () => import('./tabs/later'),
  (loaded) => {
    view.tabs = [...TABS, ...loaded.TABS];
    asked.want();
    show();
  },
  show,
);

/** Runs while a text is typed: what it asks for is asked when it ends, and what changed meanwhile. */
let typing: ReturnType<typeof setTimeout> | undefined;
let missed = false;

function typed(): void {
  typing = undefined;
  asked.want();
  if (missed) asked.stale();
  missed = false;
}

function keep(change: Partial<PageState>, pauseMs = 0): void {
  const { tab } = view.state;
  const before = chosenSection(view);
  view.state = { ...view.state, ...change };
  keepState(view.state);
  clearTimeout(typing);
  const section = chosenSection(view);
  // Of tabs that are not loaded the sections are not known.
  if (section !== before || view.state.tab !== tab) {
    if (section === null) others.retry();
    view.trouble = null;
    missed = false;
    asked.again();
    queueMicrotask(showTab);
  }
  if (pauseMs > 0) typing = setTimeout(typed, pauseMs);
  else typed();
  show();
}

/** A narrow window shows some of the tabs: the chosen one is among them. */
const showTab = (): void =>
  document.getElementById(`tab-${view.state.tab}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });

/** A place as the page keeps it; of none there is, nothing. */
function placed(name: string): Partial<PageState> {
  const place = placeNamed(name);
  return place === undefined
    ? {}
    : { tab: place.tab, sections: { ...view.state.sections, [place.tab]: place.section } };
}

/** Does something; what failed before is of the past. */
function act(message: FromPage): void {
  view.trouble = null;
  show();
  send(message);
}

const actions: Actions = {
  keep,
  load() {
    others.retry();
    show();
    // Who did it with the keyboard is where the tab will stand.
    document.getElementById('panel')?.focus();
  },
  again: asked.again,
  ask: asked.ask,
  toggleTable: (chart) => keep({ tables: toggled(view.state.tables, chart) }),
  openSession: (id) => act({ kind: 'openSession', id }),
  openMessage: (id, byte, file) => act({ kind: 'openMessage', id, at: byte, file }),
  resume: (id) => act({ kind: 'resume', id }),
  sessions: (query, change = {}) => keep({ ...change, ...placed('sessions'), query }),
  go: (place, query = '') => keep({ ...placed(place), ...(query === '' ? {} : { ...ALL, query }) }),
  search: (text) => keep({ ...placed('search'), own: { ...view.state.own, ...searchingFor(text) } }),
  compare: (a, b) => keep({ ...placed('compare'), compare: { a, b } }),
  star: (id, starred) => act({ kind: 'star', id, starred }),
  openLine: (id, at, file) => act({ kind: 'openLine', id, at, file }),
  report: (request) => act({ kind: 'report', request }),
  notAProblem: (id) => act({ kind: 'notAProblem', id }),
  actOnAlerts: (what, ids, until) => act({ kind: 'actOnAlerts', act: what, ids, until: until ?? null }),
  run: (command) => act({ kind: 'run', command }),
};

/** The first content was shown. */
let settled = false;

function show(): void {
  render(page(view, actions), root);
  chosenSection(view)?.draw?.(view, actions);
  if (settled || !isSettled(view)) return;
  settled = true;
  // Not before the first content is drawn: what is loaded is parsed by the same thread.
  void others.load();
  requestAnimationFrame(loadCharts);
}

function failed(message: string): void {
  view.trouble = message;
  show();
}

function take(message: ToPage): void {
  switch (message.kind) {
    case 'answer':
      return asked.receive(message);
    case 'failed': {
      const { id, message: sentence } = message;
      return id === null ? failed(sentence) : asked.receive({ id, message: sentence });
    }
    case 'changed':
      if (message.tabs?.some((tab) => tab === view.state.tab) === false) return;
      // What is being typed is asked for in a moment.
      if (typing === undefined) asked.stale();
      else missed = true;
      return;
    case 'show': {
      const { place, compare = view.state.compare, query, search } = message;
      return keep({
        ...placed(place),
        compare,
        ...(query === undefined ? {} : { ...ALL, query }),
        ...(search === undefined ? {} : { own: { ...view.state.own, ...searchingFor(search) } }),
      });
    }
  }
}

listenForMessages(take, failed);
onThemeChange(show);
listenForKeys(actions, others.load);
show();
showTab();
send({ kind: 'ready' });
asked.again();
