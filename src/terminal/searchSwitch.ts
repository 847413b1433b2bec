/** `vigil search enable`, `vigil search disable`: set `search.index` in the settings of the command. */
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { realPathOf } from '../log/gate';
import { plainJson } from '../settings/jsonc';
import { fromFile } from '../settings/layers';
import { replaceFile } from '../store/replaceFile';
import { configFile, storeToWrite, type Run } from './options';
import { printResult } from './output';

export const switchSearchCommand =
  (on: boolean): Run<'search enable' | 'search disable'> =>
  (options, around) => {
    const named = options.config ?? (around.env['VIGIL_CONFIG'] || undefined);
    // The extension overwrites its own file from VS Code's settings.
    const ofEditor = join(storeToWrite(options, around), 'settings.json');
    if (named === undefined && fs.existsSync(ofEditor))
      throw new Error(
        `This archive is VS Code's, so turn the index ${on ? 'on' : 'off'} there: press F1 and choose Vigil: Toggle Search Index.`,
      );
    const file = named ?? configFile(around);
    setIndex(file, on);
    const next = on
      ? 'vigil ingest and vigil watch fill it.'
      : 'It is not kept or asked any more; vigil search clear deletes it.';
    return printResult(options, around, { on, file }, [
      `The search index is ${on ? 'on' : 'off'} (${file}). ${next}`,
    ]);
  };

/** Changes one key of a settings file, and nothing else. */
function setIndex(file: string, on: boolean): void {
  fs.mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // If it is a link, its target is written; permissions stay the same.
  const real = realPathOf(file);
  if (real === null) return replaceFile(file, `{\n  "search": { "index": ${on} }\n}\n`, fs);
  const after = withIndex(file, fs.readFileSync(real, 'utf8'), on);
  replaceFile(real, after, fs, fs.statSync(real).mode & 0o777);
}

/** The text of a settings file with `search.index` set, everything else unchanged, including comments. Throws an Error with a message for people if that fails. */
export function withIndex(file: string, text: string, on: boolean): string {
  const before = layersIn(file, text);
  const plain = plainJson(text);
  const [from, to, piece] = valueIn(plain, on) ?? placeIn(plain, on);
  const after = text.slice(0, from) + piece + text.slice(to);
  const wanted = new Map(before).set('search.index', on);
  // Check the result; if the file has an unexpected form, the person must change it.
  if (!isDeepStrictEqual(layersIn(file, after), wanted))
    throw new Error(`${file}: is not changed. Write "search.index": ${on} into it.`);
  return after;
}

function layersIn(file: string, text: string): Map<string, unknown> {
  try {
    return new Map(fromFile(file, text).map(({ key, value }) => [key, value]));
  } catch (error) {
    throw new Error(
      `${file}: is not JSON with settings, so it is not changed. Mend it, or name another with --config.`,
      {
        cause: error,
      },
    );
  }
}

/** A replacement of a range of the text. */
type Edit = [from: number, to: number, piece: string];

/** The replacement of an existing value; null without one. */
function valueIn(plain: string, on: boolean): Edit | null {
  const found =
    /"(?:vigil\.)?search\.index"\s*:\s*(?<value>true|false)/d.exec(plain) ??
    /"search"\s*:\s*\{[^{}]*"index"\s*:\s*(?<value>true|false)/d.exec(plain);
  const place = found?.indices?.groups?.['value'];
  return place === undefined ? null : [...place, String(on)];
}

/** The insertion if there is no value: at the beginning of `search`, else of the settings. */
function placeIn(plain: string, on: boolean): Edit {
  const search = /"search"\s*:\s*\{/.exec(plain);
  const settings = search ?? /"vigil"\s*:\s*\{/.exec(plain) ?? /\{/.exec(plain);
  const at = (settings?.index ?? 0) + (settings?.[0].length ?? 0);
  const words = search === null ? `"search": { "index": ${on} }` : `"index": ${on}`;
  const line = search === null ? (/^\s*?(\r?\n[ \t]+)"/.exec(plain.slice(at))?.[1] ?? ' ') : ' ';
  return [at, at, `${line}${words}${/^\s*\}/.test(plain.slice(at)) ? ' ' : ','}`];
}
