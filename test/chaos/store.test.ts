/**
 * The store under faults: writers that die at any call, images that rot, disks that fill. `npm test` runs a short form,
 * `npm run test:chaos` a hundred thousand kills. After each run the store opens, passes its check, and equals a clean
 * reading of everything still on the disk, plus everything that had been archived before its log went.
 */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Checkpoint } from '../../src/store/checkpoint';
import { imagePath, listGenerations, unseal, type StoreFs } from '../../src/store/image';
import { StoreFault } from '../../src/store/problem';
import { packNames } from '../../src/store/readings';
import { contents, onDisk, open, read, saved, sqlite } from '../store/samples';
import { systemWords } from '../../src/l10n/systemWords';
import { tempFolder } from '../support/tempFolder';
import { dyingFs, failingFs, spoil } from './faults';
import { memoryFs, type Disk } from './memoryFs';
import { random } from './random';

const FULL = process.env['VIGIL_CHAOS'] === 'full';
const RUNS = FULL ? 500 : 60;
/** Kills of writers on a file system in memory: `npm run test:chaos -- --kills N`. */
const KILLS = Number(process.env['VIGIL_TEST_KILLS'] ?? (FULL ? 100_000 : 300));
const SEED = Number(process.env['VIGIL_TEST_SEED'] ?? 0);
const LOGS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** What is true: how long each log is, and which have left the disk (with how much was archived of them). */
interface Truth {
  onDisk: Map<string, number>;
  archived: Map<string, number>;
}

const write = (truth: Truth, next: () => number): void => {
  const log = LOGS[Math.floor(next() * LOGS.length)]!;
  if (truth.archived.has(log)) return;
  truth.onDisk.set(log, (truth.onDisk.get(log) ?? 0) + 100 * (1 + Math.floor(next() * 5)));
};

/** What a window does: reads each log on from its own cursor, and one whose reading cannot be read from its start. */
/** `atOnce`: readings are put into a pack at once. */
function readOn(store: Checkpoint, truth: Truth, atOnce = false): void {
  const known = new Map(
    store.headers().map(({ path, cursor }) => [path, store.reading(path) === null ? 0 : cursor.offset]),
  );
  for (const [log, offset] of truth.onDisk)
    if ((known.get(log) ?? 0) < offset) store.put(read(log, offset), () => atOnce);
}

/** A store that read everything in one go. */
function clean(truth: Truth): ReturnType<typeof contents> {
  const store = open(null);
  for (const [log, offset] of [...truth.onDisk, ...truth.archived]) store.put(read(log, offset));
  const all = contents(store);
  store.close();
  return all;
}

/** A window opens what is there, reads on, saves and closes; what is on the disk then. */
function recovered(
  folder: string,
  truth: Truth,
  through: StoreFs = fs,
  lost = false,
): ReturnType<typeof contents> {
  const store = open(folder, through);
  readOn(store, truth);
  const { written } = saved(store.save());
  store.close();
  if (written) {
    const named = packsNamed(folder, through);
    const there = packsOnDisk(folder, through);
    expect(lost ? there.filter((name) => !named.includes(name)) : there, 'packs').toEqual(lost ? [] : named);
  }
  return onDisk(folder, through, lost);
}

const packsOnDisk = (folder: string, through: StoreFs): string[] =>
  (through.readdirSync as (path: string) => string[])(folder)
    .filter((name) => name.endsWith('.pack'))
    .sort();

/** The packs that the images in a folder name: after a save no others are there, and all of these are. */
function packsNamed(folder: string, through: StoreFs): string[] {
  const names = new Set<string>();
  for (const generation of listGenerations(folder, through)) {
    const image = unseal(through.readFileSync(imagePath(folder, generation)));
    // What rots is passed over.
    if (image === null) continue;
    const db = sqlite.open(new Uint8Array(image));
    for (const name of packNames(db)) names.add(name);
    db.close();
  }
  return [...names].sort();
}

/** Where a campaign takes place: a folder, and a file system for each process. */
interface Place {
  folder: string;
  /** Of a process that lives. */
  fs: StoreFs;
  dying: (at: number, share: number) => { fs: StoreFs; dead: () => boolean };
}

const onRealDisk = (): Place => ({ folder: tempFolder(), fs, dying: (at, share) => dyingFs(at, share) });

function inMemory(): Place {
  const disk: Disk = { files: new Map(), folders: new Set(['/', '/home']) };
  const memory = (): StoreFs => memoryFs(disk) as unknown as StoreFs;
  return { folder: '/home/vigil', fs: memory(), dying: (at, share) => dyingFs(at, share, memory()) };
}

