/** What a person keeps of sessions: over restarts, windows, machines, backups and wipes. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyMark, type SessionMark } from '../../src/store/marks';
import { createSchema } from '../../src/store/schema';
import { imagePath } from '../../src/store/image';
import { tempFolder } from '../support/tempFolder';
import { onDisk, open, read, saved, sqlite, write } from './samples';

const mark = (session: string, changedAt: number, part: Partial<SessionMark> = {}): SessionMark => ({
  ...emptyMark(session),
  changedAt,
  ...part,
});

test('keeps marks; the later change of two windows counts, whoever saves last', () => {
  for (const order of [
    [1, 2],
    [2, 1],
  ]) {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const windows = [open(folder), open(folder)];
    windows[0]!.put({ marks: [mark('a', order[0]!, { starred: true })] });
    windows[1]!.put({ marks: [mark('a', order[1]!, { name: 'Mine' })] });
    for (const one of windows) saved(one.save());
    for (const one of windows) one.close();
    const later = order[0] === 2 ? { starred: true, name: null } : { starred: false, name: 'Mine' };
    expect(onDisk(folder).marks).toMatchObject([{ session: 'a', changedAt: 2, ...later }]);
  }
});

test('a mark of another window changes the session; a removed star does not come back', () => {
  const folder = tempFolder();
  write(folder, { ...read('a', 100), marks: [mark('a', 1, { starred: true })] });
  const [one, two] = [open(folder), open(folder)];
  one.put({ marks: [mark('a', 2)] });
  saved(one.save());
  two.put(read('b', 100));
  expect(saved(two.save()).merged).toEqual(['a']);
  expect(two.marks()).toMatchObject([{ session: 'a', starred: false }]);
  for (const store of [one, two]) store.close();
});

test('merging gives the same in both directions', () => {
  const marks = fc.uniqueArray(
    fc.record({
      session: fc.constantFrom('a', 'b', 'c'),
      changedAt: fc.integer({ min: 0, max: 3 }),
      starred: fc.boolean(),
    }),
    { selector: ({ session }) => session },
  );
  fc.assert(
    fc.property(marks, marks, (mine, yours) => {
      const merged = [
        [mine, yours],
        [yours, mine],
      ].map((pair) => {
        const folder = tempFolder();
        const stores = [open(folder), open(folder)];
        pair.forEach((of, i) =>
          stores[i]!.put({ marks: of.map((one) => ({ ...emptyMark(one.session), ...one })) }),
        );
        for (const store of stores) saved(store.save());
        for (const store of stores) store.close();
        return onDisk(folder).marks;
      });
      expect(merged[0]).toEqual(merged[1]);
    }),
    { numRuns: 30 },
  );
});

test('backups have marks, merging takes them, wiping a project removes them', () => {
  const folder = tempFolder();
  write(folder, { ...read('a', 100), marks: [mark('a', 5, { note: 'Look again' })] });
  const backup = join(tempFolder(), 'backup.vigil');
  const store = open(folder);
  store.backup(backup);
  store.close();
  const other = open(tempFolder());
  other.absorb(fs.readFileSync(backup));
  expect(other.marks()).toMatchObject([{ session: 'a', note: 'Look again' }]);
  other.wipe('/home/a/project');
  expect(other.sessions()).toEqual([]);
  expect(other.marks()).toEqual([]);
  saved(other.restore(fs.readFileSync(backup)));
  expect(other.marks()).toHaveLength(1);
  other.close();
});

test('ignores invalid marks; reads images without marks', () => {
  const folder = tempFolder();
  write(folder, { ...read('a', 100), marks: [mark('a', 5, { starred: true })] });
  const store = open(folder);
  for (const [id, text] of [
    ['b', 'no JSON'],
    ['c', JSON.stringify({ ...mark('c', 1), name: 7 })],
    ['d', JSON.stringify(mark('other', 1))],
    ['e', JSON.stringify({ ...mark('e', 1), note: 'x'.repeat(50_000) })],
  ] as const)
    store.db.run('insert into mark (session, mark) values (?, ?)', [id, text]);
  expect(store.marks().map(({ session }) => session)).toEqual(['a']);
  const backup = join(tempFolder(), 'backup.vigil');
  store.backup(backup);
  store.close();
  const other = open(tempFolder());
  expect(other.absorb(fs.readFileSync(backup)).leftOut).toEqual(['b', 'c', 'd', 'e']);
  other.close();
  const old = sqlite.open(null);
  createSchema(old, 1);
  expect(old.all("select name from sqlite_master where name = 'mark'")).toEqual([]);
  old.close();
  expect(fs.existsSync(imagePath(folder, 1))).toBe(true);
});
