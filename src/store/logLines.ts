/** Vigil's own logs beside the archive: lines with their time, in two files of limited size. */
import { closeSync, constants, fstatSync, openSync, renameSync, writeSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../log/gate';
import { oneLine } from '../log/visible';

/** A file of this size becomes the old file, bytes. */
const MOST_BYTES = 1 << 20;

const { O_NOFOLLOW = 0 } = constants as Partial<typeof constants>;

export interface LogLines {
  /** Adds a line. Throws the system's error if it cannot. */
  add(line: string): void;
  /** The lines of the old and the current file, oldest first. */
  all(): string[];
  path: string;
}

/** The log `name` in a folder; `now` in ms since the epoch. */
export function logLines(folder: string, name: string, now: () => number): LogLines {
  const path = join(folder, name);
  const linesOf = (file: string): string[] => {
    try {
      return readText(file).split('\n').slice(0, -1);
    } catch {
      return [];
    }
  };
  return {
    path,
    add(line) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const handle = openSync(
        path,
        constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | O_NOFOLLOW,
        0o600,
      );
      let full: boolean;
      try {
        writeSync(handle, `${new Date(now()).toISOString()} ${oneLine(line)}\n`);
        full = fstatSync(handle).size > MOST_BYTES;
      } finally {
        closeSync(handle);
      }
      if (full) renameSync(path, `${path}.1`);
    },
    all: () => [...linesOf(`${path}.1`), ...linesOf(path)],
  };
}
