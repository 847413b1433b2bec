import { expect, test } from 'vitest';
import * as z from 'zod';
import { memory, ownState, ephemeral } from '../../webview/shared/own';

const own = ownState('trends', z.object({ metric: z.string().default('cost'), days: z.number().default(7) }));

test('a tab keeps its own beside that of others; what cannot be read is as at first', () => {
  const view = { state: { own: { others: { metric: 'x' } } as Record<string, unknown> } };
  expect(own.read(view)).toEqual({ metric: 'cost', days: 7 });
  view.state.own = own.with(view, { metric: 'tokens' }).own;
  view.state.own = own.with(view, { days: 30 }).own;
  expect([own.read(view), view.state.own['others']]).toEqual([
    { metric: 'tokens', days: 30 },
    { metric: 'x' },
  ]);
  for (const broken of [null, 'text', { metric: 7 }, { days: 'many' }])
    expect(own.read({ state: { own: { trends: broken } } })).toEqual({ metric: 'cost', days: 7 });
});

test('what passes is known as long as the page is open', () => {
  let changes = 0;
  const { get, set } = memory(() => changes++);
  const [count, other] = [ephemeral(50), ephemeral<string | null>('a')];
  set(count, 100);
  set(other, null);
  expect([get(count), get(other), get(ephemeral(50)), changes]).toEqual([100, null, 50, 2]);
});
