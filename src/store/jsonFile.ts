/** Small files of their own beside the archive (imported prices, settings for the command), so that wiping one leaves the other. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { errorText } from '../l10n/errorText';
import { en } from '../l10n/english';
import { errorCode } from './problem';

/** What of the file system is used. */
export interface JsonFs {
  readFileSync(path: string, encoding: 'utf8'): string;
  writeFileSync(path: string, data: string, options: { mode: number; flag: 'wx' }): void;
  unlinkSync(path: string): void;
  renameSync(from: string, to: string): void;
  mkdirSync(path: string, options: { recursive: true; mode: number }): unknown;
}

export interface JsonFile<T> {
  /** What is in it; null when there is no file. Throws when it is there and not what Vigil wrote. */
  read(): T | null;
  /** Writes it whole or not at all. Throws the system's error when it cannot. */
  write(content: T): void;
}

/** The file `name` in a folder, of this schema. */
export function jsonFile<T>(folder: string, name: string, schema: z.ZodType<T>, fs: JsonFs): JsonFile<T> {
  const path = join(folder, name);
  return {
    read() {
      let text: string;
      try {
        text = fs.readFileSync(path, 'utf8');
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return null;
        throw error;
      }
      const content = schema.safeParse(jsonOf(text, name));
      if (!content.success)
        throw new Error(en('{0} is not what Vigil wrote: {1}', name, z.prettifyError(content.error)));
      return content.data;
    },
    write(content) {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      // A name nobody can foresee, made exclusively: nothing that lies there is followed or written over.
      const temp = `${path}.${randomUUID()}.new`;
      try {
        fs.writeFileSync(temp, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
        fs.renameSync(temp, path);
      } catch (error) {
        try {
          fs.unlinkSync(temp);
        } catch {
          // It was not made.
        }
        throw error;
      }
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
