/** The quick pick that filters the Sessions view: its items while somebody types, and its result. */
import { expect, test, vi } from 'vitest';
import { seen } from '../editor';

vi.mock('vscode', () => import('../editor'));
const { filterSessions } = await import('../../../src/host/sessions/filterSessions');

/** A view without a filter, and an engine that completes a text when the test says so. */
function rig() {
  const completions = new Map<string, () => void>();
  const views: unknown[] = [];
  const engine = {
    call: async (name: string, { query }: { query: string }) => {
      if (name === 'findSessions') return { error: query === 'cost:' ? 'cost: needs a number' : null };
      await new Promise<void>((resolve) => completions.set(query, resolve));
      return query === '' ? [] : [{ label: `${query}api`, text: `${query}api`, caret: 0, detail: '' }];
    },
  };
  const tree = { view: () => ({ query: '' }), setView: async (view: unknown) => void views.push(view) };
  const done = filterSessions(...([engine, tree] as unknown as Parameters<typeof filterSessions>));
  const asked = (text: string) => expect.poll(() => completions.has(text)).toBe(true);
  /** Answers the question about a text, once it was asked. */
  const complete = async (text: string): Promise<void> => {
    await asked(text);
    completions.get(text)!();
    await new Promise((resolve) => setTimeout(resolve));
  };
  const labels = () => seen.quickPick.items.map(({ label }) => label);
  return { pick: seen.quickPick, views, done, asked, complete, labels };
}

test('late completions for an earlier text are ignored', async () => {
  const { pick, asked, complete, labels } = rig();
  await complete('');
  pick.type('pro');
  await asked('pro');
  pick.type('project:');
  await complete('pro');
  expect(labels()).toEqual(['Filter: project:']);
  await complete('project:');
  expect(labels()).toEqual(['Filter: project:', '$(symbol-value)']);
  pick.hidden.fire();
});

test('a wrong filter is explained and not applied; a right one is shown', async () => {
  const { pick, views, done } = rig();
  pick.type('cost:');
  pick.accepted.fire();
  await expect.poll(() => pick.title).toContain('cost: needs a number');
  expect(views).toEqual([]);
  pick.type(' cost:>2 ');
  pick.accepted.fire();
  await done;
  expect(views).toEqual([{ query: 'cost:>2' }]);
});
