import { expect, test } from 'vitest';
import { createDismissals } from '../../src/host/dismissals';

const DAY = 86_400_000;

function inbox(kept?: unknown) {
  const state = { kept, now: 100 * DAY, writes: 0, changes: 0 };
  const dismissals = createDismissals(
    {
      read: () => state.kept,
      write: (next) => {
        state.kept = JSON.parse(JSON.stringify(next));
        state.writes++;
      },
    },
    () => state.now,
    () => state.changes++,
  );
  return { state, ...dismissals };
}

test('what was dismissed stays so, the latest last; all can be taken back', () => {
  const { state, dismiss, dismissed, takeBack } = inbox();
  dismiss(['a x warn', 'b x warn']);
  dismiss(['a x warn']);
  expect(dismissed()).toEqual(['b x warn', 'a x warn']);
  takeBack();
  expect([dismissed(), state.changes]).toEqual([[], 3]);
  dismiss(Array.from({ length: 2_500 }, (_, i) => `s${i} x warn`));
  expect(dismissed()).toHaveLength(2_000);
  expect(dismissed().at(-1)).toBe('s2499 x warn');
});

test('ids of alerts that are gone for long are forgotten, not those that may come back', () => {
  const { state, dismiss, dismissed, seen } = inbox();
  dismiss(['a x critical', 'b x warn']);
  state.now += 9 * DAY;
  // It got better; that is covered too.
  seen(['a x warn']);
  expect(dismissed()).toEqual(['a x critical', 'b x warn']);
  const { writes } = state;
  seen(['a x warn']);
  expect(state.writes).toBe(writes);
  state.now += 2 * DAY;
  seen([]);
  expect(dismissed()).toEqual(['a x critical']);
});

test('reads what was kept before, and drops what is not understood', () => {
  const { dismissed, seen, state } = inbox(['a x warn', { id: 'b x warn', seen: 99 * DAY }, { odd: 1 }, 7]);
  expect(dismissed()).toEqual(['a x warn', 'b x warn']);
  seen([]);
  expect(dismissed()).toEqual(['a x warn', 'b x warn']);
  state.kept = 'nonsense';
  expect(dismissed()).toEqual([]);
});

test('what was snoozed comes back when its time has come, and survives a restart until then', () => {
  const { dismiss, dismissed, state } = inbox();
  dismiss(['a warn'], state.now + 3_600_000);
  dismiss(['b warn']);
  expect(dismissed()).toEqual(['a warn', 'b warn']);
  state.now += 3_599_999;
  expect(dismissed()).toEqual(['a warn', 'b warn']);
  expect(inbox(state.kept).dismissed()).toEqual(['a warn', 'b warn']);
  state.now += 1;
  expect(dismissed()).toEqual(['b warn']);
});
