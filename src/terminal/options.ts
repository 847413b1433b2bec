/** Options of the commands, checked. */
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
import { rulesOf, type Rules } from '../library/rules';
import { readImports } from '../store/priceFile';
import { calendarOf, isDay } from '../usage/days';
import { bundledPrices, parsePriceTable, type PriceTable } from '../usage/prices';
import { tableWith, type PriceImport } from '../usage/table';
import { wordsOf } from '../l10n/systemWords';
import { say, UsageError } from './output';

/** What only the composition root knows: clock, environment, machine. */
export interface Around {
  version: string;
  now: () => number;
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  /** Operating system, as Node names it. */
  platform: NodeJS.Platform;
  timezone: string;
  pid: number;
  host: string;
  /** Folder of sql-wasm.wasm. */
  wasmFolder: string;
}

export interface ReadingOptions {
  prices?: string;
  timezone?: string;
  /** `codevigil`: measures raise alerts, as in codevigil. */
  thresholds?: string;
  store?: string;
  followLinks?: string[];
  config?: string;
  /** False with `--no-exclude`: projects of `vigil.exclude` are read, too. */
  exclude?: boolean;
}

/** The settings of the command: defaults, file, environment, flags (docs/cli.md). Throws a `UsageError` in words. */
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
 * The file: `--config`, else `VIGIL_CONFIG`, else what the extension left beside the archive, else `vigil/config.json` in
 * the folder for configuration. One that is named must be there and be right; another that is not JSON is said and passed over.
 */
function fileLayers(options: ReadingOptions, around: Around): Layer[] {
  const named = namedConfig(options, around);
  if (named !== null) return layersOf(named);
  const usual = usualConfig(options, around);
  if (usual === null) return [];
  try {
    const layers = layersOf(usual.file, readText);
    // What Vigil itself left there may be of a newer version: what this one does not know is passed over.
    return usual.isVigils ? usableOf(layers, around) : layers;
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    // Nobody named it, so the command goes on: with what it would do if the file were not there.
    sayOnce(`${error.message} The defaults are used.`, around);
    return [];
  }
}

/** The settings file a person names; null: none. */
export const namedConfig = ({ config }: ReadingOptions, { env }: Around): string | null =>
  config ?? (env['VIGIL_CONFIG'] || null);

/** The settings file that is used when none is named, the one beside the archive before the command's own; null where neither is there. */
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

/** Something was wrong with the settings, and was said. */
export const saidOfSettings = (around: Around): boolean => saidIn.has(around);

/** Settings are read several times in a run; what is wrong with them is said once. */
function sayOnce(text: string, around: Around): void {
  const said = saidIn.get(around) ?? new Set();
  if (!said.has(text)) say(text);
  saidIn.set(around, said.add(text));
}

/** The usual settings file of the command. */
export const configFile = ({ env, home }: Around): string =>
  join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'vigil', 'config.json');

/** A file that a person named is read whatever it is: a pipe, too. */
const readNamed = (file: string): string => readFileSync(file, 'utf8');

function layersOf(file: string, read: (file: string) => string = readNamed): Layer[] {
  let content: string;
  try {
    content = read(file);
  } catch (error) {
    throw new SettingError(`${file}: cannot be read (${wordsOf(codeOf(error))}).`, { cause: error });
  }
  return fromFile(file, content);
}

/** The layers that can be used, one by one; the others are said. */
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

/** How logs are read and priced. Prices imported into the archive that is named count, unless `--prices` names others. */
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
        : `cannot be read (${wordsOf(codeOf(error))}).`;
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

/** Where Claude Code writes, when no path is given: the folders of `vigil.roots`, else those of its own that are there. */
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

/** What is said where no log was found: where was looked, the folders that were named or else those of the settings, and what was left out. */
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

/** Folder of the archive that is named: `--store`, or what VS Code's terminals have in `VIGIL_STORE`, or the setting as `VIGIL_STORAGE`. */
function namedStore(options: ReadingOptions, { env, home }: Around): string | null {
  const named = options.store ?? (env['VIGIL_STORE'] || env['VIGIL_STORAGE'] || null);
  return named === null ? null : atHome(named, home);
}

/** Where this command keeps its archive when none is named: where the system keeps data of programs. */
export function defaultStore({ env, home, platform }: Pick<Around, 'env' | 'home' | 'platform'>): string {
  if (platform === 'win32')
    return win32.join(env['LOCALAPPDATA'] || win32.join(home, 'AppData', 'Local'), 'Vigil');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Vigil');
  // A relative path in the variable counts as none (XDG base directories).
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

/** Folder of the archive to read: the one that is named, else the one of this command where there is one; null: there is none. */
export function storeOf(options: ReadingOptions, around: Around): string | null {
  const named = namedStore(options, around);
  if (named !== null) return named;
  const usual = defaultStore(around);
  return holdsArchive(usual) ? usual : null;
}

/** Folder of the archive to write: it may not be there yet. */
export const storeToWrite = (options: ReadingOptions, around: Around): string =>
  namedStore(options, around) ?? defaultStore(around);

/**
 * Makes the folder of the archive, one part after the other: where a file system makes no folders (`/proc`) making all at once goes
 * on for ever. What else is wrong with the folder the store says.
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
