/** Packs when something else goes wrong: a disk that loses what it took, windows that meet, images that were made to harm. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Changes } from '../../src/store/changes';
import { openCheckpoint } from '../../src/store/checkpoint';
import { imagePath, listGenerations, type StoreFs } from '../../src/store/image';
import { MOST_PACKS } from '../../src/store/readings';
import { tempFolder } from '../support/tempFolder';
import {
  asOneFile,
  failure,
  figures,
  file,
  lying,
  onDisk,
  open,
  packsIn,
  read,
  saved,
  sqlite,
  watchedFs,
  write,
  readsImage,
} from './samples';

const readings = (folder: string) =>
  onDisk(folder, fs, true).files.map(({ path, reading }) => [path, reading]);

/** node:fs whose next sync of a pack fails, and takes with it what was written: so do network drives that are full. */
function losingFs(lose: { now: boolean }): StoreFs {
  const paths = new Map<unknown, string>();
  return new Proxy(fs, {
    get(target, name: keyof StoreFs) {
      const original = target[name] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        const path = paths.get(args[0]);
        if (name === 'fsyncSync' && lose.now && path !== undefined) {
          lose.now = false;
          fs.truncateSync(path, 0);
          throw failure('EDQUOT');
        }
        const result = original(...args);
        if (name === 'openSync' && String(args[0]).endsWith('.pack')) paths.set(result, String(args[0]));
        return result;
      };
    },
  });
}

describe('a disk that loses writes', () => {
  test.each(['compact', 'wipe', 'spill'] as const)('%s: the archive elsewhere is intact', (what) => {
    const folder = tempFolder();
    const noise = createHash('shake256', { outputLength: 3 << 20 })
      .update('x')
      .digest();
    // A pack that is given up: 3 MB of it are a former reading.
    write(
      folder,
      { files: [file('gone', 300, { gone: true })], sessions: [figures('gone')] },
      read('a', 100, { reading: deflateRawSync(noise) }),
      { files: [file('app', 100)], sessions: [figures('app', { project: '/w/app' })] },
      read('a', 200),
    );
    const lose = { now: false };
    const store = open(folder, losingFs(lose));
    lose.now = true;
    if (what === 'wipe') expect(store.wipe('/w/app')).toMatchObject({ ok: false });
    else {
      if (what === 'compact') store.compact();
      store.put(read('a', 300));
      if (what === 'spill') store.spill();
      expect(store.save()).toMatchObject({ ok: false });
    }
    saved(store.save());
    store.close();
    expect(readings(folder)).toContainEqual(['gone', 'gone up to 300']);
  });
});

test('a pack made during another window’s wipe is removed', () => {
  const folder = tempFolder();
  const app = (offset: number): Changes => ({
    files: [file('app', offset)],
    sessions: [figures('app', { project: '/w/app' })],
  });
  write(folder, read('keep', 100), app(100));
  const late = open(
    folder,
    watchedFs((name, path) => {
      if (name !== 'linkSync' || !String(path).includes('vigil-3.')) return;
      const mine = packsIn(folder).find((pack) => pack.startsWith('vigil-3.'))!;
      const bytes = fs.readFileSync(join(folder, mine));
      const other = open(folder);
      saved(other.wipe('/w/app'));
      other.close();
      // As if it had come when the wipe had looked through the folder.
      fs.writeFileSync(join(folder, mine), bytes);
    }),
  );
  late.put(app(200));
  late.spill();
  expect(saved(late.save())).toMatchObject({ replaced: true });
  expect(lying(folder)).toEqual(['vigil-3.db', 'vigil-3.pack']);
});

test('a newer Vigil’s reading of a log is kept although an older one saved meanwhile', () => {
  const folder = tempFolder();
  const [one, two] = [open(folder), open(folder)];
  one.put({ ...read('a', 100, { reading: deflateRawSync('new words') }), basis: 'newer' });
  two.put({ ...read('a', 100, { reading: deflateRawSync('old words') }), basis: 'older' });
  saved(two.save());
  saved(one.save());
  expect(readings(folder)).toEqual([['a', 'new words']]);
});

test('imports an archive with long readings and few figures, because its packs count', () => {
  const folder = tempFolder();
  const seed = createHash('shake256', { outputLength: 1 << 18 })
    .update('x')
    .digest('hex');
  // 10 MB of which 0.8 MB are left, as of JSON.
  const reading = deflateRawSync(
    seed.replace(/./g, (one) => one.repeat(20)),
    { level: 1 },
  );
  const store = open(folder);
  store.put({ files: Array.from({ length: 28 }, (_, n) => file(`log${n}`, 100, { reading })) });
  saved(store.save());
  const taken = open(null).absorb(fs.readFileSync(imagePath(folder, 1)), folder);
  expect(taken).toMatchObject({ leftOut: [], conversations: 28 });
});

