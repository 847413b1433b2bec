import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { FileReading } from '../session/reading';

/** A reading as the store keeps it: deflated JSON. */
export function packReading(reading: FileReading): Uint8Array {
  return deflateRawSync(JSON.stringify(reading), { level: 6 });
}

/** The reading back; null when there is none or it was made by another version of the reader. */
export function parseReading(packed: Uint8Array | null): FileReading | null {
  if (packed === null) return null;
  const read = FileReading.safeParse(JSON.parse(inflateRawSync(packed).toString('utf8')));
  return read.success ? read.data : null;
}
