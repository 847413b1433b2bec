import * as fs from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { systemWords } from '../../src/l10n/systemWords';
import { openCheckpoint } from '../../src/store/checkpoint';
import { unseal } from '../../src/store/image';
import { PAGE_BYTES, SCHEMA_VERSION } from '../../src/store/schema';
import { tempFolder } from '../support/tempFolder';
import {
  contents,
  failure,
  figures,
  file,
  identities,
  onDisk,
  open,
  read,
  saved,
  sealed,
  sqlite,
  usage,
  watchedFs,
  write,
  identitiesIn,
  lying as names,
  sessionIn,
  readsImage,
} from './samples';

/** A change to the database in an image, under a right check sum. */
const sealedAnew =
  (change: (image: Buffer) => void) =>
  (bytes: Buffer): Uint8Array => {
    const image = Buffer.from(unseal(bytes)!);
    change(image);
    return sealed(image);
  };

const images = (folder: string) => names(folder).filter((name) => name.endsWith('.db'));

describe('keeping', () => {
  test('saved data is the same after opening', () => {
    const folder = join(tempFolder(), 'made', 'when needed');
    const store = open(folder);
    expect(fs.existsSync(folder)).toBe(false);
    const sub = figures('a/x', { usage: [usage({ model: 'm', costMicroUsd: null, day: null })] });
    store.put({
      files: [file('a', 200), file('b', 100, { sessionId: 'a', agentId: 'x', gone: true, firstAt: null })],
      sessions: [figures('a', { title: 'Zoë\n“quoted”', subAgents: ['a/x'] }), sub],
      basis: 'Europe/Berlin',
    });
    expect(store.unsaved()).toBe(true);
    expect(saved(store.save())).toMatchObject({ written: true, generation: 1, merged: [] });
    expect(store.unsaved()).toBe(false);
    const before = contents(store);
    store.close();

    const again = open(folder);
    expect(contents(again)).toEqual(before);
    expect(
      before.files.map(({ path, gone, firstAt, reading }) => ({ path, gone, firstAt, reading })),
    ).toEqual([
      { path: 'a', gone: false, firstAt: 1_772_359_200_000, reading: 'a up to 200' },
      { path: 'b', gone: true, firstAt: null, reading: 'b up to 100' },
    ]);
    expect(before.identities).toEqual(identities({ 'a:0': 'a', 'a:1': 'a', 'b:0': 'b' }));
    expect(sessionIn(again, 'a')?.title).toBe('Zoë\n“quoted”');
    expect(sessionIn(again, 'a/x')).toEqual(sub);
    expect(sessionIn(again, 'none')).toBeNull();
    expect(again.reading('none')).toBeNull();
    expect(again.conversation('a').map(({ id }) => id)).toEqual(['a', 'a/x']);
    expect(again.filesWith(['b:0'])).toEqual(['b']);
    expect(again.filesWith(['none'])).toEqual([]);
    expect(again.basis()).toBe('Europe/Berlin');
  });

  test('stores large inode numbers and offsets beyond 4 GB', () => {
    const folder = tempFolder();
    const cursor = { offset: 5e9, size: 6e9, mtimeMs: 1772359200123.25, ino: 2 ** 53 - 1, head: 'x' };
    write(folder, { files: [file('a', 0, { cursor })], derived: ['a'] });
    expect(onDisk(folder).files[0]?.cursor).toEqual(cursor);
  });

  test('writes nothing without changes', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const store = open(folder);
    expect(saved(store.save())).toMatchObject({ written: false, generation: 1 });
    expect(names(folder)).toEqual(['vigil-1.db', 'vigil-1.pack']);
  });

  test('keeps the newest two images, readable by their owner only', () => {
    const folder = tempFolder();
    write(folder, read('a', 100), read('a', 200), read('a', 300));
    expect(names(folder)).toEqual(['vigil-1.pack', 'vigil-2.db', 'vigil-3.db']);
    for (const name of fs.readdirSync(folder))
      expect(fs.statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  test('without a folder keeps everything in memory', () => {
    const store = open(null);
    store.put(read('a', 100));
    expect(saved(store.save()).written).toBe(false);
    expect(store.sessions()).toHaveLength(1);
  });

  test('a growing file adds keys; a replaced one drops its old keys', () => {
    const store = open(null);
    store.put(read('a', 100));
    store.put(read('a', 300));
    expect(identitiesIn(store)).toEqual(identities({ 'a:0': 'a', 'a:1': 'a', 'a:2': 'a' }));
    store.put({
      files: [file('a', 300, { keys: ['n'], cursor: { ...file('a', 300).cursor, head: 'other' } })],
    });
    expect(identitiesIn(store)).toEqual(identities({ n: 'a' }));
  });

  test('if the lost keys are known, only these are looked up', () => {
    const store = open(null);
    store.put(read('a', 300));
    const again = file('a', 300, { cursor: { ...file('a', 300).cursor, head: 'other rules' } });
    const runs = vi.spyOn(store.db, 'run');
    store.put({ files: [{ ...again, keys: ['a:0', 'a:2', 'n'], lost: ['a:1'] }] });
    expect(runs.mock.calls.filter(([query]) => /delete from identity where file/.test(query))).toEqual([]);
    expect(identitiesIn(store)).toEqual(identities({ 'a:0': 'a', 'a:2': 'a', n: 'a' }));
  });

  test('finds files by a common key', () => {
    const store = open(null);
    const keys = { a: ['1', '2'], b: ['2', '3'], c: ['3'], d: ['4'] };
    store.put({ files: Object.entries(keys).map(([path, held]) => file(path, 0, { keys: held })) });
    expect(store.filesWith(['3'])).toEqual(['b', 'c']);
    expect(store.filesWith(['4'])).toEqual(['d']);
    expect(store.filesWith(['4', 'none', '3'])).toEqual(['b', 'c', 'd']);
    expect(store.filesWith([])).toEqual([]);
  });

  test('a conversation with files but without figures is pending', () => {
    const store = open(null);
    store.put({ files: [file('a', 100), file('b', 100)], derived: ['b'] });
    expect(store.pending()).toEqual(['a']);
    store.put({ sessions: [figures('a')] });
    expect(store.pending()).toEqual([]);
  });

  test('removes sessions; putting a session again replaces it', () => {
    const store = open(null);
    store.put({ sessions: [figures('a'), figures('b')] });
    store.put({ sessions: [figures('a')], removedSessions: ['b', 'none'] });
    expect(store.db.all('select id from session')).toEqual([['a']]);
  });

  test('a failed put changes nothing', () => {
    const store = open(null);
    store.put(read('a', 100));
    const before = contents(store);
    const broken = function* () {
      yield figures('b');
      throw new Error('stop');
    };
    expect(() => store.put({ ...read('a', 200), sessions: broken() })).toThrow('stop');
    expect(contents(store)).toEqual(before);
    store.put(read('c', 100));
    expect(store.sessions().map(({ id }) => id)).toEqual(['a', 'c']);
  });
});

describe('damage', () => {
  const spoil = (path: string, how: (bytes: Buffer) => Uint8Array) =>
    fs.writeFileSync(path, how(fs.readFileSync(path)));
  const withOtherIndex = (bytes: Buffer): Uint8Array => {
    const db = sqlite.open(new Uint8Array(unseal(bytes)!));
    db.script(`pragma writable_schema = on;
      update sqlite_master set rootpage = (select rootpage from sqlite_master where name = 'session_time')
      where name = 'session_conversation'`);
    return sealed(db.export());
  };

  /** An index still has a row that its table has no more: only a look through all of it can tell. */
  const withStaleIndex = (bytes: Buffer): Uint8Array => {
    const db = sqlite.open(new Uint8Array(unseal(bytes)!));
    const columns = 'type, name, tbl_name, rootpage, sql';
    const anew = (version: number): string =>
      `pragma writable_schema = reset; pragma schema_version = ${version};`;
    db.script(`pragma writable_schema = on;
      create temp table kept as select ${columns} from main.sqlite_master where name = 'session_time';
      delete from main.sqlite_master where name = 'session_time'; ${anew(900)}
      delete from session; pragma writable_schema = on;
      insert into main.sqlite_master (${columns}) select ${columns} from kept; ${anew(901)}`);
    return sealed(db.export());
  };

  test('an image used before is not checked again except for its seal', () => {
    const folder = tempFolder();
    write(folder, read('a', 100), read('a', 200));
    const path = join(folder, 'vigil-2.db');
    const newestOpened = (wasUsed: (image: object) => boolean): number => {
      const opened = openCheckpoint(folder, fs, sqlite, '0.1.0', () => true, wasUsed);
      return opened.checkpoint.image()?.generation ?? 0;
    };
    spoil(path, withStaleIndex);
    const { mtimeMs, size } = fs.statSync(path);
    const mark = { generation: 2, at: mtimeMs, bytes: size };
    expect(newestOpened((image) => isDeepStrictEqual(image, mark))).toBe(2);
    expect(newestOpened((image) => isDeepStrictEqual(image, { ...mark, at: mtimeMs - 1 }))).toBe(0);
    spoil(path, (bytes) => ((bytes[20_000]! ^= 4), bytes));
    expect(newestOpened(() => true)).toBe(0);
  });

  test.each<[string, (bytes: Buffer) => Uint8Array]>([
    ['empty', () => new Uint8Array()],
    ['torn', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['without its end', (bytes) => bytes.subarray(0, -1)],
    ['of other bytes', () => Buffer.from('not a database at all')],
    ['of one flipped bit', (bytes) => ((bytes[20_000]! ^= 4), bytes)],
    ['sealed as it should be, read-only by its own words', sealedAnew((image) => (image[18] = 3))],
    [
      'sealed as it should be, with a page of zeros',
      sealedAnew((image) => image.fill(0, 3 * PAGE_BYTES, 4 * PAGE_BYTES)),
    ],
    ['sealed as it should be, with an index of other rows', withOtherIndex],
  ])('an image %s falls back to the one before, and is set aside when the next is written', (_, how) => {
    const folder = tempFolder();
    write(folder, read('a', 100), read('a', 200));
    spoil(join(folder, 'vigil-2.db'), how);
    const bad = fs.readFileSync(join(folder, 'vigil-2.db'));

    const opened = openCheckpoint(folder, fs, sqlite, '0.1.0');
    if (opened.kind !== 'open') throw new Error('refused');
    expect(opened.problems).toMatchObject([
      { level: 'warn', code: 'store-damaged', file: join(folder, 'vigil-2.db') },
    ]);
    expect(opened.checkpoint.headers()[0]?.cursor.offset).toBe(100);

    opened.checkpoint.put(read('b', 100));
    expect(saved(opened.checkpoint.save()).generation).toBe(3);
    expect(names(folder)).toEqual([
      'vigil-1.db',
      'vigil-1.pack',
      'vigil-3.db',
      'vigil-3.pack',
      'vigil.damaged-2.db',
    ]);
    expect(fs.readFileSync(join(folder, 'vigil.damaged-2.db'))).toEqual(bad);
    expect(onDisk(folder).sessions.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('reads a torn image of another writer once, until there is a newer one', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    let reads = 0;
    const counting = watchedFs((...call) => void (readsImage(...call) && reads++));
    const opened = openCheckpoint(folder, counting, sqlite, '0.1.0');
    if (opened.kind !== 'open') throw new Error('refused');
    const { checkpoint } = opened;
    write(folder, read('a', 200));
    const path = join(folder, 'vigil-2.db');
    const whole = fs.readFileSync(path);
    spoil(path, (bytes) => bytes.subarray(0, bytes.length / 2));
    reads = 0;
    expect(checkpoint.behind()).toBe(true);
    for (let i = 0; i < 3; i++) expect(saved(checkpoint.takeIn()).merged).toEqual([]);
    expect([checkpoint.behind(), reads]).toEqual([false, 1]);
    // Where there are no hard links an image is seen while it is written.
    fs.writeFileSync(path, whole);
    expect(checkpoint.behind()).toBe(true);
    expect(saved(checkpoint.takeIn()).merged).toEqual(['a']);
    expect(checkpoint.headers()[0]?.cursor.offset).toBe(200);
  });

  test('detects any flipped bit', () => {
    const folder = tempFolder();
    write(folder, read('a', 100), read('a', 200));
    const path = join(folder, 'vigil-2.db');
    const good = fs.readFileSync(path);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(7), (at, bit) => {
        const bytes = Buffer.from(good);
        bytes[at]! ^= 1 << bit;
        fs.writeFileSync(path, bytes);
        const opened = openCheckpoint(folder, fs, sqlite, '0.1.0');
        if (opened.kind !== 'open') throw new Error('refused');
        opened.checkpoint.close();
        expect(opened.problems).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  });

  test('starts empty if all images are damaged, reports that, and keeps one of them', () => {
    const folder = tempFolder();
    write(folder, read('a', 100), read('a', 200));
    for (const name of images(folder)) spoil(join(folder, name), (bytes) => bytes.subarray(0, 9000));
    fs.writeFileSync(join(folder, 'vigil.damaged-0.db'), 'older');
    const opened = openCheckpoint(folder, fs, sqlite, '0.1.0');
    if (opened.kind !== 'open') throw new Error('refused');
    expect(opened.problems).toMatchObject([{ level: 'error', code: 'store-empty' }]);
    expect(opened.checkpoint.headers()).toEqual([]);
    opened.checkpoint.put(read('b', 100));
    saved(opened.checkpoint.save());
    expect(names(folder)).toEqual(['vigil-3.db', 'vigil-3.pack', 'vigil.damaged-2.db']);
  });

  test('refuses an archive of a newer schema', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const late = open(folder);
    late.put(read('b', 100));
    const future = open(folder);
    future.db.script(`pragma user_version = ${SCHEMA_VERSION + 1}`);
    future.put(read('c', 100));
    saved(future.save());
    const before = fs.readdirSync(folder).map((name) => [name, fs.readFileSync(join(folder, name))]);

    expect(openCheckpoint(folder, fs, sqlite, '0.1.0')).toMatchObject({
      kind: 'refused',
      problem: { level: 'error', code: 'store-newer', file: join(folder, 'vigil-2.db') },
    });
    // Nor does a window that was open before the newer version came.
    expect(late.save()).toMatchObject({ ok: false, problem: { code: 'store-newer' } });
    expect(fs.readdirSync(folder).map((name) => [name, fs.readFileSync(join(folder, name))])).toEqual(before);
  });

  test('refuses an archive with newer readings or figures', () => {
    const folder = tempFolder();
    const openAs = (version: number) =>
      openCheckpoint(folder, fs, sqlite, '0.1.0', undefined, undefined, version);
    const older = openAs(1);
    if (older.kind === 'refused') throw new Error(older.problem.message);
    older.checkpoint.put(read('a', 100));
    saved(older.checkpoint.save());
    // The newer one takes what the older one wrote.
    const newer = openAs(2);
    if (newer.kind === 'refused') throw new Error(newer.problem.message);
    newer.checkpoint.put(read('b', 100));
    saved(newer.checkpoint.save());
    const here = (): unknown =>
      fs.readdirSync(folder).map((name) => [name, fs.readFileSync(join(folder, name))]);
    const before = here();

    expect(openAs(1)).toMatchObject({ kind: 'refused', problem: { code: 'store-newer' } });
    older.checkpoint.put(read('c', 100));
    expect(older.checkpoint.save()).toMatchObject({ ok: false, problem: { code: 'store-newer' } });
    expect(() => older.checkpoint.wipe(null)).toThrow(/newer version/);
    expect(older.checkpoint.spill()).toBe(0);
    expect(here()).toEqual(before);
    // Nor is a backup of it taken in.
    const backup = join(tempFolder(), 'newer.vigil');
    newer.checkpoint.backup(backup);
    const another = openCheckpoint(tempFolder(), fs, sqlite, '0.1.0', undefined, undefined, 1);
    expect(() => another.checkpoint.absorb(fs.readFileSync(backup))).toThrow(/newer version/);
    expect(openAs(2)).toMatchObject({ kind: 'open', problems: [] });
  });

  test('refuses an unreadable archive instead of replacing it', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const locked = watchedFs((...call) => {
      if (readsImage(...call)) throw failure('EACCES');
    });
    expect(openCheckpoint(folder, locked, sqlite, '0.1.0')).toMatchObject({
      kind: 'refused',
      problem: { code: 'store-unreadable' },
    });
  });

  test('looks for the newest image again if another writer removed it meanwhile', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    let times = 0;
    const racing = watchedFs((...call) => {
      if (!readsImage(...call) || times++ > 0) return;
      write(folder, read('a', 200), read('a', 300));
    });
    expect(open(folder, racing).headers()[0]?.cursor.offset).toBe(300);
  });
});

describe('faults while writing', () => {
  /** Number of file system calls of a save over an existing store. */
  function callsOfSave(): number {
    const folder = tempFolder();
    write(folder, read('a', 100), read('a', 200));
    let calls = 0;
    const store = open(
      folder,
      watchedFs(() => calls++),
    );
    calls = 0;
    store.put(read('a', 300));
    saved(store.save());
    return calls;
  }

  const total = callsOfSave();
  const cases = ['ENOSPC', 'EACCES', 'EPERM', 'EIO'].flatMap((code) =>
    Array.from({ length: total }, (_, n) => [code, n] as const),
  );

  test('a save takes a bounded number of file system calls', () => {
    expect(total).toBeGreaterThan(8);
    expect(total).toBeLessThan(40);
  });

  test.each(cases)(
    '%s at call %i: the archive on disk is intact, and the next save succeeds',
    (code, failing) => {
      const folder = tempFolder();
      write(folder, read('a', 100), read('a', 200));
      let armed = false;
      let call = 0;
      const store = open(
        folder,
        watchedFs(() => {
          if (armed && call++ === failing) throw failure(code);
        }),
      );
      store.put(read('a', 300));
      armed = true;
      const result = store.save();
      armed = false;
      const offset = onDisk(folder).files[0]?.cursor.offset;
      expect(offset === 300 || (offset === 200 && !result.ok)).toBe(true);
      if (!result.ok) {
        expect(result.problem.message).toContain(systemWords(code));
        expect(store.unsaved()).toBe(true);
        saved(store.save());
      }
      expect(onDisk(folder)).toEqual(contents(store));
      store.put(read('a', 400));
      saved(store.save());
      expect(images(folder)).toHaveLength(2);
    },
  );

  test('a process that dies at any call leaves the old or the new content; its temporary files are removed', () => {
    for (let last = 0; last < total; last++) {
      const folder = tempFolder();
      write(folder, read('a', 100), read('a', 200));
      let armed = false;
      let call = 0;
      // After its last call nothing works any more, cleaning up included: as if the process were gone.
      const store = open(
        folder,
        watchedFs(() => {
          if (armed && call++ >= last) throw failure('EIO');
        }),
      );
      store.put(read('a', 300));
      armed = true;
      store.save();
      const opened = openCheckpoint(folder, fs, sqlite, '0.1.0');
      if (opened.kind !== 'open') throw new Error('refused');
      expect(opened.problems).toEqual([]);
      expect([200, 300]).toContain(opened.checkpoint.headers()[0]?.cursor.offset);
      opened.checkpoint.put(read('a', 400));
      saved(opened.checkpoint.save());
      opened.checkpoint.put(read('a', 500));
      saved(opened.checkpoint.save());
      expect(images(folder)).toHaveLength(2);
    }
  });

  test('continues after a short write', () => {
    const folder = tempFolder();
    const stingy = new Proxy(fs, {
      get: (target, name) =>
        name === 'writeSync'
          ? (fd: number, bytes: Uint8Array, at: number, length: number) =>
              fs.writeSync(fd, bytes, at, Math.min(length, 1000))
          : target[name as keyof typeof fs],
    });
    const store = open(folder, stingy);
    store.put(read('a', 100));
    saved(store.save());
    expect(onDisk(folder)).toEqual(contents(store));
  });

  test('works without hard links', () => {
    const folder = tempFolder();
    const plain = watchedFs((name) => {
      if (name === 'linkSync') throw failure('ENOTSUP');
    });
    const store = open(folder, plain);
    for (const offset of [100, 200, 300]) {
      store.put(read('a', offset));
      saved(store.save());
    }
    expect(onDisk(folder)).toEqual(contents(store));
    expect(names(folder)).toEqual(['vigil-1.pack', 'vigil-2.db', 'vigil-3.db']);
    expect(fs.statSync(join(folder, 'vigil-3.db')).mode & 0o777).toBe(0o600);
  });
});
