import { expect, test } from 'vitest';
import { PageState } from '../../src/pages/dashboard/state';
import { shortened } from '../../webview/dashboard/shortened';
import type { Actions, View } from '../../webview/dashboard/tab';
import { htmlOf } from '../../webview/shared/html';

const rows = Array.from({ length: 12 }, (_, i) => `row ${i}.`);

/** A list as the page shows it, and what pressing its button makes of the state. */
function list(state: PageState, few: number) {
  let kept: PageState = state;
  const actions = { keep: (change: Partial<PageState>) => void (kept = { ...state, ...change }) };
  const template = shortened(
    { id: 'tools', title: 'All tools', rows, few },
    { state } as View,
    actions as Actions,
    (some) => some.join(' '),
  );
  const press = (of: unknown): void => {
    if (typeof of === 'function') return void of();
    if (typeof of === 'object' && of !== null && 'values' in of && Array.isArray(of.values))
      of.values.forEach(press);
  };
  const html = htmlOf(template);
  press(template);
  return { html, kept };
}

test('a long list shows its first rows, all when asked, and fewer again', () => {
  const first = list(PageState.parse({}), 10);
  expect(first.html).toContain('row 9.');
  expect(first.html).not.toContain('row 10.');
  expect(first.html).toMatch(/aria-expanded="?false/);
  expect(first.html).toContain('Show all 12');
  const whole = list(first.kept, 10);
  expect(whole.html).toContain('row 11.');
  expect(whole.html).toMatch(/aria-expanded="?true/);
  expect(whole.html).toContain('Show fewer');
  expect(list(whole.kept, 10).html).not.toContain('row 10.');
});

test('a short list has no button', () => {
  const { html } = list(PageState.parse({}), 12);
  expect(html).toContain('row 11.');
  expect(html).not.toContain('Show');
});
