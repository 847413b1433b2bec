/** The quick reader of records says what their schema says, on every line of real and made-up logs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { readerBy } from '../../src/log/fields';
import { Block, LogRecord } from '../../src/log/record';

const ROOT = join(import.meta.dirname, '../..');
const CORPUS = join(ROOT, '../shared/corpus');
const records = readerBy(LogRecord);
const blocks = readerBy(Block);

/** What JSON the lines of the logs below a folder hold. */
function* valuesIn(folder: string): Generator {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.jsonl')) continue;
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      try {
        yield JSON.parse(line);
      } catch {
        // No record is on it.
      }
    }
  }
}

test.each([join(ROOT, 'sample'), CORPUS].filter(existsSync))(
  'as the schema, on all records and blocks of %s',
  { timeout: 120_000 },
  (folder) => {
    let read = 0;
    let blocksRead = 0;
    for (const value of valuesIn(folder)) {
      const record = LogRecord.safeParse(value).data;
      expect(records(value)).toEqual(record);
      if (record !== undefined) read++;
      const content = record?.message?.content;
      for (const block of Array.isArray(content) ? content : []) {
        expect(blocks(block)).toEqual(Block.safeParse(block).data);
        blocksRead++;
      }
    }
    expect(read).toBeGreaterThan(100);
    expect(blocksRead).toBeGreaterThan(100);
  },
);

test.each<[string, z.ZodType, unknown[]]>([
  ['texts', z.string(), ['a', '', 1, null]],
  ['texts with checks', z.string().min(2), ['a', 'ab', 1]],
  ['texts that are changed', z.string().transform((text) => text.length), ['abc', 4]],
  ['counts', z.number().int().min(0).max(9), [0, -0, 9, 10, -1, 1.5, NaN, Infinity, '3', null]],
  ['numbers', z.number(), [1.5, NaN, 'x']],
  ['what is caught', z.boolean().optional().catch(undefined), [true, 'true', null, undefined]],
  ['what may be null', z.string().nullish(), ['a', null, undefined, 1]],
  ['one of several', z.union([z.string(), z.array(z.unknown())]), ['a', [1], {}, null]],
  ['names', z.enum(['a', 'b']), ['a', 'c', 0]],
  ['one value', z.literal('a'), ['a', 'b']],
  ['lists of texts', z.array(z.string()), [['a'], [1], 'a']],
  [
    'objects',
    z.object({ type: z.literal('x'), name: z.string().optional(), inner: z.object({ n: z.number() }) }),
    [
      { type: 'x', inner: { n: 1, more: 2 }, other: 1 },
      { type: 'x', name: 1, inner: { n: 1 } },
      { type: 'y', inner: { n: 1 } },
      { type: 'x' },
      [],
      null,
    ],
  ],
  ['objects with a default', z.object({ n: z.number().default(3) }), [{}, { n: 4 }, { n: 'x' }]],
  ['strict objects', z.strictObject({ n: z.number() }), [{ n: 1 }, { n: 1, more: 2 }]],
  ['loose objects', z.looseObject({ n: z.number() }), [{ n: 1, more: 2 }]],
])('%s are read as the schema reads them', (_, schema, values) => {
  const read = readerBy(schema);
  for (const value of values) expect(read(value)).toEqual(schema.safeParse(value).data);
});
