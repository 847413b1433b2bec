/** Commands on the archive. The terminal opens it as another window of Vigil does (docs/cli.md). */
import type { OptionsOf } from './commands';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import type { Engine } from '../engine/engine';
import type { Archive } from '../engine/commands';
import type { Notice } from '../engine/protocol';
import { openWindow } from '../engine/window';
import { describeArchive } from '../report/archive';
import { oneLine } from '../log/visible';
import { inputsOf, keepSeen } from './lastIngest';
import { formatSize } from '../usage/format';
import {
  defaultStore,
  makeStore,
  noLogIn,
  settingsOf,
  storeOf,
  storeToWrite,
  type Around,
  type ReadingOptions,
  type Run,
  type RunUntil,
} from './options';
import { counted } from '../signals/signal';
import { NOTHING_NEW, NOTHING_READ, showArchive, type Read } from './showArchive';
import { useLittleMemory } from './littleMemory';
import { printResult, NOTHING, say, UsageError } from './output';

/** The options of commands on the archive. */
export type ArchiveOptions = ReadingOptions & OptionsOf<'ingest' | 'restore' | 'export' | 'wipe'>;

/** Opens the archive as a window does, runs `work` once everything is read, and closes it, which saves. */
export async function withArchive<T>(
  options: ArchiveOptions,
  around: Around,
  {
    /** Folders of logs in place of those of the settings. */
    roots = NO_ROOTS,
    watch = false,
    /** The archive may be missing. */
    creates = false,
    /** Also if the archive cannot be opened, for commands that replace it. */
    evenRefused = false,
    /** The command only answers: if the archive cannot be written, it says so and answers anyway. */
    asks = false,
    /** Without an archive, the logs are read and nothing is kept. */
    without = false,
    onNotice = (_notice: Notice): void => undefined,
    untilEnd = NEVER,
  },
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const store = creates ? storeToWrite(options, around) : storeOf(options, around);
  if (store === null && !without)
    throw new Error(
      `There is no archive yet in ${defaultStore(around)}. vigil ingest makes one; --store names another.`,
    );
  // A mistyped folder would otherwise become a new, empty archive.
  if (store !== null && options.store !== undefined && !creates && !existsSync(store))
    throw new Error(
      `${store}: there is no archive, as there is no such folder. vigil ingest makes one there.`,
    );
  if (store !== null) makeStore(store);
  // A time zone or thresholds for one command must not affect the archive, which would be derived again for all windows.
  const { settings } = settingsOf({ ...options, timezone: undefined, thresholds: undefined }, around);
  let refused: string | null = null;
  const endLittleMemory = useLittleMemory();
  const engine = await openWindow(
    {
      storage: store,
      home: around.home,
      claudeConfigDir: around.env['CLAUDE_CONFIG_DIR'] ?? null,
      xdgConfigHome: around.env['XDG_CONFIG_HOME'] ?? null,
      wasmFolder: around.wasmFolder,
      settings: roots.length === 0 ? settings : { ...settings, roots: [...roots] },
    },
    {
      ...around,
      watch,
      emit(notice) {
        if (notice.notice === 'problem') {
          const { code, message, file } = notice.problem;
          say(file === null || message.includes(file) ? message : `${message} (${file})`);
          if (['store-newer', 'store-unreadable', ...(asks ? [] : ['store-write'])].includes(code))
            refused = message;
        }
        onNotice(notice);
      },
    },
  );
  // Waiting for the end of the process must not keep the closed engine in memory.
  let open: typeof engine | null = engine;
  void untilEnd.then(() => open?.call('close', null));
  try {
    await engine.ready;
    // A watching process may run for days, so its timer is stopped.
    if (watch) endLittleMemory();
    if (refused !== null && !evenRefused)
      throw new Error('The archive could not be used; nothing was changed.');
    return await work(engine);
  } finally {
    endLittleMemory();
    await engine.call('close', null);
    open = null;
  }
}

const NEVER = new Promise<void>(() => undefined);
const NO_ROOTS: readonly string[] = [];

/** Exit code of an interrupted command. */
const INTERRUPTED = 130;

