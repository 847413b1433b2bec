import { expect, test } from 'vitest';
import { answer, folder, inspected, minute, one, prompt, result, toolUse, type Json } from '../support/logs';

// Some back ends count the calls of each answer from `call_0`. A session that goes on in another file (a worktree, another root) may leave
// the result of a call there: it is told by the call that waits for it.
const called = (n: number, id = 'call_0'): Json =>
  answer('a', [toolUse('Bash', { command: `make ${n}` }, id)], {
    id: `chatcmpl-${n}`,
    request: null,
    stop: 'tool_use',
    more: { timestamp: minute(2 * n) },
  });
const told = (n: number, failed: boolean, id = 'call_0'): Json =>
  result(
    'a',
    id,
    failed ? 'Exit code 2' : 'ok',
    { timestamp: minute(2 * n + 1) },
    failed ? { is_error: true } : {},
  );

const lines = [
  prompt('a', 'build it', { timestamp: minute(0) }),
  called(1),
  told(1, true),
  called(2),
  told(2, false),
  called(3),
  told(3, true),
];
const toolsOf = (files: Record<string, Json[]>) =>
  one(inspected(folder(files)), 'a').tools.map(({ calls, errors }) => ({ calls, errors }));

test.each([1, 2, 3, 4, 5, 6])('a session that goes on in another file after line %i', (cut) => {
  const files = { 'x/a.jsonl': lines.slice(0, cut), 'y/a.jsonl': lines.slice(cut) };
  expect(toolsOf(files)).toEqual([{ calls: 3, errors: 2 }]);
});

test('in one file, and in a copy of it as it was', () => {
  expect(toolsOf({ 'a.jsonl': lines })).toEqual([{ calls: 3, errors: 2 }]);
  expect(toolsOf({ 'x/a.jsonl': lines, 'y/a.jsonl': lines.slice(0, 4) })).toEqual([{ calls: 3, errors: 2 }]);
  expect(toolsOf({ 'x/a.jsonl': lines.slice(3), 'y/a.jsonl': lines })).toEqual([{ calls: 3, errors: 2 }]);
});

test('a call whose result never came takes none from another', () => {
  const files = { 'x/a.jsonl': lines.slice(0, 4), 'y/a.jsonl': [called(3), told(3, true)] };
  expect(toolsOf(files)).toEqual([{ calls: 3, errors: 2 }]);
});

test('a call whose result never came takes no copy of one that another file has beside its call', () => {
  // The first call was never answered; the second failed, and a copy of that alone lies elsewhere, even twice.
  const whole = [lines[0]!, called(1), called(2), told(2, true), called(3), told(3, false)];
  expect(toolsOf({ 'a.jsonl': whole })).toEqual([{ calls: 3, errors: 1 }]);
  for (const from of [2, 3, 4])
    expect(toolsOf({ 'x/a.jsonl': whole, 'y/a.jsonl': whole.slice(from) })).toEqual([
      { calls: 3, errors: 1 },
    ]);
  const files = {
    'x/a.jsonl': whole.slice(0, 3),
    'y/a.jsonl': whole.slice(3),
    'z/a.jsonl': whole.slice(3, 4),
  };
  expect(toolsOf(files)).toEqual([{ calls: 3, errors: 1 }]);
});
