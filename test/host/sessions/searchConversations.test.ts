/** The quick pick of the search: its items and messages while somebody types. */
import { expect, test, vi } from 'vitest';
import { LONGEST_SEARCH } from '../../../src/search/roles';
import { seen } from '../editor';

vi.mock('vscode', () => import('../editor'));
const { searchConversations } = await import('../../../src/host/sessions/searchConversations');

test('a search text that is too long is an error at once', async () => {
  const hit = { session: 's', name: 'Mend it', at: 1, file: 0, t: null, role: 'prompt', snippet: [] };
  let answered = 0;
  const engine = { call: async () => (answered++, { hits: [hit], next: null, error: null }) };
  void searchConversations({
    engine,
    timeFormat: () => ({ locale: 'en', timeZone: 'UTC' }),
  } as unknown as Parameters<typeof searchConversations>[0]);
  const pick = seen.quickPick;
  pick.type('mend');
  await expect.poll(() => [pick.items.length, pick.busy]).toEqual([2, false]);
  pick.type('x'.repeat(LONGEST_SEARCH + 1));
  await expect.poll(() => pick.title).toMatch(/at most \d+ characters/);
  expect([pick.items.length, pick.busy, answered]).toEqual([1, false, 1]);
  pick.hidden.fire();
});

test('the page of the search opens with what was typed', async () => {
  const opened: string[] = [];
  const done = searchConversations({
    engine: { call: async () => ({ hits: [], next: null, error: null }) },
    timeFormat: () => ({ locale: 'en', timeZone: 'UTC' }),
    openPage: (search: string) => opened.push(search),
  } as unknown as Parameters<typeof searchConversations>[0]);
  const pick = seen.quickPick;
  // Nothing was found yet: the way to the page is all there is to choose.
  pick.type('ferry tide');
  pick.selectedItems = [...pick.items];
  pick.accepted.fire();
  await done;
  expect(opened).toEqual(['ferry tide']);
});
