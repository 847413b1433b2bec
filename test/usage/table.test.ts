import * as fs from 'node:fs';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readImports, writeImports } from '../../src/store/priceFile';
import { priceFor, type PriceTable } from '../../src/usage/prices';
import { tableWith } from '../../src/usage/table';
import { tempFolder } from '../support/tempFolder';

const rates = { input: 1, output: 2, cacheWrite5m: 1.25, cacheWrite1h: 2, cacheRead: 0.1 };
const shipped: PriceTable = {
  version: '2026-11-10',
  currency: 'USD per million tokens',
  webSearchPerThousand: 10,
  models: [{ model: 'a', ...rates }],
};
const input = (table: PriceTable, model: string, day: string) =>
  priceFor(table, model, Date.parse(`${day}T00:00:00Z`))?.input;

test('an import applies from its day on; one older than the shipped prices only adds models', () => {
  const later = tableWith(shipped, [{ day: '2026-11-20', prices: [{ model: 'a', ...rates, input: 7 }] }], {});
  expect([input(later, 'a', '2026-11-19'), input(later, 'a', '2026-11-20')]).toEqual([1, 7]);
  const older = {
    day: '2026-10-01',
    prices: [
      { model: 'a', ...rates, input: 7 },
      { model: 'b', ...rates },
    ],
  };
  const table = tableWith(shipped, [older], {});
  expect([input(table, 'a', '2026-12-01'), input(table, 'b', '2026-12-01')]).toEqual([1, 1]);
});

test('a price in the settings applies to all times and to unknown models; missing rates follow from the input', () => {
  const table = tableWith(shipped, [], {
    'My-Model': { input: 4, output: 8 },
    a: { input: 9, output: 9, cacheRead: 1 },
  });
  expect(priceFor(table, 'my-model', null)).toEqual({
    model: 'my-model',
    input: 4,
    output: 8,
    cacheWrite5m: 5,
    cacheWrite1h: 8,
    cacheRead: 0.4,
  });
  expect(priceFor(table, 'a', 0)).toMatchObject({ input: 9, cacheRead: 1 });
  expect(tableWith(shipped, [], {})).toEqual(shipped);
});

test('imports are in a private file', () => {
  const folder = join(tempFolder(), 'storage');
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(readImports(folder, fs)).toEqual([]);
  const imports = [{ day: '2026-11-20', prices: [{ model: 'a', ...rates }] }];
  writeImports(folder, fs, imports);
  expect(readImports(folder, fs)).toEqual(imports);
  expect(statSync(join(folder, 'prices.json')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'prices.json'), 'utf8')).toContain('"version": 1');
  writeFileSync(join(folder, 'prices.json'), '{"version":9}');
  expect(() => readImports(folder, fs)).toThrow(/not what Vigil wrote/);
});
