import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Finder } from '../../webview/session/finder';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function page() {
  const asked: {
    args: { text: string; from: number };
    take: (reply: { found: number[]; next: number | null; unread: number }) => void;
    fail: (message: string) => void;
  }[] = [];
  const seen = { shown: [] as number[], begun: [] as boolean[] };
  const finder = new Finder({
    ask: (_call: string, args: never, take: never, fail: never) =>
      asked.push({
        args,
        take: (reply: { found: number[] }) =>
          (take as (reply: unknown) => void)({ rows: reply.found, ...reply }),
        fail,
      }),
    begun: (go) => seen.begun.push(go),
    changed: () => undefined,
    show: (line) => seen.shown.push(line),
  });
  return { finder, asked, seen, last: () => asked.at(-1)! };
}

test('a text is looked for when it is not typed on, part by part, and the first line is shown', () => {
  const { finder, asked, seen, last } = page();
  finder.grown(100);
  finder.type('a');
  finder.type('ab');
  vi.advanceTimersByTime(249);
  expect(asked).toHaveLength(0);
  vi.advanceTimersByTime(1);
  expect(last().args).toEqual({ text: 'ab', from: 0 });
  last().take({ found: [], next: 40, unread: 1 });
  expect(finder.findings).toMatchObject({ lines: [], done: false, unread: 1 });
  last().take({ found: [41, 50], next: null, unread: 1 });
  expect(finder.findings).toMatchObject({ lines: [41, 50], done: true, unread: 2, at: 0 });
  finder.step(1);
  finder.step(1);
  finder.step(-1);
  expect([seen.shown, seen.begun]).toEqual([[41, 50, 41, 50], [true]]);
  // Lines were added: only the last part is looked through again, and nobody is led away.
  finder.grown(100);
  finder.grown(120);
  expect([asked.length, last().args.from]).toEqual([3, 40]);
  last().take({ found: [41, 50, 110], next: null, unread: 3 });
  expect(finder.findings).toMatchObject({ lines: [41, 50, 110], unread: 4, at: 1 });
  expect(seen.shown).toHaveLength(4);
});

test('an answer of another text is nothing; Enter does not wait; a search that failed can be tried again', () => {
  const { finder, asked, last } = page();
  finder.type('a');
  finder.step(1);
  const [first] = asked;
  finder.type('b');
  finder.step(1);
  first!.take({ found: [1], next: null, unread: 0 });
  first!.fail('late');
  expect([finder.findings, finder.failure]).toEqual([
    expect.objectContaining({ text: 'b', lines: [] }),
    null,
  ]);
  last().fail('It stopped.');
  expect([finder.findings, finder.failure]).toEqual([null, 'Not everything was searched: It stopped.']);
  finder.resume('b');
  expect(asked).toHaveLength(2);
  finder.step(1);
  expect(last().args).toEqual({ text: 'b', from: 0 });
  last().take({ found: [3], next: 9, unread: 0 });
  last().fail('It stopped.');
  expect(finder.findings).toMatchObject({ lines: [3], done: true });
  finder.type('');
  expect([finder.findings, finder.failure]).toEqual([null, null]);
});

test('after a reload the text is looked for again without going there; more than a thousand are not listed', () => {
  const { finder, seen, last } = page();
  finder.resume('');
  finder.resume('a');
  last().take({ found: Array.from({ length: 1_001 }, (_, i) => i), next: 5_000, unread: 0 });
  expect(finder.findings).toMatchObject({ done: true, more: true });
  expect([finder.findings?.lines.length, seen.shown, seen.begun]).toEqual([1_000, [], [false]]);
});
