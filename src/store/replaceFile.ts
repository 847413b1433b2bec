/** Writes files that others read, completely or not at all. */
import { randomUUID } from 'node:crypto';

/** The part of the file system that is used. */
export interface ReplaceFs {
  writeFileSync(path: string, data: string | Uint8Array, options: { mode: number; flag: 'wx' }): void;
  renameSync(from: string, to: string): void;
  unlinkSync(path: string): void;
}

/** Replaces a file's content in one step. Throws the system's error if it cannot; then everything is as before. */
export function replaceFile(path: string, content: string | Uint8Array, fs: ReplaceFs, mode = 0o600): void {
  // An unpredictable name, created exclusively: no link is followed and nothing is overwritten.
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    fs.writeFileSync(temporary, content, { mode, flag: 'wx' });
    fs.renameSync(temporary, path);
  } catch (error) {
    try {
      fs.unlinkSync(temporary);
    } catch {
      // The file was not created.
    }
    throw error;
  }
}
