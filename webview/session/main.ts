/**
 * The session's page: keeps what was chosen, takes messages, asks for what the chosen tab shows, renders and draws. It begins with name and
 * figures; what is below them (`contents.ts`) is loaded then.
 */
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { render } from 'lit';
import { errorText } from '../../src/l10n/errorText';
import type { Askable, FromPage, ToPage } from '../../src/pages/session/contract';
import type { PageState } from '../../src/pages/session/state';
import { listenForMessages } from '../shared/listenForMessages';
import { later } from '../shared/later';
import { memory } from '../shared/own';
import { keepState, keptState, root } from '../shared/pageState';
import { questions } from '../shared/questions';
import { onThemeChange } from '../shared/theme';
import { vscode } from '../shared/vscode';
import { createActions } from './actions';
import { Finder } from './finder';
import { findByKeys } from './findKeys';
import { asksOf, chosenTab, page } from './page';
import type * as contents from './contents';
import type { Led, View } from './tab';

type Contents = typeof contents;

const send = (message: FromPage): void => vscode.postMessage(message);
const asked = questions<Askable, 'id'>({
  send,
  shown: () => asksOf(view),
  changed: show,
});
const finder = new Finder({
  ask: asked.ask,
  begun() {
    view.contents?.cancelScrolling();
    show();
  },
  changed: show,
  show: (row) => view.contents?.showFound(row),
});
const view: View = {
  state: keptState() as PageState,
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
  contents: null,
  get unloaded() {
    return others.failure;
  },
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
  keepState(view.state);
  if (view.state.tab === tab) asked.want();
  else {
    view.trouble = null;
    acted = false;
    view.contents?.cancelScrolling();
    if (chosenTab(view) === null) others.retry();
    asked.again();
    findAgain();
  }
  show();
}

/** Back after a reload: what was looked for is looked for again, and the turn that was chosen is shown. */
function findAgain(): void {
  if (view.state.tab === 'transcript') finder.resume(view.state.find);
}

/** Brings the chosen turn into view, as soon as that can be. */
const showTurn = (led: Led | null = null): void =>
  void others.load().then((loaded) => loaded?.showTurn(view, actions, led));

/** Tries again to load what could not be had; who did it with the keyboard is where that will stand. */
function load(): void {
  others.retry();
  show();
  document.getElementById('panel')?.focus();
}

const actions = createActions({ view, keep, act, load, finder, showTurn });

function show(): void {
  render(page(view, actions), root);
  if (!view.detail) return;
  chosenTab(view)?.draw?.(view, actions);
  finder.grown(view.answers.cards?.lines ?? 0);
}

function failed(message: string): void {
  view.trouble = message;
  show();
}

/** The last look at the session that was told: the first is told twice. */
let looked = 0;

function takeSession({ look, detail, extension }: Extract<ToPage, { kind: 'session' }>): void {
  if (look <= looked) return;
  looked = look;
  view.extension = extension;
  const isFirst = view.detail === undefined;
  // The session itself could not be had, and now it can. What was done on the page and failed stands until something else is done.
  if (!acted) view.trouble = null;
  view.detail = detail;
  if (isFirst || !detail) show();
  else {
    asked.stale();
    findAgain();
  }
  // Not before name and figures are drawn: what is loaded is parsed by the same thread.
  if (detail) requestAnimationFrame(() => void others.load());
}

/** The tabs the page does not begin with, and what else is large. */
const others = later<Contents>(() => import('./contents'), takeContents, show);

function takeContents(loaded: Contents): void {
  view.contents = loaded;
  loaded.transcriptKeys(view, actions);
  asked.want();
  show();
  findAgain();
  // Back after a reload, or led here: at the turn that was chosen.
  const { turn, row, step } = view.state;
  if (row !== null) keep({ row: null, step: null });
  if (turn > 0 || row !== null) loaded.showTurn(view, actions, row === null ? null : { row, step });
}

let rendering = 0;

/** Renders the transcript for a file; another, or none, ends it. */
function renderFile({ run, wanted }: Extract<ToPage, { kind: 'renderFile' }>): void {
  rendering = wanted === null ? 0 : run;
  if (wanted === null) return;
  const nothing = { html: '', done: true, sealed: 0, left: 0 };
  others
    .load()
    .then((loaded) => {
      if (loaded === null) throw new Error(others.failure ?? '');
      return loaded.exportPage({
        view,
        wanted,
        take: (part) => send({ kind: 'rendered', run, ...part, failure: null }),
        cancelled: () => rendering !== run,
      });
    })
    .catch((error: unknown) => {
      const failure = errorText(error);
      send({ kind: 'rendered', run, ...nothing, failure });
    });
}

function take(message: ToPage): void {
  switch (message.kind) {
    case 'session':
      return takeSession(message);
    case 'answer':
      return asked.receive(message);
    case 'failed': {
      const { id, message: sentence } = message;
      return id === null ? failed(sentence) : asked.receive({ id, message: sentence });
    }
    case 'renderFile':
      return renderFile(message);
    case 'show': {
      const { tab, turn, row, step } = message;
      keep({ tab, ...(turn === null ? {} : { turn }) });
      return showTurn(row === null ? null : { row, step });
    }
  }
}

listenForMessages(take, failed);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') send({ kind: 'ready' });
});
findByKeys(actions.find);
onThemeChange(show);
show();
send({ kind: 'ready' });
asked.again();