/** `ingest`: reads what is new into the archive and copies ended logs into the vault, until done or interrupted. */
export const ingestCommand: RunUntil<'ingest'> = (options, around, roots, untilEnd) => {
  let isInterrupted = false;
  void untilEnd.then(() => (isInterrupted = true));
  const asked = inputsOf(roots, options, around);
  /** Nothing went wrong. If something did, the next run must report it again. */
  let isSound = true;
  const interrupted = (): number => {
    say('stopped. What was read and copied is kept; the next run goes on from there.');
    return INTERRUPTED;
  };
  const reading = readingLines(around);
  const copying = copyingLines(around);
  const work = async (engine: Engine): Promise<number> => {
    if (!isInterrupted && options.force === true) await engine.call('refresh', { force: true });
    if (!isInterrupted) await engine.call('checkpoint', null);
    if (isInterrupted) return interrupted();
    const { copied, left, byOther } = await engine.call('keepLogs', null);
    if (copied > 0) say(`${counted(copied, 'log')} copied into the vault.`);
    if (isInterrupted) return interrupted();
    if (byOther) say(`another window copies ${counted(left, 'log')} into the vault.`);
    const { logs } = await engine.call('indexLogs', null);
    if (logs > 0) say(`${counted(logs, 'log')} brought into the search index.`);
    if (isInterrupted) return interrupted();
    const archive = await engine.call('archive', null);
    const words = wordsFor(archive, engine, options, around);
    const { folders } = await engine.call('health', null);
    const isEmpty = archive.conversations + archive.subAgents === 0;
    const isNothing =
      isEmpty ||
      (roots.length > 0 &&
        folders.every(
          (folder) => folder.problem !== null || folder.logs + folder.deleted === folder.notLogs,
        ));
    // The next run must also say that there is no log.
    if (isSound && !isNothing) keepSeen(engine, archive, words, asked, options, around);
    if (isNothing) {
      const notLogs = folders.reduce((sum, folder) => sum + folder.notLogs, 0);
      if (notLogs > 0) say(`no record of Claude Code is in the ${counted(notLogs, 'file')} there.`);
      sayNoLog(roots, options, around);
    }
    // People get no figures of an empty archive.
    if (isEmpty && options.json !== true) return NOTHING;
    const shown = showArchive(archive, words, options, around, runOf(archive, reading.done()));
    return isNothing ? NOTHING : shown;
  };
  const onNotice = (notice: Notice): void => {
    isSound &&= notice.notice !== 'problem';
    reading.hear(notice);
    copying(notice);
  };
  return withArchive(options, around, { roots, creates: true, onNotice, untilEnd }, work);
};

/** Says in which folders logs were searched: the given ones, else those of the settings. */
export const sayNoLog = (roots: readonly string[], options: ReadingOptions, around: Around): void =>
  say(noLogIn(roots, options, around));

/** Reports the progress of reading, at most once a second; `done`: what was new in this run. */
function readingLines(around: Around): { hear(notice: Notice): void; done(): Read } {
  let last = around.now();
  let read = NOTHING_READ;
  return {
    hear(notice) {
      if (notice.notice !== 'progress') return;
      const { filesDone, filesTotal, bytesDone } = notice.progress;
      read = { logs: filesDone, bytes: bytesDone };
      if (!notice.progress.running || filesTotal === 0 || around.now() - last < PROGRESS_MS) return;
      last = around.now();
      say(`reading logs: ${filesDone} of ${filesTotal}. Ctrl+C stops.`);
    },
    done: () => read,
  };
}

/** Reports the progress of copying, at most once a second. */
function copyingLines(around: Around): (notice: Notice) => void {
  let last = around.now();
  return (notice) => {
    const { notice: what } = notice;
    if ((what !== 'keeping' && what !== 'indexing') || around.now() - last < PROGRESS_MS) return;
    last = around.now();
    const doing = what === 'keeping' ? 'copying logs into the vault' : 'bringing logs into the search index';
    say(`${doing}: ${notice.done} of ${notice.total}. Ctrl+C stops.`);
  };
}

const PROGRESS_MS = 1000;

export const sizeCommand: Run<'size'> = (options, around) =>
  withArchive(options, around, { asks: true }, (engine) => sizeOf(engine, options, around));

