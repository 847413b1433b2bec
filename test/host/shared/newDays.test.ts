import { afterEach, expect, test, vi } from 'vitest';

vi.mock('vscode', () => import('../editor'));
const { dayOf } = await import('../../../src/usage/times');
const { newDays } = await import('../../../src/host/shared/newDays');

afterEach(() => vi.useRealTimers());

test('a new day is told once, within half a minute, in the zone that is chosen', () => {
  vi.useFakeTimers({ now: Date.parse('2026-12-31T14:58:00Z') });
  let zone = 'Asia/Tokyo';
  const tell = vi.fn<() => void>();
  const days = newDays(() => dayOf(Date.now(), zone));
  days.event(tell);
  vi.advanceTimersByTime(119_000);
  expect(tell).not.toHaveBeenCalled();
  vi.advanceTimersByTime(31_000);
  expect(tell).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(8 * 3_600_000);
  expect(tell).toHaveBeenCalledTimes(1);
  // It is still yesterday there.
  zone = 'America/New_York';
  vi.advanceTimersByTime(30_000);
  expect(tell).toHaveBeenCalledTimes(2);
  days.dispose();
  vi.advanceTimersByTime(48 * 3_600_000);
  expect(tell).toHaveBeenCalledTimes(2);
});
