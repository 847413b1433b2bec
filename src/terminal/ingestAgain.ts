/**
 * `vigil ingest` if nothing is new since the last run: prints the same, without loading SQLite or the code that reads logs
 * (docs/decisions/store.md, “What was seen”). After any change, the normal command runs.
 */
import * as fs from 'node:fs';
import { isAsSeen, seenIn, type KeptSeen } from '../engine/seen';
import { newestImage, unexpectedEntries } from '../store/image';
import { smallFiles } from '../store/smallFiles';
import { inputsOf, type IngestOptions } from './lastIngest';
import { NOTHING_NEW, NOTHING_READ, showArchive } from './showArchive';
import { storeToWrite, type Around } from './options';

/** Runs `vigil ingest` if nothing is new since the last run, and returns its exit code; null if that is not certain. */
export function ingestAgain(roots: readonly string[], options: IngestOptions, around: Around): number | null {
  const seen = options.force === true ? null : stillSeen(roots, options, around);
  if (seen === null) return null;
  return showArchive(seen.archive, seen.words, options, around, { read: NOTHING_READ, line: NOTHING_NEW });
}

/** What the last run saw, if it has not changed; else null. */
function stillSeen(roots: readonly string[], options: IngestOptions, around: Around): KeptSeen | null {
  try {
    const asked = inputsOf(roots, options, around);
    const store = storeToWrite(options, around);
    const seen = asked === null ? null : seenIn(store, smallFiles).read(asked);
    const now = around.now();
    if (seen === null || now < seen.from || now >= seen.until) return null;
    const image = newestImage(store, fs);
    const isSame =
      JSON.stringify(image) === JSON.stringify(seen.image) && unexpectedEntries(store, fs).length === 0;
    return isSame && isAsSeen(seen) ? seen : null;
  } catch {
    // The normal command reports the error.
    return null;
  }
}
