/**
 * What was seen when all logs were read and all of it was in the newest image. Whoever finds the same again knows that nothing is new,
 * without opening the archive or a log. It is kept in a small file beside the image, sealed with who asked and how; beside another image
 * and for another asker it is passed over, so nothing but time depends on it.
 */
import { hash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { errorCode } from '../l10n/errorText';
import { discover, type Unreadable } from '../log/discover';
import { distinctRoots, gateOf } from '../log/gate';
import { statOf, type FileStat } from '../log/lines';
import { isReadBy } from '../session/follow';
import { isOfProject } from '../session/paths';
import type { ImageMark } from '../store/image';
import type { JsonFs } from '../store/jsonFile';
import { replaceFile } from '../store/replaceFile';
import { beginOfDay, stepped } from '../usage/days';
import type { Archive } from './commands';
import type { Core } from './core';

/** Where logs are looked for, and which are left out. */
interface Where {
  /** As they are called: what is one folder by a link now may be two later. */
  roots: readonly string[];
  /** Folders that links among the logs may lead to. */
  linked: readonly string[];
  /** Projects that are not read. */
  exclude: readonly string[];
}

export interface Seen extends Where {
  /** Of every log as it was when it was read. */
  logs: string;
  image: ImageMark;
  /** It holds from then until the day ends, ms since the epoch: with each day alerts are looked at anew. */
  from: number;
  until: number;
}
/** What is kept of it: with what the archive holds, and how that is said. */
export interface KeptSeen extends Seen {
  archive: Archive;
  words: readonly string[];
}

type LogMark = FileStat & { path: string };

/** One text for all logs; `missing`: roots that are not there. */
function markOf(logs: readonly LogMark[], missing: readonly string[]): string {
  const lines = logs.map(({ path, size, mtimeMs, ino }) => `${path}\0${size} ${mtimeMs} ${ino}`);
  return hash('sha256', [...lines.sort(), '', ...missing.toSorted()].join('\n'));
}

/**
 * What the engine has seen; null while something is left to be read, derived or written, and where folders are named relative to where it
 * runs. `missing`: roots that are not there.
 */
export function seenBy(core: Core, missing: readonly string[]): Seen | null {
  const { library, checkpoint, basis, now } = core;
  const image = checkpoint.image();
  const isOpen =
    library.waiting.size > 0 ||
    Object.values(library.changes).some(({ size }) => size > 0) ||
    checkpoint.unsaved() ||
    checkpoint.pending().length > 0 ||
    checkpoint.setAside().length > 0;
  if (image === null || isOpen) return null;
  const { exclude, followLinks: linked } = basis.settings;
  const roots = basis.rootsAsked();
  // From elsewhere they would be others.
  if (![...roots, ...linked].every((path) => isAbsolute(path))) return null;
  const logs: LogMark[] = [];
  for (const [path, { cursor, gone }] of library.entries) {
    if (gone || isOfProject(path, exclude)) continue;
    if (cursor === null || !isReadBy(cursor, basis.scan)) return null;
    logs.push({ path, size: cursor.size, mtimeMs: cursor.mtimeMs, ino: cursor.ino });
  }
  const { dayOf } = basis.rules;
  const from = now();
  return {
    roots,
    linked,
    exclude,
    logs: markOf(logs, missing),
    image,
    from,
    until: beginOfDay(stepped(dayOf(from), 1), dayOf),
  };
}

/** True when the logs are those that were seen, to the byte as far as sizes, times and inodes tell. Opens none. */
export function isAsSeen({ roots: asked, linked, exclude, logs: before }: Seen): boolean {
  const roots = distinctRoots(asked);
  const found = discover(
    roots,
    gateOf(
      () => roots,
      () => linked,
    ),
  );
  // What is left out or cannot be read is told, which is more than nothing new.
  const isMissing = ({ path, code }: Unreadable): boolean => code === 'ENOENT' && roots.includes(path);
  if (found.leftOut.length > 0 || !found.unreadable.every(isMissing)) return false;
  const logs = found.files.flatMap(({ path }) => {
    const stat = isOfProject(path, exclude) ? null : statOf(path);
    return stat === null || stat.size === 0 ? [] : [{ path, ...stat }];
  });
  const missing = found.unreadable.map(({ path }) => path);
  return markOf(logs, missing) === before;
}

/** The file in a folder. `asked`: who asked, and how: all that the answer follows from beside the logs and the image. */
export function seenIn(folder: string, fs: JsonFs) {
  const path = join(folder, 'seen.json');
  const sealOf = (asked: string, seen: unknown): string =>
    hash('sha256', `${asked}\n${JSON.stringify(seen)}`);
  return {
    /** What was kept for the same; null when nothing was. */
    read(asked: string): KeptSeen | null {
      try {
        const { seal, seen } = JSON.parse(fs.readFileSync(path, 'utf8')) as Record<string, unknown>;
        // The seal is that of what this very Vigil wrote: what it is on has the shape it was written in.
        return seal === sealOf(asked, seen) ? (seen as KeptSeen) : null;
      } catch {
        return null;
      }
    },
    /** Does not throw: what cannot be kept is found out again. */
    keep(asked: string, seen: KeptSeen): void {
      try {
        replaceFile(path, JSON.stringify({ seal: sealOf(asked, seen), seen }), fs);
      } catch {
        // The archive is kept all the same; the next run takes longer.
      }
    },
    forget(): void {
      try {
        fs.unlinkSync(path);
      } catch (error) {
        if (errorCode(error) !== 'ENOENT') throw error;
      }
    },
  };
}
