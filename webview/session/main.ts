/** The Session page: takes messages, asks for what its tab shows, keeps what was chosen, renders and draws. */
import '../../src/host/jitless';
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { render } from 'lit';
import type { Turn } from '../../src/engine/protocol';
import {
  PageState,
  ToPage,
  type Askable,
  type FromPage,
  type SessionTab,
} from '../../src/host/sessionMessages';
import { asking } from '../shared/ask';
import { paged } from '../shared/paged';
import { onThemeChange } from '../shared/theme';
import { scrollTo } from '../shared/virtual';
import { vscode } from '../shared/vscode';
import { drawCost } from './cost';
import { drawTimeline } from './timeline';
import { page, type Actions, type SpokenLine, type View } from './view';

const root = document.getElementById('page')!;
const kept = PageState.safeParse(vscode.getState());
const state: PageState = kept.success
  ? kept.data
  : PageState.parse(JSON.parse(root.dataset['state'] ?? '{}'));
vscode.setState(state);

const send = (message: FromPage): void => vscode.postMessage(message);
const { ask, answered, failed } = asking<Askable, 'id'>(send, () =>
  show({ failed: 'The page got an answer it does not understand. Reload the window.' }),
);

const turns = paged<Turn>(50, (offset, limit, take) =>
  ask('turns', { offset, limit }, (reply) => {
    if (take(reply)) show({});
  }),
);
const lines = paged<SpokenLine>(40, (offset, limit, take) =>
  ask('transcript', { offset, limit }, (reply) => {
    if (take(reply.lines)) show({ lineCount: reply.total });
  }),
);

const view: View = {
  state,
  detail: undefined,
  turns: turns.rows,
  lines: lines.rows,
  lineCount: null,
  findings: null,
  course: null,
  timelines: null,
  failed: null,
};

/** Part by part takes a while to work out, so that of a live session is asked for less often, in ms. */
const COURSE_MS = 5_000;
/** While a person types, the search waits so long, in ms. */
const TYPING_MS = 250;
/** More lines than these are not looked for: nobody steps through them. */
const MOST_FOUND = 1_000;

let courseAt = -COURSE_MS;
function askCourse(): void {
  if (performance.now() - courseAt < COURSE_MS) return;
  courseAt = performance.now();
  ask('course', {}, (course) => show({ course }));
}

const WANTED: Record<SessionTab, () => void> = {
  signals: askCourse,
  files: askCourse,
  timeline() {
    askCourse();
    turns.refresh();
  },
  transcript() {
    lines.refresh();
    if (view.state.find !== '' && view.findings === null) look(view.state.find);
  },
  subAgents: () => ask('timelines', {}, (timelines) => show({ timelines })),
  cost: () => turns.refresh(),
};

let looking = 0;
/** Looks for a text a part of the log at a time, until all of it was looked through or another text is looked for. */
function look(text: string): void {
  const mine = ++looking;
  if (text === '') return show({ findings: null });
  show({ findings: { text, lines: [], at: 0, done: false } });
  const on = (from: number): void =>
    ask('seek', { text, from }, ({ found, next }) => {
      const before = view.findings;
      if (mine !== looking || before === null) return;
      const all = [...before.lines, ...found].slice(0, MOST_FOUND);
      const done = next === null || all.length === MOST_FOUND;
      show({ findings: { ...before, lines: all, done } });
      if (before.lines.length === 0 && all.length > 0) scrollTo('lines', all[0]!);
      if (!done) on(next);
    });
  on(0);
}

let typing: ReturnType<typeof setTimeout> | undefined;

const actions: Actions = {
  keep(change) {
    const { tab } = view.state;
    keep(change);
    if (view.state.tab !== tab) refresh();
  },
  openLine: (at, file = 0) => send({ kind: 'openLine', at, file }),
  openSession: (id) => send({ kind: 'openSession', id }),
  copyResume: () => send({ kind: 'copyResume' }),
  showEdit: (file, at, tool) => send({ kind: 'showEdit', file, at, tool }),
  resume: () => send({ kind: 'resume' }),
  openFile: (path, line = null) => send({ kind: 'openFile', path, line }),
  toggle(section, open) {
    if (view.state.open.includes(section) === open) return;
    keep({
      open: open ? [...view.state.open, section] : view.state.open.filter((name) => name !== section),
    });
  },
  toggleTable(chart) {
    const { tables } = view.state;
    keep({ tables: tables.includes(chart) ? tables.filter((one) => one !== chart) : [...tables, chart] });
  },
  seenTurns: turns.seen,
  seenLines: lines.seen,
  goTo(turn, tab) {
    actions.keep({ turn, tab });
    jump();
  },
  find(text) {
    keep({ find: text });
    clearTimeout(typing);
    typing = setTimeout(() => look(text), TYPING_MS);
  },
  step(by) {
    const { findings } = view;
    if (findings === null || findings.lines.length === 0) return;
    const at = (findings.at + by + findings.lines.length) % findings.lines.length;
    show({ findings: { ...findings, at } });
    scrollTo('lines', findings.lines[at]!);
  },
};

/** A row that is to be brought into view as soon as its list is on the page. */
let pending: { list: string; at: number } | null = null;

/** Brings the chosen turn into view, in the tab it was chosen for. */
function jump(): void {
  const { tab, turn } = view.state;
  if (tab === 'timeline') pending = { list: 'turns', at: turn };
  if (tab === 'transcript') pending = { list: 'lines', at: view.detail?.chart[turn]?.line ?? 0 };
  settle();
}

/** The list fills its rows in a task of its own. */
function settle(): void {
  requestAnimationFrame(() => {
    if (pending !== null && scrollTo(pending.list, pending.at)) pending = null;
  });
}

function keep(change: Partial<PageState>): void {
  view.state = { ...view.state, ...change };
  vscode.setState(view.state);
  show({});
}

const refresh = (): void => WANTED[view.state.tab]();

const DRAW: Partial<Record<SessionTab, (view: View) => void>> = { timeline: drawTimeline, cost: drawCost };

function show(change: Partial<View>): void {
  Object.assign(view, change);
  render(page(view, actions), root);
  if (view.detail) DRAW[view.state.tab]?.(view);
  if (pending !== null) settle();
}

window.addEventListener('message', (event) => {
  const message = ToPage.safeParse(event.data);
  if (!message.success)
    return show({ failed: 'The page got a message it does not understand. Reload the window.' });
  switch (message.data.kind) {
    case 'session': {
      const first = view.detail === undefined;
      show({ detail: message.data.detail, failed: null });
      if (message.data.detail === null) return;
      refresh();
      // Back after a reload, or led here: at the turn that was chosen.
      if (first && view.state.turn > 0) jump();
      return;
    }
    case 'answer':
      return answered(message.data.id, message.data.result);
    case 'failed':
      if (message.data.id !== null) failed(message.data.id);
      return show({ failed: message.data.message });
    case 'show': {
      const { tab, turn } = message.data;
      actions.keep({ tab, ...(turn === null ? {} : { turn }) });
      return jump();
    }
  }
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') send({ kind: 'ready' });
});
onThemeChange(() => show({}));
show({});
send({ kind: 'ready' });
