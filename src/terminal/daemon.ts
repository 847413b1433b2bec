/**
 * `vigil daemon`: keeps the archive fresh in the background. Vigil starts no process (law 7): the system does, with the unit that `install`
 * writes, or a person with `run`. A file beside the archive names the running process.
 */
import type { OptionsOf } from './commands';
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { errorText } from '../l10n/errorText';
import { isAlive } from '../engine/window';
import { smallFiles } from '../store/smallFiles';
import type { Notice } from '../engine/protocol';
import { newestImage } from '../store/image';
import { jsonFile } from '../store/jsonFile';
import { leaseIn } from '../store/lease';
import { logLines, type LogLines } from '../store/logLines';
import { calendarOf, isoOf } from '../usage/days';
import { counted } from '../signals/signal';
import { withArchive } from './archive';
import { howTo, installedFor, unitFile } from './daemonUnit';
import { makeStore, storeToWrite, type Around, type ReadingOptions, type RunUntil } from './options';
import { DONE, json, NOTHING, print, say, printWrapped, UsageError } from './output';

/** The running process, as it writes itself regularly. */
const Runner = z.object({
  /** Unique to this run, because process ids are reused. */
  id: z.string(),
  pid: z.number().int().positive(),
  host: z.string(),
  version: z.string(),
  since: z.number(),
  /** When it last wrote this, ms since the epoch. */
  at: z.number(),
  /** Number of known logs; null during the first read. */
  logs: z.number().nullable(),
});
type Runner = z.infer<typeof Runner>;

const BEAT_MS = 10_000;
/** A process that wrote nothing for so long has ended or sleeps, and its id may be reused. */
const SILENT_MS = 60_000;
/** How long it may take to stop. */
const END_MS = 20_000;

const runnerFile = (store: string) => jsonFile(store, 'daemon.json', Runner, smallFiles);
const logOf = (store: string, around: Around): LogLines => logLines(store, 'daemon.log', around.now);

/** Reads the file; null if it is missing or invalid. */
const readRunner = (store: string): Runner | null => runnerFile(store).readOrNull();

/** The running process; null without one. On another machine it cannot be checked further. */
function runnerIn(store: string, { now, host }: Around): Runner | null {
  const runner = readRunner(store);
  if (runner === null || Math.abs(now() - runner.at) > SILENT_MS) return null;
  return runner.host !== host || isAlive(runner.pid) ? runner : null;
}

const clockOf = (around: Around): ((t: number) => string) => {
  const { clock } = calendarOf(around.timezone);
  return (t) => `${clock.time(t)} ${clock.zone}`;
};

/** Keeps the archive fresh until it is told to stop. */
export const runCommand: RunUntil<'daemon run'> = async (options, around, _given, untilEnd) => {
  const store = storeToWrite(options, around);
  makeStore(store);
  const other = runnerIn(store, around);
  if (other !== null) {
    say(`it runs already, as process ${other.pid} on ${other.host}. vigil daemon stop ends it.`);
    return NOTHING;
  }
  const log = logOf(store, around);
  const me: Runner = {
    id: randomUUID(),
    pid: around.pid,
    host: around.host,
    version: around.version,
    since: around.now(),
    at: around.now(),
    logs: null,
  };
  const beat = (): void => {
    me.at = around.now();
    runnerFile(store).write(me);
  };
  beat();
  log.add(`started: Vigil ${around.version}, process ${around.pid}`);
  const beats = setInterval(() => attempt(beat), BEAT_MS);
  try {
    const onNotice = (notice: Notice): void => noted(notice, log);
    return await withArchive(
      options,
      around,
      { watch: true, creates: true, untilEnd, onNotice },
      async (engine) => {
        const count = async (): Promise<void> => {
          me.logs = (await engine.call('archive', null)).files;
          attempt(beat);
        };
        await count();
        log.add(`read: ${counted(me.logs ?? 0, 'log')}`);
        const counts = setInterval(() => void count().catch(() => undefined), SILENT_MS);
        await untilEnd;
        clearInterval(counts);
        return DONE;
      },
    );
  } catch (error) {
    attempt(() => log.add(`failed: ${errorText(error)}`));
    throw error;
  } finally {
    clearInterval(beats);
    if (readRunner(store)?.id === me.id) attempt(() => fs.unlinkSync(join(store, 'daemon.json')));
    attempt(() => log.add('ended'));
  }
};

/** Ignores errors such as a full disk: the archive reports problems with its folder. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // Tried again with the next one.
  }
}

function noted(notice: Notice, log: LogLines): void {
  attempt(() => {
    if (notice.notice === 'problem') log.add(`${notice.problem.level}: ${notice.problem.message}`);
    if (notice.notice === 'notKept')
      log.add(
        notice.notKept === null ? 'the archive is kept again' : `the archive is not kept: ${notice.notKept}`,
      );
    if (notice.notice === 'reset') log.add('the archive was wiped or restored: everything is read again');
  });
}

/** Says how to start it, unless it is already running. */
export function startCommand(options: ReadingOptions, around: Around): number {
  const store = storeToWrite(options, around);
  const runner = runnerIn(store, around);
  if (runner !== null) {
    printWrapped(
      [`It runs since ${clockOf(around)(runner.since)}, as process ${runner.pid} on ${runner.host}.`],
      around.env,
    );
    return DONE;
  }
  sayHow(store, around);
  return NOTHING;
}

