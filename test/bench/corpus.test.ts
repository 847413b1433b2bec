import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspect, readLogs } from '../../src/library/inspect';
import { Settings } from '../../src/settings/settings';
import { rulesOf } from '../../src/library/rules';
import { calendarOf } from '../../src/usage/days';
import { bundledPrices } from '../../src/usage/prices';
import { tempFolder } from '../support/tempFolder';
import { writeCorpus } from './corpus';

const REQUEST = { bytes: 6_000_000, median: 100_000, spread: 1 };

function written() {
  const folder = tempFolder();
  const corpus = writeCorpus(folder, REQUEST);
  const hash = createHash('sha256');
  const logs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.jsonl'),
  );
  for (const name of logs.toSorted()) hash.update(name).update(readFileSync(join(folder, name)));
  return { folder, corpus, logs, hash: hash.digest('hex') };
}

test('the corpus has the sizes of real logs and is the same every time', () => {
  const { corpus, logs, hash } = written();
  expect(written().hash).toBe(hash);
  expect(corpus.files).toBe(logs.length);
  expect(corpus.bytes).toBeGreaterThan(5_900_000);
  expect(corpus.p50).toBeGreaterThan(900);
  expect(corpus.p50).toBeLessThan(1400);
  expect(corpus.p99).toBeGreaterThan(25_000);
  expect(corpus.p99).toBeLessThan(70_000);
});

test('Vigil understands all of it and finds what it says it holds', () => {
  const { folder, corpus } = written();
  const { sessions, totals } = inspect(
    readLogs([folder]),
    rulesOf(Settings.parse({}), bundledPrices(), calendarOf('UTC')),
  );
  expect(sessions.reduce((sum, { parse }) => sum + parse.understood, 0)).toBe(corpus.lines - corpus.broken);
  expect(sessions.reduce((sum, { parse }) => sum + parse.malformed, 0)).toBe(corpus.broken);
  expect(totals.messages).toBe(corpus.responses);
  expect(totals.usage.reduce((sum, { output }) => sum + output, 0)).toBe(corpus.outputTokens);
  expect(totals.subAgents).toBeGreaterThan(0);
  expect(totals.unpricedModels).toEqual([]);
});
