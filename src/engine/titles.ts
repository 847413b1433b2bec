/** Titles in files beside logs: a person may give one without a line in the log, also while Vigil is closed. */
import { titleBeside } from '../log/givenTitle';
import type { Core } from './core';

type Known = Pick<Core, 'library' | 'gate'>;

/** The title beside a log, if its session does not have it; null if it has, or there is none. */
export function otherTitle({ library: { entries, figures }, gate }: Known, path: string): string | null {
  const title = titleBeside(path, gate);
  const known = figures.get(entries.get(path)?.file.sessionId ?? '')?.title ?? null;
  return title === known ? null : title;
}

/** Tells logs with another title beside them than their session has, each title once: some are no titles (P71). */
export class Titles {
  private readonly told = new Map<string, string>();

  /** True if the log must be read for its title. */
  isOther(core: Known, path: string): boolean {
    const title = otherTitle(core, path);
    if (title === null || title === this.told.get(path)) return false;
    this.told.set(path, title);
    return true;
  }
}
