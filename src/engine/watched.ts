/** From what the system tells of changes to the logs they are of: the same as a look through the folders finds. */
import { join, sep } from 'node:path';
import { logFileOf, type Linked, type LogFile } from '../log/discover';
import { isBelow, realOf, type Gate } from '../log/gate';

/** Where folders lie that are called otherwise. */
const placesOf = (roots: readonly string[], linked: readonly Linked[]): Linked[] => [
  ...roots.map((root) => ({ root, path: root, real: realOf(root) ?? root })),
  ...linked,
];

/** The folders to watch, links resolved: a watcher that follows no links does not follow these either. */
export const watchedFolders = (roots: readonly string[], linked: readonly Linked[]): string[] => [
  ...new Set(placesOf(roots, linked).map(({ real }) => real)),
];

/**
 * The log that a path told by the watcher is, as it is called below its root; null for what is none, lies outside, or is reached
 * by a link only: a look through the folders knows which links are followed. One that has gone is the log it was.
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
    const now = realOf(called);
    if (now !== null && (now !== lies || gate.inside(called) === null)) continue;
    return logFileOf(called, root);
  }
  return null;
}
