import { posix, win32 } from 'node:path';

/**
 * One name for one file: absolute (against the record's `cwd`), `/` between parts, no `.` and `..`, drive
 * paths in lower case because Windows does not tell case apart (P38). Null for what is no path.
 */
export function filePath(path: unknown, cwd: string | null): string | null {
  if (typeof path !== 'string' || path.trim() === '') return null;
  const windows =
    /^[a-zA-Z]:[\\/]/.test(path) || path.startsWith('\\\\') || /^[a-zA-Z]:[\\/]/.test(cwd ?? '');
  const system = windows ? win32 : posix;
  const full =
    system.isAbsolute(path) || cwd === null
      ? system.normalize(path)
      : system.normalize(system.join(cwd, path));
  const slashed = windows ? full.replaceAll('\\', '/').toLowerCase() : full;
  return slashed.length > 1 ? slashed.replace(/\/$/, '') : slashed;
}

/**
 * Folder of the repository a working folder belongs to: git worktrees below `.claude/worktrees/NAME`,
 * `.worktrees/NAME` or `.git/worktrees/NAME` are grouped under the folder that holds these; any other folder stands for
 * itself. Where a worktree lies elsewhere the log does not tell.
 */
export function repositoryOf(cwd: string): string {
  const inside = /^(.+?)[\\/]\.(?:claude[\\/]worktrees|worktrees|git[\\/]worktrees)[\\/][^\\/]+/.exec(cwd);
  return inside?.[1] ?? cwd;
}
