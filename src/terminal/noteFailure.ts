/** What goes wrong while Claude Code runs Vigil: nothing may be said to Claude Code, so a log beside the archive says it. */
import { errorText } from '../l10n/errorText';
import { logLines } from '../store/logLines';
import { storeToWrite, type Around, type ReadingOptions } from './options';

/** Writes what went wrong to the log of hook and status line, where that is possible. */
export function noteFailure(what: string, error: unknown, options: ReadingOptions, around: Around): void {
  try {
    logLines(storeToWrite(options, around), 'agents.log', around.now).add(`${what}: ${errorText(error)}`);
  } catch {
    // Nothing may be said.
  }
}
