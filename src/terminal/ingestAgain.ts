/**
 * `vigil ingest` where nothing is new since the last run: it says the same, and loads neither SQLite nor what reads logs
 * (docs/decisions/store.md, “What was seen”). Whatever is not as it was then goes the long way.
 */
import * as fs from 'node:fs';
import { isAsSeen, seenIn, type KeptSeen } from '../engine/seen';
import { newestImage, strangers } from '../store/image';
import { smallFiles } from '../store/smallFiles';
import { askedOf, type IngestOptions } from './lastIngest';
import { NOTHING_NEW, NOTHING_READ, showArchive } from './showArchive';
import { storeToWrite, type Around } from './options';

/** Answers `vigil ingest` and gives its exit code where nothing is new since the last run; null where that is not sure. */
export function ingestAgain(roots: readonly string[], options: IngestOptions, around: Around): number | null {
  const seen = options.force === true ? null : stillSeen(roots, options, around);
  if (seen === null) return null;
  return showArchive(seen.archive, seen.words, options, around, { read: NOTHING_READ, line: NOTHING_NEW });
}

/** What the last run saw, where it is still so. */
function stillSeen(roots: readonly string[], options: IngestOptions, around: Around): KeptSeen | null {
  try {
    const asked = askedOf(roots, options, around);
    const store = storeToWrite(options, around);
    const seen = asked === null ? null : seenIn(store, smallFiles).read(asked);
    const now = around.now();
    if (seen === null || now < seen.from || now >= seen.until) return null;
    const image = newestImage(store, fs);
    const isSame = JSON.stringify(image) === JSON.stringify(seen.image) && strangers(store, fs).length === 0;
    return isSame && isAsSeen(seen) ? seen : null;
  } catch {
    // What is wrong is told by the long way.
    return null;
  }
}
