/**
 * What was seen when all logs were read and everything was in the newest image. Whoever finds the same again knows that nothing is new,
 * without opening the archive or a log. It is in a small file beside the image, sealed with who asked and how. Beside another image, or
 * for another caller, it is ignored, so only time depends on it.
 */
import { hash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { errorCode } from '../l10n/errorText';
import { discover, type Unreadable } from '../log/discover';
import { distinctRoots, gateOf } from '../log/gate';
import { titleBeside } from '../log/givenTitle';
import { statOf, type FileStat } from '../log/lines';
import { isReadBy } from '../session/follow';
import { isOfProject } from '../session/paths';
import type { ImageMark } from '../store/image';
import type { JsonFs } from '../store/jsonFile';
import { replaceFile } from '../store/replaceFile';
import { beginOfDay, stepped } from '../usage/days';
import type { Archive } from './commands';
import type { Core } from './core';
import { isNewTitle } from './titles';

/** Where logs are searched, and which are left out. */
interface Where {
  /** Paths as named: a link may make two names one folder now, and two folders later. */
  roots: readonly string[];
  /** Folders that links among the logs may lead to. */
  linked: readonly string[];
  /** Projects that are not read. */
  exclude: readonly string[];
}

export interface Seen extends Where {
  /** Fingerprint of every log at the time it was read. */
  logs: string;
  image: ImageMark;
  /** Valid from then until the day ends, ms since the epoch: alerts are checked again each day. */
  from: number;
  until: number;
}
/** What is stored: this, the contents of the archive, and the words printed for them. */
export interface KeptSeen extends Seen {
  archive: Archive;
  words: readonly string[];
}

/** `title`: that in the file beside it. */
type LogMark = FileStat & { path: string; title: string | null };

/** One text for all logs; `missing`: roots that do not exist. */
function markOf(logs: readonly LogMark[], missing: readonly string[]): string {
  const lines = logs.map(
    ({ path, size, mtimeMs, ino, title }) => `${path}\0${size} ${mtimeMs} ${ino} ${JSON.stringify(title)}`,
  );
  return hash('sha256', [...lines.sort(), '', ...missing.toSorted()].join('\n'));
}

/**
 * What the engine has seen; null while something must still be read, derived or written, and if folders are named by relative paths.
 * `missing`: roots that do not exist.
 */
export function seenBy(core: Core, missing: readonly string[]): Seen | null {
  const { library, checkpoint, basis, gate, now } = core;
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
  // From another folder they would mean other folders.
  if (![...roots, ...linked].every((path) => isAbsolute(path))) return null;
  const logs: LogMark[] = [];
  for (const [path, { file, cursor, gone }] of library.entries) {
    if (gone || isOfProject(path, exclude)) continue;
    if (cursor === null || !isReadBy(cursor, basis.scan)) return null;
    const title = file.agentId === null ? titleBeside(path, gate) : null;
    // It may have been given since the log was read.
    if (title !== null && isNewTitle(core, path, title)) return null;
    const { size, mtimeMs, ino } = cursor;
    logs.push({ path, size, mtimeMs, ino, title });
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

/** True if the logs are those that were seen, as far as sizes, times and inodes show. Opens no log, only the titles beside them. */
export function isAsSeen({ roots: asked, linked, exclude, logs: before }: Seen): boolean {
  const roots = distinctRoots(asked);
  const gate = gateOf(
    () => roots,
    () => linked,
  );
  const found = discover(roots, gate);
  const titled = new Set(found.titled);
  // Skipped or unreadable files must be reported, which is more than nothing new.
  const isMissing = ({ path, code }: Unreadable): boolean => code === 'ENOENT' && roots.includes(path);
  if (found.leftOut.length > 0 || !found.unreadable.every(isMissing)) return false;
  const logs = found.files.flatMap(({ path }) => {
    const stat = isOfProject(path, exclude) ? null : statOf(path);
    if (stat === null || stat.size === 0) return [];
    return [{ path, ...stat, title: titled.has(path) ? titleBeside(path, gate) : null }];
  });
  const missing = found.unreadable.map(({ path }) => path);
  return markOf(logs, missing) === before;
}

/** The file in a folder. `asked`: who asked and how, which is everything the answer depends on besides the logs and the image. */
export function seenIn(folder: string, fs: JsonFs) {
  const path = join(folder, 'seen.json');
  const sealOf = (asked: string, seen: unknown): string =>
    hash('sha256', `${asked}\n${JSON.stringify(seen)}`);
  return {
    /** What was stored for the same caller and image; null if nothing was. */
    read(asked: string): KeptSeen | null {
      try {
        const { seal, seen } = JSON.parse(fs.readFileSync(path, 'utf8')) as Record<string, unknown>;
        // This very version of Vigil made the seal, so the contents have the shape it writes.
        return seal === sealOf(asked, seen) ? (seen as KeptSeen) : null;
      } catch {
        return null;
      }
    },
    /** Does not throw: if it cannot be stored, it is found out again. */
    keep(asked: string, seen: KeptSeen): void {
      try {
        replaceFile(path, JSON.stringify({ seal: sealOf(asked, seen), seen }), fs);
      } catch {
        // The archive is saved anyway; only the next run takes longer.
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
