/** The Session page: takes messages, asks for what its tab shows, keeps what was chosen, renders and draws. */
import '../../src/host/jitless';
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { render } from 'lit';
import type { Turn } from '../../src/questions/shared/turns';
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
import { reveal, scrollTo, showWithin } from '../shared/virtual';
import { vscode } from '../shared/vscode';
import { drawCost } from './cost';
import { PAGE_CLOCK, refreshing, sparing } from './pace';
import { drawTimeline } from './timeline';
import { page, type Actions, type SpokenLine, type View } from './view';

const root = document.getElementById('page')!;
const kept = PageState.safeParse(vscode.getState());
const state: PageState = kept.success
  ? kept.data
  : PageState.parse(JSON.parse(root.dataset['state'] ?? '{}'));
vscode.setState(state);

const send = (message: FromPage): void => vscode.postMessage(message);
const { ask, answered, failed } = asking<Askable, 'id'>((question) => {
  // A search goes on for as long as it takes: no refresh waits for it.
  if (question.call !== 'findInSession') refreshes.sent(question.id);
  send(question);
});

/** What failed, by call: only an answer to the same call takes it away. */
const failures = new Map<Askable, string>();
/** Why the page, or what was done on it, failed. */
let trouble: string | null = null;
/** Something was done since the session was last told: a failure may be its. */
let acted = false;

/** Calls a tab shows the answers to. */
const CALLS: Record<SessionTab, readonly Askable[]> = {
  signals: ['course'],
  timeline: ['course', 'turns'],
  transcript: ['transcript', 'findInSession'],
  subAgents: ['timelines'],
  files: ['course'],
  cost: ['turns'],
};

/** What to say of failures on the tab that is shown. */
function failedNow(): string | null {
  const all = [trouble, ...CALLS[view.state.tab].map((call) => failures.get(call) ?? null)];
  return [...new Set(all.filter((one) => one !== null))].join(' ') || null;
}

/** Shows what changed after a call was answered, or was not. */
function settled(call: Askable, failure: string | null, change: Partial<View>): void {
  if (failure === null) failures.delete(call);
  else failures.set(call, failure);
  show(change);
}

const turns = paged<Turn>(50, (offset, limit, take, lost) =>
  ask(
    'turns',
    { offset, limit },
    (reply) => {
      if (take(reply)) settled('turns', null, {});
    },
    (message) => {
      lost();
      settled('turns', message, {});
    },
  ),
);
const lines = paged<SpokenLine>(40, (offset, limit, take, lost) =>
  ask(
    'transcript',
    { offset, limit, around: view.state.find },
    (reply) => {
      if (!take(reply.lines)) return;
      settled('transcript', null, { lineCount: reply.total });
      lookOn(reply.total);
    },
    (message) => {
      lost();
      settled('transcript', message, {});
    },
  ),
);

/** So many sub-agents are shown, and as many more when they are asked for. */
const AGENTS = 50;

const view: View = {
  state,
  detail: undefined,
  turns: turns.rows,
  lines: lines.rows,
  lineCount: null,
  findings: null,
  course: null,
  timelines: null,
  agents: AGENTS,
  failed: null,
};

/** What takes a while to work out is asked for less often while a session goes on, in ms. */
const COURSE_MS = 5_000;
/** While a person types, the search waits so long, in ms. */
const TYPING_MS = 250;
/** More lines than these are not looked for: nobody steps through them. */
const MOST_FOUND = 1_000;

const refreshes = refreshing(
  () => WANTED[view.state.tab](),
  () => show({}),
  PAGE_CLOCK,
);
const askCourse = sparing(
  COURSE_MS,
  (answer) =>
    ask(
      'course',
      {},
      (course) => (answer(), settled('course', null, { course })),
      (message) => (answer(), settled('course', message, {})),
    ),
  refreshes.changed,
  PAGE_CLOCK,
);
const askTimelines = sparing(
  COURSE_MS,
  (answer) =>
    ask(
      'timelines',
      {},
      (timelines) => (answer(), settled('timelines', null, { timelines })),
      (message) => (answer(), settled('timelines', message, {})),
    ),
  refreshes.changed,
  PAGE_CLOCK,
);

