/**
 * Figures as the archive keeps them: one gzip member a session. Members written one after the other are one gzip file
 * (RFC 1952), so hundreds are inflated in one call: a call for each would cost more than the work. A window of
 * 8 KB packs them as well as the usual 32 KB, in half the time.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { slim } from '../signals/signal';
import { SessionFigures } from './figures';
import { fits } from './shape';

/** Figures of one session are never larger than this, in bytes of JSON: what inflates to more is no figures. */
export const LARGEST_FIGURES = 32 << 20;
/** More at once are hardly faster, and what is inflated of them is memory that a start holds. */
const AT_ONCE = 100;
/** Bytes that so many take at most; of more, each is inflated by itself. */
const LARGEST_BATCH = 64 << 20;
/** Room for what most of them inflate to: zlib takes it in pieces of this size. */
const PIECE = 256 << 10;

export function pack(figures: SessionFigures): Uint8Array {
  // In one order of keys, so that what was copied from another store packs to the same bytes.
  const signals = figures.signals
    .map(slim)
    .map(({ detail: _detail, evidence: _evidence, ...reading }) => reading);
  return gzipSync(`${JSON.stringify({ ...figures, signals })}\n`, { windowBits: 13, chunkSize: 2048 });
}

/** A row of the session table: its id, and its figures packed. */
export interface PackedSession {
  id: string;
  figures: Uint8Array;
}

/**
 * The figures of each row that has some, a few at a time; `onBad` gets the ids of those that have none, or those of another session.
 */
export function* unpackAll(
  rows: Iterable<PackedSession>,
  onBad: (id: string) => void,
): Generator<SessionFigures> {
  for (const batch of batches(rows)) {
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

function* batches(rows: Iterable<PackedSession>): Generator<PackedSession[]> {
  let batch: PackedSession[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/** The JSON of one row; null when it is none that is packed, or `tooLarge`. */
export function unpackOne(figures: Uint8Array): Buffer | 'tooLarge' | null {
  try {
    return gunzipSync(figures, { maxOutputLength: LARGEST_FIGURES });
  } catch (error) {
    return error instanceof RangeError ? 'tooLarge' : null;
  }
}

/** The figures of one row; null when it holds none. */
function figuresOf({ id, figures }: PackedSession): SessionFigures | null {
  const json = unpackOne(figures);
  return json instanceof Buffer ? checked(id, json.toString()) : null;
}

/** A line for each row; null when they cannot be told apart. */
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

/** Figures as they were written; those of an older Vigil get what they lack. Null for what makes no sense. */
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

/** Figures of an older Vigil, with what they lack; null for what cannot be made good. */
function mended(stored: unknown): SessionFigures | null {
  const figures = SessionFigures.safeParse(stored).data;
  return figures === undefined ? null : { ...figures, signals: figures.signals.map(slim) };
}

/** Detail and evidence are not kept: what comes back is whole without them. */
function withSignals(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || !('signals' in stored)) return stored;
  const { signals } = stored;
  if (!Array.isArray(signals) || !signals.every((one) => typeof one === 'object' && one !== null))
    return stored;
  stored.signals = signals.map((one: Parameters<typeof slim>[0]) => slim(one));
  return stored;
}

const DAY = /^[+-]?\d{4,6}-\d\d-\d\d$/;
const isTime = (time: string | null): boolean => time === null || !Number.isNaN(Date.parse(time));
const isDay = (day: string | null): boolean => day === null || DAY.test(day);

/** Times that are times, days that are days: a shape cannot tell. */
const isSound = ({ startedAt, endedAt, usage, cells, toolDays }: SessionFigures): boolean =>
  isTime(startedAt) &&
  isTime(endedAt) &&
  usage.every(({ day }) => isDay(day)) &&
  cells.every(({ day }) => isDay(day)) &&
  toolDays.every(({ day }) => isDay(day));
