import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { steady } from '../../../src/host/statusBar/steady';

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

const rig = () => {
  const shown: string[] = [];
  const screen = steady<{ about: string; text: string }>(
    ({ text }) => void shown.push(text),
    10_000,
    () => Date.now(),
  );
  return { shown, offer: (about: string, text: string) => screen.offer({ about, text }), screen };
};

test('a line each second changes what is shown once in ten seconds, to the latest', () => {
  const { shown, offer } = rig();
  for (let i = 0; i < 35; i++) {
    offer('live', `$${i}`);
    vi.advanceTimersByTime(1_000);
  }
  expect(shown).toEqual(['$0', '$9', '$19', '$29']);
});

test('news is shown at once, and what was to come is not shown after it', () => {
  const { shown, offer } = rig();
  offer('live', 'a');
  offer('live', 'b');
  offer('harm', 'c');
  vi.advanceTimersByTime(30_000);
  expect(shown).toEqual(['a', 'c']);
});

test('the same is never shown again; a change that was taken back is none', () => {
  const { shown, offer } = rig();
  offer('live', 'a');
  offer('live', 'b');
  offer('live', 'a');
  vi.advanceTimersByTime(30_000);
  offer('live', 'a');
  expect(shown).toEqual(['a']);
});

test('a clock that is set back does not hold it up', () => {
  const { shown, offer } = rig();
  offer('live', 'a');
  vi.setSystemTime(0);
  offer('live', 'b');
  expect(shown).toEqual(['a', 'b']);
});

test('nothing is shown once it is disposed of', () => {
  const { shown, offer, screen } = rig();
  offer('live', 'a');
  offer('live', 'b');
  screen.dispose();
  vi.advanceTimersByTime(30_000);
  expect(shown).toEqual(['a']);
});
