import * as fs from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BEFORE_RESTORE } from '../../src/store/image';
import { imagePath, removeOtherImages } from '../../src/store/image';
import { tempFolder } from '../support/tempFolder';
import { contents, figures, file, onDisk, open, read, saved, sqlite, asOneFile, write } from './samples';

const ids = (folder: string) => onDisk(folder).sessions.map(({ id }) => id);
const bytesOf = (folder: string) =>
  Buffer.concat(fs.readdirSync(folder).map((name) => fs.readFileSync(join(folder, name))));

describe('wiping', () => {
  test('wiping everything removes all images, and other windows drop what they hold', () => {
    const folder = tempFolder();
    write(folder, read('secret-a', 100), read('secret-a', 200), read('secret-b', 100));
    const [one, two] = [open(folder), open(folder)];
    two.put(read('secret-c', 100));
    expect(saved(one.wipe(null))).toMatchObject({ written: true });
    expect(ids(folder)).toEqual([]);
    expect(bytesOf(folder).includes('secret-')).toBe(false);
    expect(fs.readdirSync(folder)).toHaveLength(1);

    expect(saved(two.save())).toMatchObject({ replaced: true, written: false });
    expect(contents(two).sessions).toEqual([]);
    two.put(read('d', 100));
    saved(two.save());
    expect(ids(folder)).toEqual(['d']);
    // And back: the one that wiped takes in what came since.
    one.put(read('e', 100));
    expect(saved(one.save()).replaced).toBeUndefined();
    expect(ids(folder)).toEqual(['d', 'e']);
  });

  test.each([null, '/w/app'])('removes small files about sessions (%j); settings stay', (project) => {
    const folder = tempFolder();
    const store = open(folder);
    store.put(read('a', 100));
    saved(store.save());
    const told = ['agents.log', 'agents.log.1', 'daemon.log', 'hook.json', 'official.json'];
    for (const name of [...told, 'prices.json', 'settings.json', 'connections.json'])
      fs.writeFileSync(join(folder, name), '{}');
    expect(store.wipe(project).left).toEqual([]);
    expect(fs.readdirSync(folder).filter((name) => !name.startsWith('vigil-'))).toEqual([
      'connections.json',
      'prices.json',
      'settings.json',
    ]);
  });

  test('ignores files that are already gone; reports undeletable files after trying all', () => {
    const folder = tempFolder();
    const codes: Record<string, string> = { 'late.json': 'ENOENT', 'now.json': 'EACCES' };
    const unlinkSync = (path: fs.PathLike): void => {
      const code = codes[basename(String(path))];
      if (code !== undefined) throw Object.assign(new Error(code), { code });
      fs.unlinkSync(path);
    };
    const remove = (): void => removeOtherImages(folder, { ...fs, unlinkSync }, 3, new Set());
    for (const name of ['late.json', 'now.json', 'vigil-1.db', 'vigil-2.db', 'vigil-3.db'])
      fs.writeFileSync(join(folder, name), '');
    expect(remove).toThrow('EACCES');
    expect(fs.readdirSync(folder)).toEqual(['late.json', 'now.json', 'vigil-3.db']);
    delete codes['now.json'];
    expect(remove).not.toThrow();
  });

  test('wiping a project includes folders below it; sessions that shared a response are derived again', () => {
    const folder = tempFolder();
    const store = open(folder);
    store.put(read('keep', 100));
    store.put({
      files: [file('app', 200), file('sub', 100, { sessionId: 'app', agentId: 'x' })],
      sessions: [figures('app', { project: '/w/app' }), figures('app/x', { project: '/w/app' })],
    });
    store.put({
      files: [file('deep', 100)],
      sessions: [figures('deep', { project: '/w/app/packages/one' })],
    });
    store.put({ files: [file('two', 100)], sessions: [figures('two', { project: '/w/app-two' })] });
    // A fork that lies elsewhere and has a response of the wiped one.
    store.put({
      files: [file('fork', 100, { keys: ['app:0'] })],
      sessions: [figures('fork', { project: '/w/other' })],
    });
    saved(store.save());
    saved(store.wipe('/w/app/'));
    const left = onDisk(folder);
    expect(left.sessions.map(({ id }) => id)).toEqual(['fork', 'keep', 'two']);
    expect(left.files.map(({ path }) => path)).toEqual(['fork', 'keep', 'two']);
    expect(left.identities.map(({ file: path }) => path).sort()).toEqual(['fork', 'keep', 'two']);
    expect(left.pending).toEqual(['fork']);
    expect(bytesOf(folder).includes('deep')).toBe(false);
  });

  test('a writer that missed the wipe brings nothing back', () => {
    const folder = tempFolder();
    write(folder, read('a', 100), read('a', 200));
    const asleep = open(folder);
    asleep.put(read('b', 100));
    const other = open(folder);
    saved(other.wipe(null));
    other.put(read('c', 100));
    saved(other.save());
    other.put(read('d', 100));
    saved(other.save());
    expect(saved(asleep.save())).toMatchObject({ replaced: true });
    expect(ids(folder)).toEqual(['c', 'd']);
    expect(contents(asleep)).toEqual(onDisk(folder));
  });

  test('a save that races with a wipe loses', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const slow = open(folder);
    slow.put(read('b', 100));
    // Its image has a number that was free when it looked, below that of the wipe.
    const wiper = open(folder);
    saved(wiper.wipe(null));
    fs.renameSync(imagePath(folder, 2), imagePath(folder, 5));
    expect(saved(slow.save())).toMatchObject({ replaced: true });
    expect(ids(folder)).toEqual([]);
    expect(fs.readdirSync(folder)).toEqual(['vigil-5.db']);
  });
});

