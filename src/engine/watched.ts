/** Maps events of the system to logs, with the same results as a scan of the folders. */
import { join, sep } from 'node:path';
import { logFileOf, type Linked, type LogFile } from '../log/discover';
import { isBelow, realPathOf, type Gate } from '../log/gate';

/** Real paths of folders that are known by another name. */
const placesOf = (roots: readonly string[], linked: readonly Linked[]): Linked[] => [
  ...roots.map((root) => ({ root, path: root, real: realPathOf(root) ?? root })),
  ...linked,
];

/** The folders to watch, with links resolved: a watcher that follows no links does not follow these either. */
export const watchedFolders = (roots: readonly string[], linked: readonly Linked[]): string[] => [
  ...new Set(placesOf(roots, linked).map(({ real }) => real)),
];

/**
 * The log for a path from the watcher, under its name below its root; null if it is not a log, is outside, or is reached only by a link: a
 * scan of the folders knows which links are followed. A deleted log keeps its name.
 */
export function logAt(
  watchedPath: string,
  roots: readonly string[],
  linked: readonly Linked[],
  gate: Gate,
): LogFile | null {
  for (const { root, path, real } of placesOf(roots, linked)) {
    const from = isBelow(watchedPath, real) ? real : isBelow(watchedPath, path) ? path : null;
    if (from === null) continue;
    const rest = watchedPath.slice(from.length).replace(sep, '');
    const [called, lies] = [path, real].map((folder) => (rest === '' ? folder : join(folder, rest))) as [
      string,
      string,
    ];
    const now = realPathOf(called);
    if (now !== null && (now !== lies || gate.inside(called) === null)) continue;
    return logFileOf(called, root);
  }
  return null;
}
