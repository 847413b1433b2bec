/** Compares paths of files and repositories. Must not import Node: pages use it by way of the signals. */

const WORKTREE = /^(.+?)[\\/]\.(?:claude[\\/]worktrees|worktrees|git[\\/]worktrees)[\\/][^\\/]+/i;

/** Prefixes of Windows and WSL paths and their replacements, applied before `\` becomes `/`. */
const PREFIXES: readonly (readonly [RegExp, string])[] = [
  // The long form of a path: `\\?\C:\…`, `\\?\UNC\server\share\…`.
  [/^[\\/]{2}[?.][\\/]UNC[\\/]/i, '//'],
  [/^[\\/]{2}[?.][\\/]/, ''],
  // A folder of WSL seen from Windows. Logs inside WSL do not name the distribution.
  [/^[\\/]{2}wsl(?:\.localhost|\$)[\\/]+[^\\/]+/i, ''],
];
/** The same for paths with `/`. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  // A drive in WSL, Cygwin, Git Bash or a file URL.
  [/^\/(?:mnt|cygdrive)\/([a-z])(?=\/|$)/i, '$1:'],
  [/^\/([a-z])(?=\/users\/)/i, '$1:'],
  [/^\/([a-z]:)(?=\/|$)/i, '$1'],
  // Symbolic links of the system: Fedora Atomic, macOS.
  [/^\/var(?=\/home\/)/, ''],
  [/^\/private(?=\/(?:tmp|var|etc)(?:\/|$))/, ''],
  [/^\/System\/Volumes\/Data(?=\/)/i, ''],
];
/** True for paths of Windows and macOS, whose file systems ignore case. */
export const ignoresCase = (key: string): boolean =>
  /^(?:[a-z]:(?:\/|$)|\/\/|\/(?:Users|Volumes)\/)/i.test(key);

const rewritten = (path: string, rules: readonly (readonly [RegExp, string])[]): string =>
  rules.reduce((rest, [from, to]) => rest.replace(from, to), path);

/**
 * The same key for all spellings of a path: case (Windows, macOS), `/private/tmp`, mixed, doubled or trailing separators, dots, long
 * paths (`\\?\`), drives and WSL folders as written on either side. For comparing, not for showing.
 */
export function pathKey(path: string): string {
  const windows = /^(?:[a-zA-Z]:|[\\/]{2})/.test(path);
  const bare = rewritten(path, PREFIXES);
  const slashed = rewritten(windows ? bare.replaceAll('\\', '/') : bare, PLACES);
  const whole = /\/(?:\.{0,2}(?:\/|$))/.test(slashed) ? withoutDots(slashed) : slashed;
  return ignoresCase(whole) ? whole.normalize('NFC').toLowerCase() : whole || '/';
}

function withoutDots(path: string): string {
  const root = /^\/{0,2}/.exec(path)?.[0] ?? '';
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return root + parts.join('/');
}

/**
 * Equal for paths of the same file (P38, P59), whatever their spelling. A file in a worktree has the key of the file in its repository.
 * Symbolic links other than the system's cannot be known from the log.
 */
export function fileKey(path: string): string {
  let key = keys.get(path);
  if (key === undefined) {
    key = pathKey(path.replace(WORKTREE, '$1'));
    if (keys.size >= MOST_KEYS) keys.clear();
    keys.set(path, key);
  }
  return key;
}
/** Cache: a session asks for the same few files at every step. */
const keys = new Map<string, string>();
const MOST_KEYS = 5_000;

/** A git worktree named in a session: its folder, and the folder the session left for it. */
export interface Worktree {
  path: string;
  of: string;
}

/**
 * The repository folder of a working folder. For git worktrees in `.claude/worktrees/NAME`, `.worktrees/NAME` or
 * `.git/worktrees/NAME` it is the folder that contains these; for one of `worktrees` the folder the session left for it; else `cwd`.
 */
export function repositoryOf(cwd: string, worktrees: readonly Worktree[] = []): string {
  const repository = WORKTREE.exec(cwd)?.[1];
  if (repository !== undefined || worktrees.length === 0) return repository ?? cwd;
  const key = pathKey(cwd);
  const worktree = worktrees.find(({ path }) => {
    const folder = pathKey(path);
    return key === folder || key.startsWith(`${folder}/`);
  });
  return worktree === undefined ? cwd : repositoryOf(worktree.of);
}
