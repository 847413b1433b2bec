import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { FileReading } from '../session/reading';
import { areCounts, fits } from '../store/shape';
import type { FileHeader } from '../store/tables';

/** A reading as the store keeps it: deflated JSON. The level takes half the time of zlib's own, and a tenth more room. */
export function packReading(reading: FileReading): Uint8Array {
  return deflateRawSync(JSON.stringify(reading), { level: 3 });
}

/** Bytes of a reading's JSON: what inflates to more is none. */
const LARGEST = 256 << 20;

/** The reading back; null when there is none, it is broken, or it was made by another version of the reader. */
export function parseReading(packed: Uint8Array | null): FileReading | null {
  if (packed === null) return null;
  try {
    return readingOf(inflateRawSync(packed, { maxOutputLength: LARGEST }));
  } catch {
    return null;
  }
}

const whole = fits(FileReading, true);

function readingOf(json: Buffer): FileReading | null {
  try {
    const stored: unknown = JSON.parse(json.toString('utf8'));
    return whole(stored) ? (stored as FileReading) : (FileReading.safeParse(stored).data ?? null);
  } catch {
    return null;
  }
}

/** Whether a reading out of another archive can be used for the file it is said to be of. */
export function isReadingOf(json: Buffer, file: Pick<FileHeader, 'path' | 'sessionId' | 'agentId'>): boolean {
  const reading = readingOf(json);
  return (
    reading !== null &&
    areCounts(reading) &&
    reading.path === file.path &&
    reading.sessionId === file.sessionId &&
    reading.agentId === file.agentId
  );
}
