/** What the bench measures, each in a process of its own (`bench.ts` starts them) so that none profits from another. */
import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { conversation } from '../support/records.mjs';
import { megabytes, type Measured, type Place } from './measured';
import { inspect, readLogs } from '../../src/library/inspect';
import { linesBy, readOf, type OnLine } from '../../src/log/lines';
import { recordsBy } from '../../src/log/projector';
import { asRecord, parseLine } from '../../src/log/record';
import { Settings } from '../../src/settings/settings';
import { rulesOf } from '../../src/library/rules';
import { follow } from '../../src/session/follow';
import * as fs from 'node:fs';
import { openCheckpoint } from '../../src/store/checkpoint';
import { loadSqlite } from '../../src/store/sqlite';
import { cohort } from '../../src/questions/cohorts';
import { find } from '../../src/questions/findSessions';
import { complete } from '../../src/questions/completeQuery';
import { health } from '../../src/questions/health';
import { models } from '../../src/questions/models';
import { overview } from '../../src/questions/overview';
import { changes } from '../../src/questions/changes';
import { namesIn } from '../../src/questions/filterChoices';
import { measures } from '../../src/questions/measures';
import { spentOn } from '../../src/questions/spent';
import { tools } from '../../src/questions/tools';
import { trend } from '../../src/questions/trends';
import { heatmaps } from '../../src/questions/heatmaps';
import { signalSessions } from '../../src/questions/signalSessions';
import { figures, longSession, usage } from '../store/makers';
import { signals } from '../../src/signals/registry';
import { scan } from '../../src/signals/scan';
import { calendarOf } from '../../src/usage/days';
import { bundledPrices } from '../../src/usage/prices';

function logsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(folder, name));
}

/** True for a line that is one; a broken one costs what it costs everybody. */
function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** The ground: read every file, cut it into lines, `JSON.parse` each, keep nothing. */
function parse({ logs }: Place): Measured {
  const files = logsBelow(logs);
  let lines = 0;
  const started = performance.now();
  for (const path of files) {
    const handle = openSync(path, 'r');
    const bytes = Buffer.allocUnsafe(fstatSync(handle).size);
    readSync(handle, bytes, 0, bytes.length, 0);
    closeSync(handle);
    for (let from = 0, end = bytes.indexOf(10); end !== -1; from = end + 1, end = bytes.indexOf(10, from)) {
      lines += isJson(bytes.toString('utf8', from, end)) ? 1 : 0;
    }
  }
  return { ms: performance.now() - started, lines };
}

/** Makes records of all lines and keeps none; `whole`: of each line as it stands, not of what is read of it. */
function records({ logs }: Place, whole: boolean): Measured {
  const files = logsBelow(logs);
  let lines = 0;
  const take: OnLine = (text, _at, _len, bytes) =>
    (lines += Number(parseLine(text, bytes).kind === 'records'));
  const started = performance.now();
  for (const path of files) {
    const handle = openSync(path, 'r');
    if (whole) linesBy(readOf(handle), 0, take);
    else recordsBy(readOf(handle), 0, (value) => (lines += Number(asRecord(value) !== null)) > 0, take);
    closeSync(handle);
  }
  return { ms: performance.now() - started, lines };
}

/** Folds the logs of a folder and says how much memory that took at its highest, above what the process began with. */
function fold({ logs }: Place): Measured {
  const before = process.memoryUsage().rss;
  const started = performance.now();
  let lines = 0;
  for (const path of logsBelow(logs)) {
    const { reading } = follow({ path, root: logs, sessionId: 's', agentId: null }, null, scan);
    lines += reading.parse.understood;
  }
  const memoryMB = megabytes(process.resourceUsage().maxRSS * 1024 - before);
  return { ms: performance.now() - started, lines, memoryMB };
}

/** Writes one log of so many bytes made of the same few records, or of a single line with one long string in it. */
export function writeLarge(folder: string, bytes: number, oneLine: boolean): void {
  mkdirSync(folder, { recursive: true });
  const story = conversation({ session: 's', cwd: '/home/ada/app', start: 0 });
  const handle = openSync(join(folder, 's.jsonl'), 'w');
  if (oneLine) story.prompt('A'.repeat(bytes));
  for (let written = 0; written < bytes;) {
    if (!oneLine) story.prompt('Go on').call('Read', { file_path: '/x' }, 'text '.repeat(2000));
    for (const record of story.records.splice(0)) written += writeSync(handle, `${JSON.stringify(record)}\n`);
  }
  closeSync(handle);
}

