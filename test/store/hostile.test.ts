/** Images made to harm: a foreign one is refused or costs what in it makes no sense, one of our own costs a session. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { gzipSync, deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openCheckpoint, type Checkpoint } from '../../src/store/checkpoint';
import { imagePath, unseal } from '../../src/store/image';
import { createSchema, SCHEMA_VERSION } from '../../src/store/schema';
import type { Database } from '../../src/store/sqlite';
import { tempFolder } from '../support/tempFolder';
import {
  figures,
  lying,
  onDisk,
  open,
  read,
  saved,
  sealed,
  sessionIn,
  sqlite,
  asOneFile,
  write,
  readsImage,
  watchedFs,
  failure,
} from './samples';

/** A sealed image of two sessions, `bad` and `good`, after somebody did something to it. */
function made(harm: (db: Database) => void): Buffer {
  const folder = tempFolder();
  write(folder, read('bad', 100), read('good', 200));
  const db = sqlite.open(new Uint8Array(unseal(asOneFile(folder))!));
  harm(db);
  const bytes = sealed(db.export());
  db.close();
  return bytes;
}

const pack = (value: unknown): Uint8Array => gzipSync(`${JSON.stringify(value)}\n`);
const setFigures = (value: unknown) => (db: Database) =>
  db.run("update session set figures = ? where id = 'bad'", [
    value instanceof Uint8Array ? value : pack(value),
  ]);
const sound = figures('bad', { messages: 1 });

/** Sessions that make no sense. */
const SESSIONS: [string, (db: Database) => void][] = [
  ['a time that is none', setFigures({ ...sound, startedAt: 'yesterday' })],
  ['an end that is none', setFigures({ ...sound, endedAt: '2026-99-99T00:00:00Z' })],
  ['a day that is none', setFigures({ ...sound, usage: [{ ...sound.usage[0], day: 'today' }] })],
  ['signals that are none', setFigures({ ...sound, signals: 'no' })],
  ['a signal that is null', setFigures({ ...sound, signals: [null] })],
  ['a number that is a text', setFigures({ ...sound, messages: '1' })],
  [
    'a number beyond all',
    setFigures(gzipSync(`${JSON.stringify(sound).replace('"messages":1', '"messages":1e999')}\n`)),
  ],
  ['usage that is null', setFigures({ ...sound, usage: null })],
  ['fields that are missing', setFigures({ id: 'bad' })],
  ['a list in its place', setFigures([1, 2, 3])],
  ['null', setFigures(null)],
  ['no JSON', setFigures(gzipSync('{"id":\n'))],
  ['two lines', setFigures(gzipSync(`${JSON.stringify(sound)}\n${JSON.stringify(sound)}\n`))],
  ['no line end', setFigures(gzipSync(JSON.stringify({ ...sound, prompts: 'x' })))],
  ['no gzip', setFigures(new Uint8Array([1, 2, 3]))],
  ['nothing', setFigures(new Uint8Array(0))],
  ['16 MB that are none', setFigures(new Uint8Array(16 << 20))],
  ['a text for bytes', (db) => db.run("update session set figures = 'text' where id = 'bad'")],
  ['the figures of another', setFigures({ ...sound, id: 'good' })],
  ['100 MB of zeros', setFigures(gzipSync(Buffer.alloc(100 << 20)))],
];

/** What a whole session table needs: the good one as it was, the bad one not at all or worked out again. */
const goodIsThere = (store: Checkpoint): void => {
  expect(store.sessions().map(({ id }) => id)).toContain('good');
  expect(sessionIn(store, 'good')?.messages).toBe(2);
};

