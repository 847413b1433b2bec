/** The source for a command: the archive or logs (docs/cli.md, “What a command reads”). */
import * as fs from 'node:fs';
import { learnBaseline } from '../library/grades';
import { below, readLogs, type Logs } from '../library/inspect';
import { knownFromArchive, knownFromLogs, type Known } from '../library/knownSessions';
import { contradictions } from '../settings/contradictions';
import type { Settings } from '../settings/settings';
import { ARCHIVE_VERSION } from '../library/pack';
import type { Rules } from '../library/rules';
import { scanFor } from '../signals/scan';
import { openCheckpoint } from '../store/checkpoint';
import { loadSqlite } from '../store/sqlite';
import { withArchive } from './archive';
import {
  noLogIn,
  rootsFrom,
  rulesFrom,
  settingsOf,
  storeOf,
  type Around,
  type ReadingOptions,
} from './options';
import { leftOutWords } from '../log/discover';
import { systemWords } from '../l10n/systemWords';
import { DONE, NOTHING, say, UsageError } from './output';

/**
 * Runs `work` with the known sessions: of the logs below PATHs; without PATHs, of the archive after bringing it up to date; without an
 * archive, of the logs in Claude Code's folders. The settings apply to all three.
 */
export async function withKnown(
  paths: readonly string[],
  options: ReadingOptions & ForPrograms,
  around: Around,
  ask: (known: Asked) => number | Promise<number>,
): Promise<number> {
  const store = storeOf(options, around);
  const resolved = settingsOf(options, around);
  const none = noLogIn(paths, options, around, resolved);
  // People get a sentence instead of an empty table; programs get the format they asked for.
  const work = (known: Known): number | Promise<number> =>
    known.figures.length === 0 && !isForProgram(options)
      ? found(known.figures, none)
      : ask({ ...known, none });
  const rules = rulesFrom(options, around, resolved);
  if (paths.length > 0 || store === null) {
    const { settings } = resolved;
    const logs = logsBelow(paths, options, around, resolved);
    const learned = store === null ? null : await learnedIn(store, settings, around);
    return work(
      knownFromLogs(logs, rules, (figures) =>
        learned !== null
          ? learned
          : paths.length > 0
            ? rules.thresholds
            : learnBaseline(figures, settings, around.now()).thresholds,
      ),
    );
  }
  onlyWithPaths(options);
  const asked = [options.timezone, options.prices, options.thresholds].some((one) => one !== undefined)
    ? rules
    : null;
  const { format: _asked, ...reading } = options;
  return withArchive(reading, around, { asks: true }, async (engine) => {
    const view = engine.view();
    return work(knownFromArchive(view, (path) => below(view.placeOf(path).root, path), asked));
  });
}

/** The known sessions, and the message if there are none. */
type Asked = Known & { none: string };

/** Options that ask for output for programs. */
interface ForPrograms {
  json?: boolean;
  csv?: boolean;
  format?: string;
  output?: string;
}

/** True if a program reads the output: it gets its format even if there is nothing to print. */
export const isForProgram = ({ json, csv, format, output }: ForPrograms): boolean =>
  json === true || csv === true || output !== undefined || (format !== undefined && format !== 'text');

/** The logs below the paths, or in Claude Code's folders without paths. Reports what cannot be read. */
export function logsBelow(
  paths: readonly string[],
  options: ReadingOptions,
  around: Around,
  { settings } = settingsOf(options, around),
): Logs {
  if (paths.length === 0) onlyWithPaths(options);
  else if (paths.every((path) => !fs.existsSync(path)))
    throw new Error(
      `Nothing was read: ${paths.length === 1 ? `${paths[0]} is` : `${paths.join(', ')} are`} not there.`,
    );
  const logs = readLogs(paths.length > 0 ? paths : rootsFrom(settings, around), {
    scan: scanFor(settings.signals.stopPhrases.custom),
    exclude: options.exclude === false ? [] : settings.exclude,
    followLinks: settings.followLinks,
    now: around.now(),
  });
  const named =
    paths.length > 0 || settings.roots.length > 0 || around.env['CLAUDE_CONFIG_DIR'] !== undefined;
  // Missing folders of Claude Code are reported once, where nothing is found in them.
  const unreadable = logs.unreadable.filter(({ code }) => named || code !== 'ENOENT');
  sayWhatIsLeft({ ...logs, unreadable });
  for (const said of contradictions(settings)) say(`setting vigil.${said}`);
  return logs;
}

/** Reports what cannot be read, links that lead elsewhere, and files that are not session logs. */
function sayWhatIsLeft({ unreadable, leftOut, notLogs }: Logs): void {
  for (const { path, code } of unreadable)
    say(
      code === 'ENOTFILE'
        ? `${path}: is no regular file, so it is not read; the rest goes on.`
        : `${path}: cannot be read (${systemWords(code)}); the rest goes on.`,
    );
  for (const out of Map.groupBy(leftOut, ({ why }) => why).values())
    say(`${out[0]?.path ?? ''}: ${leftOutWords(out)}`);
  const [first] = notLogs;
  if (first !== undefined)
    say(
      `${notLogs.length === 1 ? `${first} is not a session log` : `${notLogs.length} files are not session logs, ${first} for one`}: no record of Claude Code is in it. The rest goes on.`,
    );
}

function onlyWithPaths({ exclude }: ReadingOptions): void {
  if (exclude === false) throw new UsageError('--no-exclude needs the PATHs that are to be read.');
}

/** The current baseline of the archive; null if it cannot be opened. */
async function learnedIn(
  store: string,
  settings: Settings,
  around: Around,
): Promise<Rules['thresholds'] | null> {
  const sqlite = await loadSqlite(around.wasmFolder);
  const opened = openCheckpoint(store, fs, sqlite, around.version, undefined, undefined, ARCHIVE_VERSION);
  if (opened.kind === 'refused') {
    say(`${opened.problem.message} The thresholds of the settings are used.`);
    return null;
  }
  try {
    return learnBaseline(opened.checkpoint.sessions(), settings, around.now()).thresholds;
  } finally {
    opened.checkpoint.close();
  }
}

/** Prints a message and returns 1 if there are no sessions. */
export function found(sessions: readonly unknown[], none: string): number {
  if (sessions.length > 0) return DONE;
  say(none);
  return NOTHING;
}
