import { posix, win32 } from 'node:path';
import { bareFolder } from '../log/folders';
import { cutPath } from '../log/names';
import { ignoresCase, pathKey, repositoryOf, type Worktree } from './fileKey';
import { remembered } from './remembered';

/**
 * A file's path as it is kept: absolute (against the record's `cwd`), `/` between parts, no `.` and `..`. Null for
 * what is no path.
 */
export function filePath(named: unknown, cwd: string | null): string | null {
  if (typeof named !== 'string') return null;
  const known = cwd === null ? inNone : inFolder(cwd);
  return known(named);
}
const MOST_PATHS = 300;
const MOST_FOLDERS = 10;
/** Of each folder by itself: a session names the same few files in the same few folders again and again. */
const madeIn = (cwd: string | null): ((named: string) => string | null) =>
  remembered((named) => (named.trim() === '' ? null : madePath(cutPath(named), cwd)), MOST_PATHS);
const inNone = madeIn(null);
const inFolder = remembered(madeIn, MOST_FOLDERS);

function madePath(path: string, cwd: string | null): string {
  const windows =
    /^[a-zA-Z]:[\\/]/.test(path) || path.startsWith('\\\\') || /^[a-zA-Z]:[\\/]/.test(cwd ?? '');
  const system = windows ? win32 : posix;
  const full =
    system.isAbsolute(path) || cwd === null
      ? system.normalize(path)
      : system.normalize(system.join(cwd, path));
  const slashed = windows ? full.replaceAll('\\', '/') : full;
  return cutPath(slashed.length > 1 ? slashed.replace(/\/$/, '') : slashed);
}

/** What tells one project from another (P59): its repository's folder, whatever its spelling. */
export const projectKey = (folder: string): string => pathKey(repositoryOf(folder));

/** True when `inner` is the folder `outer` or lies in it; both as `pathKey` or `projectKey` gives them. */
export const isWithin = (inner: string, outer: string): boolean =>
  inner === outer || inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`);

/** One spelling of a path (P59); in lower case where this machine's file system ignores it. */
const oneSpelling = (path: string, ignoreCase: boolean): string =>
  ignoreCase ? pathKey(path.normalize('NFC')).toLowerCase() : pathKey(path.normalize('NFC'));

/**
 * True when a project (the `cwd` of a session) is one of the folders that are open in a window, lies inside one, or contains one.
 * `ignoreCase`: as the file system of this machine does (macOS); Windows paths always ignore it.
 */
export function inWorkspace(
  project: string | null,
  folders: readonly string[],
  ignoreCase: boolean,
): boolean {
  if (project === null) return false;
  const path = oneSpelling(project, ignoreCase);
  return folders.some((folder) => {
    const other = oneSpelling(folder, ignoreCase);
    return isWithin(path, other) || isWithin(other, path);
  });
}

/**
 * Where the work of a session was done, for each of its working folders in the order they came (P60): the repository of the
 * first of them that it is or lies in. So a sub-folder is its project, and a folder elsewhere is one of its own.
 */
export function placesOfWork(
  folders: readonly string[],
  worktrees: readonly Worktree[] = [],
): ReadonlyMap<string, string> {
  const places: { folder: string; key: string }[] = [];
  const placeOf = new Map<string, string>();
  for (const one of folders) {
    const folder = repositoryOf(one, worktrees);
    const key = pathKey(folder);
    let place = places.find((known) => isWithin(key, known.key));
    if (place === undefined) places.push((place = { folder, key }));
    placeOf.set(one, place.folder);
  }
  return placeOf;
}

/** Name of the folder in which Claude Code keeps the logs of a project. Several projects may share it (P42). */
const logFolderOf = (project: string): string => bareFolder(project).replace(/[^A-Za-z0-9]/g, '-');

/** True for a log that lies in the folder of one of these projects, whichever way Claude Code spelled it (P59). */
export function isOfProject(path: string, projects: readonly string[]): boolean {
  if (projects.length === 0) return false;
  const folders = path.split(/[\\/]/);
  return projects.some((project) => {
    const isFolder = folderTest(project);
    return isFolder !== null && folders.some(isFolder);
  });
}

/** Test for the names a project's folder of logs may have; null for what names none. */
function folderTest(project: string): ((name: string) => boolean) | null {
  const exact = logFolderOf(project);
  const key = pathKey(project);
  const plain = logFolderOf(key);
  if (exact === '' || plain === '' || plain === '-') return null;
  const names = new Set([exact, plain]);
  // Spellings that lose nothing but what the key leaves out.
  const drive = /^([a-z]):(.*)$/.exec(key);
  if (drive !== null)
    for (const place of ['/mnt/', '/cygdrive/']) names.add(logFolderOf(`${place}${drive[1]}${drive[2]}`));
  if (/^\/(?:tmp|var|etc)(?:\/|$)/.test(key)) names.add(logFolderOf(`/private${key}`));
  if (key.startsWith('/home/')) names.add(logFolderOf(`/var${key}`));
  const lower = new Set([...names].map((name) => name.toLowerCase()));
  const inLinux = key.startsWith('/') && !key.startsWith('//');
  return (name) =>
    names.has(name) ||
    (ignoresCase(key) && lower.has(name.toLowerCase())) ||
    (inLinux && name.endsWith(plain) && SEEN_FROM_WINDOWS.test(name.slice(0, -plain.length)));
}

/** What stands before a folder of WSL in the name Claude Code on Windows gives it: `--wsl-localhost-Ubuntu-22-04`. */
const SEEN_FROM_WINDOWS = /^--wsl(?:-localhost|-)-(?!.*-(?:home|mnt|root|usr|var|tmp)(?:-|$)).+$/i;