const WANTED: Record<SessionTab, () => void> = {
  signals: askCourse,
  files: askCourse,
  timeline() {
    askCourse();
    turns.refresh();
  },
  transcript() {
    lines.refresh();
    // Back after a reload: the turn that was chosen is shown, not what was found first.
    if (view.state.find !== '' && view.findings === null && typing === undefined)
      look(view.state.find, false);
  },
  subAgents: askTimelines,
  cost: () => turns.refresh(),
};

let typing: ReturnType<typeof setTimeout> | undefined;
let looking = 0;
/** Where the last part that was looked through begins, how many lines there were, and how many before it were too long. */
let looked = { from: 0, total: 0, unread: 0 };

/** Looks for a text, from the beginning; `go`: to the first line that says it. */
function look(text: string, go = true): void {
  looking++;
  clearTimeout(typing);
  typing = undefined;
  marking = null;
  failures.delete('findInSession');
  const findings = text === '' ? null : { text, lines: [], at: 0, done: false, more: false, unread: 0 };
  show({ findings });
  // Of a text that is cut, the part that says it is shown.
  if (go) lines.refresh();
  if (findings !== null) seek(0, 0, go);
}

/** Looks a part of the log at a time, until all of it was looked through, enough was found, or another text is looked for. */
function seek(from: number, unreadBefore: number, go: boolean): void {
  const mine = looking;
  const { findings } = view;
  if (findings === null) return;
  ask(
    'findInSession',
    { text: findings.text, from },
    ({ found, next, unread }) => {
      const before = view.findings;
      if (mine !== looking || before === null) return;
      const all = [...before.lines.filter((line) => line < from), ...found];
      const more = all.length > MOST_FOUND;
      const done = more || next === null;
      const sum = unreadBefore + unread;
      looked = { from, total: view.lineCount ?? 0, unread: unreadBefore };
      const now = { ...before, lines: all.slice(0, MOST_FOUND), done, more, unread: sum };
      settled('findInSession', null, { findings: now });
      if (go && before.lines.length === 0 && now.lines.length > 0) showFound();
      if (next !== null && !done) seek(next, sum, go);
    },
    (message) => {
      const before = view.findings;
      if (mine !== looking || before === null) return;
      // Without lines it was not looked through: “Not found” would say too much.
      const now = before.lines.length === 0 ? null : { ...before, done: true };
      settled('findInSession', `Not all was looked through: ${message}`, { findings: now });
    },
  );
}

/** Lines were added: the search goes on where it ended. */
function lookOn(total: number): void {
  const { findings } = view;
  if (findings === null || !findings.done || findings.more || total <= looked.total) return;
  looked.total = total;
  seek(looked.from, looked.unread, false);
}

/** Does something; what failed before is of the past. */
function act(message: FromPage): void {
  acted = true;
  trouble = null;
  show({});
  send(message);
}

const actions: Actions = {
  keep(change) {
    const { tab } = view.state;
    if (change.tab !== undefined && change.tab !== tab) {
      trouble = null;
      acted = false;
      pending = null;
      marking = null;
    }
    keep(change);
    if (view.state.tab !== tab) refreshes.now();
  },
  openLine: (at, file = 0) => act({ kind: 'openLine', at, file }),
  openSession: (id) => act({ kind: 'openSession', id }),
  copyResume: () => act({ kind: 'copyResume' }),
  showEdit: (file, at, tool) => act({ kind: 'showEdit', file, at, tool }),
  resume: () => act({ kind: 'resume' }),
  openFile: (path, line = null) => act({ kind: 'openFile', path, line }),
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
    if (text === '') look('');
    else typing = setTimeout(() => look(text), TYPING_MS);
  },
  step(by) {
    if (typing !== undefined) return look(view.state.find);
    const { findings } = view;
    if (findings === null || findings.lines.length === 0) return;
    const at = (findings.at + by + findings.lines.length) % findings.lines.length;
    show({ findings: { ...findings, at } });
    showFound();
  },
  moreAgents: () => show({ agents: view.agents + AGENTS }),
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