/** Two to four writers, killed again and again; in the end nothing is lost and nothing is left. Gives how many were. */
function campaign(
  seed: number,
  { folder, fs: alive, dying }: Place,
  steps: number,
  lifetime: number,
): number {
  const next = random(seed);
  const truth: Truth = { onDisk: new Map(), archived: new Map() };
  const writers: { store: Checkpoint; dead: () => boolean }[] = [];
  let kills = 0;
  const start = (): { store: Checkpoint; dead: () => boolean } => {
    // Dies somewhere in its first saves, if it gets that far.
    const one = dying(1 + Math.floor(next() * lifetime), next());
    try {
      return { store: open(folder, one.fs), dead: one.dead };
    } catch {
      // It died while it opened.
      kills++;
      return { store: open(folder, alive), dead: () => false };
    }
  };
  for (let i = 0; i < 2 + Math.floor(next() * 3); i++) writers.push(start());
  for (let step = 0; step < steps; step++) {
    write(truth, next);
    const n = Math.floor(next() * writers.length);
    const writer = writers[n]!;
    const [spills, compacts, saves, unloads] = [next() < 0.2, next() < 0.1, next() < 0.7, next() < 0.3];
    try {
      readOn(writer.store, truth, next() < 0.3);
      if (spills) writer.store.spill();
      if (compacts && !writer.dead()) writer.store.compact();
      if (saves) writer.store.save();
      if (unloads) writer.store.unload(true);
    } catch (error) {
      // It died while it loaded what it had unloaded.
      if (!(error instanceof StoreFault) || !writer.dead()) throw error;
    }
    if (saves || writer.dead()) {
      if (writer.dead()) {
        kills++;
        writer.store.close();
        writers[n] = start();
      } else if (next() < 0.3) archive(folder, truth, next, alive);
    }
  }
  for (const { store } of writers) store.close();
  // What a crash leaves is whole: no image names a reading that is not on the disk.
  const left = open(folder, alive);
  for (const { path } of left.headers()) expect(left.reading(path), `seed ${seed}: ${path}`).not.toBeNull();
  left.close();
  // Something new, so that the last writer writes: litter goes with the next image.
  truth.onDisk.set('z', 100);
  expect(recovered(folder, truth, alive), `seed ${seed}`).toEqual(clean(truth));
  expect(
    alive.readdirSync(folder).filter((name) => name.endsWith('.tmp')),
    `seed ${seed}`,
  ).toEqual([]);
  return kills;
}

describe('killed at random calls', () => {
  test(`${RUNS} runs of two to four writers on a disk`, { timeout: 1_200_000 }, () => {
    let kills = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const place = onRealDisk();
      kills += campaign(SEED + seed, place, 12, 60);
      fs.rmSync(place.folder, { recursive: true });
    }
    console.log(`chaos: ${RUNS} runs on a disk, ${kills} kills at random calls`);
    expect(kills).toBeGreaterThan(RUNS / 2);
  });

  test(`${KILLS} kills in memory`, { timeout: 86_400_000 }, () => {
    let kills = 0;
    let runs = 0;
    const from = performance.now();
    for (let seed = 3e6; kills < KILLS; seed++) {
      kills += campaign(SEED + seed, inMemory(), 30, 24);
      if (++runs % 500 === 0) console.log(`chaos: ${kills} kills, ${runs} campaigns, nothing lost`);
    }
    const seconds = Math.round((performance.now() - from) / 1000);
    console.log(`chaos: ${kills} kills in memory, ${runs} campaigns, ${seconds} s: nothing lost`);
    expect(kills).toBeGreaterThanOrEqual(KILLS);
  });
});

/** Claude Code deletes a log that the newest image has to its end: its figures must outlive it. */
function archive(folder: string, truth: Truth, next: () => number, through: StoreFs): void {
  const kept = onDisk(folder, through).files.filter(
    ({ path, cursor }) => truth.onDisk.get(path) === cursor.offset,
  );
  const chosen = kept[Math.floor(next() * kept.length)];
  if (chosen === undefined) return;
  truth.onDisk.delete(chosen.path);
  truth.archived.set(chosen.path, chosen.cursor.offset);
}