/** All that `vigil inspect` does but printing. */
function inspectStep({ logs }: Place): Measured {
  const rules = rulesOf(Settings.parse({}), bundledPrices(), calendarOf('UTC'));
  const started = performance.now();
  const { totals } = inspect(readLogs([logs]), rules);
  const ms = performance.now() - started;
  return {
    ms,
    responses: totals.messages,
    outputTokens: totals.usage.reduce((sum, row) => sum + row.output, 0),
  };
}

/** What the dashboard's tabs take with so many sessions over 400 days. */
function dashboardStep({ logs }: Place): Measured {
  const now = Date.UTC(2026, 10, 1);
  const dayOf = (t: number): string => new Date(t).toISOString().slice(0, 10);
  const made = figures('made');
  const all = Array.from({ length: Number(logs) }, (_, i) => {
    const day = dayOf(now - (i % 400) * 86_400_000);
    const rows = [usage({ day }), usage({ day, model: 'claude-haiku-4-5' })];
    return figures(`session-${i}`, {
      startedAt: `${day}T10:00:00.000Z`,
      endedAt: `${day}T11:00:00.000Z`,
      usage: rows,
      signals: signals.map(({ name }, n) => ({ ...made.signals[0]!, name, value: (i * 7 + n) % 50 })),
      cells: [8, 9, 10, 11].flatMap((hour) => rows.map((row) => ({ ...row, hour, branch: 'main' }))),
    });
  });
  const sources = { figures: all, now, dayOf };
  const timed = (work: () => unknown): number => {
    const started = performance.now();
    work();
    return performance.now() - started;
  };
  const page = { query: 'severity:ok', sort: 'cost', descending: true, offset: 0, limit: 100 } as const;
  return {
    ms: timed(() => overview('30d', sources, () => false)),
    trend: timed(() => trend({ metric: 'total_cost', over: 'day', split: 'model', range: 'all' }, sources)),
    tools: timed(() => tools('30d', sources)),
    models: timed(() => models('all', sources)),
    find: timed(() => find(page, sources, () => false)),
    heatmaps: timed(() => heatmaps('all', sources)),
    signalSessions: timed(() => signalSessions({ range: 'all', offset: 0, limit: 40 }, sources)),
    complete: timed(() => complete({ query: 'severity:ok m', caret: 13, range: 'all' }, sources)),
    cohort: timed(() => cohort('project', ['cost', 'tokens'], 'all', sources)),
    health: timed(() => health(all, now, null)),
    spentOn: timed(() => spentOn('all', sources)),
    changes: timed(() => changes('all', sources)),
    measures: timed(() => measures(sources)),
    choices: timed(() => namesIn('all', sources, ({ figures: of }) => of.gitBranches)),
  };
}

/** A store of so many long sessions: its image, and how long it takes to be written and opened. */
async function store({ logs, dist, storage }: Place): Promise<Measured> {
  const sqlite = await loadSqlite(dist);
  const opened = openCheckpoint(storage, fs, sqlite, 'bench');
  if (opened.kind === 'refused') throw new Error(opened.problem.message);
  const { checkpoint } = opened;
  for (let from = 0; from < Number(logs); from += 500) {
    const made = Array.from({ length: 500 }, (_, i) => longSession(from + i));
    checkpoint.put({ files: made.map(({ file }) => file), sessions: made.map(({ session }) => session) });
  }
  const before = performance.now();
  const saved = checkpoint.save();
  const writeMs = performance.now() - before;
  checkpoint.close();
  if (!saved.ok) throw new Error(saved.problem.message);
  globalThis.gc?.();
  const memory = process.memoryUsage().rss;
  const started = performance.now();
  const again = openCheckpoint(storage, fs, sqlite, 'bench');
  if (again.kind === 'refused') throw new Error(again.problem.message);
  const ms = performance.now() - started;
  const sessions = again.checkpoint.sessions().length;
  const readMs = performance.now() - started - ms;
  return {
    ms,
    writeMs,
    readMs,
    sessions,
    imageBytes: saved.bytes,
    memoryMB: Math.max(0, megabytes(process.memoryUsage().rss - memory)),
  };
}

export const steps: Record<string, (place: Place) => Measured | Promise<Measured>> = {
  parse,
  whole: (place) => records(place, true),
  projected: (place) => records(place, false),
  fold,
  inspect: inspectStep,
  store,
  dashboard: dashboardStep,
};
