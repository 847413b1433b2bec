/** What a look, a start and a line cost, counted in what is read, written and derived: the same however much is there. */
import * as fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Live } from '../../src/engine/live';
import { FoldState } from '../../src/session/fold/state';
import { READING_VERSION } from '../../src/session/reading';
import { Growing } from '../../src/session/growing';
import { Measures } from '../../src/signals/registry';
import { openCheckpoint } from '../../src/store/checkpoint';
import { answer, minute, prompt, put, text } from '../support/logs';
import { tempFolder } from '../support/tempFolder';
import { openWindow, sqlite, until, type Rig } from './rig';

const NOW = Date.parse(minute(1));
const LONG = 'long';

/** Bytes and files that were read since `reset`. */
const disk = { bytes: 0, opened: 0, reset: () => Object.assign(disk, { bytes: 0, opened: 0 }) };
/** What all named imports of it follow. */
const shared = createRequire(import.meta.url)('node:fs') as typeof fs;
const { readSync, openSync } = shared;

beforeEach(() => {
  shared.readSync = ((...args: Parameters<typeof readSync>) => {
    const read = readSync(...args);
    disk.bytes += read;
    return read;
  }) as typeof readSync;
  shared.openSync = (...args: Parameters<typeof openSync>) => {
    if (String(args[0]).endsWith('.jsonl')) disk.opened++;
    return openSync(...args);
  };
  syncBuiltinESMExports();
});
afterEach(() => {
  Object.assign(shared, { readSync, openSync });
  syncBuiltinESMExports();
  vi.restoreAllMocks();
});

/** A home with one session of so many lines among so many logs. */
function home(lines: number, files: number): { folder: string; log: string } {
  const folder = tempFolder();
  const path = (id: string): string =>
    join(folder, '.claude', 'projects', '-home-ada-project', `${id}.jsonl`);
  const old = { timestamp: new Date(NOW - 5 * 86_400_000).toISOString() };
  for (let i = 1; i < files; i++)
    put(path(`s${i}`), [
      { ...prompt(`s${i}`, 'go'), ...old },
      { ...answer(`s${i}`, 'done'), ...old },
    ]);
  put(path(LONG), [
    prompt(LONG, 'go'),
    ...Array.from({ length: lines - 1 }, (_, i) => answer(LONG, `line ${i}`)),
  ]);
  return { folder, log: path(LONG) };
}

const messages = (window: Rig): number | undefined =>
  window.live().find(({ row }) => row.id === LONG)?.row.messages;

/** What one appended line costs, once the window has seen one. */
async function costOfALine(lines: number, files: number): Promise<Record<string, unknown>> {
  const { folder, log } = home(lines, files);
  const window = openWindow(folder, tempFolder(), () => NOW);
  await window.engine.ready;
  const append = async (n: number): Promise<void> => {
    fs.appendFileSync(log, text([answer(LONG, `more ${n}`)]));
    window.touch(log);
    await until(() => messages(window) === lines - 1 + n);
    await window.engine.call('checkpoint', null);
  };
  await append(1);
  const events = vi.spyOn(FoldState.prototype, 'index');
  const derived = vi.spyOn(Live.prototype, 'derive');
  const folded = vi.spyOn(Measures.prototype, 'fold');
  const putTogether = vi.spyOn(Growing, 'of');
  const rows = window.rowsWritten();
  window.notices.length = 0;
  disk.reset();
  await append(2);
  return {
    bytesUnder5K: disk.bytes > 0 && disk.bytes < 5_000,
    logsOpened: disk.opened,
    eventsIndexed: events.mock.calls.length,
    // Once where it is settled, once where it may still change.
    stepsUnderFour: folded.mock.calls.reduce((sum, [steps]) => sum + steps.length, 0) < 4,
    putTogetherAgain: putTogether.mock.calls.length,
    derived: derived.mock.results.flatMap(({ value }) => value as string[]),
    rows: window.rowsWritten() - rows,
    told: window.notices.filter(({ notice }) => notice === 'live').length,
  };
}

test('the work for a line does not depend on the length of its session or the number of logs', async () => {
  const small = await costOfALine(20, 5);
  expect(small).toMatchObject({
    bytesUnder5K: true,
    logsOpened: 1,
    eventsIndexed: 1,
    stepsUnderFour: true,
    putTogetherAgain: 0,
    derived: [LONG],
    told: 1,
  });
  expect(small['rows']).toBeLessThan(20);
  vi.restoreAllMocks();
  expect(await costOfALine(20_000, 300)).toEqual(small);
});

