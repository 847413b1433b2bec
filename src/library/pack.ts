import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { FileReading, READING_VERSION } from '../session/reading';
import { areCounts, fits } from '../store/shape';
import type { FileHeader } from '../store/tables';
import { FIGURES_VERSION } from './summarise';

/** Rises with either: of two versions of Vigil the one with the higher number writes what the other does not know. */
export const ARCHIVE_VERSION = READING_VERSION + FIGURES_VERSION;

/** Events and responses that are written at a time. Most readings have fewer, all in all. */
const AT_ONCE = 4096;
/** Half the time of zlib's own, and a tenth more room. */
const LEVEL = 3;

/**
 * A reading as the store keeps it: deflated JSON. One of a very long log is deflated in pieces that follow one another in one stream, so
 * that its text, several times what it takes itself, is never in memory as a whole.
 */
export function packReading(reading: FileReading): Uint8Array {
  if (reading.events.length + reading.responses.length <= AT_ONCE) return deflated(JSON.stringify(reading));
  const pieces = Array.from(jsonPieces(reading), (text) => deflated(text, constants.Z_FULL_FLUSH));
  return Buffer.concat([...pieces, deflated('')]);
}

/** zlib makes room for so many bytes at a time, 16 KB by itself: most readings take less than a tenth of that. */
const ROOM = { least: 512, most: 256 << 10 };

const deflated = (text: string, finishFlush: number = constants.Z_FINISH): Uint8Array =>
  deflateRawSync(text, {
    level: LEVEL,
    finishFlush,
    chunkSize: Math.min(ROOM.most, Math.max(ROOM.least, text.length >> 2)),
  });

/** The JSON of something with long lists, in pieces. */
export function* jsonPieces(whole: object): Generator<string> {
  let before = '{';
  for (const [key, value] of Object.entries(whole) as [string, unknown][]) {
    if (value === undefined) continue;
    const name = `${before}${JSON.stringify(key)}:`;
    before = ',';
    if (Array.isArray(value) && value.length > AT_ONCE) yield* listPieces(name, value);
    else yield `${name}${JSON.stringify(value)}`;
  }
  yield before === '{' ? '{}' : '}';
}

function* listPieces(name: string, list: readonly unknown[]): Generator<string> {
  for (let from = 0; from < list.length; from += AT_ONCE) {
    const piece = JSON.stringify(list.slice(from, from + AT_ONCE)).slice(1, -1);
    yield `${from === 0 ? `${name}[` : ','}${piece}${from + AT_ONCE < list.length ? '' : ']'}`;
  }
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
