import { posix, win32 } from 'node:path';
import { bareFolder } from '../log/folders';
import { cutPath } from '../log/names';
import { ignoresCase, pathKey, repositoryOf, type Worktree } from './fileKey';
import { memoize } from './memoize';

/** Normalises a file's path: absolute (relative to the record's `cwd`), with `/` as separator, without `.` and `..`. Null if it is no path. */
export function filePath(named: unknown, cwd: string | null): string | null {
  if (typeof named !== 'string') return null;
  const normaliser = cwd === null ? normaliseWithoutFolder : normaliserIn(cwd);
  return normaliser(named);
}
const MOST_PATHS = 300;
const MOST_FOLDERS = 10;
/** Caches per folder: a session names the same few files in the same few folders. */
const normaliserFor = (cwd: string | null): ((named: string) => string | null) =>
  memoize((named) => (named.trim() === '' ? null : normalise(cutPath(named), cwd)), MOST_PATHS);
const normaliseWithoutFolder = normaliserFor(null);
const normaliserIn = memoize(normaliserFor, MOST_FOLDERS);

function normalise(path: string, cwd: string | null): string {
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

/** Equal for folders of the same project (P59): the key of the repository's folder. */
export const projectKey = (folder: string): string => pathKey(repositoryOf(folder));

/** True if `inner` is the folder `outer` or inside it; both from `pathKey` or `projectKey`. */
export const isWithin = (inner: string, outer: string): boolean =>
  inner === outer || inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`);

/** The key of a path (P59), in lower case if this machine's file system ignores case. */
const oneSpelling = (path: string, ignoreCase: boolean): string =>
  ignoreCase ? pathKey(path.normalize('NFC')).toLowerCase() : pathKey(path.normalize('NFC'));

/**
 * True if a project (the `cwd` of a session) is one of the window's open folders, is inside one, or contains one.
 * `ignoreCase`: this machine's file system ignores case (macOS); for Windows paths it is always ignored.
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
 * The project folder for each working folder of a session, given in their order (P60): the repository of the first working folder
 * that is or contains it. So a sub-folder belongs to its project, and a folder elsewhere is a project of its own.
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

/** The name that Claude Code gives the folder with a project's logs. Several projects may have the same (P42). */
const logFolderOf = (project: string): string => bareFolder(project).replace(/[^A-Za-z0-9]/g, '-');

/** True if a log is in the folder of one of these projects, however Claude Code spelled its path (P59). */
export function isOfProject(path: string, projects: readonly string[]): boolean {
  if (projects.length === 0) return false;
  const folders = path.split(/[\\/]/);
  return projects.some((project) => {
    const isFolder = folderTest(project);
    return isFolder !== null && folders.some(isFolder);
  });
}

/** Returns a test for the possible names of a project's folder of logs; null if the path is empty or the root. */
function folderTest(project: string): ((name: string) => boolean) | null {
  const exact = logFolderOf(project);
  const key = pathKey(project);
  const plain = logFolderOf(key);
  if (exact === '' || plain === '' || plain === '-') return null;
  const names = new Set([exact, plain]);
  // Other spellings with the same key.
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

/** The prefix that Claude Code on Windows gives to folders of WSL: `--wsl-localhost-Ubuntu-22-04`. */
const SEEN_FROM_WINDOWS = /^--wsl(?:-localhost|-)-(?!.*-(?:home|mnt|root|usr|var|tmp)(?:-|$)).+$/i;
