/** The session's page: keeps what was chosen, takes messages, asks for what the chosen tab shows, renders and draws. */
import '../../src/pages/jitless';
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { render } from 'lit';
import { errorText } from '../../src/l10n/errorText';
import { PageState, ToPage, type Askable, type FromPage } from '../../src/pages/session/contract';
import { t } from '../shared/l10n';
import { memory } from '../shared/own';
import { keptState, root } from '../shared/pageState';
import { questions } from '../shared/questions';
import { onThemeChange } from '../shared/theme';
import { letGo } from '../shared/virtual';
import { vscode } from '../shared/vscode';
import { createActions } from './actions';
import { exportPage } from './exporting';
import { Finder } from './finding';
import { findByKeys } from './findKeys';
import { asksOf, chosenTab, page } from './page';
import { showFound, showTurn } from './places';
import type { View } from './tab';
import { transcriptKeys } from './transcript/keys';

const send = (message: FromPage): void => vscode.postMessage(message);
const asked = questions<Askable, 'id'>({
  send,
  shown: () => (view.detail ? asksOf(view) : []),
  changed: show,
});
const finder = new Finder({
  ask: asked.ask,
  begun() {
    letGo();
    show();
  },
  changed: show,
  show: showFound,
});
const view: View = {
  state: keptState(PageState),
  detail: undefined,
  extension: false,
  answers: asked.answers,
  questions: asked,
  memory: memory(() => {
    asked.want();
    show();
  }),
  get findings() {
    return finder.findings;
  },
  get unsearched() {
    return finder.failure;
  },
  trouble: null,
};

/** Something was done since the session was last told: a failure may be its. */
let acted = false;

/** Does something; what failed before is of the past. */
function act(message: FromPage): void {
  acted = true;
  view.trouble = null;
  show();
  send(message);
}

function keep(change: Partial<PageState>): void {
  const { tab } = view.state;
  view.state = { ...view.state, ...change };
  vscode.setState(view.state);
  if (view.state.tab === tab) asked.want();
  else {
    view.trouble = null;
    acted = false;
    letGo();
    asked.again();
    findAgain();
  }
  show();
}

/** Back after a reload: what was looked for is looked for again, and the turn that was chosen is shown. */
function findAgain(): void {
  if (view.state.tab === 'transcript') finder.resume(view.state.find);
}

const actions = createActions({ view, keep, act, finder });

function show(): void {
  render(page(view, actions), root);
  if (!view.detail) return;
  chosenTab(view).draw?.(view, actions);
  finder.grown(view.answers.cards?.lines ?? 0);
}

function failed(message: string): void {
  view.trouble = message;
  show();
}

/** The session as it is now. */
function takeSession(detail: View['detail']): void {
  const isFirst = view.detail === undefined;
  // The session itself could not be had, and now it can. What was done on the page and failed stands until something else is done.
  if (!acted) view.trouble = null;
  view.detail = detail;
  if (!isFirst && detail) {
    asked.stale();
    return findAgain();
  }
  show();
  if (!detail) return;
  asked.again();
  findAgain();
  // Back after a reload, or led here: at the turn that was chosen.
  const { turn, row } = view.state;
  if (row !== null) keep({ row: null });
  if (turn > 0 || row !== null) showTurn(view, row);
}

/** The file that is rendered now. */
let rendering = 0;

/** Renders the transcript for a file; another, or none, ends it. */
function renderFile({ run, wanted }: Extract<ToPage, { kind: 'renderFile' }>): void {
  rendering = wanted === null ? 0 : run;
  if (wanted === null) return;
  const nothing = { html: '', done: true, sealed: 0, left: 0 };
  exportPage({
    view,
    wanted,
    take: (part) => send({ kind: 'rendered', run, ...part, failure: null }),
    cancelled: () => rendering !== run,
  }).catch((error: unknown) => {
    const failure = errorText(error);
    send({ kind: 'rendered', run, ...nothing, failure });
  });
}

function take(message: ToPage): void {
  switch (message.kind) {
    case 'session':
      view.extension = message.extension;
      return takeSession(message.detail);
    case 'answer':
      return asked.receive(message);
    case 'failed': {
      const { id, message: sentence } = message;
      return id === null ? failed(sentence) : asked.receive({ id, message: sentence });
    }
    case 'renderFile':
      return renderFile(message);
    case 'show': {
      const { tab, turn, row } = message;
      keep({ tab, ...(turn === null ? {} : { turn }) });
      return showTurn(view, row);
    }
  }
}

window.addEventListener('message', (event) => {
  const message = ToPage.safeParse(event.data);
  if (message.success) take(message.data);
  else failed(t('The page got a message it does not understand. Reload the window.'));
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') send({ kind: 'ready' });
});
findByKeys(actions.find);
transcriptKeys(view, actions);
onThemeChange(show);
show();
send({ kind: 'ready' });