describe('images that rot', () => {
  test(`${RUNS} torn, flipped and lost images`, { timeout: 1_200_000 }, () => {
    const kinds = new Map<string, number>();
    for (let seed = 1; seed <= RUNS; seed++) {
      const next = random(seed + 1e6);
      const folder = tempFolder();
      const truth: Truth = { onDisk: new Map(), archived: new Map() };
      const store = open(folder);
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) write(truth, next);
        readOn(store, truth);
        saved(store.save());
      }
      store.close();
      const [newest = 0, before = 0] = listGenerations(folder, fs);
      // A log that has gone before is in the image before, so that image must bring it back.
      const old = open(folder);
      old.close();
      const what = spoil(imagePath(folder, newest), next);
      kinds.set(what.split(' ')[0]!, (kinds.get(what.split(' ')[0]!) ?? 0) + 1);
      const fallen = onDisk(folder);
      expect(fallen.files.length, `seed ${seed}: ${what}`).toBeGreaterThan(0);
      for (const { path, cursor } of fallen.files)
        if (next() < 0.3 && truth.onDisk.get(path) === cursor.offset) {
          truth.onDisk.delete(path);
          truth.archived.set(path, cursor.offset);
        }
      expect(recovered(folder, truth), `seed ${seed}: ${what}, before it ${before}`).toEqual(clean(truth));
      fs.rmSync(folder, { recursive: true });
    }
    console.log(`chaos: ${RUNS} images spoilt: ${[...kinds].map(([kind, n]) => `${n} ${kind}`).join(', ')}`);
    expect(kinds.size).toBe(6);
  });

  test(`${RUNS} torn, flipped and lost packs`, { timeout: 1_200_000 }, () => {
    const kinds = new Map<string, number>();
    for (let seed = 1; seed <= RUNS; seed++) {
      const next = random(seed + 4e6);
      const folder = tempFolder();
      const truth: Truth = { onDisk: new Map(), archived: new Map() };
      for (let i = 0; i < 3; i++) {
        const store = open(folder);
        for (let j = 0; j < 3; j++) write(truth, next);
        readOn(store, truth);
        saved(store.save());
        store.close();
      }
      archive(folder, truth, next, fs);
      const packs = packsOnDisk(folder, fs);
      const what = spoil(join(folder, packs[Math.floor(next() * packs.length)]!), next);
      kinds.set(what.split(' ')[0]!, (kinds.get(what.split(' ')[0]!) ?? 0) + 1);
      // Figures and cursors are all there; a reading is what it was, or none.
      const store = open(folder);
      const { sessions, pending, identities } = contents(store, true);
      const before = clean(truth);
      expect([sessions, pending, identities]).toEqual([before.sessions, before.pending, before.identities]);
      for (const { path, reading } of before.files)
        expect([reading, ''], `seed ${seed}: ${what}`).toContain(
          contents(store, true).files.find((file) => file.path === path)?.reading,
        );
      store.close();
      const gone = new Set(truth.archived.keys());
      truth.onDisk.set('z', 100);
      const after = recovered(folder, truth, fs, true);
      const wanted = clean(truth);
      // A log that is there is read again; of one that has gone the figures are all there is.
      expect(
        {
          ...after,
          files: after.files.filter(({ path, reading }) => reading !== '' || !gone.has(path)),
        },
        `seed ${seed}: ${what}`,
      ).toEqual({
        ...wanted,
        files: wanted.files.filter(
          ({ path }) =>
            !gone.has(path) || after.files.some((file) => file.path === path && file.reading !== ''),
        ),
      });
      fs.rmSync(folder, { recursive: true });
    }
    console.log(`chaos: ${RUNS} packs spoilt: ${[...kinds].map(([kind, n]) => `${n} ${kind}`).join(', ')}`);
    expect(kinds.size).toBe(6);
  });

  test('when all images rot it is built again from what is on the disk', { timeout: 1_200_000 }, () => {
    for (let seed = 1; seed <= RUNS / 10; seed++) {
      const next = random(seed + 2e6);
      const folder = tempFolder();
      const truth: Truth = { onDisk: new Map(), archived: new Map() };
      const store = open(folder);
      for (let i = 0; i < 3; i++) {
        write(truth, next);
        readOn(store, truth);
        saved(store.save());
      }
      store.close();
      for (const generation of listGenerations(folder, fs)) spoil(imagePath(folder, generation), next);
      expect(recovered(folder, truth), `seed ${seed}`).toEqual(clean(truth));
    }
  });
});

describe('disks that are full or forbidden', () => {
  test.each(['ENOSPC', 'EACCES', 'EIO', 'EROFS'])('%s at every call that writes', (code) => {
    let faults = 0;
    for (let at = 1; ; at++) {
      const folder = join(tempFolder(), 'storage');
      const truth: Truth = { onDisk: new Map([['a', 200]]), archived: new Map() };
      const before = open(folder);
      readOn(before, truth);
      saved(before.save());
      const image = onDisk(folder);
      before.close();

      const failing = failingFs(at, code);
      const store = open(folder, failing.fs);
      truth.onDisk.set('a', 300).set('b', 100);
      readOn(store, truth);
      const result = store.save();
      if (!failing.failed()) {
        store.close();
        break;
      }
      faults++;
      // Said to be written: it is. Said not to be: what was there is there, and it can be tried again.
      if (result.ok) expect(onDisk(folder), `call ${at}`).toEqual(clean(truth));
      else {
        expect(result.problem.message).toContain(systemWords(code));
        expect([image, clean(truth)]).toContainEqual(onDisk(folder));
        expect(store.unsaved()).toBe(true);
      }
      saved(store.save());
      expect(onDisk(folder), `call ${at}`).toEqual(clean(truth));
      store.close();
    }
    expect(faults).toBeGreaterThan(8);
  });
});
