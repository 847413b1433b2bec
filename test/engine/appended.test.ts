import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { FoldState } from '../../src/session/fold/state';
import { answer, minute, prompt, put, text } from '../conformance/logs';
import { tempFolder } from '../support/tempFolder';
import { openWindow, until } from './rig';

test('appending to a live log indexes only what was appended', async () => {
  const many = Array.from({ length: 300 }, (_, n) => answer('a', `line ${n}`));
  const folder = tempFolder();
  const log = join(folder, '.claude', 'projects', '-home-ada-project', 'a.jsonl');
  put(log, [prompt('a', 'go'), ...many]);
  const window = openWindow(folder, null, () => Date.parse(minute(1)));
  await window.engine.ready;
  const index = vi.spyOn(FoldState.prototype, 'index');
  onTestFinished(() => {
    index.mockRestore();
  });
  for (const [i, messages] of [301, 302, 303].entries()) {
    appendFileSync(log, text([answer('a', `more ${i}`)]));
    window.touch(log);
    await until(
      async () => (await window.engine.call('session', { id: 'a' }))?.figures.messages === messages,
    );
    expect(index.mock.calls).toHaveLength(i + 1);
  }
});
