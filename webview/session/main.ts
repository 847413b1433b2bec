/** The Session page: takes messages, keeps what was opened, renders. */
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { render } from 'lit';
import * as z from 'zod';
import { PageState, ToPage, TURNS_PAGE, type FromPage } from '../../src/host/sessionMessages';
import { onThemeChange } from '../shared/theme';
import { vscode } from '../shared/vscode';
import { chartRows, drawChart } from './chart';
import { contextRows, drawContext } from './contextChart';
import { page, type Actions, type View } from './view';

// zod would otherwise try to compile its checks, which the page's policy forbids.
z.config({ jitless: true });

const root = document.getElementById('page')!;
const kept = PageState.safeParse(vscode.getState());
let state: PageState = kept.success ? kept.data : PageState.parse(JSON.parse(root.dataset['state'] ?? '{}'));
vscode.setState(state);

const view: View = {
  detail: undefined,
  turns: [],
  course: null,
  said: new Map(),
  failed: null,
  open: state.open,
  chartAsTable: state.chartAsTable,
};

const send = (message: FromPage): void => vscode.postMessage(message);

const actions: Actions = {
  openLine: (at, file = 0) => send({ kind: 'openLine', at, file }),
  openSession: (id) => send({ kind: 'openSession', id }),
  copyResume: () => send({ kind: 'copyResume' }),
  listen: (turn) => send({ kind: 'transcript', turn }),
  showEdit: (file, at, tool) => send({ kind: 'showEdit', file, at, tool }),
  resume: () => send({ kind: 'resume' }),
  openFile: (path) => send({ kind: 'openFile', path }),
  moreTurns: () => send({ kind: 'turns', offset: view.turns.length, limit: TURNS_PAGE }),
  toggleTable: () => keep({ chartAsTable: !state.chartAsTable }),
  toggle(section, open) {
    if (state.open.includes(section) === open) return;
    keep({ open: open ? [...state.open, section] : state.open.filter((name) => name !== section) });
  },
};

function keep(change: Partial<PageState>): void {
  state = { ...state, ...change };
  vscode.setState(state);
  show({ open: state.open, chartAsTable: state.chartAsTable });
}

function show(change: Partial<View>): void {
  Object.assign(view, change);
  render(page(view, actions), root);
  const canvas = document.getElementById('chart');
  if (canvas instanceof HTMLCanvasElement && view.detail && !view.chartAsTable)
    drawChart(canvas, chartRows(view.detail.chart));
  const context = document.getElementById('context-chart');
  if (context instanceof HTMLCanvasElement && view.detail && !view.chartAsTable)
    drawContext(context, contextRows(view.detail.chart));
}

window.addEventListener('message', (event) => {
  const message = ToPage.safeParse(event.data);
  if (!message.success)
    return show({ failed: 'The page got a message it does not understand. Reload the window.' });
  switch (message.data.kind) {
    case 'session': {
      const { detail } = message.data;
      show({ detail, failed: null });
      // The turns on the page may have grown: ask again for as many as are shown, and one page at least.
      if (detail !== null)
        send({ kind: 'turns', offset: 0, limit: Math.min(500, Math.max(TURNS_PAGE, view.turns.length)) });
      return;
    }
    case 'turns': {
      const { offset, turns } = message.data;
      return show({
        turns: [...view.turns.slice(0, offset), ...turns, ...view.turns.slice(offset + turns.length)],
      });
    }
    case 'said': {
      const { turn, items, more } = message.data;
      return show({ said: new Map([...view.said, [turn, { items, more }]]) });
    }
    case 'course':
      return show({ course: message.data.course });
    case 'failed':
      return show({ failed: message.data.message });
  }
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') send({ kind: 'ready' });
});
onThemeChange(() => show({}));
show({});
send({ kind: 'ready' });
