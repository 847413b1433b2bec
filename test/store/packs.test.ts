/** Readings beside the image: what a save appends, what is given up, what is there when others clear up, and what a wipe leaves. */
import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import * as fs from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Changes, FileChange } from '../../src/store/changes';
import { openCheckpoint, type Checkpoint } from '../../src/store/checkpoint';
import { imagePath, listGenerations } from '../../src/store/image';
import { MOST_PACKS } from '../../src/store/readings';
import { tempFolder } from '../support/tempFolder';
import {
  contents,
  failure,
  figures,
  file,
  lying,
  onDisk,
  open,
  packsIn,
  read,
  saved,
  watchedFs,
  asOneFile,
  write,
  sqlite,
} from './samples';

const sizeOf = (folder: string): number =>
  packsIn(folder).reduce((sum, name) => sum + fs.statSync(join(folder, name)).size, 0);
const everything = (folder: string): Buffer =>
  Buffer.concat(fs.readdirSync(folder).map((name) => fs.readFileSync(join(folder, name))));

/** Packed text that does not compress. */
const noise = (seed: string, bytes: number): Uint8Array =>
  deflateRawSync(
    createHash('shake256', { outputLength: bytes / 2 })
      .update(seed)
      .digest()
      .toString('hex'),
  );
const large = (id: string, offset: number, bytes = 100_000): Changes =>
  read(id, offset, { reading: noise(`${id} ${offset}`, bytes) });
const place = (store: Checkpoint, id: string) =>
  store.db.all(
    'select name, at, bytes from place join pack p on p.id = pack where file = (select id from file where path = ?)',
    [id],
  )[0];

describe('a save', () => {
  test('writes the image and the changed readings', () => {
    const folder = tempFolder();
    const store = open(folder);
    for (let n = 0; n < 30; n++) store.put(large(`log${n}`, 100));
    const first = saved(store.save());
    const image = (): number => fs.statSync(imagePath(folder, listGenerations(folder, fs)[0]!)).size;
    expect([image() < 400_000, first.bytes > 1_500_000]).toEqual([true, true]);
    const changed = large('log7', 200);
    const [reading] = [...(changed.files ?? [])].map((one) => one.reading);
    store.put(changed);
    const before = sizeOf(folder);
    const second = saved(store.save());
    expect(sizeOf(folder) - before).toBe(reading!.length);
    // The seal is no part of what is counted.
    expect(second.bytes).toBe(image() - 8 + reading!.length);
    expect(packsIn(folder)).toHaveLength(1);
    expect(store.db.all('select count(*) from reading')).toEqual([[0]]);
  });

  test('appends no reading if only figures changed', () => {
    const folder = tempFolder();
    const store = open(folder);
    store.put(read('a', 100));
    saved(store.save());
    const before = sizeOf(folder);
    store.put({ sessions: [figures('a', { title: 'Another' })] });
    expect(saved(store.save()).written).toBe(true);
    expect([sizeOf(folder), packsIn(folder).length]).toEqual([before, 1]);
  });

  test('gives each process its own pack', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const [one, two] = [open(folder), open(folder)];
    one.put(read('b', 100));
    saved(one.save());
    two.put(read('c', 100));
    saved(two.save());
    one.put(read('d', 100));
    saved(one.save());
    const names = ['a', 'b', 'c', 'd'].map((id) => place(one, id)?.[0]);
    expect(new Set(names).size).toBe(3);
    expect(names[1]).toBe(names[3]);
  });
});

