import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paced } from '../../../src/host/shared/pace';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what is wanted often is done at most once in a while, one at a time, and once more at the end', async () => {
  const ends: (() => void)[] = [];
  let wanted = true;
  const pace = paced(
    () => wanted,
    () => new Promise<void>((resolve) => ends.push(resolve)),
    250,
  );
  pace.soon();
  pace.soon();
  await vi.advanceTimersByTimeAsync(249);
  expect(ends).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(ends).toHaveLength(1);
  // It takes longer than the pause.
  pace.soon();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ends).toHaveLength(1);
  ends[0]!();
  await vi.advanceTimersByTimeAsync(0);
  expect(ends).toHaveLength(2);
  ends[1]!();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ends).toHaveLength(2);
  wanted = false;
  pace.soon();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ends).toHaveLength(2);
});

test('what ended is not done later, nor what nobody wants any more', async () => {
  let done = 0;
  let wanted = true;
  const pace = paced(
    () => wanted,
    () => void done++,
    250,
  );
  pace.soon();
  wanted = false;
  await vi.advanceTimersByTimeAsync(250);
  wanted = true;
  pace.soon();
  pace.dispose();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(done).toBe(0);
});
