/** One pass over logs and archive at a time: a second one waits for the first. */
import { en } from '../l10n/english';
import { StoreFault } from '../store/problem';
import type { TellProblem } from './parts';

/** Reports that the archive cannot be used: once, wherever it is met. */
export const reportFault = (problem: TellProblem, { message }: StoreFault): void =>
  problem('error', 'store-unreadable', message, null);

export class Passes {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly problem: TellProblem) {}

  /** Runs one pass after the other; a failure is reported and does not stop the next. */
  queue(work: () => Promise<void>): Promise<void> {
    this.last = this.last.then(work).catch((error: unknown) => {
      if (error instanceof StoreFault) return reportFault(this.problem, error);
      this.problem(
        'error',
        'engine',
        en(
          'Reading stopped unexpectedly ({0}). Vigil tries again at the next change.',
          String(error instanceof Error ? error.stack : error),
        ),
        null,
      );
    });
    return this.last;
  }

  /** Runs `work` on the archive between two passes; the caller reports errors. */
  exclusive<T>(work: () => T): Promise<T> {
    const done = this.last.then(work);
    this.last = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }

  /** Resolves when all passes begun so far have ended. */
  async ended(): Promise<void> {
    await this.last;
  }
}
