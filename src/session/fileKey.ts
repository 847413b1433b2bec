/** Which file or repository a path names. Free of Node: pages use the signals, and these use this. */

const WORKTREE = /^(.+?)[\\/]\.(?:claude[\\/]worktrees|worktrees|git[\\/]worktrees)[\\/][^\\/]+/i;

/** Ways to write a path of Windows or WSL that begin it, and what they stand for. Before `\` becomes `/`. */
const PREFIXES: readonly (readonly [RegExp, string])[] = [
  // The long form of a path: `\\?\C:\…`, `\\?\UNC\server\share\…`.
  [/^[\\/]{2}[?.][\\/]UNC[\\/]/i, '//'],
  [/^[\\/]{2}[?.][\\/]/, ''],
  // A folder of a Linux in WSL, seen from Windows. Inside it is that folder; a log there does not name the distribution.
  [/^[\\/]{2}wsl(?:\.localhost|\$)[\\/]+[^\\/]+/i, ''],
];
/** The same of paths with `/` between their parts. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  // A drive, seen from WSL, Cygwin or Git's shell, or in an address.
  [/^\/(?:mnt|cygdrive)\/([a-z])(?=\/|$)/i, '$1:'],
  [/^\/([a-z])(?=\/users\/)/i, '$1:'],
  [/^\/([a-z]:)(?=\/|$)/i, '$1'],
  // Links of systems: of Fedora's atomic ones, of macOS.
  [/^\/var(?=\/home\/)/, ''],
  [/^\/private(?=\/(?:tmp|var|etc)(?:\/|$))/, ''],
  [/^\/System\/Volumes\/Data(?=\/)/i, ''],
];
/** Windows and macOS do not tell case apart. */
export const ignoresCase = (key: string): boolean =>
  /^(?:[a-z]:(?:\/|$)|\/\/|\/(?:Users|Volumes)\/)/i.test(key);

const rewritten = (path: string, rules: readonly (readonly [RegExp, string])[]): string =>
  rules.reduce((rest, [from, to]) => rest.replace(from, to), path);

/**
 * One name for all spellings of a path on its system: capitals (Windows, macOS), `/private/tmp`, separators mixed, doubled
 * or at the end, dots, long paths (`\\?\`), drives and folders of WSL as either side writes them. For comparing, not for showing.
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
 * What tells one file from another (P38, P59): a path whatever its spelling, and a file in a worktree is that of its
 * repository. Links other than those of the system the log does not tell.
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
/** Keys that were made: the same few files are asked for at every step of a session. */
const keys = new Map<string, string>();
const MOST_KEYS = 5_000;

/** A git worktree as a session tells of it: its folder, and the folder that was left for it. */
export interface Worktree {
  path: string;
  of: string;
}

/**
 * Folder of the repository a working folder belongs to: git worktrees below `.claude/worktrees/NAME`,
 * `.worktrees/NAME` or `.git/worktrees/NAME` are grouped under the folder that holds these; one that lies elsewhere under the
 * folder that the session left for it, if the session says so (`told`); any other folder stands for itself.
 */
export function repositoryOf(cwd: string, told: readonly Worktree[] = []): string {
  const below = WORKTREE.exec(cwd)?.[1];
  if (below !== undefined || told.length === 0) return below ?? cwd;
  const key = pathKey(cwd);
  const worktree = told.find(({ path }) => {
    const folder = pathKey(path);
    return key === folder || key.startsWith(`${folder}/`);
  });
  return worktree === undefined ? cwd : repositoryOf(worktree.of);
}
