/** Options of the commands, checked. */
import type { READING, Values } from './commandParts';
import type { CommandName, OptionsOf } from './commands';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve as resolvePath, win32 } from 'node:path';
import { codeOf, errorCode, errorText } from '../l10n/errorText';
import {
  fromEnvironment,
  fromFile,
  fromFlags,
  type Layer,
  resolve,
  type Resolved,
  SettingError,
} from '../settings/layers';
import { foldersAtHome } from '../settings/folders';
import { smallFiles } from '../store/smallFiles';
import { readText } from '../log/gate';
import { atHome, rootsOf } from '../log/roots';
import type { Settings } from '../settings/settings';
import type { Surroundings } from '../engine/parts';
import { rulesOf, type Rules } from '../library/rules';
import { readImports } from '../store/priceFile';
import { calendarOf, isDay } from '../usage/days';
import { bundledPrices, parsePriceTable, type PriceTable } from '../usage/prices';
import { tableWith, type PriceImport } from '../usage/table';
import { systemWords } from '../l10n/systemWords';
import { say, UsageError } from './output';

/** What only the entry point knows: clock, environment, machine. */
export interface Around extends Omit<Surroundings, 'emit' | 'watch'> {
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  /** Operating system, as Node names it. */
  platform: NodeJS.Platform;
  /** Folder of sql-wasm.wasm. */
  wasmFolder: string;
}

/** The options of commands that read logs. */
export type ReadingOptions = Values<(typeof READING)[number]>;

/** A command: its options and arguments are checked before. Returns the exit code. */
export type Run<Name extends CommandName> = (
  options: OptionsOf<Name>,
  around: Around,
  given: readonly string[],
) => number | Promise<number>;
/** A command that runs until it is done or `end` resolves. */
export type RunUntil<Name extends CommandName> = (
  ...args: [...Parameters<Run<Name>>, end: Promise<void>]
) => Promise<number>;

/** The settings of the command: defaults, file, environment, flags (docs/cli.md). Throws a `UsageError`. */
export function settingsOf(options: ReadingOptions, around: Around): Resolved {
  const timezone = options.timezone;
  const thresholds = options.thresholds;
  const links = options.followLinks ?? [];
  try {
    const { settings, keys } = resolve([
      ...fileLayers(options, around),
      ...fromEnvironment(around.env),
      ...fromFlags({
        timezone,
        thresholds: thresholds === undefined ? undefined : true,
        'follow-links': links.length === 0 ? undefined : links,
      }),
    ]);
    return { settings: foldersAtHome(settings, around.home), keys };
  } catch (error) {
    if (error instanceof SettingError) throw new UsageError(error.message);
    throw error;
  }
}

/**
 * The settings file: `--config`, else `VIGIL_CONFIG`, else the extension's file beside the archive, else `vigil/config.json` in the folder for
 * configuration. A named file must exist and be valid; another one that is not JSON is reported and ignored.
 */
function fileLayers(options: ReadingOptions, around: Around): Layer[] {
  const named = namedConfig(options, around);
  if (named !== null) return layersOf(named);
  const usual = usualConfig(options, around);
  if (usual === null) return [];
  try {
    const layers = layersOf(usual.file, readText);
    // Vigil's own file may be from a newer version: unknown settings are ignored.
    return usual.isVigils ? usableOf(layers, around) : layers;
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    // Nobody named the file, so the command continues as without it.
    sayOnce(`${error.message} The defaults are used.`, around);
    return [];
  }
}

/** The settings file that the person named; null without one. */
export const namedConfig = ({ config }: ReadingOptions, { env }: Around): string | null =>
  config ?? (env['VIGIL_CONFIG'] || null);

/** The settings file if none is named: the one beside the archive, else the command's own; null if both are missing. */
export function usualConfig(
  options: ReadingOptions,
  around: Around,
): { file: string; isVigils: boolean } | null {
  const store = storeOf(options, around);
  const beside = store === null ? null : join(store, 'settings.json');
  const file = [...(beside === null ? [] : [beside]), configFile(around)].find((one) => existsSync(one));
  return file === undefined ? null : { file, isVigils: file === beside };
}

const saidIn = new WeakMap<Around, Set<string>>();

/** True if an error in the settings was reported. */
export const hasReportedSettings = (around: Around): boolean => saidIn.has(around);

/** Reports an error in the settings once, although they are read several times in a run. */
function sayOnce(text: string, around: Around): void {
  const said = saidIn.get(around) ?? new Set();
  if (!said.has(text)) say(text);
  saidIn.set(around, said.add(text));
}

/** The usual settings file of the command. */
export const configFile = ({ env, home }: Around): string =>
  join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'vigil', 'config.json');

/** Reads a file that the person named, which may be a pipe. */
const readNamed = (file: string): string => readFileSync(file, 'utf8');

function layersOf(file: string, read: (file: string) => string = readNamed): Layer[] {
  let content: string;
  try {
    content = read(file);
  } catch (error) {
    throw new SettingError(`${file}: cannot be read (${systemWords(codeOf(error))}).`, { cause: error });
  }
  return fromFile(file, content);
}

