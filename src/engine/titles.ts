/** Titles in files beside logs: a person may give one without a line in the log, also while Vigil is closed. */
import { titleBeside, titleFile } from '../log/givenTitle';
import { statOf } from '../log/lines';
import type { Core } from './core';

type Known = Pick<Core, 'library' | 'gate'>;

/** True if the log was read without this title beside it; `title`: null if there is none. */
export function isNewTitle({ library }: Pick<Core, 'library'>, path: string, title: string | null): boolean {
  const session = library.entries.get(path)?.file.sessionId ?? '';
  // Nearly always the session has it. Where it does not count (P71), only the reading knows it, which may have to be unpacked.
  if (title !== null && library.figures.get(session)?.title === title) return false;
  return (library.followed(path)?.reading.title.given ?? null) !== title;
}

/** Finds logs whose title changed since they were read. Reads a title once, and again when its file changed. */
export class Titles {
  /** Size, time and inode of each title that was read, by the path of its log. */
  private readonly seen = new Map<string, string>();

  /** True if the log must be read for its title; `titled`: a title was found beside it. */
  isNew(core: Known, path: string, titled: boolean): boolean {
    const mark = titled ? markOf(titleFile(path)) : undefined;
    if (mark === this.seen.get(path)) return false;
    if (mark === undefined) this.seen.delete(path);
    else this.seen.set(path, mark);
    return isNewTitle(core, path, mark === undefined ? null : titleBeside(path, core.gate));
  }
}

/** Changes when a file does; undefined without a file. */
function markOf(file: string): string | undefined {
  try {
    const { size, mtimeMs, ino } = statOf(file);
    return `${size} ${mtimeMs} ${ino}`;
  } catch {
    return undefined;
  }
}