test('a scan that finds nothing new opens, derives, publishes and writes nothing', async () => {
  const { folder } = home(20, 50);
  const storage = tempFolder();
  const window = openWindow(folder, storage, () => NOW);
  await window.engine.ready;
  await window.engine.call('checkpoint', null);
  const images = fs.readdirSync(storage);
  const derived = vi.spyOn(Live.prototype, 'derive');
  const graded = vi.spyOn(Live.prototype, 'rebase');
  const rows = window.rowsWritten();
  window.notices.length = 0;
  disk.reset();
  await window.engine.call('refresh', {});
  await window.engine.call('checkpoint', null);
  expect(disk.opened).toBe(0);
  expect(derived.mock.results.flatMap(({ value }) => value as string[])).toEqual([]);
  expect(graded).not.toHaveBeenCalled();
  expect(window.rowsWritten()).toBe(rows);
  expect(window.notices.map(({ notice }) => notice)).toEqual(['progress', 'progress']);
  expect(fs.readdirSync(storage)).toEqual(images);
});

test('computes the usual range again after a session ended', async () => {
  const { folder } = home(20, 5);
  let now = NOW;
  const window = openWindow(folder, null, () => now);
  await window.engine.ready;
  const graded = vi.spyOn(Live.prototype, 'rebase');
  now += 40 * 60_000;
  await window.engine.call('refresh', {});
  expect(graded).toHaveBeenCalledTimes(1);
  now += 60_000;
  await window.engine.call('refresh', {});
  expect(graded).toHaveBeenCalledTimes(1);
});

test('a line of a live session does not change the usual range', async () => {
  const { folder, log } = home(20, 5);
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const graded = vi.spyOn(Live.prototype, 'rebase');
  fs.appendFileSync(log, text([answer(LONG, 'more')]));
  await window.engine.call('refresh', {});
  expect(messages(window)).toBe(20);
  expect(graded).not.toHaveBeenCalled();
});

test('a question opens each log once', async () => {
  const { folder, log } = home(2, 1);
  put(
    log,
    Array.from({ length: 40 }, (_, n) => [prompt(LONG, `prompt ${n}`), answer(LONG, `reply ${n}`)]).flat(),
  );
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  disk.reset();
  const story = await window.engine.call('story', { id: LONG });
  expect(story?.prompts.map((one) => one.text)).toEqual(Array.from({ length: 40 }, (_, n) => `prompt ${n}`));
  expect(disk.opened).toBe(1);
  await window.engine.call('cards', { id: LONG, offset: 0, limit: 50 });
  expect(disk.opened).toBe(2);
  // The head of a session is told without its log.
  await window.engine.call('session', { id: LONG });
  expect(disk.opened).toBe(2);
});

test('after an update each session is derived once, and unchanged keys are not written', async () => {
  const { folder, log } = home(500, 40);
  const gone = log.replace(LONG, 's1');
  const storage = tempFolder();
  const before = openWindow(folder, storage, () => NOW);
  await before.engine.ready;
  await before.engine.call('close', null);
  fs.rmSync(gone);
  // As a version left it that read logs otherwise and worked out other figures.
  const kept = openCheckpoint(storage, fs, sqlite, 'test');
  if (kept.kind === 'refused') throw new Error(kept.problem.message);
  kept.checkpoint.db.run(`update file set head = replace(head, '.${READING_VERSION}.', '.0.')`);
  kept.checkpoint.put({ basis: 'older' });
  kept.checkpoint.save();
  kept.checkpoint.close();

  const derived = vi.spyOn(Live.prototype, 'derive');
  const window = openWindow(folder, storage, () => NOW);
  const rows = window.rowsWritten();
  await window.engine.ready;
  await window.engine.call('checkpoint', null);
  const ids = derived.mock.results.flatMap(({ value }) => value as string[]);
  expect(ids.toSorted()).toEqual([LONG, ...Array.from({ length: 39 }, (_, n) => `s${n + 1}`)].toSorted());
  // Each file, session and what belongs to it; not the 500 keys of the long one.
  expect(window.rowsWritten() - rows).toBeLessThan(400);
});