describe('an invalid session does not affect the others', () => {
  test.each(SESSIONS)('%s, in an image of our own', (_, harm) => {
    const folder = tempFolder();
    fs.writeFileSync(imagePath(folder, 1), made(harm));
    const store = open(folder);
    goodIsThere(store);
    expect(store.sessions().map(({ id }) => id)).toEqual(['good']);
    expect(store.setAside()).toEqual(['bad']);
    // Its reading is there: it is worked out again, and then nothing is set aside any more.
    expect(store.pending()).toEqual(['bad']);
    expect(() => store.size()).not.toThrow();
    store.put({ sessions: [sound] });
    expect(store.setAside()).toEqual([]);
    saved(store.save());
    expect(onDisk(folder).sessions.map(({ id }) => id)).toEqual(['bad', 'good']);
  });

  test('among hundreds, wherever they are', () => {
    const folder = tempFolder();
    const ids = Array.from({ length: 250 }, (_, i) => `s${1000 + i}`);
    const bad = new Set(['s1000', 's1099', 's1100', 's1150', 's1249']);
    const addAll = (db: Database): void => {
      db.run('delete from session');
      for (const id of ids)
        db.run("insert into session (id, conversation, severity, figures) values (?, ?, 'ok', ?)", [
          id,
          id,
          bad.has(id) ? new Uint8Array([1, 2]) : pack(figures(id)),
        ]);
    };
    fs.writeFileSync(imagePath(folder, 1), made(addAll));
    const store = open(folder);
    expect(store.sessions().map(({ id }) => id)).toEqual(ids.filter((id) => !bad.has(id)));
    expect(store.setAside()).toEqual([...bad]);
  });

  test('what is no longer in the archive is not set aside any more', () => {
    const folder = tempFolder();
    fs.writeFileSync(imagePath(folder, 1), made(setFigures(null)));
    const [store, other] = [open(folder), open(folder)];
    for (const one of [store, other]) expect(one.sessions().map(({ id }) => id)).toEqual(['good']);
    expect([store.setAside(), other.setAside()]).toEqual([['bad'], ['bad']]);
    saved(store.wipe(null));
    saved(other.takeIn());
    expect([store.setAside(), other.setAside()]).toEqual([[], []]);
    expect([store.unload(true), other.unload(true)]).toEqual([true, true]);
  });

  test.each(SESSIONS)('%s, in a backup that is restored or merged', (_, harm) => {
    const bytes = made(harm);
    const folder = tempFolder();
    write(folder, read('mine', 100));
    const store = open(folder);
    expect(store.absorb(bytes).leftOut).toEqual(['bad']);
    goodIsThere(store);
    expect(store.sessions().map(({ id }) => id)).toEqual(['good', 'mine']);
    const restored = store.restore(bytes);
    expect(saved(restored)).toMatchObject({ written: true, leftOut: ['bad'] });
    goodIsThere(store);
    expect(store.pending()).toEqual(['bad', 'good']);
    store.close();
    expect(onDisk(folder).sessions.map(({ id }) => id)).toEqual(['good']);
  });

  test.each<[string, object]>([
    ['a count below zero', { messages: -1 }],
    ['tokens below zero', { usage: [{ ...sound.usage[0], output: -5 }] }],
    ['money beyond all', { usage: [{ ...sound.usage[0], costMicroUsd: 1e300 }] }],
  ])('%s, in a backup: nothing is counted of it', (_, more) => {
    const bytes = made(setFigures({ ...sound, ...more }));
    const store = open(tempFolder());
    expect(store.absorb(bytes).leftOut).toEqual(['bad']);
    expect(saved(store.restore(bytes))).toMatchObject({ leftOut: ['bad'] });
    expect(store.sessions().map(({ id }) => id)).toEqual(['good']);
  });

  test('in an image that another window wrote: ours are kept', () => {
    const folder = tempFolder();
    write(folder, read('bad', 100), read('good', 100));
    const mine = open(folder);
    fs.writeFileSync(imagePath(folder, 3), made(setFigures({ ...sound, startedAt: 'yesterday' })));
    mine.put(read('new', 100));
    saved(mine.save());
    expect(mine.sessions().map(({ id }) => id)).toEqual(['bad', 'good', 'new']);
    expect(mine.pending()).toContain('bad');
  });
});

const NO_UPDATE = "create trigger t before update on meta begin select raise(abort, 'no'); end";