describe('a reading written ahead of the save', () => {
  test('leaves memory and is saved with the next image; without one it is removed', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const store = open(folder);
    for (let n = 0; n < 30; n++) store.put(large(`log${n}`, 100));
    expect(store.inMemory()).toBeGreaterThan(1_500_000);
    store.spill();
    expect([store.inMemory(), sizeOf(folder) > 1_500_000]).toEqual([0, true]);
    expect(onDisk(folder).files).toHaveLength(1);
    store.put(read('a', 200));
    saved(store.save());
    // The room it took in the image is given back.
    expect(fs.statSync(imagePath(folder, 2)).size).toBeLessThan(400_000);
    expect(onDisk(folder)).toEqual(contents(store));
    store.put(large('log1', 200));
    store.spill();
    store.close();
    const killed = open(folder);
    killed.put(large('log2', 200));
    killed.spill();
    expect(packsIn(folder)).toHaveLength(3);
    // It was killed: its pack goes when another has saved.
    write(folder, read('b', 100));
    expect(lying(folder)).toEqual(['vigil-2.db', 'vigil-2.pack', 'vigil-3.db', 'vigil-3.pack']);
    expect(onDisk(folder).files).toHaveLength(32);
  });

  test('goes to the pack at once if it is large, and the next image names it', () => {
    const folder = tempFolder();
    const store = open(folder);
    const isLarge = ({ reading }: FileChange): boolean => reading.length > 50_000;
    expect(store.put(read('small', 100), isLarge)).toBe(0);
    const two = { files: [...(large('one', 100).files ?? []), ...(large('two', 100).files ?? [])] };
    const inside = store.inMemory();
    const written = store.put(two, isLarge);
    expect([written > 100_000, written]).toEqual([true, sizeOf(folder)]);
    expect(store.inMemory()).toBe(inside);
    expect(store.put(large('three', 100), () => false)).toBe(0);
    expect(store.inMemory()).toBeGreaterThan(inside + 50_000);
    expect(onDisk(folder).files).toHaveLength(0);
    saved(store.save());
    expect(onDisk(folder)).toEqual(contents(store));
    expect(onDisk(folder).files).toHaveLength(4);
  });

  test.each([1, 2])('stays in memory if the disk is full at reading %i of two', (nth) => {
    const folder = tempFolder();
    let writes = 0;
    const store = open(
      folder,
      watchedFs((name) => {
        if (name === 'writeSync' && ++writes === nth) throw failure('ENOSPC');
      }),
    );
    const [one, two] = [large('one', 100), large('two', 100)];
    store.put({ files: [...(one.files ?? []), ...(two.files ?? [])] }, () => true);
    for (const changes of [one, two])
      for (const { path, reading } of changes.files ?? [])
        expect(Buffer.from(store.reading(path)!)).toEqual(Buffer.from(reading));
    saved(store.save());
    expect(onDisk(folder)).toEqual(contents(store));
    expect(onDisk(folder).files).toHaveLength(2);
  });

  test('is removed if the put fails', () => {
    const folder = tempFolder();
    const store = open(folder);
    const [good] = [...(large('one', 100).files ?? [])];
    function* files() {
      yield good!;
      throw new Error('no more');
    }
    expect(() => store.put({ files: files() }, () => true)).toThrow('no more');
    expect([store.headers(), store.reading('one'), store.unsaved()]).toEqual([[], null, false]);
    store.put(read('two', 100));
    saved(store.save());
    expect(onDisk(folder).files).toHaveLength(1);
  });

  test('is kept if another window saves meanwhile', () => {
    const folder = tempFolder();
    const [one, two] = [open(folder), open(folder)];
    one.put(read('a', 100));
    one.spill();
    two.put(read('b', 100));
    saved(two.save());
    expect(lying(folder)).toEqual(['vigil-1.db', 'vigil-1.pack']);
    one.put(read('c', 100));
    saved(one.save());
    expect(onDisk(folder).files.map(({ reading }) => reading)).toEqual(
      ['a', 'b', 'c'].map((id) => `${id} up to 100`),
    );
  });
});

describe('packs that are given up', () => {
  test('rewrites a pack of mostly outdated readings', () => {
    const folder = tempFolder();
    const store = open(folder);
    for (let n = 0; n < 5; n++) store.put(large(`log${n}`, 100));
    let most = 0;
    for (let offset = 200; offset < 12_000; offset += 100) {
      store.put(large('live', offset));
      saved(store.save());
      most = Math.max(most, sizeOf(folder));
    }
    // Six readings of 57 KB are in use, and 6.8 MB were written; the image before needs what it names.
    expect(most).toBeGreaterThan(2_000_000);
    expect(most).toBeLessThan(4_500_000);
    expect(onDisk(folder)).toEqual(contents(store));
    expect(store.size().free).toBeLessThan(2_200_000);
  });

  test('joins packs of many processes', () => {
    const folder = tempFolder();
    for (let n = 0; n < 3 * MOST_PACKS; n++) write(folder, read(`log${n}`, 100));
    expect(packsIn(folder).length).toBeLessThanOrEqual(MOST_PACKS + 1);
    expect(onDisk(folder).files).toHaveLength(3 * MOST_PACKS);
  });

  test('compacting leaves one pack without outdated readings', () => {
    const folder = tempFolder();
    write(folder, read('a', 100), read('b', 100));
    write(folder, read('a', 200));
    const store = open(folder);
    expect(store.size().free).toBeGreaterThan(0);
    const was = contents(store);
    store.compact();
    saved(store.save());
    expect(store.size().free).toBe(0);
    store.put({ sessions: [figures('b', { title: 'More' })] });
    saved(store.save());
    expect(packsIn(folder)).toHaveLength(1);
    expect(onDisk(folder).files).toEqual(was.files);
  });

  test('removes a partial pack after a full disk', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    let full = true;
    let written = 0;
    const store = open(
      folder,
      watchedFs((name) => {
        if (full && name === 'writeSync' && ++written % 3 === 0) throw failure('ENOSPC');
      }),
    );
    for (let n = 0; n < 10; n++) {
      for (const id of ['b', 'c', 'd']) store.put(read(id, 100 + n * 100));
      expect(store.save()).toMatchObject({ ok: false, problem: { code: 'store-write' } });
    }
    expect(lying(folder)).toEqual(['vigil-1.db', 'vigil-1.pack']);
    full = false;
    saved(store.save());
    expect(onDisk(folder)).toEqual(contents(store));
  });
});

