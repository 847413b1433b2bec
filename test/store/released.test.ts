/**
 * Archives as released versions wrote them: each opens, is brought to this schema, and holds what it held. A fixture is made once,
 * by the version that is about to be released: `VIGIL_WRITE_FIXTURE=1 npx vitest run test/store/released.test.ts`.
 */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { imagePath } from '../../src/store/image';
import { SCHEMA_VERSION, schemaOf } from '../../src/store/schema';
import { figures, read, usage } from './makers';
import { contents, onDisk, open, saved, tempFolder, write } from './samples';

const FIXTURES = join('test', 'fixtures', 'store');
const nameOf = (schema: number): string => join(FIXTURES, `schema-${schema}.db.gz`);

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
}

const schemas = Array.from({ length: SCHEMA_VERSION }, (_, i) => i + 1);

test.each(schemas)('schema %i', (schema) => {
  const folder = tempFolder();
  fs.writeFileSync(imagePath(folder, 7), gunzipSync(fs.readFileSync(nameOf(schema))));
  const store = open(folder);
  expect(schemaOf(store.db)).toBe(SCHEMA_VERSION);
  const fresh = open(null);
  for (const change of CONTENT) fresh.put(change);
  expect(contents(store)).toEqual(contents(fresh));
  // And it is written on.
  store.put(read('c', 100));
  expect(saved(store.save())).toMatchObject({ generation: 8 });
  expect(onDisk(folder).sessions.map(({ id }) => id)).toEqual(['a', 'a/x', 'b', 'c']);
  for (const one of [store, fresh]) one.close();
});
