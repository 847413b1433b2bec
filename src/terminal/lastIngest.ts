/** The inputs of a run of `vigil ingest`, kept so that the next run with the same inputs is fast (`ingestAgain.ts`). */
import type { OptionsOf } from './commands';
import { hash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Archive } from '../engine/commands';
import type { Engine } from '../engine/engine';
import { seenIn } from '../engine/seen';
import { errorCode } from '../l10n/errorText';
import { readText } from '../log/gate';
import { statOf } from '../log/lines';
import { smallFiles } from '../store/smallFiles';
import { compareTexts } from '../log/compareTexts';
import {
  namedConfig,
  hasReportedSettings,
  settingsOf,
  storeToWrite,
  usualConfig,
  type Around,
} from './options';

export type IngestOptions = OptionsOf<'ingest'>;

/**
 * A text of all inputs of a run besides the logs and the image: the program, the arguments, the environment, and the small files beside the
 * archive. Null if there are others: a settings file named by the person may be a pipe.
 */
export function inputsOf(
  roots: readonly string[],
  { json: _json, force: _force, ...options }: IngestOptions,
  around: Around,
): string | null {
  if (namedConfig(options, around) !== null) return null;
  const { version, env, home, now, wasmFolder } = around;
  const store = storeToWrite(options, around);
  const config = usualConfig(options, around)?.file ?? null;
  // Windows ignores case in names of environment variables.
  const isAsked = /^(?:VIGIL_|(?:CLAUDE_CONFIG_DIR|XDG_CONFIG_HOME|TZ)$)/i;
  try {
    const all = [
      [version, stampOf(join(wasmFolder, 'engine.cjs'))],
      [roots, inOrder(options), resolve(store)],
      [inOrder(env).filter(([name]) => isAsked.test(name)), home, zoneMark(now())],
      [config, textOf(config), textOf(join(store, 'prices.json')), stampOf(join(store, 'vault'))],
    ];
    return hash('sha256', JSON.stringify(all));
  } catch {
    // Whoever needs the file reports the error.
    return null;
  }
}

/**
 * Identifies the machine's time zone by its name and its offsets in winter and summer, because finding its IANA name takes as long as reading
 * a folder of a thousand logs.
 */
function zoneMark(now: number): string[] {
  const year = new Date(now).getFullYear();
  return [0, 6].map((month) => new Date(year, month).toString());
}

/** Saves what the engine has seen for the next run, if that run would print the same. */
export function keepSeen(
  engine: Engine,
  archive: Archive,
  words: readonly string[],
  asked: string | null,
  options: IngestOptions,
  around: Around,
): void {
  const { vault, search } = settingsOf(options, around).settings;
  const store = storeToWrite(options, around);
  const seen = engine.seen();
  const hasCopies = vault.enabled || stampOf(join(store, 'vault')) !== null;
  const isQuiet = !hasCopies && !search.index && archive.notKept === null && !hasReportedSettings(around);
  if (asked === null || seen === null || !isQuiet) return;
  const file = seenIn(store, smallFiles);
  file.keep(asked, { ...seen, archive, words });
  // Another window may have wiped the archive meanwhile; then this file must go too.
  if (engine.seen() === null) file.forget();
}

/** Size and time of a file or folder; null if it is missing. */
function stampOf(path: string): unknown {
  try {
    const { size, mtimeMs } = statOf(path);
    return [size, mtimeMs];
  } catch {
    return null;
  }
}

/** The text of a small file; null if it is missing. Throws if it is no file. */
function textOf(path: string | null): string | null {
  try {
    return path === null ? null : readText(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

const inOrder = (named: object): [string, unknown][] =>
  Object.entries(named).sort(([a], [b]) => compareTexts(a, b));