describe('backup and restore', () => {
  test('restoring a backup keeps the previous archive beside it', () => {
    const folder = tempFolder();
    const backup = join(tempFolder(), 'mine.vigil');
    const store = open(folder);
    store.put(read('a', 100));
    saved(store.save());
    store.backup(backup);
    expect(fs.statSync(backup).mode & 0o777).toBe(0o600);
    const then = contents(store);
    store.put(read('b', 100));
    saved(store.save());
    const now = contents(store);

    saved(store.restore(fs.readFileSync(backup)));
    // Figures that come from a file are worked out again.
    expect(contents(store)).toEqual({ ...then, pending: ['a'] });
    expect(onDisk(folder)).toEqual({ ...then, pending: ['a'] });
    saved(store.restore(fs.readFileSync(join(folder, BEFORE_RESTORE))));
    expect(onDisk(folder)).toEqual({ ...now, pending: ['a', 'b'] });
  });

  test.each([
    ['nothing', () => Buffer.alloc(0)],
    ['another file', () => Buffer.from('hello '.repeat(10_000))],
    ['a torn one', (whole: Buffer) => whole.subarray(0, whole.length / 2)],
    [
      'a flipped bit',
      (whole: Buffer) => {
        const bad = Buffer.from(whole);
        bad[5000]! ^= 1;
        return bad;
      },
    ],
  ])('%s is refused, and nothing changes', (_, spoil) => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const store = open(folder);
    const bad = spoil(fs.readFileSync(imagePath(folder, 1)));
    expect(() => store.restore(bad)).toThrow('not an archive of Vigil');
    expect(() => store.absorb(bad)).toThrow('not an archive of Vigil');
    expect(ids(folder)).toEqual(['a']);
    expect(contents(store).sessions).toHaveLength(1);
  });

  test('a failed backup leaves the previous one', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const path = join(tempFolder(), 'b.vigil');
    open(folder).backup(path);
    const before = fs.readFileSync(path);
    const full = new Proxy(fs, {
      get: (target, name: keyof typeof fs) =>
        name === 'writeSync'
          ? () => {
              throw Object.assign(new Error('full'), { code: 'ENOSPC' });
            }
          : target[name],
    });
    expect(() => open(folder, full).backup(path)).toThrow('full');
    expect(fs.readFileSync(path)).toEqual(before);
    expect(fs.readdirSync(join(path, '..'))).toEqual(['b.vigil']);
  });
});

