import { beforeEach, expect, test } from 'vitest';
import { refreshing, throttled, type Clock } from '../../webview/shared/pace';

let now = 0;
let timers: { at: number; work: () => void }[] = [];
const clock: Clock = {
  now: () => now,
  later(work, ms) {
    const timer = { at: now + ms, work };
    timers.push(timer);
    return () => (timers = timers.filter((one) => one !== timer));
  },
};
/** Lets time go by. */
function pass(ms: number): void {
  const until = now + ms;
  for (;;) {
    const next = timers.toSorted((a, b) => a.at - b.at)[0];
    if (next === undefined || next.at > until) break;
    timers = timers.filter((one) => one !== next);
    now = Math.max(now, next.at);
    next.work();
  }
  now = until;
}
beforeEach(() => {
  now = 0;
  timers = [];
});

function page(questions: number) {
  let asked = 0;
  const seen = { refreshes: 0, draws: 0 };
  const refreshes = refreshing(
    () => {
      seen.refreshes++;
      for (let i = 0; i < questions; i++) refreshes.sent(++asked);
    },
    () => seen.draws++,
    clock,
  );
  const show = (): void => void (refreshes.quiet || seen.draws++);
  return { refreshes, seen, answer: (id: number) => refreshes.settle(id, show) };
}

test('one refresh at a time, drawn once, and the last change is not missed', () => {
  const { refreshes, seen, answer } = page(2);
  refreshes.changed();
  pass(100);
  for (let i = 0; i < 5; i++) refreshes.changed();
  answer(1);
  expect(seen).toEqual({ refreshes: 1, draws: 0 });
  answer(2);
  expect(seen).toEqual({ refreshes: 1, draws: 1 });
  // It took 100 ms: twice that it rests.
  pass(199);
  expect(seen.refreshes).toBe(1);
  pass(1);
  expect(seen.refreshes).toBe(2);
  answer(3);
  answer(4);
  pass(60_000);
  expect(seen).toEqual({ refreshes: 2, draws: 2 });
});

test('however long a refresh took, the next change is asked for within ten seconds', () => {
  const { refreshes, seen, answer } = page(1);
  refreshes.changed();
  pass(60_000);
  refreshes.changed();
  answer(1);
  pass(9_999);
  expect(seen.refreshes).toBe(1);
  pass(1);
  expect(seen.refreshes).toBe(2);
});

test('another tab does not wait, and shows each answer as it comes; old answers end nothing', () => {
  const { refreshes, seen, answer } = page(2);
  refreshes.changed();
  refreshes.now();
  expect(seen.refreshes).toBe(2);
  answer(1);
  answer(2);
  expect(seen.draws).toBe(2);
  refreshes.changed();
  expect(seen.refreshes).toBe(2);
  answer(3);
  answer(4);
  // The two answers, and the end.
  expect(seen.draws).toBe(5);
  pass(0);
  expect(seen.refreshes).toBe(3);
});

test('a refresh that asks nothing is drawn; an answer that throws is one', () => {
  const { refreshes, seen } = page(0);
  refreshes.changed();
  expect(seen).toEqual({ refreshes: 1, draws: 1 });
  const other = page(1);
  other.refreshes.changed();
  expect(() =>
    other.refreshes.settle(1, () => {
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(other.seen.draws).toBe(1);
});

test('what takes long is asked for now and then, and once more after the last change', () => {
  const asked: number[] = [];
  let answer = (): void => undefined;
  const ask = throttled(
    5_000,
    (answered) => {
      asked.push(now);
      answer = answered;
    },
    () => ask(),
    clock,
  );
  ask();
  pass(100);
  ask();
  answer();
  ask();
  pass(10_000);
  expect(asked).toEqual([0, 5_000]);
  // Something that takes 3 s rests for 12.
  answer();
  pass(60_000);
  const began = now;
  ask();
  pass(3_000);
  answer();
  ask();
  pass(20_000);
  expect(asked.slice(2)).toEqual([began, began + 15_000]);
});
