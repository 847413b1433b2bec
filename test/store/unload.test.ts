/** The database of an archive leaves memory while nobody uses it: what is asked, written and merged afterwards is as before. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { imagePath } from '../../src/store/image';
import { StoreFault } from '../../src/store/problem';
import type { StoreFs } from '../../src/store/image';
import { tempFolder } from '../support/tempFolder';
import { asOneFile, contents, figures, file, onDisk, open, saved, write } from './samples';

/** An archive with one session, saved. */
function archive(through: StoreFs = fs) {
  const folder = tempFolder();
  const store = open(folder, through);
  store.put({ files: [file('a', 100)], sessions: [figures('a', { title: 'First' })] });
  saved(store.save());
  return { folder, store };
}

/** A file system that counts the files that are open, and the images that are read. */
function counting() {
  const counts = { open: 0, read: 0 };
  const through: StoreFs = {
    ...fs,
    openSync: (...args) => {
      const fd = fs.openSync(...args);
      counts.open++;
      return fd;
    },
    closeSync: (fd) => {
      counts.open--;
      fs.closeSync(fd);
    },
    readSync: ((...args: Parameters<typeof fs.readSync>) => {
      counts.read++;
      return fs.readSync(...args);
    }) as typeof fs.readSync,
  };
  return { counts, through };
}