describe('a foreign image is treated as data', () => {
  const forever = 'with recursive n (i) as (select 1 union all select i + 1 from n)';
  test.each<[string, (db: Database) => void]>([
    [
      'a view that never ends in the place of a table',
      (db) =>
        db.script(`drop table pending; create view pending (conversation) as ${forever} select i from n`),
    ],
    [
      'a view that never ends beside the tables',
      (db) => db.script(`create view more as ${forever} select i from n`),
    ],
    [
      'a trigger',
      (db) =>
        db.script("create trigger t after insert on session begin delete from session where id <> 'x'; end"),
    ],
    ['a trigger on what is tried on an image', (db) => db.script(NO_UPDATE)],
    ['another index', (db) => db.script('create index mine on session (title)'.replace('title', 'project'))],
    ['another table', (db) => db.script('create table mine (a)')],
    ['a table that is missing', (db) => db.script('drop table identity')],
    ['a table with another column', (db) => db.script('alter table session add column more text')],
    [
      'a table with a condition',
      (db) =>
        db.script(
          'drop table pending; create table pending (conversation text primary key check (length(conversation) < 3)) without rowid',
        ),
    ],
    ['a schema of zero', (db) => db.script('pragma user_version = 0')],
    ['a schema below zero', (db) => db.script('pragma user_version = -5')],
  ])('%s is refused, and nothing changes', (_, harm) => {
    const bytes = made(harm);
    const folder = tempFolder();
    write(folder, read('mine', 100));
    const store = open(folder);
    for (const act of [() => store.absorb(bytes), () => store.restore(bytes)])
      expect(act).toThrow(/not an archive of Vigil|more than an archive/);
    expect(store.sessions().map(({ id }) => id)).toEqual(['mine']);
    expect(store.unsaved()).toBe(false);
  });

  test.each<[string, (db: Database) => void]>([
    [
      'a trigger',
      (db) => db.script('create trigger t after insert on session begin delete from session; end'),
    ],
    ['a trigger that refuses changes', (db) => db.script(NO_UPDATE)],
    ['a view', (db) => db.script(`create view more as ${forever} select i from n`)],
    ['an index', (db) => db.script('create index mine on session (project)')],
  ])('%s in an image of our own: what Vigil keeps is taken out of it', (_, harm) => {
    const folder = tempFolder();
    fs.writeFileSync(imagePath(folder, 1), made(harm));
    const opened = openCheckpoint(folder, fs, sqlite, '0.1.0');
    if (opened.kind !== 'open') throw new Error(opened.problem.message);
    expect(opened.problems).toMatchObject([{ code: 'store-damaged' }]);
    opened.checkpoint.put(read('new', 100));
    saved(opened.checkpoint.save());
    expect(onDisk(folder).sessions.map(({ id }) => id)).toEqual(['bad', 'good', 'new']);
  });

  test.each(
    Array.from({ length: SCHEMA_VERSION }, (_, n) => [n + 1, ['', 'create view more as select 1']] as const),
  )('an image of schema %i is opened, with more in it too, and taken in', (schema, more) => {
    for (const sql of more) {
      const db = sqlite.open(null);
      createSchema(db, schema);
      db.run("insert into session (id, conversation, severity, figures) values ('bad', 'bad', 'ok', ?)", [
        pack(sound),
      ]);
      db.script(sql);
      const bytes = sealed(db.export());
      db.close();
      const folder = tempFolder();
      fs.writeFileSync(imagePath(folder, 1), bytes);
      expect(onDisk(folder).sessions.map(({ id }) => id)).toEqual(['bad']);
      const act = (): unknown => open(null).absorb(bytes);
      if (sql === '') expect(act()).toMatchObject({ leftOut: [] });
      else expect(act).toThrow('more than an archive');
    }
  });

  test('uses the previous image if the newest lacks tables', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    fs.writeFileSync(
      imagePath(folder, 2),
      made((db) => db.script('drop table session')),
    );
    expect(onDisk(folder).sessions.map(({ id }) => id)).toEqual(['a']);
  });

  test.each<[string, (db: Database) => void, RegExp | null]>([
    [
      'a reading of 300 MB of zeros',
      (db) =>
        db.run('update reading set data = ? where file = 1', [
          deflateRawSync(Buffer.alloc(300 << 20), { level: 1 }),
        ]),
      null,
    ],
    ['figures of zeros, many', (db) => bomb(db, 40), /unpacks to more/],
    [
      'figures with much space in them, many',
      (db) => bomb(db, 40, `${JSON.stringify(figures('x')).slice(0, -1)}${' '.repeat(31 << 20)}}`),
      /unpacks to more/,
    ],
    ['a path that is no text', (db) => db.run("update file set path = x'00' where id = 1"), null],
    ['an offset below zero', (db) => db.run('update file set read_to = -5 where id = 1'), null],
    ['a time beyond all', (db) => db.run('update file set first_at = 1e300 where id = 1'), null],
    ['an id that is no text', (db) => db.run("update session set id = x'01' where id = 'bad'"), null],
    ['hashes of another length', (db) => db.run("insert into identity values (x'0102', 1)"), null],
    ['a conversation that is no text', (db) => db.run("insert into pending values (x'01')"), null],
  ])('%s', (_, harm, refused) => {
    const bytes = made(harm);
    const folder = tempFolder();
    write(folder, read('mine', 100));
    const store = open(folder);
    if (refused !== null) {
      expect(() => store.absorb(bytes)).toThrow(refused);
      expect(store.sessions().map(({ id }) => id)).toEqual(['mine']);
      return;
    }
    store.absorb(bytes);
    saved(store.save());
    expect(onDisk(folder).sessions.map(({ id }) => id)).toEqual(expect.arrayContaining(['good', 'mine']));
    saved(store.restore(bytes));
    expect(onDisk(folder).sessions.map(({ id }) => id)).toContain('good');
  });

  test('imports two million identities within seconds', { timeout: 120_000 }, () => {
    const bytes = made((db) =>
      db.script(
        "insert or ignore into identity with recursive n (i) as (select 1 union all select i + 1 from n where i < 2000000) select cast(substr(hex(i) || '00000000', 1, 8) as blob), 1 + i % 2 from n",
      ),
    );
    const store = open(null);
    const from = process.cpuUsage();
    store.absorb(bytes);
    expect(process.cpuUsage(from).user / 1_000_000).toBeLessThan(30);
  });
});

