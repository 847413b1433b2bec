/** Options of the commands, checked. */
import { readFileSync } from 'node:fs';
import { Settings } from '../engine/settings';
import { rootsOf } from '../log/roots';
import { rulesOf, type Rules } from '../engine/summarise';
import { calendarOf } from '../usage/days';
import { bundledPrices, parsePriceTable } from '../usage/prices';
import { UsageError } from './output';

/** What only the composition root knows: clock, environment, machine. */
export interface Around {
  version: string;
  now: () => number;
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  timezone: string;
  pid: number;
  host: string;
  /** Folder of sql-wasm.wasm. */
  wasmFolder: string;
}

export interface ReadingOptions {
  prices?: string;
  timezone?: string;
  store?: string;
}

/** A text option; cac makes numbers of what looks like one. */
export const text = (value: unknown, name: string): string | undefined => {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) throw new UsageError(`--${name} is given more than once.`);
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value === '') throw new UsageError(`--${name} needs a value.`);
  return value;
};

/** How logs are read and priced. */
export function rulesFrom(options: ReadingOptions, around: Around): Rules {
  const timezone = text(options.timezone, 'timezone') ?? around.timezone;
  const prices = text(options.prices, 'prices');
  try {
    const table = prices === undefined ? bundledPrices() : parsePriceTable(readFileSync(prices, 'utf8'));
    return rulesOf(Settings.parse({}), table, calendarOf(timezone));
  } catch (error) {
    if (error instanceof RangeError) {
      throw new UsageError(
        `--timezone ${timezone}: no such time zone. Give an IANA name, for example Europe/Berlin.`,
      );
    }
    throw new UsageError(
      `--prices ${prices ?? ''}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

export function dayOption(value: unknown, name: string): string | null {
  const day = text(value, name);
  if (day === undefined) return null;
  const real =
    /^\d{4}-\d\d-\d\d$/.test(day) &&
    !Number.isNaN(Date.parse(day)) &&
    new Date(day).toISOString().startsWith(day);
  if (!real) throw new UsageError(`--${name} ${day}: give a day as YYYY-MM-DD.`);
  return day;
}

/** Where Claude Code writes, when no path is given. */
export const defaultRoots = ({ env, home }: Around): string[] =>
  rootsOf({
    setting: [],
    claudeConfigDir: env['CLAUDE_CONFIG_DIR'] ?? null,
    xdgConfigHome: env['XDG_CONFIG_HOME'] ?? null,
    home,
  });

/** Folder of the archive: `--store`, or what VS Code's terminals have in `VIGIL_STORE`; null when neither is there. */
export const storeOf = (options: ReadingOptions, { env }: Around): string | null =>
  text(options.store, 'store') ?? (env['VIGIL_STORE'] || null);