describe('other windows', () => {
  test('a window that missed saves reads removed packs and saves its changes', () => {
    const folder = tempFolder();
    write(folder, read('a', 100), read('b', 100));
    const asleep = open(folder);
    const before = packsIn(folder);
    asleep.put(read('c', 100));
    const other = open(folder);
    other.compact();
    saved(other.save());
    for (const offset of [200, 300]) {
      other.put(read('b', offset));
      saved(other.save());
    }
    expect(packsIn(folder)).not.toContain(before[0]);
    expect(contents(asleep).files.map(({ reading }) => reading)).toEqual([
      'a up to 100',
      'b up to 100',
      'c up to 100',
    ]);
    saved(asleep.save());
    other.close();
    expect(onDisk(folder).files.map(({ reading }) => reading)).toEqual([
      'a up to 100',
      'b up to 300',
      'c up to 100',
    ]);
    expect(onDisk(folder)).toEqual(contents(asleep));
  });

  test('looks for the newest image again if its packs were removed meanwhile', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    let times = 0;
    const racing = watchedFs((name, path) => {
      if (name !== 'openSync' || !String(path).endsWith('.pack') || times++ > 0) return;
      const other = open(folder);
      other.compact();
      saved(other.save());
      other.put(read('a', 300));
      saved(other.save());
      other.put(read('a', 400));
      saved(other.save());
      other.close();
    });
    const store = open(folder, racing);
    expect(contents(store).files).toMatchObject([{ reading: 'a up to 400' }]);
  });

  test('a window without the lease drops readings that another saved', () => {
    const folder = tempFolder();
    const [one, two] = [open(folder), open(folder)];
    for (const store of [one, two]) store.put(read('a', 100));
    saved(one.save());
    expect(two.db.all('select count(*) from reading')).toEqual([[1]]);
    expect(saved(two.takeIn())).toMatchObject({ written: false });
    expect(two.db.all('select count(*) from reading')).toEqual([[0]]);
    expect(contents(two)).toEqual(contents(one));
  });

  test('names a missing pack; figures are complete', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const [name] = packsIn(folder);
    const before = onDisk(folder).sessions;
    const problemsOf = (): string[] => {
      const opened = openCheckpoint(folder, fs, sqlite, '0.1.0');
      opened.checkpoint.close();
      return opened.kind === 'open' ? opened.problems.map(({ code, message }) => `${code}: ${message}`) : [];
    };
    expect(problemsOf()).toEqual([]);
    fs.unlinkSync(join(folder, name!));
    expect(problemsOf()).toEqual([expect.stringMatching(`^store-incomplete: .*${name}`)]);
    expect(onDisk(folder, fs, true).sessions).toEqual(before);
  });

  test('an open window writes manually deleted packs again', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const store = open(folder);
    for (const name of packsIn(folder)) fs.unlinkSync(join(folder, name));
    store.put(read('b', 100));
    saved(store.save());
    store.close();
    expect(onDisk(folder).files.map(({ reading }) => reading)).toEqual(['a up to 100', 'b up to 100']);
  });
});

