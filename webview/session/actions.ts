/** What a person can do on the page: what the page does itself, and what it asks the extension to do. */
import { conversationOf } from '../../src/session/sessionId';
import type { FromPage } from '../../src/pages/session/contract';
import type { PageState } from '../../src/pages/session/state';
import { toggled } from '../shared/toggled';
import type { Finder } from './finder';
import type { Actions, View } from './tab';

export interface ActionsParts {
  view: View;
  keep: (change: Partial<PageState>) => void;
  /** Sends a message to the extension. */
  act: (message: FromPage) => void;
  /** Tries again to load what could not be had. */
  load: () => void;
  finder: Finder;
  /** Brings the chosen turn into view. */
  showTurn: () => void;
}

export const createActions = ({ view, keep, act, load, finder, showTurn }: ActionsParts): Actions => ({
  keep,
  load,
  openLine: (at, file = 0, subAgent = '') => act({ kind: 'openLine', at, file, of: subAgent }),
  openMessage: (at, file = 0, subAgent = '') => act({ kind: 'openMessage', at, file, of: subAgent }),
  openSession: (id) => act({ kind: 'openSession', id }),
  openAgent: (agent) => act({ kind: 'openSession', id: `${conversationOf(view.state.id)}/${agent}` }),
  copyLink: (turn) => act({ kind: 'copyLink', turn }),
  copyResume: () => act({ kind: 'copyResume' }),
  mark: (what) => act({ kind: 'mark', what }),
  showEdit: (file, at, tool, subAgent = '') => act({ kind: 'showEdit', file, at, tool, of: subAgent }),
  resume: () => act({ kind: 'resume' }),
  resumeInExtension: () => act({ kind: 'resumeInExtension' }),
  exportAs: (format) => act({ kind: 'export', format }),
  review: (turn, path = null) => act({ kind: 'review', turn, path }),
  copy: (text) => act({ kind: 'copy', text }),
  openFile: (path, line = null) => act({ kind: 'openFile', path, line }),
  toggle(section, open) {
    if (view.state.open.includes(section) !== open) keep({ open: toggled(view.state.open, section) });
  },
  toggleTable: (chart) => keep({ tables: toggled(view.state.tables, chart) }),
  goTo(turn, tab) {
    keep({ turn, tab });
    showTurn();
  },
  find(text) {
    keep({ find: text });
    finder.type(text);
  },
  step: (by) => finder.step(by),
});
