/** Small files of their own beside the archive (imported prices, settings for the command), so that wiping one leaves the other. */
import { join } from 'node:path';
import * as z from 'zod';
import { errorCode, errorText } from '../l10n/errorText';
import { en } from '../l10n/english';
import { replaceFile, type ReplaceFs } from './replaceFile';

/** What of the file system is used. */
export interface JsonFs extends ReplaceFs {
  readFileSync(path: string, encoding: 'utf8'): string;
  mkdirSync(path: string, options: { recursive: true; mode: number }): unknown;
}

export interface JsonFile<T> {
  /** What is in it; null when there is no file. Throws when it is there and not what Vigil wrote. */
  read(): T | null;
  /** What is in it; null, too, when that is not what Vigil wrote: it is made anew. */
  readOrNull(): T | null;
  /** Writes it whole or not at all. Throws the system's error when it cannot. */
  write(content: T): void;
}

/**
 * The file `name` in a folder, of this schema. `indent` 0: in one line, where nobody reads it. A text of more than `most` characters is
 * not what Vigil wrote: to say what is wrong with each part of it would take all memory.
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