async function sizeOf(engine: Engine, options: ArchiveOptions, around: Around): Promise<number> {
  const archive = await engine.call('archive', null);
  return showArchive(archive, wordsFor(archive, engine, options, around), options, around);
}

function wordsFor(archive: Archive, engine: Engine, options: ArchiveOptions, around: Around): string[] {
  const vaultEnabled = settingsOf(options, around).settings.vault.enabled;
  const { dayOf } = engine.view().rules;
  return describeArchive({ ...archive, vaultEnabled }, (iso) => dayOf(Date.parse(iso))).split('\n');
}

function runOf({ files, gone }: Archive, read: Read): { read: Read; line: string } {
  const rest = Math.max(0, files - gone - read.logs);
  const line = `New: ${formatSize(read.bytes)} in ${counted(read.logs, 'log')}; nothing in the ${rest} others.`;
  return { read, line: read.logs === 0 ? NOTHING_NEW : line };
}

export const backupCommand: Run<'backup'> = (options, around, [file = '']) =>
  withArchive(options, around, { asks: true }, async (engine) => {
    await engine.call('backup', { file });
    return printResult(options, around, { written: file }, [`Written: ${file}`]);
  });

export const restoreCommand: Run<'restore'> = async (options, around, [file = '']) => {
  if (!(await confirm(options, 'Put this backup in place of the archive? The archive is kept beside it.')))
    return NOTHING;
  return withArchive(options, around, { evenRefused: true, creates: true }, async (engine) => {
    await engine.call('restore', { file });
    return sizeOf(engine, options, around);
  });
};

export const mergeCommand: Run<'merge'> = (options, around, [file = '']) =>
  withArchive(options, around, { creates: true }, async (engine) => {
    const { conversations } = await engine.call('merge', { file });
    await engine.call('checkpoint', null);
    return printResult(options, around, { conversations }, [
      conversations === 0
        ? 'Nothing in it was new.'
        : `${counted(conversations, 'session')} added or calculated again.`,
    ]);
  });

export const compactCommand: Run<'compact'> = (options, around) =>
  withArchive(options, around, {}, async (engine) => {
    const { before, after } = await engine.call('compact', null);
    return printResult(options, around, { before, after }, [
      `${formatSize(before)} before, ${formatSize(after)} after`,
    ]);
  });

/** `export` without a path: the archive for other programs. */
export const exportArchiveCommand: Run<'export'> = (
  { format = 'json', output: file, ...options },
  around,
) => {
  if (file === undefined) throw new UsageError('Name the file to write with --output.');
  return withArchive(options, around, { asks: true }, async (engine) => {
    await engine.call('exportArchive', { file, format });
    const written = printResult(options, around, { written: file, format }, [`Written: ${file}`]);
    if ((await engine.call('archive', null)).files > 0) return written;
    sayNoLog([], options, around);
    return NOTHING;
  });
};

export const wipeCommand: Run<'wipe'> = async (options, around) => {
  const project = options.project ?? null;
  if ((options.all === true) === (project !== null)) throw new UsageError('Give --all or --project FOLDER.');
  const what = project === null ? 'everything in the archive' : `all sessions of ${project}`;
  if (!(await confirm(options, `Forget ${what}? Logs that are still there will be read again.`)))
    return NOTHING;
  return withArchive(options, around, { evenRefused: true }, async (engine) => {
    const { logs } = await engine.call('wipe', { project });
    if (project !== null && logs === 0) {
      say(
        `No session of ${project} is in the archive: nothing was forgotten. vigil usage --by project names projects.`,
      );
      return NOTHING;
    }
    return sizeOf(engine, options, around);
  });
};

/** Asks the person, unless `--yes` was given. Throws a `UsageError` if there is nobody to ask. */
export async function confirm(options: Pick<ArchiveOptions, 'yes'>, question: string): Promise<boolean> {
  if (options.yes === true) return true;
  if (!process.stdin.isTTY) throw new UsageError(`${question} Add --yes to say so.`);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(`${oneLine(question)} [y/N] `)).trim().toLowerCase() === 'y';
  } finally {
    lines.close();
  }
}
