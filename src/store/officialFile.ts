/** What Claude Code said of limits and context windows, beside the archive (`usage/official.ts`). */
import { NOTHING_REPORTED, Official, withReport, type StatusReport } from '../usage/official';
import { jsonFile, type JsonFs } from './jsonFile';

/** Vigil writes no larger file, characters. */
const MOST = 1 << 20;

const officialFile = (folder: string, fs: JsonFs) =>
  jsonFile(folder, 'official.json', Official, fs, { most: MOST });

/** The stored content; null if there is none, or Vigil did not write it. The next status line writes it again. */
export const readOfficial = (folder: string, fs: JsonFs): Official | null =>
  officialFile(folder, fs).readOrNull();

/** Saves what Claude Code said. Writes nothing if soon after the last time only the time is new. Throws the system's error. */
export function keepOfficial(folder: string, fs: JsonFs, report: StatusReport): Official {
  const before = readOfficial(folder, fs) ?? NOTHING_REPORTED;
  const after = withReport(before, report);
  if (!isSame(before, after)) officialFile(folder, fs).write(after);
  return after;
}

/** A time that is not older than this is not written again, ms. */
const AGAIN_MS = 60_000;

function isSame(a: Official, b: Official): boolean {
  // Sessions that report alternately change only the order.
  const text = ({ limits, windows }: Official): string =>
    JSON.stringify(
      [limits, windows.toSorted((one, other) => (one.session < other.session ? -1 : 1))],
      (key, value: unknown) => (key === 'at' ? undefined : value),
    );
  const newest = ({ limits, windows }: Official): number =>
    Math.max(0, ...limits.map(({ at }) => at), ...windows.map(({ at }) => at));
  return text(a) === text(b) && newest(b) - newest(a) < AGAIN_MS;
}

/** The file is checked at most this often, ms. */
const LOOK_MS = 3_000;

/** The content in a folder, for an engine that asks often. */
export function officialIn(folder: string, fs: JsonFs, now: () => number): () => Official | null {
  let known: { value: Official | null; at: number } | null = null;
  return () => {
    const t = now();
    if (known === null || Math.abs(t - known.at) >= LOOK_MS)
      known = { value: readOfficial(folder, fs), at: t };
    return known.value;
  };
}
