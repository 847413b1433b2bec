/** The bundled sample as it is laid out. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { layOutSample } from '../../../src/host/engine/sampleLogs';
import { tempFolder } from '../../support/tempFolder';

test('its logs lie there as if they had just been written; what was there is gone', () => {
  const to = join(tempFolder(), 'sample');
  const now = Date.parse('2030-01-02T03:04:05.000Z');
  layOutSample(join(import.meta.dirname, '../../../sample/projects'), to, now);
  writeFileSync(join(to, 'old.jsonl'), '');
  layOutSample(join(import.meta.dirname, '../../../sample/projects'), to, now);
  const logs = readdirSync(to, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.jsonl'),
  );
  expect(logs).toHaveLength(5);
  const times = logs.flatMap((log) =>
    [...readFileSync(join(to, log), 'utf8').matchAll(/"timestamp":"([^"]+)"/g)].map(([, iso = '']) =>
      Date.parse(iso),
    ),
  );
  expect(now - Math.max(...times)).toBe(15_300);
  expect(times.every((t) => now - t < 5 * 86_400_000)).toBe(true);
});
