/** Care of the archive as a whole: backup, restore, merge, export, compact, wipe. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf, errorCode, errorText } from '../l10n/errorText';
import { en } from '../l10n/english';
import { systemWords } from '../l10n/systemWords';
import { isListed } from '../library/lifeCycle';
import { StoreFault } from '../store/problem';
import type { Saved } from '../store/writer';
import { LARGEST_IMAGE } from '../store/foreign';
import { namesOf } from '../store/problem';
import type { Archive, CommandsNamed } from './commands';
import type { Core } from './core';
import { exported } from './exported';
import type { Keeping } from './keeping';
import type { Live } from './live';
import type { SearchKeeper } from './searchKeeper';
import type { Keeper } from './vaultKeeper';

export class ArchiveCare {
  constructor(
    private readonly core: Core,
    private readonly live: Live,
    private readonly keeping: Keeping,
    private readonly keeper: Keeper,
    private readonly searching: SearchKeeper,
  ) {}

  commands(): CommandsNamed<
    'archive' | 'backup' | 'restore' | 'merge' | 'exportArchive' | 'compact' | 'wipe'
  > {
    const { checkpoint, basis } = this.core;
    return {
      archive: () => this.archive(),
      backup: ({ file }) =>
        this.shelved(() => {
          this.catchUp();
          inFile(file, () => checkpoint.backup(file));
          return null;
        }),
      restore: ({ file }) => {
        const image = contentOf(file);
        return this.shelved(() => {
          const restored = inFile(file, () => checkpoint.restore(image, dirname(file)));
          this.tellRefused(file, restored.leftOut);
          return this.replaced(restored);
        });
      },
      merge: ({ file }) => {
        const image = contentOf(file);
        return this.shelved(() => {
          const { conversations, leftOut } = inFile(file, () => checkpoint.absorb(image, dirname(file)));
          this.tellRefused(file, leftOut);
          this.keeping.reset();
          return { conversations };
        });
      },
      exportArchive: ({ file, format }) =>
        this.shelved(() => {
          this.live.rebase();
          const content = (): string | Uint8Array => exported(checkpoint, format, basis.rules);
          inFile(file, () => writeFileSync(file, content(), { mode: 0o600 }));
          return null;
        }),
      compact: () => this.compact(),
      wipe: ({ project }) => this.wipe(project),
    };
  }

  private archive(): Archive {
    const { library, checkpoint } = this.core;
    const kept = [...this.keeper.copies().values()];
    const bytes = kept.reduce((sum, copy) => sum + copy.bytes, 0);
    // Counts a person's sessions, as everywhere.
    const conversations = library.figures.list().filter(isListed).length;
    return {
      ...checkpoint.size(),
      conversations,
      notKept: this.keeping.notKept,
      setAside: checkpoint.setAside(),
      vault: kept.length === 0 ? null : { logs: kept.length, bytes },
    };
  }

  private compact(): Promise<{ before: number; after: number }> {
    const { checkpoint } = this.core;
    return this.shelved(() => {
      const before = checkpoint.size().imageBytes;
      checkpoint.compact();
      const saved = checkpoint.save();
      this.keeping.take(saved);
      if (!saved.ok) throw new Error(saved.problem.message);
      return { before, after: checkpoint.size().imageBytes };
    });
  }

  private wipe(project: string | null): Promise<{ logs: number }> {
    return this.core.life.halting(async () => {
      await this.keeper.ended();
      await this.searching.ended();
      return this.shelved(() => this.wiped(project));
    });
  }

  /** Wipes, and only then deletes copies of logs: if the wipe fails, they are kept. `logs`: how many logs were forgotten. */
  private wiped(project: string | null): { logs: number } {
    const { checkpoint, library } = this.core;
    // Includes what other windows read of the project.
    if (project !== null) this.catchUp();
    const paths = project === null ? null : new Set(checkpoint.filesOf(project));
    const logs = paths?.size ?? library.entries.size;
    const wiped = checkpoint.wipe(project);
    // A command ends now. Otherwise the logs it has already read would be back in an archive that should be empty.
    this.replaced(wiped, this.core.parts.follows === true);
    const beside = [
      () => this.forgetCopies(paths),
      () =>
        paths === null || project === null ? this.searching.clear() : this.searching.forget(paths, project),
    ].flatMap((forget) => {
      try {
        forget();
        return [];
      } catch (error) {
        return [errorText(error)];
      }
    });
    const left = [...wiped.left, ...beside];
    if (left.length > 0)
      throw new Error(
        en(
          'What was to be wiped is out of the archive, but a file beside it cannot be deleted ({0}).',
          left.join(', '),
        ),
      );
    return { logs };
  }

  /** Merges what other windows wrote. */
  private catchUp(): void {
    const { checkpoint } = this.core;
    if (checkpoint.behind()) this.keeping.take(checkpoint.takeIn());
  }

  /** Removes the copies of all logs, or of some. */
  private forgetCopies(paths: ReadonlySet<string> | null): void {
    const { vault } = this.core.parts;
    if (vault === null) return;
    if (paths === null) vault.clear();
    else for (const copy of this.keeper.copies().values()) if (paths.has(copy.path)) vault.remove(copy);
    this.keeper.forget();
  }

  /** Runs `work` between two passes, with everything that is known stored in the archive. */
  private shelved<T>(work: () => T): Promise<T> {
    return this.core.passes.exclusive(() => {
      this.keeping.shelve();
      return work();
    });
  }

  /** The archive was replaced: loads everything from it again. */
  private replaced(saved: Saved, again = true): null {
    this.keeping.noteKept(saved);
    this.keeping.reset(again);
    if (!saved.ok) throw new Error(saved.problem.message);
    this.keeping.written();
    return null;
  }

  private tellRefused(file: string, leftOut: readonly string[]): void {
    if (leftOut.length > 0)
      this.core.problem(
        'warn',
        'store-left-out',
        en('Not all of this archive makes sense. Left out: {0}; the rest was taken.', namesOf(leftOut)),
        file,
      );
  }
}

/** The contents of a file that a person named; throws an error for people if it cannot be read. */
function contentOf(file: string): Uint8Array {
  try {
    const stat = statSync(file);
    if (!stat.isFile()) throw new Error(en('it is not a file'));
    if (stat.size > LARGEST_IMAGE) throw new Error(en('it is larger than an archive can be'));
    return readFileSync(file);
  } catch (error) {
    throw new Error(en('{0}: cannot be read ({w1}).', file, systemWords(codeOf(error))), { cause: error });
  }
}

/** Adds the file's name to errors. */
function inFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const why =
      error instanceof StoreFault
        ? error.message
        : errorCode(error) === ''
          ? en('It cannot be used: {0}.', errorText(error))
          : en('It cannot be written ({w0}).', systemWords(errorCode(error)));
    throw new Error(en('{0}: {w1}', file, why), { cause: error });
  }
}
