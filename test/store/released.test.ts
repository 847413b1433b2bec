/**
 * Archives as released versions wrote them: each opens, is brought to this schema, and holds what it held. A fixture is made once,
 * by the version that is about to be released: `VIGIL_WRITE_FIXTURE=1 npx vitest run test/store/released.test.ts`.
 */
import { hash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { imagePath } from '../../src/store/image';
import { declarationsOf, DECLARED, SCHEMA_VERSION, schemaOf } from '../../src/store/schema';
import { tempFolder } from '../support/tempFolder';
import { figures, read, usage } from './makers';
import { contents, onDisk, open, saved, write } from './samples';

const FIXTURES = join('test', 'fixtures', 'store');
const nameOf = (schema: number): string => join(FIXTURES, `schema-${schema}.db.gz`);
/** From schema 5 on readings lie in a pack beside the image; its name is in the image. */
const packsOf = (schema: number): string => join(FIXTURES, `schema-${schema}`);

/** What every fixture holds. */
const CONTENT = [
  { ...read('a', 300), basis: 'Europe/Berlin' },
  { ...read('b', 100, { gone: true }), derived: ['b'] },
  { sessions: [figures('a/x', { usage: [usage({ model: 'm', costMicroUsd: null, day: null })] })] },
];

if (process.env['VIGIL_WRITE_FIXTURE'] === '1') {
  const folder = tempFolder();
  write(folder, ...CONTENT);
  fs.mkdirSync(FIXTURES, { recursive: true });
  fs.writeFileSync(nameOf(SCHEMA_VERSION), gzipSync(fs.readFileSync(imagePath(folder, CONTENT.length))));
  fs.rmSync(packsOf(SCHEMA_VERSION), { recursive: true, force: true });
  fs.mkdirSync(packsOf(SCHEMA_VERSION));
  for (const name of fs.readdirSync(folder).filter((one) => one.endsWith('.pack')))
    fs.copyFileSync(join(folder, name), join(packsOf(SCHEMA_VERSION), name));
}

const schemas = Array.from({ length: SCHEMA_VERSION }, (_, i) => i + 1);

test('the checksum of the schema matches the recorded one', () => {
  expect(hash('sha256', declarationsOf(open(null).db).join('\n'))).toBe(DECLARED);
});

test.each(schemas)('schema %i', (schema) => {
  const folder = tempFolder();
  fs.writeFileSync(imagePath(folder, 7), gunzipSync(fs.readFileSync(nameOf(schema))));
  if (fs.existsSync(packsOf(schema)))
    for (const name of fs.readdirSync(packsOf(schema)))
      fs.copyFileSync(join(packsOf(schema), name), join(folder, name));
  const store = open(folder);
  expect(schemaOf(store.db)).toBe(SCHEMA_VERSION);
  const fresh = open(null);
  for (const change of CONTENT) fresh.put(change);
  expect(contents(store)).toEqual(contents(fresh));
  // And it is written on.
  store.put(read('c', 100));
  expect(saved(store.save())).toMatchObject({ generation: 8 });
  const now = onDisk(folder);
  expect(now.sessions.map(({ id }) => id)).toEqual(['a', 'a/x', 'b', 'c']);
  // Readings are beside the image from then on, and none in it.
  expect(now.files.map(({ path, reading }) => [path, reading])).toEqual([
    ['a', 'a up to 300'],
    ['b', 'b up to 100'],
    ['c', 'c up to 100'],
  ]);
  expect(store.db.all('select count(*) from reading')).toEqual([[0]]);
  for (const one of [store, fresh]) one.close();
});
