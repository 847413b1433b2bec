/** Keys on a list of tabs, as the pattern for tabs asks. */
import type { TemplateResult } from 'lit';
import { afterEach, expect, test, vi } from 'vitest';
import { tabs } from '../../webview/shared/tabs';

afterEach(() => vi.unstubAllGlobals());

const TITLES = { one: 'One', two: 'Two', three: 'Three' };
type Tab = keyof typeof TITLES;

/** What a key chooses, what it moves the focus to, and whether the page still scrolls by it. */
function pressed(key: string, chosen: Tab) {
  const done: { chosen: string | null; focused: string | null } = { chosen: null, focused: null };
  vi.stubGlobal('document', {
    getElementById: (id: string) => ({ focus: () => (done.focused = id) }),
  });
  const template: TemplateResult = tabs('Pages', TITLES, chosen, (tab) => (done.chosen = tab));
  const onKey = template.values.find((value) => typeof value === 'function') as (event: Event) => void;
  const event = Object.assign(new Event('keydown', { cancelable: true }), { key });
  onKey(event);
  return { ...done, scrolls: !event.defaultPrevented };
}

test.each<[string, Tab, Tab]>([
  ['ArrowRight', 'one', 'two'],
  ['ArrowRight', 'three', 'one'],
  ['ArrowLeft', 'two', 'one'],
  ['ArrowLeft', 'one', 'three'],
  ['Home', 'three', 'one'],
  ['End', 'one', 'three'],
])('%s on %s leads to %s', (key, from, to) => {
  expect(pressed(key, from)).toEqual({ chosen: to, focused: `tab-${to}`, scrolls: false });
});

test('another key does nothing', () => {
  expect(pressed('a', 'one')).toEqual({ chosen: null, focused: null, scrolls: true });
});
