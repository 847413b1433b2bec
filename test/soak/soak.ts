/**
 * `npm run soak`: a week of Vigil in minutes, on a clock of its own: windows are opened and closed, sessions go on, logs are rotated
 * and deleted, the machine sleeps, the time zone changes, over an archive of many sessions. What is held at the end of each day
 * is measured; it must not grow.
 */
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { conversation } from '../support/records.mjs';
import type { Engine } from '../../src/engine/engine';
import { Settings } from '../../src/settings/settings';
import { openWindow } from '../../src/engine/window';
import { MOST_PACKS } from '../../src/store/readings';

export interface Soak {
  /** Sessions in the archive at the start, of which only the last are still on the disk. */
  sessions: number;
  days: number;
  /** Empty folder for logs and archive. */
  folder: string;
  /** Folder of sql-wasm.wasm. */
  wasmFolder: string;
  /** Hears of each day as it is over. */
  told: (day: Held) => void;
}

/** What is held at the end of a day; numbers of files and bytes. */
export interface Held {
  day: number;
  /** Sessions in the archive. */
  known: number;
  /** Logs on the disk: each may have a handle of the watcher. */
  logs: number;
  rss: number;
  heap: number;
  /** Open handles of Node beyond one for each folder that is watched; requests on their way and timers are none. */
  handles: number;
  /** Open files of the process, packs aside. */
  open: number;
  /** Files in the folder of the archive beside packs, packs, and the bytes of both. */
  files: number;
  packs: number;
  bytes: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-06-01T06:00:00.000Z');
/** Claude Code deletes logs that are older. */
const KEPT_DAYS = 30;
const ZONES = ['Europe/Berlin', 'America/St_Johns', 'Pacific/Kiritimati'];
/** Sessions that are live at a time, and those begun in a day: as many as are deleted. */
const LIVE = 4;
const A_DAY = 29;
/** Projects, each with a folder of logs. */
const PROJECTS = 40;

type Told = ReturnType<typeof conversation>;
interface Log {
  file: string;
  told: Told;
  written: number;
  start: number;
  /** Time of its last record, about. */
  at: number;
}

const uuidOf = (n: number): string => `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;

/** Claude Code on a disk: begins sessions, goes on with them, rotates and deletes their logs. */
function claudeCode(home: string) {
  const onDisk: Log[] = [];
  let count = 0;

  const write = (log: Log): void => {
    const lines = log.told.records.slice(log.written).map((record) => `${JSON.stringify(record)}\n`);
    log.written = log.told.records.length;
    appendFileSync(log.file, lines.join(''));
  };

  return {
    onDisk,
    begin(start: number): Log {
      const n = ++count;
      const cwd = `/home/ada/project-${n % PROJECTS}`;
      const file = join(home, '.claude', 'projects', cwd.replaceAll('/', '-'), `${uuidOf(n)}.jsonl`);
      mkdirSync(dirname(file), { recursive: true });
      const log = {
        file,
        start,
        at: start,
        written: 0,
        told: conversation({ session: uuidOf(n), cwd, start }),
      };
      log.told
        .prompt(`Task ${n}`)
        .call('Read', { file_path: `${cwd}/a.ts` }, 'text')
        .say('Done.');
      write(log);
      onDisk.push(log);
      return log;
    },
    goOn(log: Log, now: number): void {
      log.told
        .wait((now - log.at) / 1_000)
        .prompt('Go on')
        .say('Done as well.');
      log.at = now;
      write(log);
    },
    /** Writes the log anew under its name, as an editor or a sync does: another file with the same lines. */
    rotate(log: Log): void {
      writeFileSync(`${log.file}.new`, readFileSync(log.file));
      renameSync(`${log.file}.new`, log.file);
    },
    deleteBefore(time: number): void {
      const old = onDisk.filter(({ start }) => start < time);
      for (const { file } of old) rmSync(file);
      onDisk.splice(0, onDisk.length, ...onDisk.filter((log) => !old.includes(log)));
    },
  };
}

/** Runs the week and gives what was held at the end of each day. */
export async function soak({ sessions, days, folder, wasmFolder, told }: Soak): Promise<Held[]> {
  const home = join(folder, 'home');
  const storage = join(folder, 'storage');
  const claude = claudeCode(home);
  let clock = START;
  let zone = ZONES[0];
  const settings = () => Settings.parse({ timezone: zone });
  const open = (): Promise<Engine> =>
    openWindow(
      { storage, home, claudeConfigDir: null, xdgConfigHome: null, wasmFolder, settings: settings() },
      {
        version: 'soak',
        now: () => clock,
        pid: process.pid,
        host: 'soak',
        timezone: 'UTC',
        emit: () => {},
        watch: true,
      },
    );

  for (let n = 0; n < sessions; n++) {
    const age = n < sessions - A_DAY * KEPT_DAYS ? DAY * (KEPT_DAYS + 1) : ((sessions - n) * DAY) / A_DAY;
    claude.begin(START - age);
  }
  const first = await open();
  await first.ready;
  await first.call('close', null);
  claude.deleteBefore(START - DAY * KEPT_DAYS);

  const main = await open();
  await main.ready;
  const held: Held[] = [];
  const live: Log[] = [];
  for (let day = 1; day <= days; day++) {
    for (let hour = 0; hour < 24; hour++) {
      // It sleeps for eight hours: nobody writes, and the lease runs out.
      if (hour === 16) clock += 7 * HOUR;
      if (hour >= 16 && hour < 23) continue;
      clock += HOUR;
      if (hour === 12)
        await main.call('configure', { ...settings(), timezone: (zone = ZONES[day % ZONES.length]) ?? '' });
      live.push(claude.begin(clock), ...(hour % 3 === 0 ? [claude.begin(clock), claude.begin(clock)] : []));
      live.splice(0, Math.max(0, live.length - LIVE));
      for (const log of live) claude.goOn(log, clock);
      const [rotated] = live;
      if (hour % 4 === 0 && rotated !== undefined) claude.rotate(rotated);
      claude.deleteBefore(clock - DAY * KEPT_DAYS);
      if (hour === 9) await anotherWindow(open);
      await main.call('refresh', {});
      if (hour % 5 === 0) await main.call('checkpoint', null);
    }
    const { total } = await main.call('sessions', { state: 'all', offset: 0, limit: 1 });
    held.push(await measure(day, total, claude.onDisk.length, storage));
    told(held.at(-1) as Held);
  }
  await main.call('close', null);
  return held;
}

/** A second window is opened, looks at things and is closed. */
async function anotherWindow(open: () => Promise<Engine>): Promise<void> {
  const window = await open();
  await window.ready;
  await window.call('overview', { range: '30d' });
  await window.call('close', null);
}

async function measure(day: number, known: number, logs: number, storage: string): Promise<Held> {
  // Twice, with a turn between: what finalizers give back is gone only then.
  for (let i = 0; i < 2; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { rss, heapUsed } = process.memoryUsage();
  const resources = process
    .getActiveResourcesInfo()
    .filter((kind) => !/^(?:FSReq|Immediate|Timeout)/.test(kind));
  const files = readdirSync(storage, { recursive: true, encoding: 'utf8' });
  return {
    day,
    known,
    logs,
    rss,
    heap: heapUsed,
    handles: resources.length - PROJECTS,
    open: openFiles(),
    files: files.filter((name) => !isPack(name)).length,
    packs: files.filter(isPack).length,
    bytes: files.reduce((sum, name) => sum + statSync(join(storage, name)).size, 0),
  };
}

/** Each run of a window begins one, and they are put together when there are many: their number goes up and down. */
const isPack = (name: string): boolean => name.endsWith('.pack');

/** Open files of this process, packs aside; 0 where the system does not tell. */
function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').filter((handle) => !isPack(fileOf(handle))).length;
  } catch {
    return 0;
  }
}

function fileOf(handle: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${handle}`);
  } catch {
    // The one by which the folder was listed.
    return '';
  }
}

/** What grew, in words; empty when nothing did. The first days settle; of the rest, the second half is compared with the first. */
export function growth(held: readonly Held[]): string[] {
  const settled = held.slice(Math.min(2, held.length - 2));
  const middle = Math.ceil(settled.length / 2);
  const most = (key: keyof Held, of: readonly Held[]): number => Math.max(...of.map((one) => one[key]));
  const limits: [keyof Held, (before: number) => number][] = [
    ['rss', (before) => before * 1.1 + 20e6],
    ['heap', (before) => before * 1.1 + 10e6],
    ['handles', (before) => before + 2],
    ['open', (before) => before + 2],
    ['files', (before) => before + 2],
  ];
  const packs = most('packs', settled);
  const scattered = packs > MOST_PACKS + 1 ? [`packs: ${packs}`] : [];
  const grew = limits.flatMap(([key, limit]) => {
    const before = most(key, settled.slice(0, middle));
    const after = most(key, settled.slice(middle));
    return after > limit(before) ? [`${key}: ${before} → ${after}`] : [];
  });
  return [...grew, ...scattered];
}