describe('what is asked, put and saved after unloading is as without it', () => {
  test('all queries give the same', () => {
    const { store } = archive();
    const before = contents(store);
    expect(store.unload(true)).toBe(true);
    expect(contents(store)).toEqual(before);
    store.close();
  });

  test('sessions asked for before are decompressed without loading it again', () => {
    const { counts, through } = counting();
    const { store } = archive(through);
    const before = store.sessions();
    const all = store.eachSession();
    expect(store.unload(true)).toBe(true);
    const { read } = counts;
    expect([...all]).toEqual(before);
    expect(counts.read).toBe(read);
    expect(store.headers()).toHaveLength(1);
    expect(counts.read).toBeGreaterThan(read);
    store.close();
  });

  test('changes go on from what was saved, and the next image has both', () => {
    const { folder, store } = archive();
    store.unload(true);
    store.put({ files: [file('b', 50)], sessions: [figures('b')] });
    expect(store.unsaved()).toBe(true);
    expect(saved(store.save())).toMatchObject({ written: true, generation: 2 });
    store.close();
    expect(onDisk(folder).sessions.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('it can be repeated', () => {
    const { folder, store } = archive();
    for (const id of ['b', 'c', 'd']) {
      expect(store.unload(true)).toBe(true);
      store.put({ files: [file(id, 50)], sessions: [figures(id)] });
      saved(store.save());
    }
    expect(store.unload(true)).toBe(true);
    store.close();
    expect(onDisk(folder).sessions.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('backup, wipe of a project and compaction load it again', () => {
    const { folder, store } = archive();
    store.unload(true);
    const copy = join(tempFolder(), 'copy.vigil');
    store.backup(copy);
    store.unload(true);
    store.compact();
    saved(store.save());
    store.unload(true);
    expect(store.wipe('/home/a/project')).toMatchObject({ ok: true, left: [] });
    expect(onDisk(folder).sessions).toEqual([]);
    store.unload(true);
    expect(store.restore(fs.readFileSync(copy))).toMatchObject({ ok: true });
    expect(store.sessions().map(({ id }) => id)).toEqual(['a']);
    store.close();
  });
});

describe('it stays in memory', () => {
  test('while something is unsaved', () => {
    const { store } = archive();
    store.put({ sessions: [figures('b')] });
    expect(store.unload(true)).toBe(false);
    saved(store.save());
    expect(store.unload(true)).toBe(true);
    store.close();
  });

  test('without a folder, and before the first image', () => {
    const inMemory = open(null);
    inMemory.put({ sessions: [figures('a')] });
    saved(inMemory.save());
    expect(inMemory.unload(true)).toBe(false);
    expect(inMemory.sessions()).toHaveLength(1);
    const empty = open(tempFolder());
    expect(empty.unload(true)).toBe(false);
  });

  test('until it was not used between two calls', () => {
    const { store } = archive();
    store.unload();
    expect(store.unload()).toBe(true);
    expect(store.unload()).toBe(false);
    expect(store.headers()).toHaveLength(1);
    expect(store.unload()).toBe(false);
    expect(store.unload()).toBe(true);
    store.close();
  });

  test('when the image on disk is gone, or another file has its name', () => {
    const gone = archive();
    fs.unlinkSync(imagePath(gone.folder, 1));
    expect(gone.store.unload(true)).toBe(false);
    expect(gone.store.sessions()).toHaveLength(1);

    const { counts, through } = counting();
    const other = archive(through);
    write(other.folder, {});
    fs.writeFileSync(imagePath(other.folder, 1), 'something else');
    const before = counts.open;
    expect(other.store.unload(true)).toBe(false);
    expect(counts.open).toBe(before);
    expect(other.store.sessions()).toHaveLength(1);
  });
});

describe('what only this store has is not forgotten', () => {
  test('when another writer did not have it', () => {
    const { folder, store } = archive();
    store.put({ basis: 'ours' });
    saved(store.save());
    // Another window finds this image damaged, and writes the next one without it.
    const path = imagePath(folder, 2);
    fs.truncateSync(path, 100);
    fs.unlinkSync(imagePath(folder, 1));
    write(folder, { files: [file('b', 50)], sessions: [figures('b')], basis: 'theirs' });
    saved(store.takeIn());
    store.unload(true);
    expect(store.sessions().map(({ id }) => id)).toEqual(['a', 'b']);
    expect(store.basis()).toBe('ours');
    store.close();
  });
});

test('readings of an old image, once moved into a pack, are not moved again after an unloading', () => {
  const from = archive();
  const folder = tempFolder();
  fs.writeFileSync(imagePath(folder, 1), asOneFile(from.folder));
  const store = open(folder);
  expect([store.inMemory() > 0, store.spill() > 0, store.unload(true)]).toEqual([true, true, false]);
  expect(store.inMemory()).toBe(0);
  store.close();
});

test('alerts and marks are known without loading it; nothing else is read', () => {
  const { counts, through } = counting();
  const { store } = archive(through);
  store.unload(true);
  counts.read = 0;
  expect([store.alerts(), store.marks()]).toEqual([[], []]);
  expect([store.unsaved(), store.inMemory(), store.behind()]).toEqual([false, 0, false]);
  expect(store.image()).toMatchObject({ generation: 1 });
  expect(store.save()).toMatchObject({ written: false });
  expect(counts.read).toBe(0);
  store.close();
  expect(counts.open).toBe(0);
});

describe('other windows write meanwhile', () => {
  test('what they wrote is merged, although they removed the image that is to be opened again', () => {
    const { folder, store } = archive();
    store.unload(true);
    for (const id of ['b', 'c', 'd']) write(folder, { files: [file(id, 50)], sessions: [figures(id)] });
    expect(fs.existsSync(imagePath(folder, 1))).toBe(false);
    expect(store.sessions().map(({ id }) => id)).toEqual(['a']);
    expect(store.behind()).toBe(true);
    expect(saved(store.takeIn()).merged.sort()).toEqual(['b', 'c', 'd']);
    expect(store.unload(true)).toBe(true);
    expect(store.sessions().map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    store.close();
  });

  test('an archive that was wiped is not brought back', () => {
    const { folder, store } = archive();
    store.unload(true);
    const other = open(folder);
    other.wipe(null);
    other.close();
    expect(store.takeIn()).toMatchObject({ replaced: true });
    expect(store.sessions()).toEqual([]);
    store.close();
    expect(onDisk(folder).sessions).toEqual([]);
  });
});

test('if it cannot be read again, the newer image of another window replaces it', () => {
  const { counts, through } = counting();
  const { folder, store } = archive(through);
  store.unload(true);
  write(folder, { files: [file('b', 50)], sessions: [figures('b')] });
  fs.truncateSync(imagePath(folder, 1), 100);
  expect(() => store.sessions()).toThrow(StoreFault);
  expect(store.takeIn()).toMatchObject({ ok: true, replaced: true });
  expect(store.sessions().map(({ id }) => id)).toEqual(['a', 'b']);
  store.close();
  expect(counts.open).toBe(0);
});

test('an image that is damaged meanwhile is named, and nothing is written over it', () => {
  const { folder, store } = archive();
  const path = imagePath(folder, 1);
  store.unload(true);
  const fd = fs.openSync(path, 'r+');
  fs.writeSync(fd, 'damage', 2_000);
  fs.closeSync(fd);
  expect(() => store.sessions()).toThrow(StoreFault);
  expect(() => store.put({ sessions: [figures('b')] })).toThrow(path);
  expect(store.unsaved()).toBe(false);
  fs.truncateSync(path, 100);
  expect(() => store.headers()).toThrow(path);
  expect(fs.readdirSync(folder).filter((name) => name.endsWith('.db'))).toEqual(['vigil-1.db']);
  store.close();
});
