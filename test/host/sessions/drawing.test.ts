import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { drawing } from '../../../src/host/sessions/drawing';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a change is told once when the roots are asked for', () => {
  const tell = vi.fn<() => void>();
  const { redraw, asked } = drawing(tell, () => true);
  redraw();
  vi.advanceTimersByTime(300);
  asked();
  vi.advanceTimersByTime(60_000);
  expect(tell).toHaveBeenCalledTimes(1);
});

test('a change that VS Code lost is told again, and not for ever', () => {
  const tell = vi.fn<() => void>();
  const { redraw } = drawing(tell, () => true);
  redraw();
  vi.advanceTimersByTime(1_000);
  expect(tell).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(60_000);
  expect(tell).toHaveBeenCalledTimes(4);
});

test('a tree that nobody sees is left alone, and so is one that was disposed of', () => {
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
