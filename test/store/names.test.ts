/** File systems without hard links, names in the way, links where a temp file would be. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCheckpoint } from '../../src/store/checkpoint';
import { jsonFile } from '../../src/store/jsonFile';
import { leaseIn } from '../../src/store/lease';
import type { StoreFs } from '../../src/store/image';
import { Settings } from '../../src/settings/settings';
import { settingsFile } from '../../src/engine/window';
import { smallFiles } from '../../src/store/smallFiles';
import { readImports } from '../../src/store/priceFile';
import { tempFolder } from '../support/tempFolder';
import { failure, lying, onDisk, open, read, saved, sqlite, watchedFs, write } from './samples';
import { ERRNOS } from '../chaos/errnos';

const without = (call: keyof StoreFs, code: string): StoreFs =>
  watchedFs((name) => {
    if (name === call) throw failure(code);
  });

describe('a failing link()', () => {
  test.each(ERRNOS.filter((code) => code !== 'EEXIST'))('with %s the archive is saved', (code) => {
    const folder = tempFolder();
    const synced: string[] = [];
    const noLinks = watchedFs((name) => {
      if (name === 'linkSync') throw failure(code);
      if (name === 'fsyncSync') synced.push(name);
    });
    const store = open(folder, noLinks);
    store.put(read('a', 100));
    expect(saved(store.save())).toMatchObject({ written: true, generation: 1 });
    // Pack and its name, temp file, image, folder.
    expect(synced).toHaveLength(5);
    store.put(read('a', 200));
    saved(store.save());
    store.close();
    expect(onDisk(folder).sessions.map(({ messages }) => messages)).toEqual([2]);
    expect(lying(folder)).toEqual(['vigil-1.db', 'vigil-1.pack', 'vigil-2.db']);
    expect(fs.statSync(join(folder, 'vigil-2.db')).mode & 0o777).toBe(0o600);
  });

  test.each(['EISDIR', 'ENOSYS'])('with %s two writers of one generation lose nothing', (code) => {
    const folder = tempFolder();
    const [one, two] = [open(folder, without('linkSync', code)), open(folder, without('linkSync', code))];
    one.put(read('a', 100));
    two.put(read('b', 100));
    saved(one.save());
    saved(two.save());
    expect(onDisk(folder).sessions.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('a full disk leaves no torn image and is reported', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    let writes = 0;
    const full = watchedFs((name) => {
      if (name === 'linkSync') throw failure('EPERM');
      if (name === 'writeSync' && ++writes > 3) throw failure('ENOSPC');
    });
    const store = open(folder, full);
    store.put(read('b', 100));
    const result = store.save();
    expect(result).toMatchObject({ ok: false, problem: { code: 'store-write' } });
    expect(!result.ok && result.problem.message).toContain(folder);
    expect(!result.ok && result.problem.message).toContain('vigil.storage');
    expect(lying(folder)).toEqual(['vigil-1.db', 'vigil-1.pack', 'vigil-2.pack']);
    // The pack of the image that could not be written goes with the next that is.
    store.close();
    write(folder, read('c', 100));
    expect(lying(folder)).toEqual(['vigil-1.db', 'vigil-1.pack', 'vigil-2.db', 'vigil-2.pack']);
  });

  test.each(['EINVAL', 'ENOSYS', 'ENOTSUP'])('a missing fsync() (%s) is ignored', (code) => {
    const folder = tempFolder();
    const store = open(folder, without('fsyncSync', code));
    store.put(read('a', 100));
    expect(saved(store.save()).written).toBe(true);
  });
});

describe('occupied file names', () => {
  const ways: [string, (folder: string) => void][] = [
    ['a folder', (folder) => fs.mkdirSync(join(folder, 'vigil-99.db'))],
    ['the next number as a folder', (folder) => fs.mkdirSync(join(folder, 'vigil-2.db'))],
    ['a dangling link', (folder) => fs.symlinkSync('/nowhere', join(folder, 'vigil-99.db'))],
    ['the next number as a link', (folder) => fs.symlinkSync('/nowhere', join(folder, 'vigil-2.db'))],
    ['a link to a device', (folder) => fs.symlinkSync('/dev/zero', join(folder, 'vigil-99.db'))],
    ['a number beyond 2^53', (folder) => fs.writeFileSync(join(folder, 'vigil-9007199254740993.db'), 'x')],
    ['the last whole number', (folder) => fs.writeFileSync(join(folder, 'vigil-9007199254740991.db'), 'x')],
    ['a huge number', (folder) => fs.writeFileSync(join(folder, `vigil-${'9'.repeat(60)}.db`), 'x')],
    ['a number with zeros before it', (folder) => fs.writeFileSync(join(folder, 'vigil-007.db'), 'x')],
  ];
  test.each(ways)('%s: the archive is intact, saving continues, and the file is named', (_, put) => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    put(folder);
    const odd = fs.readdirSync(folder).find((name) => !/^vigil-1\.(?:db|.*pack)$/.test(name))!;
    const opened = openCheckpoint(folder, fs, sqlite, '0.1.0');
    if (opened.kind !== 'open') throw new Error(opened.problem.message);
    expect(opened.problems).toMatchObject([{ code: 'store-stranger', file: join(folder, odd) }]);
    opened.checkpoint.put(read('b', 100));
    expect(saved(opened.checkpoint.save()).written).toBe(true);
    opened.checkpoint.put(read('c', 100));
    expect(saved(opened.checkpoint.save()).written).toBe(true);
    expect(onDisk(folder).sessions.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    // What is nobody's is left as it is, by a wipe too.
    saved(opened.checkpoint.wipe(null));
    expect(fs.readdirSync(folder)).toContain(odd);
    expect(onDisk(folder).sessions).toEqual([]);
  });

  test('a file that only looks like a later image is set aside', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    fs.writeFileSync(join(folder, 'vigil-99.db'), 'garbage');
    const store = open(folder);
    store.put(read('b', 100));
    expect(saved(store.save()).generation).toBe(100);
    expect(onDisk(folder).sessions.map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('links in place of temporary files', () => {
  const target = (folder: string): string => {
    const path = join(folder, 'precious');
    fs.writeFileSync(path, 'precious');
    return path;
  };

  test('the lease is not written through them, and leaves no temporary file', () => {
    const folder = tempFolder();
    const precious = target(tempFolder());
    for (const name of ['writer.lease.tmp', 'writer.lease.new']) fs.symlinkSync(precious, join(folder, name));
    const lease = leaseIn(folder, fs, { id: 'me', pid: 1, host: hostname() }, 30_000, () => true);
    expect(lease.tryAcquire(1_000)).toBe(true);
    expect(lease.tryAcquire(2_000)).toBe(true);
    expect(fs.readFileSync(precious, 'utf8')).toBe('precious');
    expect(fs.readdirSync(folder).sort()).toEqual(['writer.lease', 'writer.lease.new', 'writer.lease.tmp']);
  });

  test('a link in place of the lease is replaced, not followed', () => {
    const folder = tempFolder();
    const precious = target(tempFolder());
    fs.symlinkSync(precious, join(folder, 'writer.lease'));
    expect(leaseIn(folder, fs, { id: 'me', pid: 1, host: '' }, 30_000, () => true).tryAcquire(1_000)).toBe(
      true,
    );
    expect(fs.readFileSync(precious, 'utf8')).toBe('precious');
  });

  test('temporary files are created exclusively, under unpredictable names', () => {
    const folder = tempFolder();
    const made: [unknown, unknown][] = [];
    const noting = new Proxy(fs, {
      get: (real, name: keyof typeof fs) =>
        name === 'openSync'
          ? (...args: Parameters<typeof fs.openSync>) => (
              made.push([args[0], args[1]]),
              real.openSync(...args)
            )
          : name === 'writeFileSync'
            ? (...args: Parameters<typeof fs.writeFileSync>) => {
                made.push([args[0], (args[2] as { flag?: string }).flag]);
                real.writeFileSync(...args);
              }
            : real[name],
    });
    const store = open(folder, noting);
    for (const offset of [100, 200]) {
      store.put(read('a', offset));
      saved(store.save());
    }
    store.backup(join(folder, 'b.vigil'));
    leaseIn(folder, noting, { id: 'me', pid: 1, host: '' }, 30_000, () => true).tryAcquire(1);
    jsonFile(folder, 'settings.json', Settings, noting).write(Settings.parse({}));
    const written = made.filter(([path, flag]) => path !== folder && flag !== 'r');
    expect(written.length).toBe(6);
    expect(written.every(([, flag]) => flag === 'wx')).toBe(true);
    expect(new Set(written.map(([path]) => path)).size).toBe(6);
  });

  test('the next save removes temporary files of killed windows', () => {
    const folder = tempFolder();
    fs.writeFileSync(join(folder, 'writer.lease.0-1.tmp'), '');
    write(folder, read('a', 100));
    expect(lying(folder)).toEqual(['vigil-1.db', 'vigil-1.pack']);
  });
});

describe.runIf(process.platform !== 'win32')('pipes and devices in place of small files', () => {
  const place = (path: string, what: string): void =>
    what === 'pipe' ? void execFileSync('mkfifo', [path]) : fs.symlinkSync('/dev/zero', path);

  test.each(['pipe', 'device'])('a %s is refused at once, and replaced by the next write', (what) => {
    const folder = tempFolder();
    for (const name of ['settings.json', 'prices.json']) place(join(folder, name), what);
    const settings = settingsFile(folder);
    expect(() => settings.read()).toThrow('not a regular file');
    expect(() => readImports(folder, smallFiles)).toThrow('not a regular file');
    settings.write(Settings.parse({}));
    expect(settings.read()).toEqual(Settings.parse({}));
  });
});
