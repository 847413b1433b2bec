/** What a first start holds in memory while it reads, counted: readings, texts, steps; and that what is no longer held is not missed. */
import * as fs from 'node:fs';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import * as v8 from 'node:v8';
import { inflateRawSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import { Derivation } from '../../src/library/derivation';
import { jsonPieces, packReading, parseReading } from '../../src/library/pack';
import { FoldState } from '../../src/session/fold/state';
import { foldLine } from '../../src/session/fold/fold';
import { newReading, type FileReading } from '../../src/session/reading';
import { Measures } from '../../src/signals/registry';
import { scan } from '../../src/signals/scan';
import { openCheckpoint, type Checkpoint } from '../../src/store/checkpoint';
import type { Changes } from '../../src/store/changes';
import { answer, minute, prompt, put, type Lines } from '../support/logs';
import { readersHere } from '../support/readers';
import { tempFolder } from '../support/tempFolder';
import { openWindow, sqlite } from './rig';

afterEach(() => void vi.restoreAllMocks());

/** Objects of a class that are in memory. */
const queryObjects = (of: unknown): number =>
  (v8 as unknown as { queryObjects(of: unknown, options: { format: 'count' }): number }).queryObjects(of, {
    format: 'count',
  });

const NOW = Date.parse(minute(30)) + 5 * 86_400_000;

/** An archive that notes how many readings come with each put, and how many wait in it after. */
function watched(storage: string): { checkpoint: Checkpoint; puts: number[]; waiting: number[] } {
  const opened = openCheckpoint(storage, fs, sqlite, 'test');
  const { checkpoint } = opened;
  const puts: number[] = [];
  const waiting: number[] = [];
  const original = checkpoint.put.bind(checkpoint);
  checkpoint.put = (changes: Changes, ...rest) => {
    const files = [...(changes.files ?? [])];
    if (files.length > 0) puts.push(files.length);
    const written = original({ ...changes, files }, ...rest);
    waiting.push(checkpoint.inMemory());
    return written;
  };
  return { checkpoint, puts, waiting };
}

/** Conversations of three logs each, of long ago. */
function home(conversations: number, folder = tempFolder()): string {
  const log = (name: string, lines: Lines, age: number): void => {
    const path = join(folder, '.claude', 'projects', '-home-ada-project', name);
    put(path, lines);
    utimesSync(path, (NOW - age) / 1000, (NOW - age) / 1000);
  };
  for (let n = 0; n < conversations; n++) {
    const id = `s${n}`;
    const age = (n + 5) * 1_000_000;
    log(`${id}.jsonl`, [prompt(id, 'go'), answer(id, 'done')], age);
    for (const agent of ['a', 'b'])
      log(
        `${id}/subagents/agent-${agent}.jsonl`,
        [answer(id, agent, { more: { agentId: agent, isSidechain: true } })],
        age + 1,
      );
  }
  return folder;
}

test.each([0, 1])('readings leave memory with their conversation, with %i threads', async (threads) => {
  const storage = tempFolder();
  const { checkpoint, puts, waiting } = watched(storage);
  const pace = { slice: 0, shelve: 1 << 30, derived: 20 };
  const readers = threads === 0 ? {} : { readers: readersHere(threads) };
  const { engine } = openWindow(home(12), storage, () => NOW, {}, pace, { checkpoint, ...readers });
  await engine.ready;
  expect(Math.max(...puts)).toBe(3);
  expect(puts.reduce((sum, n) => sum + n, 0)).toBe(36);
  // Each lies in its pack at once.
  expect(Math.max(...waiting)).toBe(0);
  expect(engine.view().figures.size).toBe(36);
  const [first] = engine.view().session('s0')?.responses ?? [];
  expect(first?.thread).toBe('');
});

test('readings leave memory also for logs that appear one by one', async () => {
  const [folder, storage] = [tempFolder(), tempFolder()];
  const { checkpoint, puts } = watched(storage);
  const pace = { slice: 0, shelve: 1 << 30, derived: 20 };
  const window = openWindow(folder, storage, () => NOW, {}, pace, { checkpoint });
  await window.engine.ready;
  home(12, folder);
  const projects = join(folder, '.claude', 'projects');
  for (const name of fs.readdirSync(projects, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.jsonl')) window.touch(join(projects, name));
  await window.engine.call('checkpoint', null);
  expect(window.engine.view().figures.size).toBe(36);
  expect(Math.max(...puts)).toBe(3);
});

test('sessions that share messages are derived together, and each log is loaded once', async () => {
  const folder = tempFolder();
  const [families, each] = [6, 4];
  // Of each family the first, then of each the second: as they were written.
  for (let n = 0; n < each; n++)
    for (let family = 0; family < families; family++) {
      const id = `f${family}-${n}`;
      const path = join(folder, '.claude', 'projects', '-home-ada-project', `${id}.jsonl`);
      put(path, [
        // Other words in each family: the same at the same time may be a copy.
        prompt(id, `go ${family}`),
        answer(id, 'said in all of them', { id: `msg_${family}`, request: `req_${family}` }),
        answer(id, `said here ${n}`),
      ]);
      const at = NOW / 1000 - 90_000 - n * 1_000 - family;
      utimesSync(path, at, at);
    }
  const storage = tempFolder();
  const { checkpoint } = watched(storage);
  const taken = vi.spyOn(checkpoint, 'reading');
  const pace = { slice: 0, shelve: 0, derived: each };
  const { engine } = openWindow(folder, storage, () => NOW, {}, pace, { checkpoint });
  await engine.ready;
  const messages = [...engine.view().figures.values()].map((one) => one.messages);
  expect(messages.filter((n) => n === 2)).toHaveLength(families);
  expect(messages.filter((n) => n === 1)).toHaveLength(families * (each - 1));
  expect(taken.mock.calls.map(([path]) => path).toSorted()).toEqual(
    [...new Set(taken.mock.calls.map(([path]) => path))].toSorted(),
  );
});

test('live readings wait for the save, however often they change', async () => {
  const folder = tempFolder();
  const path = join(folder, '.claude', 'projects', '-home-ada-project', 's.jsonl');
  const at = { timestamp: new Date(NOW - 1000).toISOString() };
  put(path, [
    { ...prompt('s', 'go'), ...at },
    { ...answer('s', 'done'), ...at },
  ]);
  const storage = tempFolder();
  const { checkpoint, puts, waiting } = watched(storage);
  const pace = { slice: 0, shelve: 0, derived: 20 };
  await openWindow(folder, storage, () => NOW, {}, pace, { checkpoint }).engine.ready;
  expect(puts).toEqual([1]);
  expect(waiting[0]).toBeGreaterThan(0);
});

test.each([
  ['of long ago', 90_000_000, 0],
  ['that is written', 0, 1],
])('what the fold knows beside the reading of a log %s', async (_, age, kept) => {
  const folder = tempFolder();
  const path = join(folder, '.claude', 'projects', '-home-ada-project', 's.jsonl');
  put(path, [prompt('s', 'go'), answer('s', 'done')]);
  utimesSync(path, (NOW - age) / 1000, (NOW - age) / 1000);
  const { of } = Derivation;
  const before = await settledCount(FoldState);
  const held: number[] = [];
  vi.spyOn(Derivation, 'of').mockImplementation((...args) => {
    held.push(queryObjects(FoldState) - before);
    return of.apply(Derivation, args);
  });
  await openWindow(folder, tempFolder(), () => NOW).engine.ready;
  expect(held).toEqual([kept]);
});

/** How many objects of a class are held, once what earlier tests left is gone. */
async function settledCount(of: typeof FoldState): Promise<number> {
  let before = -1;
  for (let tries = 0; tries < 50; tries++) {
    const now = queryObjects(of);
    if (now === before) return now;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return before;
}

/** A reading of so many answers. */
function longReading(answers: number): FileReading {
  const reading = newReading('/logs/s.jsonl', 's', null);
  const state = new FoldState(reading, scan);
  const lines = [
    prompt('s', 'go'),
    ...Array.from({ length: answers }, (__, n) => answer('s', `Grüße ${n} 你好`)),
  ];
  for (const [n, line] of lines.entries()) foldLine(state, JSON.stringify(line), n * 500, 499);
  return reading;
}

test('a long reading is packed in pieces that join to its JSON', () => {
  const reading = longReading(9_000);
  const texts = vi.spyOn(JSON, 'stringify');
  const pieces = [...jsonPieces(reading)];
  const longest = Math.max(...pieces.map(({ length }) => length));
  const lists = texts.mock.calls.map(([value]) => (Array.isArray(value) ? value.length : 0));
  texts.mockRestore();
  const whole = JSON.stringify(reading);
  expect(pieces.join('')).toBe(whole);
  expect([Math.max(...lists) <= 4096, longest * 3 < whole.length]).toEqual([true, true]);
  const packed = packReading(reading);
  expect(inflateRawSync(packed).toString()).toBe(whole);
  expect(parseReading(packed)).toEqual(reading);
  // It says that it has ended.
  expect(() => inflateRawSync(packed.subarray(0, -1))).toThrow('unexpected end of file');
});

test.each([
  {},
  { a: undefined },
  { a: [], b: undefined, c: 'x' },
  { a: Array.from({ length: 4096 }, (_, n) => n) },
])('pieces of something small: %#', (value) => {
  expect([...jsonPieces(value)].join('')).toBe(JSON.stringify(value));
});

test('steps of a long session are folded a thousand at a time', async () => {
  const folder = tempFolder();
  const lines = Array.from({ length: 9_000 }, (_, n) => answer('s', `line ${n}`));
  const path = join(folder, '.claude', 'projects', '-home-ada-project', 's.jsonl');
  put(path, [prompt('s', 'go'), ...lines]);
  utimesSync(path, NOW / 1000 - 90_000, NOW / 1000 - 90_000);
  const folded = vi.spyOn(Measures.prototype, 'fold');
  const { engine } = openWindow(folder, tempFolder(), () => NOW);
  await engine.ready;
  const counts = folded.mock.calls.map(([steps]) => steps.length);
  expect(Math.max(...counts)).toBeLessThanOrEqual(2048);
  expect(counts.reduce((sum, n) => sum + n, 0)).toBeGreaterThan(9_000);
  expect(engine.view().figures.get('s')?.messages).toBe(9_000);
});
