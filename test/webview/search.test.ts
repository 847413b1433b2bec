/** Sessions › Search, without a page: when it searches, and for what. */
import { expect, test, vi } from 'vitest';
import { searchingFor, withRestoredSearch } from '../../src/pages/dashboard/all';
import { PageState } from '../../src/pages/dashboard/state';
import type { Actions, View } from '../../webview/dashboard/tab';
import { memory } from '../../webview/shared/own';

// It listens to a page.
vi.mock('../../webview/shared/virtual', () => ({}));
const { searchSection } = await import('../../webview/dashboard/sections/search');

/** The section on a page: what it asked for, and what is kept when it is drawn. */
function rig(first: PageState, indexed: boolean) {
  const asked: string[] = [];
  const draw = (): void => searchSection.draw?.(view, actions);
  const view = {
    state: first,
    answers: { searchState: { on: indexed } },
    memory: memory(draw),
  } as unknown as View;
  const actions = {
    ask: (_call: string, { query }: { query: string }) => void asked.push(query),
  } as unknown as Actions;
  const keep = (state: PageState): void => {
    view.state = state;
    draw();
  };
  draw();
  return { asked, keep };
}

const searched = (search: object): PageState =>
  PageState.parse({ tab: 'search', own: { search: { text: 'tide', asked: 'tide', ...search } } });

test('a page that is shown again searches again, and not once more for the same', () => {
  const { asked, keep } = rig(searched({}), false);
  expect(asked).toEqual(['tide']);
  keep(searched({ text: 'tide wi' }));
  expect(asked).toEqual(['tide']);
});

test('after a reload of the window the index is searched again; the logs only when somebody asks', () => {
  const restored = withRestoredSearch(searched({ role: 'prompt' }));
  expect(rig(restored, true).asked).toEqual(['tide role:prompt']);
  const { asked, keep } = rig(restored, false);
  keep({ ...restored, range: 'all' });
  expect(asked).toEqual([]);
  keep(searched({ role: 'prompt' }));
  expect(asked).toEqual(['tide role:prompt']);
});

test('the same text from elsewhere is another search than that of one role', () => {
  const { asked, keep } = rig(searched({ role: 'prompt' }), false);
  keep(PageState.parse({ tab: 'search', own: searchingFor('tide') }));
  expect(asked).toEqual(['tide role:prompt', 'tide']);
});

test('what is too long for a search is kept, for the engine to say so', () => {
  const long = 'a '.repeat(400).trim();
  expect(rig(PageState.parse({ tab: 'search', own: searchingFor(long) }), false).asked).toEqual([long]);
});
