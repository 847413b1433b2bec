/** How the search index does on a made-up archive: how long it takes to fill, what it takes, how soon it answers. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../src/engine/engine';
import { openWindow } from '../../src/engine/window';
import { Settings } from '../../src/settings/settings';
import type { Measured, Place } from './measured';

/** An engine on the logs and the archive of the place. */
const opened = ({ logs, storage, dist }: Place, index: boolean): Promise<Engine> =>
  openWindow(
    {
      storage,
      home: storage,
      claudeConfigDir: null,
      xdgConfigHome: null,
      wasmFolder: dist,
      settings: Settings.parse({ roots: [logs], timezone: 'UTC', search: { index, maxMb: 100_000 } }),
    },
    {
      version: 'bench',
      now: () => Date.now(),
      pid: process.pid,
      host: 'bench',
      timezone: 'UTC',
      emit: () => undefined,
      watch: false,
    },
  );

const MB = 1e6;

/** Fills the index of an archive that has read its logs. */
export async function searchFill(place: Place): Promise<Measured> {
  const without = await opened(place, false);
  await without.ready;
  await without.call('close', null);
  const engine = await opened(place, false);
  await engine.ready;
  await engine.call('configure', settingsOn(place));
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
  const started = performance.now();
  const used = process.cpuUsage();
  await engine.call('indexLogs', null);
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(used);
  clearInterval(sampler);
  const { texts, bytes } = await engine.call('searchState', null);
  await engine.call('close', null);
  return { ms, cpuMs: (user + system) / 1000, texts, indexMB: bytes / MB, memoryMB: (peak - before) / MB };
}

const settingsOn = ({ logs }: Place): Settings =>
  Settings.parse({ roots: [logs], timezone: 'UTC', search: { index: true, maxMb: 100_000 } });

/** One of each form. The first five are of words that stand in nearly every text of the corpus, which is the worst there is. */
export const QUERIES = [
  'harbour',
  '"return value"',
  'harb*',
  'harbour AND tide AND chart NOT await',
  'NEAR(harbour error, 5)',
  'harbour role:prompt',
  '結果',
  'part12',
  'project7 part12 file5',
  'nothinglikeit',
];

/** Asks an index that is full, in a process that has not asked before. */
export async function searchAsk(place: Place): Promise<Measured> {
  const engine = await opened(place, true);
  await engine.ready;
  const before = process.memoryUsage().rss;
  const times: number[] = [];
  for (const query of QUERIES) {
    const started = performance.now();
    const { error, by } = await engine.call('search', { query });
    times.push(performance.now() - started);
    if (error !== null || by !== 'index') throw new Error(`${query}: ${error ?? by}`);
  }
  const memoryMB = (process.memoryUsage().rss - before) / MB;
  await engine.call('close', null);
  const all = Object.fromEntries(times.map((ms, i) => [`ms${i}`, ms]));
  return { ms: times[0] ?? 0, memoryMB, ...all };
}

/** The same without an index: until the first hits, and until all logs were looked through for something that is not there. */
export async function searchRead(place: Place): Promise<Measured> {
  const engine = await opened(place, false);
  await engine.ready;
  let started = performance.now();
  await engine.call('search', { query: 'harbour' });
  const ms = performance.now() - started;
  started = performance.now();
  let answer = await engine.call('search', { query: 'nothinglikeit' });
  while (answer.next !== null)
    answer = await engine.call('search', { query: 'nothinglikeit', from: answer.next });
  const allMs = performance.now() - started;
  await engine.call('close', null);
  return { ms, allMs };
}

/** Lines of the table: what was measured, in words. `run`: a step in a process of its own. */
export function searchRows(
  place: Place,
  bytes: number,
  run: (step: string, place: Place) => Measured,
): string[][] {
  const filled = run('searchFill', place);
  const asked = run('searchAsk', place);
  const read = run('searchRead', place);
  const files = join(place.storage, 'search');
  const there = existsSync(files)
    ? readdirSync(files).reduce((sum, name) => sum + statSync(join(files, name)).size, 0)
    : 0;
  const ms = (value: number | undefined): string => `${(value ?? 0).toFixed(0)} ms`;
  const mb = (value: number | undefined): string => `${(value ?? 0).toFixed(1)} MB`;
  return [
    ['logs', mb(bytes / MB)],
    [
      'filling the index',
      `${ms(filled.ms)}, ${(bytes / MB / (filled.ms / 1000)).toFixed(1)} MB of logs a second`,
    ],
    ['filling: processor time', ms(filled['cpuMs'])],
    ['texts', String(filled['texts'])],
    ['index on disk', `${mb(there / MB)}, ${((there / bytes) * 100).toFixed(0)} % of the logs`],
    ['filling: memory above the start', mb(filled['memoryMB'])],
    ['asking: memory above the start', mb(asked['memoryMB'])],
    ['first question of a process', ms(asked.ms)],
    ...QUERIES.map((query, i) => [query, ms(asked[`ms${i}`])]),
    ['without the index: first hits', ms(read.ms)],
    ['without the index: all logs looked through', ms(read['allMs'])],
  ];
}
