/**
 * The steps of the bench in which the shipped engine works in its thread, as in VS Code. They are a program of their own that loads nothing
 * else of Vigil: the memory of the process is that of Node, of this thread and of the engine's.
 */
import {
  appendFileSync,
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Notice } from '../../src/engine/protocol';
import { createEngineClient, type EngineClient } from '../../src/host/engine/engineClient';
import { Settings } from '../../src/settings/settings';
import { conversation } from '../support/records.mjs';
import { megabytes, type Measured, type Place } from './measured';

/** MB of the process at its highest, what it began with included. */
const peakMB = (): number => megabytes(process.resourceUsage().maxRSS * 1024);

/** The shipped worker on a store, as the extension starts it. `until` resolves at the first notice that passes. */
function startWorker({ logs, storage, dist }: Place) {
  mkdirSync(storage, { recursive: true });
  const client: EngineClient = createEngineClient({
    script: join(dist, 'engine.worker.cjs'),
    closeMs: 30_000,
    startWith: () => ({
      storage,
      home: storage,
      claudeConfigDir: null,
      xdgConfigHome: null,
      wasmFolder: dist,
      settings: Settings.parse({ roots: [logs], timezone: 'UTC' }),
    }),
  });
  const until = (passes: (notice: Notice) => boolean): Promise<number> =>
    new Promise((resolve, reject) => {
      const listener = client.onNotice((notice) => {
        if (notice.notice === 'problem' && notice.problem.level === 'error')
          reject(new Error(notice.problem.message));
        if (!passes(notice)) return;
        listener.dispose();
        resolve(performance.now());
      });
    });
  return { client, until };
}

const allRead = (notice: Notice): boolean => notice.notice === 'progress' && !notice.progress.running;

/** First start with an empty store: everything is read, derived and kept, while this thread stays free. */
async function cold(place: Place): Promise<Measured> {
  const { client, until } = startWorker(place);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const before = process.memoryUsage().rss;
  let peak = before;
  const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50);
  delay.enable();
  const started = performance.now();
  const done = until(allRead);
  client.start();
  const ms = (await done) - started;
  delay.disable();
  clearInterval(sampler);
  const report = JSON.parse(await client.call('report', { kind: 'overview', format: 'json' })) as {
    total: { requests: number; usage: { output: number } };
  };
  await client.dispose();
  return {
    ms,
    responses: report.total.requests,
    outputTokens: report.total.usage.output,
    stallMs: delay.max / 1e6,
    memoryMB: megabytes(peak - before),
    peakMB: peakMB(),
    storeMB:
      readdirSync(place.storage).reduce((sum, name) => sum + sizeOf(join(place.storage, name)), 0) /
      (1 << 20),
  };
}

function sizeOf(path: string): number {
  const handle = openSync(path, 'r');
  try {
    return fstatSync(handle).size;
  } finally {
    closeSync(handle);
  }
}

/** A later start: until the live sessions are told (the badge), and until every log has been looked at. */
async function warm(place: Place): Promise<Measured> {
  const { client, until } = startWorker(place);
  const started = performance.now();
  const badge = until((notice) => notice.notice === 'live');
  const done = until(allRead);
  client.start();
  const ms = (await badge) - started;
  const checkedMs = (await done) - started;
  // Until the folders are watched, and were looked through once more.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const found = { ms, checkedMs, peakMB: peakMB() };
  await client.dispose();
  return found;
}

const APPENDS = 40;

/** A session of so many lines, at least, that was written to a minute ago, and how many responses it has. */
function liveSession(place: Place, lines: number) {
  const session = '5d3f6a70-91c2-4be8-8f17-2ac90be4d601';
  const story = conversation({ session, cwd: '/home/ada/live', start: Date.now() - 60_000 });
  const linesFrom = (from: number): string =>
    story.records
      .slice(from)
      .map((record) => `${JSON.stringify(record)}\n`)
      .join('');
  const folder = join(place.logs, 'projects', '-home-ada-live');
  const log = join(folder, `${session}.jsonl`);
  mkdirSync(folder, { recursive: true });
  story.prompt('Go on.');
  for (let i = 0; story.records.length < lines; i++)
    story.call('Read', { file_path: `/home/ada/live/a${i % 50}.ts` }, 'text '.repeat(60));
  const responses = story.records.filter((record) => 'requestId' in record).length;
  writeFileSync(log, linesFrom(0));
  const shows =
    (messages: number) =>
    (notice: Notice): boolean =>
      notice.notice === 'live' &&
      notice.sessions.some(({ row }) => row.id === session && row.messages === messages);
  return { story, log, linesFrom, responses, shows };
}

/** Lines of a session in the middle of its work. */
const MIDDLE_LINES = 1_000;

/** A first start among these logs: until the newest session is told as it is. */
async function firstBadge(place: Place): Promise<Measured> {
  const { responses, shows } = liveSession(place, MIDDLE_LINES);
  const { client, until } = startWorker(place);
  const before = process.cpuUsage();
  const started = performance.now();
  const badge = until(shows(responses));
  client.start();
  const ms = (await badge) - started;
  const { user, system } = process.cpuUsage(before);
  await client.dispose();
  return { ms, cpuMs: (user + system) / 1000 };
}

/** From a line being written to the notice that changes the badge; median, 95th percentile and longest of `APPENDS`. `long`: lines the session has. */
async function append(place: Place, long = 0): Promise<Measured> {
  const { story, log, linesFrom, responses: before, shows } = liveSession(place, long);
  const { client, until } = startWorker(place);
  const done = until(allRead);
  client.start();
  await done;
  const waits: number[] = [];
  for (let count = 1; count <= APPENDS; count++) {
    await new Promise((resolve) => setTimeout(resolve, 120));
    const from = story.records.length;
    story.respond([{ type: 'text', text: 'Done.' }]);
    const seen = until(shows(before + count));
    const written = performance.now();
    appendFileSync(log, linesFrom(from));
    waits.push((await seen) - written);
  }
  await client.dispose();
  waits.sort((a, b) => a - b);
  const at = (share: number): number => waits[Math.floor(APPENDS * share)] ?? 0;
  return { ms: at(0.5), p95Ms: at(0.95), longestMs: waits.at(-1) ?? 0 };
}

/** Lines of a session that has gone on for a day. */
const LONG_LINES = 20_000;

const steps: Record<string, (place: Place) => Promise<Measured>> = {
  cold,
  warm,
  firstBadge,
  append: (place) => append(place),
  appendLong: (place) => append(place, LONG_LINES),
};

/** Runs the step with this name on a place (JSON) and prints what was measured. */
async function main([name = '', place = '']: readonly string[]): Promise<void> {
  const measure = steps[name];
  if (measure === undefined) throw new Error(`There is no step ${name}.`);
  console.log(JSON.stringify(await measure(JSON.parse(place) as Place)));
}

void main(process.argv.slice(2));
