import type { PageState } from './state';

/** All sessions of all days: what a query from elsewhere is about. */
export const ALL = {
  scope: 'all',
  range: 'all',
  project: '',
  branch: '',
  model: '',
} as const satisfies Partial<PageState>;

/** What Sessions › Search keeps when it looks for this: it searches at once. */
export const searchingFor = (text: string): { search: { text: string; asked: string } } => ({
  search: { text, asked: text.trim() },
});

/** What a page from before a reload of the window kept: what it searched for is not searched for unasked (`restored`). */
export function withRestoredSearch(state: PageState): PageState {
  const { search } = state.own;
  return typeof search === 'object' && search !== null
    ? { ...state, own: { ...state.own, search: { ...search, restored: true } } }
    : state;
}
