/** Logs errors while Claude Code runs Vigil, beside the archive, because nothing may be printed. */
import { errorText } from '../l10n/errorText';
import { logLines } from '../store/logLines';
import { storeToWrite, type Around, type ReadingOptions } from './options';

/** Writes an error to the log of hook and status line, if possible. */
export function noteFailure(what: string, error: unknown, options: ReadingOptions, around: Around): void {
  try {
    logLines(storeToWrite(options, around), 'agents.log', around.now).add(`${what}: ${errorText(error)}`);
  } catch {
    // Errors of the log itself cannot be reported.
  }
}
