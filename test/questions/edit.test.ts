/** Both sides of an edit. */
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { minute } from '../support/logs';
import { openWindow } from '../engine/rig';
import { home } from './sessionRig';

const NOW = Date.parse(minute(1));

test('both sides of an edit; the whole text of a write', async () => {
  const { folder, path } = home();
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const { lines } = await window.engine.call('transcript', { id: 'a', offset: 0, limit: 50 });
  const edits = lines.flatMap(({ items }) => items).filter(({ edit }) => edit);
  const sides = await Promise.all(
    edits.map(({ file, at, tool }) => window.engine.call('edit', { id: 'a', file, at, tool: tool! })),
  );
  expect(sides).toEqual([
    { path: '/w/app/x.ts', before: 'a', after: 'b' },
    { path: '/w/app/y.ts', before: '', after: 'whole' },
  ]);
  expect(await window.engine.call('edit', { id: 'a', file: 0, at: 0, tool: 't1' })).toBeNull();
  rmSync(path);
  const gone = await window.engine.call('transcript', { id: 'a', offset: 0, limit: 1 });
  expect(gone.lines).toEqual([{ turn: 0, items: [] }]);
});