describe('the archive of a second machine', () => {
  const image = (...changes: Parameters<typeof write> extends [string, ...infer C] ? C : never) => {
    const folder = tempFolder();
    write(folder, ...changes);
    return asOneFile(folder);
  };

  test('is merged, twice without effect; its logs count as not on this disk', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const store = open(folder);
    const theirs = image(read('b', 100), read('c', 200));
    expect(store.absorb(theirs).conversations).toBe(2);
    saved(store.save());
    const once = onDisk(folder);
    expect(once.sessions.map(({ id, messages }) => [id, messages])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 2],
    ]);
    expect(once.files.map(({ path, gone }) => [path, gone])).toEqual([
      ['a', false],
      ['b', true],
      ['c', true],
    ]);
    store.absorb(theirs);
    saved(store.save());
    expect(onDisk(folder)).toEqual(once);
  });

  test('a log on both machines counts once, with the longer reading, whatever its inode', () => {
    const folder = tempFolder();
    write(folder, read('a', 100), read('b', 300));
    const store = open(folder);
    const there = (path: string, offset: number) =>
      read(path, offset, { cursor: { offset, size: offset, mtimeMs: 1, ino: 99, head: 'h' } });
    store.absorb(image(there('a', 200), there('b', 100)));
    saved(store.save());
    expect(onDisk(folder).sessions.map(({ id, messages }) => [id, messages])).toEqual([
      ['a', 2],
      ['b', 3],
    ]);
    // 'a' is on this disk, though it was read further there.
    expect(onDisk(folder).files.map(({ gone }) => gone)).toEqual([false, false]);
  });

  test('a response on both machines counts once; its sessions are derived again', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const store = open(folder);
    store.absorb(image({ files: [file('z', 100, { keys: ['a:0'] })], sessions: [figures('z')] }));
    expect(store.pending().sort()).toEqual(['a', 'z']);
  });

  test('reaches other windows with their next save', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const [one, two] = [open(folder), open(folder)];
    one.absorb(image(read('b', 100)));
    saved(one.save());
    two.put(read('c', 100));
    expect(saved(two.save()).merged).toContain('b');
    expect(ids(folder)).toEqual(['a', 'b', 'c']);
  });
});

test('compacting saves space and loses nothing', () => {
  const folder = tempFolder();
  const store = open(folder);
  for (let i = 0; i < 300; i++) store.put(read(`log${i}`, 2_000));
  saved(store.save());
  store.put({ removedSessions: Array.from({ length: 300 }, (_, i) => `log${i}`) });
  saved(store.save());
  const before = store.size();
  expect(before.free).toBeGreaterThan(0);
  const was = contents(store);
  store.compact();
  saved(store.save());
  expect(store.size().imageBytes).toBeLessThan(before.imageBytes);
  expect(store.size().free).toBe(0);
  expect(onDisk(folder)).toEqual(was);
});

test('size counts images, packs and contents', () => {
  const folder = tempFolder();
  expect(open(null).size()).toMatchObject({ folder: null, imageBytes: 0, conversations: 0, from: null });
  const store = open(folder);
  store.put({
    files: [file('a', 100), file('b', 100, { gone: true })],
    sessions: [figures('a'), figures('a/x'), figures('b', { endedAt: '2026-05-01T00:00:00.000Z' })],
  });
  saved(store.save());
  expect(store.size()).toMatchObject({
    folder,
    conversations: 2,
    subAgents: 1,
    files: 2,
    gone: 1,
    from: '2026-03-01T10:00:00.000Z',
    to: '2026-05-01T00:00:00.000Z',
    // The image, and the readings of a and b.
    imageBytes:
      fs.statSync(imagePath(folder, 1)).size + file('a', 100).reading.length + file('b', 100).reading.length,
  });
});

test('exports plain tables with secrets redacted', () => {
  const store = open(null);
  store.put({ files: [file('a', 100)], sessions: [figures('a', { title: 'the word' })] });
  const db = sqlite.open(
    store.exportSqlite(
      (text) => text.replaceAll('word', '…'),
      (one) => one,
    ),
  );
  expect(db.all('select id, title, severity from session')).toEqual([['a', 'the …', 'unjudged']]);
  expect(db.all('select sum(input), sum(output), sum(cost_micro_usd) from usage')).toEqual([[10, 20, 330]]);
  expect(db.all('select name, calls from tool')).toEqual([['Read', 2]]);
  expect(db.all('select name, value, severity from signal')).toEqual([['prompts', 1, 'ok']]);
  expect(JSON.parse(db.all('select figures from session')[0]![0] as string)).toMatchObject({
    title: 'the …',
  });
  db.close();
});

test('a window without changes writes no image', () => {
  const folder = tempFolder();
  write(folder, read('a', 100));
  const [one, two] = [open(folder), open(folder)];
  one.put(read('a', 200));
  two.put(read('a', 200));
  expect(saved(one.save())).toMatchObject({ written: true, generation: 2 });
  expect(saved(two.save())).toMatchObject({ written: false, generation: 2 });
  expect(two.unsaved()).toBe(false);
  two.put(read('a', 300));
  expect(saved(two.save())).toMatchObject({ written: true, generation: 3 });
});
