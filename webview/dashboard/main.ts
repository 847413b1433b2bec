/** The dashboard's page: keeps what was chosen, takes messages, asks for what the chosen tab shows, renders and draws. */
import '../../src/pages/jitless';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { render } from 'lit';
import { ALL, PageState, ToPage, type Askable, type FromPage } from '../../src/pages/dashboard/contract';
import { placeOf } from '../../src/pages/dashboard/places';
import { memory } from '../shared/own';
import { keptState, root } from '../shared/pageState';
import { toggled } from '../shared/toggled';
import { questions } from '../shared/questions';
import { onThemeChange } from '../shared/theme';
import { vscode } from '../shared/vscode';
import { listenForKeys } from './keys';
import { asksOf, chosenSection, page } from './page';
import type { Actions, View } from './tab';
import { t } from '../shared/l10n';

const send = (message: FromPage): void => vscode.postMessage(message);
const asked = questions<Askable>({ send, shown: () => asksOf(view), changed: show });

const view: View = {
  state: keptState(PageState),
  answers: asked.answers,
  questions: asked,
  memory: memory(() => {
    asked.want();
    show();
  }),
  trouble: null,
};

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
  const before = chosenSection(view);
  view.state = { ...view.state, ...change };
  vscode.setState(view.state);
  clearTimeout(typing);
  if (chosenSection(view) !== before) {
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
  const place = placeOf(name);
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
  again: asked.again,
  ask: asked.ask,
  toggleTable: (chart) => keep({ tables: toggled(view.state.tables, chart) }),
  openSession: (id) => act({ kind: 'openSession', id }),
  openMessage: (id, byte, file) => act({ kind: 'openMessage', id, at: byte, file }),
  resume: (id) => act({ kind: 'resume', id }),
  sessions: (query, change = {}) => keep({ ...change, ...placed('sessions'), query }),
  go: (place, query = '') => keep({ ...placed(place), ...(query === '' ? {} : { ...ALL, query }) }),
  compare: (a, b) => keep({ ...placed('compare'), compare: { a, b } }),
  star: (id, starred) => act({ kind: 'star', id, starred }),
  openLine: (id, at, file) => act({ kind: 'openLine', id, at, file }),
  report: (request) => act({ kind: 'report', request }),
  actOnAlerts: (what, ids, until) => act({ kind: 'actOnAlerts', act: what, ids, until: until ?? null }),
  run: (command) => act({ kind: 'run', command }),
};

function show(): void {
  render(page(view, actions), root);
  chosenSection(view).draw?.(view, actions);
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
      const { place, compare = view.state.compare, query } = message;
      return keep({ ...placed(place), compare, ...(query === undefined ? {} : { ...ALL, query }) });
    }
  }
}

window.addEventListener('message', (event) => {
  const message = ToPage.safeParse(event.data);
  if (message.success) take(message.data);
  else failed(t('The page got a message it does not understand. Reload the window.'));
});
onThemeChange(show);
listenForKeys(actions);
show();
showTab();
send({ kind: 'ready' });
asked.again();
