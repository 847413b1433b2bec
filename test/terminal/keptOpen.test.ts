/** A resource that is opened on demand is closed when idle, and not before. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keptOpen } from '../../src/terminal/keptOpen';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const IDLE = 100;
function kept() {
  let opened = 0;
  let closed = 0;
  const it = keptOpen<number>(async (use) => {
    await use(++opened);
    closed++;
  }, IDLE);
  return { it, counts: () => [opened, closed] };
}

test('work may take longer than the idle time', async () => {
  const { it, counts } = kept();
  expect(await it.get()).toBe(1);
  await vi.advanceTimersByTimeAsync(IDLE * 5);
  expect(counts()).toEqual([1, 0]);
  it.rest();
  await vi.advanceTimersByTimeAsync(IDLE - 1);
  expect(await it.get()).toBe(1);
  await vi.advanceTimersByTimeAsync(IDLE);
  expect(counts()).toEqual([1, 0]);
  it.rest();
  await vi.advanceTimersByTimeAsync(IDLE);
  expect(counts()).toEqual([1, 1]);
  expect(await it.get()).toBe(2);
  await it.close();
  expect(counts()).toEqual([2, 2]);
});

test('after a failure it is opened by the next call', async () => {
  let tries = 0;
  const it = keptOpen<string>(async (use) => {
    if (++tries === 1) throw new Error('not now');
    await use('open');
  }, IDLE);
  await expect(it.get()).rejects.toThrow('not now');
  expect(await it.get()).toBe('open');
  await it.close();
});