describe('a damaged reading', () => {
  test('a flipped bit affects one reading and no figures', () => {
    const folder = tempFolder();
    write(folder, read('a', 100), read('b', 200), read('c', 300));
    const [name] = packsIn(folder);
    const path = join(folder, name!);
    const good = fs.readFileSync(path);
    const before = onDisk(folder);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(7), (at, bit) => {
        const bytes = Buffer.from(good);
        bytes[at]! ^= 1 << bit;
        fs.writeFileSync(path, bytes);
        const store = open(folder);
        const now = contents(store, true);
        store.close();
        expect(now.sessions).toEqual(before.sessions);
        expect(now.files.filter(({ reading }, i) => reading !== before.files[i]?.reading)).toMatchObject([
          { reading: '' },
        ]);
      }),
      { numRuns: 40 },
    );
  });

  test('stays damaged through saves; a backup repairs it', () => {
    const folder = tempFolder();
    write(folder, read('a', 100), read('b', 200));
    const backup = asOneFile(folder);
    fs.writeFileSync(join(folder, packsIn(folder)[0]!), 'rotten');
    const store = open(folder);
    store.put(read('c', 100));
    saved(store.save());
    const readings = () => onDisk(folder, fs, true).files.map(({ reading }) => reading);
    expect(readings()).toEqual(['', '', 'c up to 100']);
    expect(store.absorb(backup).leftOut).toEqual([]);
    store.put({ sessions: [figures('c', { title: 'Changed' })] });
    saved(store.save());
    expect(readings()).toEqual(['a up to 100', 'b up to 200', 'c up to 100']);
  });
});

describe('a wipe', () => {
  test('of a project removes its bytes from every pack', () => {
    const folder = tempFolder();
    const secret = Buffer.from(noise('secret', 5_000));
    write(folder, read('keep', 100));
    const other = open(folder);
    other.put({
      files: [file('app', 100, { reading: secret })],
      sessions: [figures('app', { project: '/w/app' })],
    });
    saved(other.save());
    expect(everything(folder).includes(secret.slice(0, 100))).toBe(true);
    const store = open(folder);
    saved(store.wipe('/w/app'));
    expect(everything(folder).includes(secret.slice(0, 100))).toBe(false);
    expect(lying(folder)).toEqual(['vigil-3.db', 'vigil-3.pack']);
    // The other window's pack is gone, and it does not bring it back.
    other.put(read('more', 100));
    expect(saved(other.save())).toMatchObject({ replaced: true });
    other.put(read('more', 100));
    saved(other.save());
    expect(everything(folder).includes(secret.slice(0, 100))).toBe(false);
    expect(onDisk(folder).files.map(({ path }) => path)).toEqual(['keep', 'more']);
  });

  test('that cannot read the rest says so and loses nothing', () => {
    const folder = tempFolder();
    write(folder, read('keep', 100), {
      files: [file('app', 100)],
      sessions: [figures('app', { project: '/w/app' })],
    });
    let broken = false;
    const store = open(
      folder,
      watchedFs((name) => {
        if (broken && name === 'readSync') throw failure('EIO');
      }),
    );
    broken = true;
    expect(store.wipe('/w/app')).toMatchObject({ ok: false, problem: { code: 'store-write' } });
    broken = false;
    store.close();
    expect(onDisk(folder).files.map(({ path, reading }) => [path, reading])).toEqual([
      ['app', 'app up to 100'],
      ['keep', 'keep up to 100'],
    ]);
  });
});

describe('an image from elsewhere', () => {
  test('is imported with the packs beside it', () => {
    const folder = tempFolder();
    write(folder, read('a', 100), read('b', 200));
    const image = fs.readFileSync(imagePath(folder, 2));
    const store = open(tempFolder());
    expect(store.absorb(image, folder)).toMatchObject({ conversations: 2, leftOut: [] });
    expect(contents(store).files.map(({ reading }) => reading)).toEqual(['a up to 100', 'b up to 200']);
    expect(() => open(null).absorb(image)).toThrow('is not beside it');
    expect(() => open(null).absorb(image, tempFolder())).toThrow('is not beside it');
  });

  test.each<[string, string]>([
    ['a pack of another name', "update pack set name = '../secret'"],
    ['a pack that is a path', "update pack set name = '/etc/passwd'"],
    ['a place before the file', 'update place set at = -100'],
    ['a place behind its end', 'update place set at = 1000000'],
    ['a length beyond all', 'update place set bytes = 100000000000'],
    ['a length that is none', "update place set bytes = 'x'"],
    ['another check sum', 'update place set crc = 1'],
  ])('%s: no reading comes of it', (_, harm) => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    fs.writeFileSync(join(folder, '..', 'secret'), 'a secret');
    const made = open(folder);
    made.db.script(harm);
    made.put({ sessions: [figures('a', { title: 'x' })] });
    saved(made.save());
    made.close();
    const image = fs.readFileSync(imagePath(folder, 2));
    const store = open(null);
    try {
      expect(store.absorb(image, folder).leftOut).toEqual(['a']);
    } catch (error) {
      expect(String(error)).toContain('is not beside it');
    }
    expect(store.headers()).toEqual([]);
    // As an image of our own: it opens, and has none.
    expect(onDisk(folder, fs, true).files).toMatchObject([{ path: 'a', reading: '' }]);
  });
});
