/** One step with more of what it says. */
import { expect, test } from 'vitest';
import { prompt, result } from '../conformance/logs';
import { bash, failed, opened } from './cardsRig';

test('a command has its output and exit code, and more of a long one when it is asked for', async () => {
  const long = Array.from({ length: 5_000 }, (_, n) => `line ${n}`).join('\n');
  const { steps, engine } = await opened([
    prompt('a', 'go'),
    bash('t1', 'npm test'),
    result('a', 't1', `Exit code 2\n${long}`, {}, failed),
    bash('t2', 'npm run build'),
    result('a', 't2', 'Exit code 7 is what it printed'),
    bash('t3', 'npm run never'),
  ]);
  const [, wrong, fine, never] = await steps();
  expect(wrong).toMatchObject({ card: 'command', outcome: 'error', exitCode: 2, open: true });
  expect(wrong?.text).toMatchObject({ lines: 5_000, chars: long.length });
  expect(wrong?.text.text.startsWith('line 0\n')).toBe(true);
  expect(wrong?.text.tail.endsWith('line 4999')).toBe(true);
  expect(fine).toMatchObject({ outcome: 'ok', exitCode: null, open: false });
  expect(fine?.text.text).toBe('Exit code 7 is what it printed');
  expect(never).toMatchObject({ outcome: 'none' });
  const whole = await engine.call('step', { id: 'a', of: '', key: wrong!.key, scale: 64 });
  expect(whole?.text).toMatchObject({ text: long, tail: '' });
  expect(await engine.call('step', { id: 'a', of: '', key: 'none', scale: 1 })).toBeNull();
});
