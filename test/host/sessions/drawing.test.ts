import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { drawing } from '../../../src/host/sessions/drawing';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a change is reported once if the roots are asked for', () => {
  const tell = vi.fn<() => void>();
  const { redraw, asked } = drawing(tell, () => true);
  redraw();
  vi.advanceTimersByTime(300);
  asked();
  vi.advanceTimersByTime(60_000);
  expect(tell).toHaveBeenCalledTimes(1);
});

test('a lost change is reported again, a bounded number of times', () => {
  const tell = vi.fn<() => void>();
  const { redraw } = drawing(tell, () => true);
  redraw();
  vi.advanceTimersByTime(1_000);
  expect(tell).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(60_000);
  expect(tell).toHaveBeenCalledTimes(4);
});

test('a hidden or disposed tree gets no more reports', () => {
  const tell = vi.fn<() => void>();
  let visible = false;
  const { redraw, dispose } = drawing(tell, () => visible);
  redraw();
  vi.advanceTimersByTime(60_000);
  expect(tell).toHaveBeenCalledTimes(1);
  visible = true;
  redraw();
  dispose();
  vi.advanceTimersByTime(60_000);
  expect(tell).toHaveBeenCalledTimes(2);
});
