/** Both sides of an edit. */
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { minute } from '../support/logs';
import { openWindow } from '../engine/rig';
import { home, spokenIn } from './sessionRig';

const NOW = Date.parse(minute(1));

test('both sides of an edit; the whole text of a write', async () => {
  const { folder, path } = home();
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const calls = spokenIn(window.engine).flatMap(({ file, at, items }) =>
    items.flatMap(({ kind, tool }) => (kind === 'tool' ? [{ file, at, tool: tool! }] : [])),
  );
  const sides = await Promise.all(calls.map((call) => window.engine.call('edit', { id: 'a', ...call })));
  expect(sides).toEqual([
    { path: '/w/app/x.ts', before: 'a', after: 'b' },
    { path: '/w/app/y.ts', before: '', after: 'whole' },
  ]);
  expect(await window.engine.call('edit', { id: 'a', file: 0, at: 0, tool: 't1' })).toBeNull();
  rmSync(path);
  expect(await window.engine.call('edit', { id: 'a', ...calls[0]! })).toBeNull();
  expect(spokenIn(window.engine)[0]?.items).toEqual([]);
});
