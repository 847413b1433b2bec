/** Titles in files beside logs: a person may give one without a line in the log, also while Vigil is closed. */
import { titleBeside } from '../log/givenTitle';
import type { Core } from './core';

type Known = Pick<Core, 'library' | 'gate'>;

/** True if the log was read without this title beside it. */
export function isNewTitle({ library }: Pick<Core, 'library'>, path: string, title: string): boolean {
  const session = library.entries.get(path)?.file.sessionId ?? '';
  // Nearly always the session has it. Where it does not count (P71), only the reading knows it, which may have to be unpacked.
  return (
    library.figures.get(session)?.title !== title && library.followed(path)?.reading.title.given !== title
  );
}

/** Finds logs whose title changed since they were read. Looks at each title once. */
export class Titles {
  private readonly seen = new Map<string, string>();

  /** True if the log must be read for its title. */
  isNew(core: Known, path: string): boolean {
    const title = titleBeside(path, core.gate);
    if (title === null || title === this.seen.get(path)) return false;
    this.seen.set(path, title);
    return isNewTitle(core, path, title);
  }
}
