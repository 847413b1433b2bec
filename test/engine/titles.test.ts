/** Titles in files beside logs, where no watcher tells of them: the regular scan finds what changed. */
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isNewTitle, Titles } from '../../src/engine/titles';
import { anyFile, type Gate } from '../../src/log/gate';
import { follow } from '../../src/session/follow';
import { scan } from '../../src/signals/scan';
import { answer, minute, prompt, put } from '../support/logs';
import { homeWith, openWindow } from './rig';

const NOW = Date.parse(minute(1));
const titled = (title: string) => Buffer.from(JSON.stringify({ customTitle: title }));

test('a scan notices a title that was given, changed or removed', async () => {
  const { folder, log } = homeWith({ 'a.jsonl': [prompt('a', 'go'), answer('a', 'one')] });
  const { engine } = openWindow(folder, null, () => NOW);
  await engine.ready;
  const title = async () => (await engine.call('session', { id: 'a' }))?.figures.title;
  for (const given of ['Mine', 'Other']) {
    put(log('a/custom-title.json'), titled(given));
    await engine.call('refresh', {});
    expect(await title()).toBe(given);
  }
  rmSync(log('a/custom-title.json'));
  await engine.call('refresh', {});
  expect(await title()).toBeNull();
});

test('a scan reads a title once, until its file changes', () => {
  const { log } = homeWith({ 'a.jsonl': [prompt('a', 'go')] });
  const [path, file] = [log('a.jsonl'), log('a/custom-title.json')];
  put(file, titled('Mine'));
  let reads = 0;
  const gate: Gate = { ...anyFile, inside: (asked) => (reads++, anyFile.inside(asked)) };
  const core = {
    gate,
    library: {
      entries: new Map(),
      figures: new Map(),
      followed: () => follow({ path, root: '', sessionId: 'a', agentId: null }, null, scan),
    },
  } as unknown as Parameters<Titles['isNew']>[0];
  const titles = new Titles();
  expect(titles.isNew(core, path, true)).toBe(false);
  const once = reads;
  expect(once).toBeGreaterThan(0);
  for (let i = 0; i < 3; i++) expect(titles.isNew(core, path, true)).toBe(false);
  expect(reads).toBe(once);
  put(file, titled('Another'));
  titles.isNew(core, path, true);
  expect(reads).toBeGreaterThan(once);
  expect(isNewTitle(core, path, 'Another')).toBe(false);
  expect(isNewTitle(core, path, null)).toBe(true);
});
