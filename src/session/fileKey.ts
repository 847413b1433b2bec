/** Which file or repository a path names. Free of Node: pages use the signals, and these use this. */

const WORKTREE = /^(.+?)[\\/]\.(?:claude[\\/]worktrees|worktrees|git[\\/]worktrees)[\\/][^\\/]+/;

/**
 * What tells one file from another (P38): Windows and macOS do not tell case apart, `/private/tmp` is `/tmp` by a link
 * of macOS, and a file in a worktree is that of its repository. Other links the log does not tell.
 */
export function fileKey(path: string): string {
  const inRepository = path.replace(WORKTREE, '$1').replace(/^\/private(?=\/(?:tmp|var|etc)\/)/, '');
  return /^(?:[a-zA-Z]:\/|\/\/|\/Users\/|\/Volumes\/)/.test(inRepository)
    ? inRepository.toLowerCase()
    : inRepository;
}

/**
 * Folder of the repository a working folder belongs to: git worktrees below `.claude/worktrees/NAME`,
 * `.worktrees/NAME` or `.git/worktrees/NAME` are grouped under the folder that holds these; any other folder stands for
 * itself. Where a worktree lies elsewhere the log does not tell.
 */
export function repositoryOf(cwd: string): string {
  return WORKTREE.exec(cwd)?.[1] ?? cwd;
}
