/** How files that others read are written: whole or not at all. */
import { randomUUID } from 'node:crypto';

/** What of the file system is used. */
export interface ReplaceFs {
  writeFileSync(path: string, data: string | Uint8Array, options: { mode: number; flag: 'wx' }): void;
  renameSync(from: string, to: string): void;
  unlinkSync(path: string): void;
}

/** Puts new content in the place of a file in one step. Throws the system's error when it cannot; then all is as it was. */
export function replaceFile(path: string, content: string | Uint8Array, fs: ReplaceFs, mode = 0o600): void {
  // A name nobody can foresee, made exclusively: nothing that lies there is followed or written over.
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    fs.writeFileSync(temporary, content, { mode, flag: 'wx' });
    fs.renameSync(temporary, path);
  } catch (error) {
    try {
      fs.unlinkSync(temporary);
    } catch {
      // It was not made.
    }
    throw error;
  }
}
