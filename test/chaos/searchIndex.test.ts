/**
 * A process that fills the search index is killed at many places. After each the index is sound: what its cursors say is in it, and
 * nothing else. In the end it goes on, and finds what a look through the logs finds.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as esbuild from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { readLines } from '../../src/log/lines';
import { parseLine } from '../../src/log/record';
import { searchedIn } from '../../src/questions/shared/search/searched';
import { marksIn } from '../../src/search/find';
import { indexIn } from '../../src/search/index';
import { parseSearch } from '../../src/search/query';
import { ROLES } from '../../src/search/roles';
import { answer, prompt, put, result, text, toolUse, type Lines } from '../support/logs';
import { tempFolder } from '../support/tempFolder';
import { keeperOf } from './filling';
import { random } from './random';

const FULL = process.env['VIGIL_CHAOS'] === 'full';
const KILLS = FULL ? 200 : 4;
const SEED = Number(process.env['VIGIL_TEST_SEED'] ?? 1);
const WORDS = ['tide', 'harbour', 'readBefore', '結果', 'café', 'pilot', 'x_y', 'lantern', 'src/quay.ts'];

let home = '';
beforeAll(async () => {
  home = tempFolder();
  await esbuild.build({
    stdin: {
      contents: `import { fillAndDie } from './filling';
        const [folder, storage, nth] = process.argv.slice(2);
        void fillAndDie(folder, storage, Number(nth));`,
      resolveDir: import.meta.dirname,
    },
    outfile: join(home, 'filling.cjs'),
    bundle: true,
    platform: 'node',
    logLevel: 'silent',
  });
});

interface Said {
  path: string;
  at: number;
  role: string;
  text: string;
}

const keyOf = ({ path, at, role, text: said }: Said): string => `${path} ${at} ${role} ${said}`;

/** What the logs say, read line by line. */
function saidIn(logs: string): Said[] {
  return readdirSync(logs).flatMap((name) => {
    const path = join(logs, name);
    const calls = {};
    const said: Said[] = [];
    readLines(path, 0, (line, at) => {
      const parsed = parseLine(line);
      if (parsed.kind === 'records')
        for (const record of parsed.records)
          for (const one of searchedIn(record, at, calls)) said.push({ ...one, path });
    });
    return said;
  });
}

function found(storage: string, query: string): Said[] {
  const parsed = parseSearch(query);
  if (!parsed.ok) throw new Error(parsed.error);
  const question = { search: parsed.search, from: null, to: null, paths: null, offset: 0, limit: 1_000_000 };
  return indexIn(storage).read((reader) => reader.find({ ...question, order: 'newest' }))?.found ?? [];
}

/** Fails unless SQLite and FTS5 find nothing wrong; gives how far each log is in the index, by its path. */
function soundness(storage: string): Map<string, number> {
  if (!readdirSync(storage).includes('index.db')) return new Map();
  const db = new DatabaseSync(join(storage, 'index.db'));
  try {
    expect(db.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    if (db.prepare(`select 1 from sqlite_master where name = 'log'`).all().length === 0) return new Map();
    db.exec(`insert into words (words) values ('integrity-check')`);
    return new Map(
      db
        .prepare('select path, at from log')
        .all()
        .map(({ path, at }) => [String(path), Number(at)]),
    );
  } finally {
    db.close();
  }
}

test(`${KILLS} kills while the index is filled`, { timeout: 1_200_000 }, async () => {
  const next = random(SEED);
  const logs = join(home, 'logs');
  const storage = join(home, 'search');
  mkdirSync(storage);
  const words = (n: number): string =>
    Array.from({ length: n }, () => WORDS[Math.floor(next() * WORDS.length)]).join(' ');
  const turn = (id: string, n: number): Lines => [
    prompt(id, `${n} ${words(10)}`),
    answer(id, [toolUse('Bash', { command: words(5) }, `t${n}`)]),
    result(id, `t${n}`, words(n % 8 === 0 ? 1_500 : 100)),
    answer(id, words(10)),
  ];
  const log = (id: string): string => join(logs, `${id}.jsonl`);
  // More than one slice of a megabyte, and little ones.
  put(log('long'), Array.from({ length: 400 }, (_, n) => turn('long', n)).flat());
  for (const id of ['a', 'b', 'c']) put(log(id), turn(id, 0));
  let kills = 0;
  for (let i = 0; i < KILLS; i++) {
    // The first while the tables are made; then anywhere in what is left, mostly early: that is always reached.
    const nth = i === 0 ? 4 : 1 + Math.floor(next() ** 2 * 2_000);
    const { signal, status, stderr } = spawnSync(
      process.execPath,
      [join(home, 'filling.cjs'), logs, storage, String(nth)],
      { encoding: 'utf8' },
    );
    expect([signal ?? status, stderr]).toEqual([expect.toBeOneOf(['SIGKILL', 0]), '']);
    if (signal === 'SIGKILL') kills++;
    const at = soundness(storage);
    const told = saidIn(logs).filter((one) => one.at < (at.get(one.path) ?? 0));
    expect(
      found(storage, `role:${ROLES.join(',')}`)
        .map(keyOf)
        .toSorted(),
    ).toEqual(told.map(keyOf).toSorted());
    const id = ['long', 'a', 'b', 'c'][Math.floor(next() * 4)]!;
    appendFileSync(log(id), text(Array.from({ length: 20 }, (_, n) => turn(id, 1000 + i * 20 + n)).flat()));
  }
  expect(kills).toBeGreaterThan(KILLS / 2);
  expect(await keeperOf(logs, storage).keep()).toMatchObject({ left: 0, byOther: false });
  soundness(storage);
  const said = saidIn(logs);
  for (const query of ['tide', 'harbour NOT lantern', '結', 'NEAR(pilot café, 2)', 'readb*', '"tide tide"']) {
    const parsed = parseSearch(query);
    if (!parsed.ok) throw new Error(parsed.error);
    const scanned = said.filter((one) => marksIn(one.text, parsed.search.words!) !== null);
    expect(scanned.length).toBeGreaterThan(0);
    expect(found(storage, query).map(keyOf).toSorted()).toEqual(scanned.map(keyOf).toSorted());
  }
});