function sayHow(store: string, around: Around): void {
  if (installedFor(store, around) === resolve(store))
    say(`Vigil starts no process (docs/privacy.md). The system does: ${howTo('start', store, around)}`);
  else
    say(
      'Vigil starts no process (docs/privacy.md). vigil daemon install has the system start it; vigil daemon run runs it here.',
    );
}

/** Stops the running process and waits for its end. */
export async function stopCommand(options: ReadingOptions, around: Around): Promise<number> {
  const store = storeToWrite(options, around);
  const runner = runnerIn(store, around);
  if (runner === null) {
    say('it does not run.');
    return NOTHING;
  }
  if (runner.host !== around.host) throw new Error(`It runs on ${runner.host}: stop it there.`);
  process.kill(runner.pid, 'SIGTERM');
  const end = around.now() + END_MS;
  while (isAlive(runner.pid) && readRunner(store)?.id === runner.id) {
    if (around.now() > end) throw new Error(`Process ${runner.pid} was told to end and has not yet.`);
    await pause(50);
  }
  // If the system kills the process, its file remains.
  if (readRunner(store)?.id === runner.id) attempt(() => fs.unlinkSync(join(store, 'daemon.json')));
  printWrapped(['It has ended; what it read is kept.'], around.env);
  return DONE;
}

/** Stops it, and says how to start it again. */
export async function restartCommand(options: ReadingOptions, around: Around): Promise<number> {
  const stopped = await stopCommand(options, around);
  sayHow(storeToWrite(options, around), around);
  return stopped;
}

export function statusCommand(options: OptionsOf<'daemon status'>, around: Around): number {
  const store = storeToWrite(options, around);
  const runner = runnerIn(store, around);
  const savedAt = newestImage(store, fs)?.at ?? null;
  const me = { id: '', pid: around.pid, host: around.host };
  const holder = leaseIn(store, smallFiles, me, 0, isAlive).holder();
  const writer =
    holder === null || holder.until < around.now() ? null : { pid: holder.pid, host: holder.host };
  const archive = installedFor(store, around);
  const installed = archive === resolve(store);
  if (options.json === true) {
    const running =
      runner === null
        ? null
        : {
            pid: runner.pid,
            host: runner.host,
            version: runner.version,
            since: isoOf(runner.since),
            logs: runner.logs,
          };
    print(
      json({ schema: 1, store, running, savedAt: isoOf(savedAt), writer, installed, installedFor: archive }),
    );
    return runner === null ? NOTHING : DONE;
  }
  const time = clockOf(around);
  const lines = [
    runner === null
      ? 'It does not run.'
      : `It runs since ${time(runner.since)}, as process ${runner.pid} on ${runner.host}, Vigil ${runner.version}.`,
    ...(runner === null
      ? []
      : [runner.logs === null ? 'It reads the logs.' : `It knows ${counted(runner.logs, 'log')}.`]),
    savedAt === null ? 'Nothing is saved yet.' : `Last save: ${time(savedAt)}.`,
    writer === null
      ? 'Nobody writes the archive now.'
      : `Process ${writer.pid} on ${writer.host} writes the archive.`,
    `Archive: ${store}`,
    installed
      ? `Installed: ${unitFile(store, around)}`
      : archive === null
        ? 'Not installed: vigil daemon install has the system start it.'
        : `Not installed for this archive but for ${archive}: ${unitFile(store, around)}`,
  ];
  printWrapped(lines, around.env);
  return runner === null ? NOTHING : DONE;
}

const LINES = 200;
const FOLLOW_MS = 500;

/** Prints the log's last lines; with `follow` also new ones, until it is told to stop. */
export const logsCommand: RunUntil<'daemon logs'> = async (options, around, _given, untilEnd) => {
  const limit = options.limit === undefined ? LINES : Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1)
    throw new UsageError(`--limit ${options.limit}: give a number of lines.`);
  const log = logOf(storeToWrite(options, around), around);
  let lines = log.all();
  for (const line of lines.slice(-limit)) print(`${line}\n`);
  if (options.follow !== true) {
    if (lines.length === 0) say(`there is no log yet: ${log.path}`);
    return lines.length === 0 ? NOTHING : DONE;
  }
  let isInterrupted = false;
  void untilEnd.then(() => (isInterrupted = true));
  while (!isInterrupted) {
    await Promise.race([untilEnd, pause(FOLLOW_MS)]);
    const now = log.all();
    // After rotation, the last printed line may be in the old file, or gone.
    const seen = lines.length === 0 ? -1 : now.lastIndexOf(lines.at(-1) ?? '');
    for (const line of now.slice(seen + 1)) print(`${line}\n`);
    lines = now;
  }
  return DONE;
};
