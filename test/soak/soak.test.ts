/** The soak in a short form, so that it stays able to run and to find what grows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { growth, soak, type Held } from './soak';

test('two days: sessions are kept when their logs are deleted, handles and files are given back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-soak-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const wasmFolder = dirname(createRequire(import.meta.url).resolve('sql.js'));
  const told: Held[] = [];
  const held = await soak({ sessions: 900, days: 2, folder, wasmFolder, told: (day) => told.push(day) });
  expect(told).toEqual(held);
  expect(held.map(({ day, known }) => [day, known])).toEqual([
    [1, 929],
    [2, 958],
  ]);
  for (const { logs } of held) expect(Math.abs(logs - 870)).toBeLessThan(30);
  expect(held[1]?.files).toBe(held[0]?.files);
  expect(growth(held).filter((one) => one.startsWith('packs'))).toEqual([]);
}, 120_000);

test('what grows is named', () => {
  const flat: Held = {
    day: 1,
    known: 1,
    logs: 1,
    rss: 300e6,
    heap: 50e6,
    handles: 5,
    open: 20,
    files: 3,
    packs: 2,
    bytes: 1,
  };
  const week = (grow: (day: number) => Partial<Held>) =>
    growth(Array.from({ length: 7 }, (_, day) => ({ ...flat, day, ...grow(day) })));
  expect(week(() => ({}))).toEqual([]);
  // What settles in the first days is no growth.
  expect(week((day) => ({ rss: day < 2 ? 100e6 : 300e6 }))).toEqual([]);
  expect(week((day) => ({ rss: 300e6 + day * 40e6 }))).toEqual([expect.stringMatching(/^rss: /)]);
  expect(week((day) => ({ handles: 5 + day * 2 }))).toEqual(['handles: 13 → 17']);
  expect(week((day) => ({ packs: 1 + day * 2 }))).toEqual([]);
  expect(week((day) => ({ packs: 1 + day * 4 }))).toEqual(['packs: 25']);
  expect(week((day) => ({ open: 20 + day, files: 3 + day * 3 }))).toEqual([
    expect.stringMatching(/^files: /),
  ]);
});
