import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Notice } from '../../../src/engine/protocol';
import type { SessionRow } from '../../../src/library/sessionRow';
import { createRefreshing } from '../../../src/host/panels/refreshing';
import { live } from '../rig';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const sum = { tokens: 0, costMicroUsd: 0, unpricedTokens: 0, lowerBound: 0, conditions: [] };
const told = (...rows: Partial<SessionRow>[]): Notice => ({
  notice: 'live',
  sessions: rows.map((row) => live(row)),
  usual: [],
  spend: { block: null, limits: [], official: [], day: sum, week: sum, month: sum, budgets: [] },
});

function page() {
  const state = { visible: true };
  const asked: unknown[] = [];
  const { notice, again, dispose } = createRefreshing(
    () => state.visible,
    (tabs) => asked.push(tabs),
    2_000,
  );
  return { state, asked, notice, again, dispose };
}

test('tabs that show states ask again when a session ages, and only then', () => {
  const { asked, notice } = page();
  notice(told({ id: 'a', state: 'waiting' }));
  vi.advanceTimersByTime(2_000);
  asked.length = 0;
  // Tokens and cost of a session that goes on are told by `changed`.
  notice(told({ id: 'a', state: 'waiting', tokens: 7 }));
  vi.advanceTimersByTime(5_000);
  expect(asked).toEqual([]);
  notice(told({ id: 'a', state: 'idle' }));
  notice(told());
  vi.advanceTimersByTime(1_999);
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(asked).toEqual([['home']]);
  notice(told());
  vi.advanceTimersByTime(5_000);
  expect(asked).toHaveLength(1);
});

test('figures that changed are asked for by every tab; a hidden page asks nothing', () => {
  const { state, asked, notice, dispose } = page();
  notice(told({ id: 'a' }));
  notice({ notice: 'changed', ids: ['a'] });
  vi.advanceTimersByTime(2_000);
  notice({ notice: 'reset' });
  vi.advanceTimersByTime(2_000);
  notice({ notice: 'keeping', done: 1, total: 1 });
  vi.advanceTimersByTime(2_000);
  notice({ notice: 'notKept', notKept: null });
  vi.advanceTimersByTime(2_000);
  expect(asked.splice(0)).toEqual([null, null, null, null]);
  state.visible = false;
  notice({ notice: 'reset' });
  notice(told({ id: 'a', state: 'idle' }));
  vi.advanceTimersByTime(2_000);
  state.visible = true;
  notice({ notice: 'reset' });
  dispose();
  vi.advanceTimersByTime(2_000);
  expect(asked).toEqual([]);
});

test('asked to, all tabs ask again, and a hidden page does not', () => {
  const { state, asked, again } = page();
  again();
  vi.advanceTimersByTime(2_000);
  expect(asked).toEqual([null]);
  state.visible = false;
  again();
  vi.advanceTimersByTime(5_000);
  expect(asked).toEqual([null]);
});