/** The list fills its rows in a task of its own; one that is not there yet is looked for again when something is shown. */
function settle(frames = 30): void {
  requestAnimationFrame(() => {
    if (pending === null) return;
    if (scrollTo(pending.list, pending.at)) {
      reveal(pending.list);
      pending = null;
    } else if (frames > 0) settle(frames - 1);
  });
}

/** The line that was found and is to be shown with the place in it that says the text; frames to look for that place, and to hold it. */
let marking: { line: number; looks: number; holds: number } | null = null;

/** Brings the line found into view, then the place in it. */
function showFound(): void {
  const line = view.findings?.lines[view.findings.at];
  if (line === undefined) return;
  pending = { list: 'lines', at: line };
  marking = { line, looks: 300, holds: 3 };
  settle();
  mark(marking);
}

/** The row is drawn and measured in the frames to come, and its text may still be on its way. */
function mark(mine: NonNullable<typeof marking>): void {
  requestAnimationFrame(() => {
    if (marking !== mine) return;
    const list = document.getElementById('lines');
    const place = list?.querySelector('.said.found mark');
    if (list && place?.checkVisibility() === true && pending === null) {
      if (showWithin(list, place)) mine.holds--;
    } else if (view.lines.has(mine.line)) mine.looks--;
    if (mine.holds === 0 || mine.looks === 0 || view.state.tab !== 'transcript') marking = null;
    else mark(mine);
  });
}

function keep(change: Partial<PageState>): void {
  view.state = { ...view.state, ...change };
  vscode.setState(view.state);
  show({});
}

const DRAW: Partial<Record<SessionTab, (view: View) => void>> = { timeline: drawTimeline, cost: drawCost };

function show(change: Partial<View>): void {
  Object.assign(view, change);
  if (refreshes.quiet) return;
  view.failed = failedNow();
  render(page(view, actions), root);
  if (view.detail) DRAW[view.state.tab]?.(view);
  if (pending !== null) settle();
}

window.addEventListener('message', (event) => {
  const message = ToPage.safeParse(event.data);
  if (!message.success) {
    trouble = 'The page got a message it does not understand. Reload the window.';
    return show({});
  }
  switch (message.data.kind) {
    case 'session': {
      const first = view.detail === undefined;
      // The session itself could not be had, and now it can. What was done on the page and failed stands until something else is done.
      if (!acted) trouble = null;
      view.detail = message.data.detail;
      if (!first && view.detail !== null) return refreshes.changed();
      show({});
      if (view.detail === null) return;
      refreshes.now();
      // Back after a reload, or led here: at the turn that was chosen.
      if (view.state.turn > 0) jump();
      return;
    }
    case 'answer': {
      const { id, result } = message.data;
      return refreshes.settle(id, () => answered(id, result));
    }
    case 'failed': {
      const { id, message: sentence } = message.data;
      if (id !== null) return refreshes.settle(id, () => void failed(id, sentence));
      trouble = sentence;
      return show({});
    }
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
/** Ctrl+F, Cmd on a Mac, looks through all of the transcript: VS Code would look through what is on the page. Escape clears. */
document.addEventListener(
  'keydown',
  (event) => {
    const field = document.getElementById('find');
    if (field === null) return;
    const wanted = event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey);
    const clears = event.key === 'Escape' && event.target === field && view.state.find !== '';
    if (!clears && (!wanted || event.altKey || event.shiftKey)) return;
    event.preventDefault();
    // VS Code listens on the window.
    event.stopPropagation();
    if (clears) actions.find('');
    else field.focus();
  },
  { capture: true },
);
// Who scrolls looks at something else.
document.addEventListener('wheel', () => (marking = null), { passive: true });
onThemeChange(() => show({}));
show({});
send({ kind: 'ready' });
