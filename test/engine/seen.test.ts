/** What the engine has seen is what it has read and written, not what is there by now. */
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isAsSeen, type Seen } from '../../src/engine/seen';
import { answer, minute, prompt, put, text } from '../support/logs';
import { tempFolder } from '../support/tempFolder';
import { openWindow } from './rig';

const NOW = Date.parse(minute(1));

function home() {
  const folder = tempFolder();
  const log = join(folder, '.claude', 'projects', '-home-ada-project', 'a.jsonl');
  put(log, [prompt('a', 'go'), answer('a', 'one')]);
  const empty = join(folder, '.claude', 'projects', '-home-ada-project', 'empty.jsonl');
  put(empty, []);
  return { folder, log };
}

const still = (seen: Seen | null): boolean => seen !== null && isAsSeen(seen);

test('a line written after the last scan does not count as seen', async () => {
  const { folder, log } = home();
  const { engine } = openWindow(folder, tempFolder(), () => NOW);
  await engine.ready;
  expect(still(engine.seen())).toBe(true);
  appendFileSync(log, text([answer('a', 'two')]));
  expect(engine.seen()).not.toBeNull();
  expect(still(engine.seen())).toBe(false);
});

test('unsaved readings do not count as seen', async () => {
  const { folder, log } = home();
  const { engine } = openWindow(folder, tempFolder(), () => NOW);
  await engine.ready;
  appendFileSync(log, text([answer('a', 'two')]));
  await engine.call('refresh', {});
  expect(engine.seen()).toBeNull();
  await engine.call('checkpoint', null);
  expect(still(engine.seen())).toBe(true);
});

test('nothing counts as seen after another window wiped it, or without an archive', async () => {
  const { folder } = home();
  const storage = tempFolder();
  const { engine } = openWindow(folder, storage, () => NOW);
  await engine.ready;
  const other = openWindow(folder, storage, () => NOW);
  await other.engine.ready;
  await other.engine.call('wipe', { project: null });
  expect(engine.seen()).toBeNull();
  const inMemory = openWindow(folder, null, () => NOW);
  await inMemory.engine.ready;
  expect(inMemory.engine.seen()).toBeNull();
});

test('a title given beside a log has not been seen, and is read when Vigil looks again', async () => {
  const { folder, log } = home();
  const storage = tempFolder();
  const first = openWindow(folder, storage, () => NOW);
  await first.engine.ready;
  const seen = first.engine.seen();
  expect(still(seen)).toBe(true);
  await first.engine.call('close', null);
  put(log.replace(/\.jsonl$/, '/custom-title.json'), Buffer.from('{"customTitle":"Mine"}'));
  expect(still(seen)).toBe(false);
  const second = openWindow(folder, storage, () => NOW);
  await second.engine.ready;
  expect((await second.engine.call('session', { id: 'a' }))?.figures.title).toBe('Mine');
  await second.engine.call('checkpoint', null);
  expect(still(second.engine.seen())).toBe(true);
});

test.each([
  ['is blank', ''],
  ['is the name of the worktree', 'Wt'],
])('a title beside a log that %s is seen, too: the next start reads nothing', async (_, customTitle) => {
  const { folder, log } = home();
  const worktreeSession = { worktreeName: 'Wt', worktreePath: '/w/t', originalCwd: '/w' };
  put(log, [{ type: 'worktree-state', sessionId: 'a', worktreeSession }, prompt('a', 'go')]);
  put(log.replace(/\.jsonl$/, '/custom-title.json'), Buffer.from(JSON.stringify({ customTitle })));
  const storage = tempFolder();
  const first = openWindow(folder, storage, () => NOW);
  await first.engine.ready;
  expect((await first.engine.call('session', { id: 'a' }))?.figures.title).toBeNull();
  expect(still(first.engine.seen())).toBe(true);
  await first.engine.call('close', null);
  const second = openWindow(folder, storage, () => NOW);
  await second.engine.ready;
  expect(still(second.engine.seen())).toBe(true);
});

test('a missing root is recorded as missing; one that disappears later is noticed', async () => {
  const { folder } = home();
  const { engine } = openWindow(folder, tempFolder(), () => NOW);
  await engine.ready;
  expect(still(engine.seen())).toBe(true);
  rmSync(join(folder, '.claude'), { recursive: true });
  expect(still(engine.seen())).toBe(false);
});

test('what was seen is valid until the day ends', async () => {
  const { folder } = home();
  const { engine } = openWindow(folder, tempFolder(), () => NOW);
  await engine.ready;
  const seen = engine.seen();
  expect(seen?.from).toBe(NOW);
  expect(new Date(seen?.until ?? 0).toISOString()).toBe(
    `${new Date(NOW + 86_400_000).toISOString().slice(0, 10)}T00:00:00.000Z`,
  );
});
