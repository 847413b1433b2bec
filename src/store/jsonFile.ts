/** Separate small files beside the archive (imported prices, settings for the command), so that wiping one leaves the others. */
import { join } from 'node:path';
import * as z from 'zod';
import { errorCode, errorText } from '../l10n/errorText';
import { en } from '../l10n/english';
import { replaceFile, type ReplaceFs } from './replaceFile';

/** The part of the file system that is used. */
export interface JsonFs extends ReplaceFs {
  readFileSync(path: string, encoding: 'utf8'): string;
  mkdirSync(path: string, options: { recursive: true; mode: number }): unknown;
}

export interface JsonFile<T> {
  /** The contents; null if there is no file. Throws if the file exists and Vigil did not write it. */
  read(): T | null;
  /** The contents; null also if Vigil did not write the file, which is then made again. */
  readOrNull(): T | null;
  /** Writes the file completely or not at all. Throws the system's error if it cannot. */
  write(content: T): void;
}

/**
 * The file `name` in a folder, with this schema. `indent` 0: on one line, for files that nobody reads. Vigil did not write a text of more
 * than `most` characters: listing everything wrong in it would exhaust memory.
 */
export function jsonFile<T>(
  folder: string,
  name: string,
  schema: z.ZodType<T>,
  fs: JsonFs,
  { indent = 2, most = Infinity } = {},
): JsonFile<T> {
  const path = join(folder, name);
  function read(): T | null {
    let text: string;
    try {
      text = fs.readFileSync(path, 'utf8');
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
    if (text.length > most) throw new Error(en('{0} is larger than any file of its kind.', name));
    const content = schema.safeParse(jsonOf(text, name));
    if (!content.success)
      throw new Error(en('{0} is not what Vigil wrote: {1}', name, z.prettifyError(content.error)));
    return content.data;
  }
  return {
    read,
    readOrNull() {
      try {
        return read();
      } catch {
        return null;
      }
    },
    write(content) {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      replaceFile(path, `${JSON.stringify(content, null, indent)}\n`, fs);
    },
  };
}

function jsonOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(en('{0} is not JSON: {1}', name, errorText(error)), { cause: error });
  }
}