/** Sessions of 31 MB each in 30 KB each. */
function bomb(db: Database, count: number, text = ' '.repeat(31 << 20)): void {
  const huge = gzipSync(text);
  for (let n = 0; n < count; n++)
    db.run("insert into session (id, conversation, severity, figures) values (?, ?, 'ok', ?)", [
      `b${n}`,
      `b${n}`,
      huge,
    ]);
}

describe('an archive that does not open', () => {
  const unreadable = (folder: string) => {
    const locked = watchedFs((...call) => {
      if (readsImage(...call)) throw failure('EIO');
    });
    const opened = openCheckpoint(folder, locked, sqlite, '0.1.0');
    if (opened.kind !== 'refused') throw new Error('it opened');
    return opened;
  };

  test('is not written, is reported with its folder and the setting, and can be replaced by a backup', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const before = fs.readFileSync(imagePath(folder, 1));
    const backup = made(() => undefined);
    const { checkpoint, problem } = unreadable(folder);
    expect(problem.message).toContain(folder);
    expect(problem.message).toContain('vigil.storage');
    checkpoint.put(read('b', 100));
    expect(checkpoint.save()).toMatchObject({ ok: false, problem: { code: 'store-unreadable' } });
    expect(lying(folder)).toEqual(['vigil-1.db', 'vigil-1.pack']);
    expect(() => checkpoint.wipe('/w/app')).toThrow('cannot be opened');
    expect(saved(checkpoint.restore(backup))).toMatchObject({ written: true });
    expect(onDisk(folder).sessions.map(({ id }) => id)).toEqual(['bad', 'good']);
    // What was there is kept as it was.
    expect(fs.readFileSync(`${folder}/before-restore.vigil`)).toEqual(before);
    // With its readings, beside it: it comes back whole.
    saved(checkpoint.restore(before, folder));
    expect(onDisk(folder).files).toMatchObject([{ path: 'a', reading: 'a up to 100' }]);
    expect(() => open(null).restore(before)).toThrow('is not beside it');
    saved(checkpoint.wipe(null));
    expect(lying(folder)).toEqual(['vigil-3.db']);
  });

  test('a backup is restored into a folder that is not there yet', () => {
    const folder = join(tempFolder(), 'new', 'place');
    expect(saved(open(folder).restore(made(() => undefined)))).toMatchObject({ written: true });
    expect(onDisk(folder).sessions.map(({ id }) => id)).toEqual(['bad', 'good']);
  });

  test('can be wiped', () => {
    const folder = tempFolder();
    write(folder, read('a', 100));
    const { checkpoint } = unreadable(folder);
    saved(checkpoint.wipe(null));
    expect(onDisk(folder).sessions).toEqual([]);
    checkpoint.put(read('b', 100));
    expect(fs.readdirSync(folder)).toHaveLength(1);
  });

  test('of a newer version is neither replaced nor wiped', () => {
    const folder = tempFolder();
    fs.writeFileSync(
      imagePath(folder, 1),
      made((db) => db.script('pragma user_version = 99')),
    );
    const opened = openCheckpoint(folder, fs, sqlite, '0.1.0');
    expect(() => opened.checkpoint.wipe(null)).toThrow('newer version');
    expect(() => opened.checkpoint.restore(made(() => undefined))).toThrow('newer version');
    expect(fs.readdirSync(folder)).toEqual(['vigil-1.db']);
  });
});
