import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { FileReading, READING_VERSION } from '../session/reading';
import { areCounts, fits } from '../store/shape';
import type { FileHeader } from '../store/tables';
import { FIGURES_VERSION } from './summarise';

/** Rises with both versions: the Vigil with the lower number may not understand what the other wrote. */
export const ARCHIVE_VERSION = READING_VERSION + FIGURES_VERSION;

/** Events and responses that are packed at a time. Most readings have fewer. */
const AT_ONCE = 4096;
/** Takes half the time of zlib's default level, and a tenth more space. */
const LEVEL = 3;

/**
 * A reading as the archive keeps it: deflated JSON. The reading of a very long log is deflated in pieces of one stream, so that its
 * JSON, which is several times larger than the reading, is never in memory as a whole.
 */
export function packReading(reading: FileReading): Uint8Array {
  if (reading.events.length + reading.responses.length <= AT_ONCE) return deflate(JSON.stringify(reading));
  const pieces = Array.from(jsonPieces(reading), (text) => deflate(text, constants.Z_FULL_FLUSH));
  return Buffer.concat([...pieces, deflate('')]);
}

/** Bounds of zlib's buffer, in bytes. Its default is 16 KB, but most packed readings take less than a tenth of that. */
const BUFFER = { least: 512, most: 256 << 10 };

const deflate = (text: string, finishFlush: number = constants.Z_FINISH): Uint8Array =>
  deflateRawSync(text, {
    level: LEVEL,
    finishFlush,
    chunkSize: Math.min(BUFFER.most, Math.max(BUFFER.least, text.length >> 2)),
  });

/** The JSON of an object with long lists, in pieces. */
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

/** Most bytes of a reading's JSON: larger ones are damaged or hostile. */
const LARGEST = 256 << 20;

/** Unpacks a reading; null if there is none, it is damaged, or a newer version made it. */
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

/** True if a reading from another archive is valid and belongs to the given file. */
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