/** The valid layers; errors in others are reported. */
function usableOf(layers: readonly Layer[], around: Around): Layer[] {
  return layers.filter((layer) => {
    try {
      resolve([layer]);
      return true;
    } catch (error) {
      if (!(error instanceof SettingError)) throw error;
      sayOnce(`${error.message} Its default is used.`, around);
      return false;
    }
  });
}

/** The rules for reading and pricing logs. Prices imported into the named archive apply, unless `--prices` is given. */
export function rulesFrom(
  options: ReadingOptions,
  around: Around,
  resolved = settingsOf(options, around),
): Rules {
  const { settings } = resolved;
  const prices = options.prices;
  const store = storeOf(options, around);
  const imports = prices === undefined && store !== null ? importsIn(store) : [];
  const table = prices === undefined ? bundledPrices() : pricesIn(prices);
  return rulesOf(
    settings,
    tableWith(table, imports, settings.prices),
    calendarOf(settings.timezone || around.timezone),
  );
}

function pricesIn(file: string): PriceTable {
  try {
    return parsePriceTable(readFileSync(file, 'utf8'));
  } catch (error) {
    const why =
      error instanceof Error && !('code' in error)
        ? error.message
        : `cannot be read (${systemWords(codeOf(error))}).`;
    throw new UsageError(`--prices ${file}: ${why}`);
  }
}

function importsIn(store: string): PriceImport[] {
  try {
    return readImports(store, smallFiles);
  } catch (error) {
    say(`the prices you imported cannot be read (${errorText(error)}); those that ship with Vigil are used.`);
    return [];
  }
}

export function dayOption(day: string | undefined, name: string): string | null {
  if (day === undefined) return null;
  if (!isDay(day)) throw new UsageError(`--${name} ${day}: give a day as YYYY-MM-DD.`);
  return day;
}

/** Claude Code's folders: those of `vigil.roots`, else the default ones that exist. */
export const rootsFrom = (settings: Settings, { env, home }: Around): string[] => {
  const roots = rootsOf({
    setting: settings.roots,
    claudeConfigDir: env['CLAUDE_CONFIG_DIR'] ?? null,
    xdgConfigHome: env['XDG_CONFIG_HOME'] ?? null,
    home,
  });
  const there = roots.filter((root) => existsSync(root));
  return there.length > 0 ? there : roots;
};

/** The message if no log was found: the searched folders, and what was left out. */
export function noLogIn(
  named: readonly string[],
  options: ReadingOptions,
  around: Around,
  { settings } = settingsOf(options, around),
): string {
  const places = named.length > 0 ? named : rootsFrom(settings, around);
  const where = places.map((place) => (existsSync(place) ? place : `${place} (not there)`)).join(', ');
  const leftOut = options.exclude === false ? [] : settings.exclude;
  const but = leftOut.length === 0 ? '' : `, but for the projects of vigil.exclude (${leftOut.join(', ')})`;
  return `No session log was found. Looked in ${where}${but}; Claude Code writes logs to ~/.claude/projects, and the setting vigil.roots names other folders.`;
}

/** The named folder of the archive: `--store`, else `VIGIL_STORE` (set in VS Code's terminals), else `VIGIL_STORAGE` (the setting). */
function namedStore(options: ReadingOptions, { env, home }: Around): string | null {
  const named = options.store ?? (env['VIGIL_STORE'] || env['VIGIL_STORAGE'] || null);
  return named === null ? null : atHome(named, home);
}

/** The default folder of the archive: in the system's folder for data of programs. */
export function defaultStore({ env, home, platform }: Pick<Around, 'env' | 'home' | 'platform'>): string {
  if (platform === 'win32')
    return win32.join(env['LOCALAPPDATA'] || win32.join(home, 'AppData', 'Local'), 'Vigil');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Vigil');
  // A relative path in the variable is ignored (XDG base directories).
  const data = env['XDG_DATA_HOME'] ?? '';
  return join(isAbsolute(data) ? data : join(home, '.local', 'share'), 'vigil');
}

const holdsArchive = (folder: string): boolean => {
  try {
    return readdirSync(folder).some((name) => /^vigil-.*\.db$/.test(name));
  } catch {
    return false;
  }
};

/** Folder of the archive to read: the named one, else the default one if it exists, else null. */
export function storeOf(options: ReadingOptions, around: Around): string | null {
  const named = namedStore(options, around);
  if (named !== null) return named;
  const usual = defaultStore(around);
  return holdsArchive(usual) ? usual : null;
}

/** Folder of the archive to write; it may not exist yet. */
export const storeToWrite = (options: ReadingOptions, around: Around): string =>
  namedStore(options, around) ?? defaultStore(around);

/**
 * Creates the folder of the archive, one part after the other: on file systems without folders (`/proc`), creating all at once never ends.
 * The store reports other problems with the folder.
 */
export function makeStore(folder: string): void {
  const missing: string[] = [];
  for (let at = resolvePath(folder); !existsSync(at) && dirname(at) !== at; at = dirname(at))
    missing.unshift(at);
  try {
    for (const one of missing) mkdirSync(one, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) === 'ENOENT')
      throw new Error(`${folder}: no folder can be made there. Name another with --store.`, { cause: error });
  }
}
