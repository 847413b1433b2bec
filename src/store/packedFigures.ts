/**
 * Figures as the archive stores them: one gzip member per session. Consecutive members form one gzip file (RFC 1952), so hundreds are
 * inflated in one call; one call for each would cost more than the work. A window of 8 KB compresses them as well as the usual 32 KB, in
 * half the time.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { withoutDetails } from '../signals/signal';
import { SessionFigures } from './figures';
import { fits } from './shape';

/** Maximum size of one session's figures, in bytes of JSON: anything that inflates to more is invalid. */
export const LARGEST_FIGURES = 32 << 20;
/** More at once are hardly faster, and the inflated data takes memory during a start. */
const AT_ONCE = 100;
/** Maximum bytes for a batch; if there are more, each member is inflated by itself. */
const LARGEST_BATCH = 64 << 20;
/** Buffer size that fits most batches: zlib allocates in pieces of this size. */
const PIECE = 256 << 10;

export function pack(figures: SessionFigures): Uint8Array {
  // With keys in a fixed order, so that a copy from another store compresses to the same bytes.
  const signals = figures.signals
    .map(withoutDetails)
    .map(({ detail: _detail, evidence: _evidence, ...reading }) => reading);
  return gzipSync(`${JSON.stringify({ ...figures, signals })}\n`, { windowBits: 13, chunkSize: 2048 });
}

/** A row of the session table: id and compressed figures. */
export interface PackedSession {
  id: string;
  figures: Uint8Array;
}

/**
 * The valid figures of the rows, a few at a time; `rows` is emptied meanwhile, so that memory does not hold them twice. `onBad` gets the ids
 * of rows without figures or with those of another session.
 */
export function* unpackAll(rows: PackedSession[], onBad: (id: string) => void): Generator<SessionFigures> {
  while (rows.length > 0) {
    const batch = rows.splice(0, AT_ONCE);
    const lines = linesOf(batch);
    for (const [i, row] of batch.entries()) {
      const figures = lines === null ? figuresOf(row) : checked(row.id, lines[i] ?? '');
      if (figures === null) {
        onBad(row.id);
        continue;
      }
      yield figures;
    }
  }
}

/** The JSON of one row; null if it is not compressed JSON, or `tooLarge`. */
export function unpackOne(figures: Uint8Array): Buffer | 'tooLarge' | null {
  try {
    return gunzipSync(figures, { maxOutputLength: LARGEST_FIGURES });
  } catch (error) {
    return error instanceof RangeError ? 'tooLarge' : null;
  }
}

/** The figures of one row; null if it has none. */
function figuresOf({ id, figures }: PackedSession): SessionFigures | null {
  const json = unpackOne(figures);
  return json instanceof Buffer ? checked(id, json.toString()) : null;
}

/** One line per row; null if the rows cannot be separated. */
function linesOf(rows: readonly PackedSession[]): string[] | null {
  try {
    const whole = gunzipSync(Buffer.concat(rows.map(({ figures }) => figures)), {
      maxOutputLength: LARGEST_BATCH,
      chunkSize: PIECE,
    });
    const lines = whole.toString().split('\n');
    return lines.pop() === '' && lines.length === rows.length ? lines : null;
  } catch {
    return null;
  }
}

const whole = fits(SessionFigures);

/** Checks stored figures and adds fields that an older Vigil did not write. Null for invalid figures. */
export function checked(id: string, line: string): SessionFigures | null {
  try {
    const stored: unknown = JSON.parse(line);
    const slimmed = withSignals(stored);
    const figures = whole(slimmed) ? (slimmed as SessionFigures) : mended(stored);
    return figures === null || figures.id !== id || !isSound(figures) ? null : figures;
  } catch {
    return null;
  }
}

/** Figures of an older Vigil with missing fields added; null if that is impossible. */
function mended(stored: unknown): SessionFigures | null {
  const figures = SessionFigures.safeParse(stored).data;
  return figures === undefined ? null : { ...figures, signals: figures.signals.map(withoutDetails) };
}

/** Details and evidence are not stored; the result is complete without them. */
function withSignals(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || !('signals' in stored)) return stored;
  const { signals } = stored;
  if (!Array.isArray(signals) || !signals.every((one) => typeof one === 'object' && one !== null))
    return stored;
  stored.signals = signals.map((one: Parameters<typeof withoutDetails>[0]) => withoutDetails(one));
  return stored;
}

const DAY = /^[+-]?\d{4,6}-\d\d-\d\d$/;
const isTime = (time: string | null): boolean => time === null || !Number.isNaN(Date.parse(time));
const isDay = (day: string | null): boolean => day === null || DAY.test(day);

/** Checks that times and days are valid, which a shape cannot express. */
const isSound = ({ startedAt, endedAt, usage, cells, toolDays }: SessionFigures): boolean =>
  isTime(startedAt) &&
  isTime(endedAt) &&
  usage.every(({ day }) => isDay(day)) &&
  cells.every(({ day }) => isDay(day)) &&
  toolDays.every(({ day }) => isDay(day));
