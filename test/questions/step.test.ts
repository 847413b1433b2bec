/** One step with more text than its card first shows. */
import { expect, test } from 'vitest';
import { answer, prompt, result, toolUse } from '../conformance/logs';
import { opened } from './sessionRig';

/** An engine on one log. */
test('more of a long text comes when it is asked for, up to all of it', async () => {
  const long = Array.from({ length: 9_000 }, (_, n) => `line ${n}`).join('\n');
  const { engine } = await opened([
    prompt('a', 'go'),
    answer('a', [toolUse('Bash', { command: 'x' }, 't1')]),
    result('a', 't1', long),
  ]);
  const { rows } = await engine.call('cards', { id: 'a', of: '', only: [], offset: 0, limit: 9 });
  const { key, text } = rows[1]!.steps[0]!;
  expect([text.text.length, text.tail.length, text.chars]).toEqual([3_000, 3_000, long.length]);
  const more = await engine.call('step', { id: 'a', of: '', key, scale: 2 });
  expect([more?.text.text.length, more?.text.tail.length]).toEqual([6_000, 6_000]);
  const whole = await engine.call('step', { id: 'a', of: '', key, scale: 64 });
  expect(whole?.text).toEqual({ text: long, tail: '', chars: long.length, lines: 9_000 });
  expect(whole?.key).toBe(key);
});

test('null for an unknown step or session', async () => {
  const { engine } = await opened([prompt('a', 'go')]);
  expect(await engine.call('step', { id: 'a', of: '', key: 'none', scale: 1 })).toBeNull();
  expect(await engine.call('step', { id: 'b', of: '', key: 'none', scale: 1 })).toBeNull();
  expect(await engine.call('step', { id: 'a', of: '../x', key: '0 0 prompt 0', scale: 1 })).toBeNull();
});
