/** Keys of the dashboard, on a page that is none: what they do before the tab they lead to is loaded. */
import { afterEach, expect, test, vi } from 'vitest';
import { listenForKeys } from '../../webview/dashboard/keys';
import type { Actions } from '../../webview/dashboard/tab';

afterEach(() => vi.unstubAllGlobals());

/** A page whose line to find sessions is there from the tab on that shows it, or once that is loaded. */
function keysOf(isLoaded: boolean) {
  const found = { shown: false, focused: 0 };
  const page = Object.assign(new EventTarget(), {
    querySelector: () => (found.shown ? { focus: () => void found.focused++ } : null),
  });
  vi.stubGlobal('document', page);
  // No target is an element.
  vi.stubGlobal('HTMLElement', Map);
  let load = (): void => undefined;
  const loading = new Promise<void>((resolve) => (load = resolve));
  const gone: string[] = [];
  const go = (place: string): void => {
    gone.push(place);
    found.shown = isLoaded;
  };
  listenForKeys({ go } as Partial<Actions> as Actions, () => loading);
  const press = (key: string) => page.dispatchEvent(Object.assign(new Event('keydown'), { key }));
  return { found, gone, press, load: () => ((found.shown = true), load(), loading) };
}

test('the slash leads to where sessions are found', () => {
  const { found, gone, press } = keysOf(true);
  press('/');
  expect([gone, found.focused]).toEqual([['sessions'], 1]);
  press('/');
  expect([gone, found.focused]).toEqual([['sessions'], 2]);
});

test('pressed before that is loaded, it leads there as soon as it is', async () => {
  const { found, gone, press, load } = keysOf(false);
  press('/');
  expect([gone, found.focused]).toEqual([['sessions'], 0]);
  await load();
  expect(found.focused).toBe(1);
});
