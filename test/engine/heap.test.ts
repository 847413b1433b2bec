/** When a window has its heap looked through, and that it is. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { heapClearer, heapGiver } from '../../src/engine/heap';
import { answer, minute, prompt, put } from '../support/logs';
import { tempFolder } from '../support/tempFolder';
import { openWindow } from './rig';

const MB = 1 << 20;

test('collects garbage after 6 MB or 15 % of growth, or on request', () => {
  let used = 20 * MB;
  const looks: number[] = [];
  const clearUp = heapClearer(
    () => {
      looks.push(used / MB);
      used = Math.round(used * 0.9);
    },
    () => used,
  );
  const at = (megabytes: number, always = false): void => {
    used = megabytes * MB;
    clearUp(always);
  };
  at(20);
  // 18 are left of these.
  at(23);
  at(24);
  at(80);
  // 72 are left: 15 % are 10.8.
  at(82);
  at(83);
  at(10, true);
  at(14);
  at(15);
  expect(looks).toEqual([20, 24, 80, 83, 10, 15]);
});

test('returns unused memory after 48 MB or 70 % of growth', () => {
  let held = 40 * MB;
  const given: [number, boolean][] = [];
  const giveBack = heapGiver(
    (givingBack) => {
      given.push([held / MB, givingBack]);
      held = Math.round(held * 0.75);
    },
    () => held,
  );
  for (const megabytes of [40, 48, 83, 84, 140, 178, 179]) {
    held = megabytes * MB;
    giveBack();
  }
  // Of 48 are left 36, of 84 are left 63, of 140 are left 105.
  expect(given).toEqual([
    [48, true],
    [84, true],
    [140, true],
    [179, true],
  ]);
});

test('unreferenced objects are collected', async () => {
  let held: object | null = { large: 'x'.repeat(1_000) };
  const seen = new WeakRef(held);
  held = null;
  // What was made or read in this turn of the event loop is held to its end.
  await wait(0);
  heapClearer()(true);
  expect(seen.deref()).toBeUndefined();
  expect(Reflect.get(globalThis, 'gc')).toBeUndefined();
});

test('a window collects while it loads old sessions, after its start, and every ten seconds', async () => {
  const home = tempFolder();
  const storage = tempFolder();
  const now = Date.parse(minute(30));
  for (let n = 0; n < 120; n++)
    put(join(home, '.claude', 'projects', '-home-ada-project', `s${n}.jsonl`), [
      prompt(`s${n}`, 'go'),
      answer(`s${n}`, 'done'),
    ]);
  const first = openWindow(home, storage, () => now);
  await first.engine.ready;
  await first.engine.call('close', null);

  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
  try {
    const looks: boolean[] = [];
    const { engine } = openWindow(home, storage, () => now, {}, undefined, {
      clearUp: (always = false) => void looks.push(always),
    });
    // Two batches are read from the archive, its database leaves memory, and the sessions are loaded.
    expect(looks).toEqual([false, false, true, false]);
    await engine.ready;
    const looksIn = (ms: number): boolean[] => {
      looks.length = 0;
      vi.advanceTimersByTime(ms);
      return [...looks];
    };
    expect(looksIn(1_000)).toEqual(Array.from({ length: 20 }, () => false));
    expect(looksIn(9_000).at(-1)).toBe(true);
    expect(looksIn(9_000)).toEqual([]);
    expect(looksIn(1_000)).toEqual([false]);
    await engine.call('close', null);
    expect(looksIn(60_000)).toEqual([]);

    // Reading makes so much that looking often would cost a seventh of its time.
    let told = 0;
    const reading = openWindow(home, null, () => now, {}, undefined, {
      clearUp: (always = false) => void looks.push(always),
      emit: (notice) => {
        if (notice.notice !== 'progress' || !notice.progress.running) return;
        told++;
        vi.advanceTimersByTime(50);
      },
    });
    await reading.engine.ready;
    expect(told).toBeGreaterThan(0);
    expect(looks).toEqual([]);
    await reading.engine.call('close', null);
  } finally {
    vi.useRealTimers();
  }
});

test('memory is returned before the save that ends the first ingest, not before later ones', async () => {
  const home = tempFolder();
  const path = join(home, '.claude', 'projects', '-home-ada-project', 's.jsonl');
  put(path, [prompt('s', 'go')]);
  let given = 0;
  const storage = tempFolder();
  const open = () =>
    openWindow(home, storage, () => Date.parse(minute(30)), {}, undefined, { giveBack: () => void given++ })
      .engine;
  const engine = open();
  await engine.ready;
  expect(given).toBe(1);
  put(path, [prompt('s', 'go'), answer('s', 'done')]);
  await engine.call('refresh', { force: false });
  await engine.call('checkpoint', null);
  expect(given).toBe(1);
  await engine.call('close', null);
  // A later start reads on.
  put(path, [prompt('s', 'go'), answer('s', 'done'), answer('s', 'more')]);
  const again = open();
  await again.ready;
  expect(given).toBe(1);
  await again.call('close', null);
});