describe('a malicious image', () => {
  const made = (folder: string, rows: number, length: number, harm: string): Buffer => {
    const store = open(folder);
    store.put({ files: Array.from({ length: rows }, (_, n) => file(`log${n}`, 100)) });
    saved(store.save());
    const [name] = packsIn(folder);
    fs.writeFileSync(join(folder, name!), Buffer.alloc(length, 0xff));
    store.db.script(harm);
    store.put({ sessions: [figures('x')] });
    saved(store.save());
    store.close();
    return fs.readFileSync(imagePath(folder, 2));
  };

  test('with the same bytes for all logs is read within its limit', () => {
    const folder = tempFolder();
    const length = 4 << 20;
    const image = made(folder, 400, length, `update place set at = 0, bytes = ${length}`);
    let reads = 0;
    const store = open(
      null,
      watchedFs((name) => void (name === 'readSync' && reads++)),
    );
    expect(() => store.absorb(image, folder)).toThrow('unpacks to more');
    // 64 times the bytes of the pack are 64 of its logs, of which each takes two reads.
    expect(reads).toBeLessThan(2 * 70);
  });

  test('with names of many packs scans the folder once', () => {
    const folder = tempFolder();
    const image = made(
      folder,
      2000,
      10,
      `insert into pack (name) select 'vigil-1.' || printf('%08x', id) || '-0000-0000-0000-000000000000.pack' from file;
       update place set pack = (select id from pack where name = 'vigil-1.' || printf('%08x', file) || '-0000-0000-0000-000000000000.pack')`,
    );
    let looks = 0;
    const store = open(
      null,
      watchedFs((name) => void (name === 'readdirSync' && looks++)),
    );
    expect(() => store.absorb(image, folder)).toThrow('is not beside it');
    expect(looks).toBeLessThan(5);
  });
});

describe('files kept from before a restore', () => {
  /** An archive that did not open was kept, with its pack, when another was restored. */
  const restored = (): string => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const one = tempFolder();
    write(one, read('b', 100));
    const opened = openCheckpoint(
      folder,
      watchedFs((...call) => {
        if (readsImage(...call)) throw failure('EACCES');
      }),
      sqlite,
      '0.1.0',
    );
    saved(opened.checkpoint.restore(asOneFile(one)));
    opened.checkpoint.close();
    expect(lying(folder)).toEqual([
      'before-restore.vigil',
      'before-restore.vigil-1.pack',
      'vigil-1.db',
      'vigil-1.pack',
    ]);
    return folder;
  };

  test('a wipe names the ones that another program keeps open', () => {
    const folder = restored();
    let held = true;
    const store = open(
      folder,
      watchedFs((name, path) => {
        if (held && name === 'unlinkSync' && String(path).includes('before-restore')) throw failure('EBUSY');
      }),
    );
    const busy: unknown = expect.stringContaining('EBUSY');
    expect(store.wipe(null)).toMatchObject({ ok: true, left: [busy, busy] });
    held = false;
    expect(store.wipe(null)).toMatchObject({ ok: true, left: [] });
    expect(lying(folder)).toEqual(['vigil-3.db']);
  });

  test('a restore that cannot set the archive aside leaves the earlier ones intact', () => {
    const folder = restored();
    const before = fs.readFileSync(join(folder, 'before-restore.vigil'));
    const store = open(
      folder,
      watchedFs((name, path) => {
        if (name === 'openSync' && String(path).endsWith('.tmp')) throw failure('ENOSPC');
      }),
    );
    expect(() => store.restore(asOneFile(folder))).toThrow('ENOSPC');
    expect(open(null).absorb(before, folder)).toMatchObject({ conversations: 1, leftOut: [] });
  });
});

test('keeps few files open, and none after closing', () => {
  const folder = tempFolder();
  const openNow = new Set<number>();
  let most = 0;
  const counted = new Proxy(fs, {
    get(target, name: keyof StoreFs) {
      if (name === 'openSync')
        return (...args: Parameters<typeof fs.openSync>) => {
          const fd = fs.openSync(...args);
          openNow.add(fd);
          most = Math.max(most, openNow.size);
          return fd;
        };
      if (name === 'closeSync')
        return (fd: number) => {
          openNow.delete(fd);
          fs.closeSync(fd);
        };
      return target[name];
    },
  }) as StoreFs;
  for (let n = 0; n < MOST_PACKS; n++) write(folder, read(`log${n}`, 100));
  const whole = asOneFile(folder);
  const one = open(folder, counted);
  const other = open(folder);
  for (let n = 1; n < 2 * MOST_PACKS; n++) {
    const [store, id] = n % 2 === 0 ? [one, 'one'] : [other, 'other'];
    store.put(read(id, n * 100));
    if (n % 3 === 0) store.spill();
    if (n % 7 === 0) store.compact();
    saved(store.save());
  }
  saved(one.restore(whole));
  one.absorb(fs.readFileSync(imagePath(folder, listGenerations(folder, fs)[0]!)), folder);
  saved(one.wipe('/w/app'));
  saved(other.takeIn());
  saved(one.save());
  one.close();
  other.close();
  expect(openNow.size).toBe(0);
  expect(most).toBeLessThan(2 * MOST_PACKS + 4);
});

test.runIf(process.platform !== 'win32')(
  'neither follows nor removes links and folders named like packs',
  () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const [name] = packsIn(folder);
    const elsewhere = join(tempFolder(), 'pack');
    fs.renameSync(join(folder, name!), elsewhere);
    fs.symlinkSync(elsewhere, join(folder, name!));
    fs.mkdirSync(join(folder, name!.replace(/^vigil-1/, 'vigil-2')));
    expect(readings(folder)).toEqual([['a', '']]);
    const store = open(folder);
    saved(store.wipe(null));
    store.close();
    expect(fs.readdirSync(folder)).toHaveLength(3);
    expect(fs.statSync(elsewhere).size).toBeGreaterThan(0);
  },
);
