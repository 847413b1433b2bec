/**
 * Figures as the archive stores them: one gzip member per session. Consecutive members form one gzip file (RFC 1952), so hundreds are
 * inflated in one call; one call for each would cost more than the work. A window of 8 KB compresses them as well as the usual 32 KB, in
 * half the time.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { withoutDetails } from '../signals/signal';
import { SessionFigures } from './figures';
import { systemBuffer } from './systemBuffer';
import { fits } from './shape';
import type { Database } from './sqlite';

/** Maximum size of one session's figures, in bytes of JSON: anything that inflates to more is invalid. */
export const LARGEST_FIGURES = 32 << 20;
/** More at once are hardly faster, and the inflated data takes memory during a start. */
const AT_ONCE = 100;
/** Maximum bytes for a batch; if there are more, each member is inflated by itself. */
const LARGEST_BATCH = 64 << 20;
/** Maximum bytes of one session's figures as they are stored; larger ones are invalid. Known ones have a few kilobytes. */
const LARGEST_PACKED = 8 << 20;
/** Bytes of figures after which SQLite begins another text. */
const LARGEST_TEXT = 2 << 20;
/** Buffer size that fits most batches: zlib allocates in pieces of this size. */
const PIECE = 256 << 10;

export function pack(figures: SessionFigures): Uint8Array {
  // With keys in a fixed order, so that a copy from another store compresses to the same bytes.
  const signals = figures.signals
    .map(withoutDetails)
    .map(({ detail: _detail, evidence: _evidence, ...reading }) => reading);
  return gzipSync(`${JSON.stringify({ ...figures, signals })}\n`, { windowBits: 13, chunkSize: 2048 });
}

/** Compressed figures of some sessions, one after the other: where those of each end. */
interface Packed {
  ids: string[];
  ends: number[];
  bytes: Buffer;
}

/**
 * The figures of these sessions as they are stored. SQLite gives those of many sessions as one text: a buffer for each would leave gaps in
 * memory that are never used again. A session without figures has zero bytes.
 */
export function packedOf(
  db: Database,
  rows: readonly { id: string; bytes: number }[],
  afterBatch: () => void = () => {},
): Packed[] {
  const all: Packed[] = [];
  for (let from = 0, to = 0; from < rows.length; from = to) {
    let sum = 0;
    for (; to < rows.length && to - from < AT_ONCE && (to === from || sum < LARGEST_TEXT); to++)
      sum += rows[to]!.bytes;
    const some = rows.slice(from, to).map(({ id }) => id);
    const [lengths, hex] = db.all(AS_TEXT, [JSON.stringify(some)])[0] as [string, string];
    const bytes = systemBuffer(hex.length / 2);
    bytes.write(hex, 'hex');
    let end = 0;
    all.push({ ids: some, ends: (JSON.parse(lengths) as number[]).map((length) => (end += length)), bytes });
    afterBatch();
  }
  return all;
}

const AS_TEXT = `select json_group_array(length(packed)), group_concat(hex(packed), '') from (
  select cast(case when length(figures) <= ${LARGEST_PACKED} then figures else '' end as blob) packed
  from json_each(?) wanted left join session on session.id = wanted.value
  order by wanted.key)`;

/**
 * The valid figures, a few at a time; `all` is emptied meanwhile, so that memory does not hold them twice. `onBad` gets the ids of sessions
 * without figures or with those of another session.
 */
export function* unpackAll(all: Packed[], onBad: (id: string) => void): Generator<SessionFigures> {
  for (let some = all.shift(); some !== undefined; some = all.shift()) {
    const lines = linesOf(some);
    for (const [i, id] of some.ids.entries()) {
      const figures = checked(id, lines?.[i] ?? lineOf(some, i));
      if (figures === null) onBad(id);
      else yield figures;
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

/** The JSON of the session at `i`; empty if it has none. */
function lineOf({ ends, bytes }: Packed, i: number): string {
  const json = unpackOne(bytes.subarray(ends[i - 1] ?? 0, ends[i]));
  return json instanceof Buffer ? json.toString() : '';
}

/** The JSON of each session; null if it cannot be separated. */
function linesOf({ ids, bytes }: Packed): string[] | null {
  try {
    const whole = gunzipSync(bytes, { maxOutputLength: LARGEST_BATCH, chunkSize: PIECE });
    const lines = whole.toString().split('\n');
    return lines.pop() === '' && lines.length === ids.length ? lines : null;
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
