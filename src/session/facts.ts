/**
 * Facts about a call or its result, which findings and the knowledge of files use: names with small values. The text itself stays in
 * the log. There is one list, so that a fact has the same name everywhere.
 */
import * as z from 'zod';

/** Facts of a tool call, derived from its input. */
const CALL_FACTS = [
  /** Skips commit hooks or signing; value: the option or command that does (`--no-verify`). */
  'skipsHooks',
  /** Value: `amend` if it replaces the last commit. */
  'commits',
  /** A commit’s output goes elsewhere (`| tail`, `> file`): what its hooks printed is not in the log. */
  'hidesHooks',
  'pushes',
  /** Overwrites a remote branch; value: `lease` or `force`. */
  'forcePushes',
  /** Discards changes in the working tree (`reset --hard`, `checkout -- .`, `clean -f`); value: the command. */
  'discardsWork',
  /** Saves changes of the working tree; value: `patch`, or `stash` followed by the stashed files (no files: all). */
  'savesWork',
  /** Reads the stash, other than by `pop` and `apply`. */
  'usesStash',
  /** Changes files by git other than by merging or discarding: a patch, another branch; value: the git command. */
  'changesTree',
  /** Asks git which files are changed. */
  'asksTree',
  /** Fetches commits of the remote (`git fetch`, `git pull`). */
  'fetches',
  /** Removes files for good (`rm -r`); value: what. */
  'removes',
  /** Runs tests; value: what it is limited to, '' for all. */
  'runsTests',
  /** Runs a type checker, compiler or build; value: its name. */
  'typeChecks',
  /** Runs a linter or formatter in checking mode; value: its name. */
  'lints',
  /** Runs a program or script of the project, or sends a request to a server: evidence that something works; value: its name. */
  'runsProgram',
  /** Waits for background work. */
  'waits',
  /** Checks work that runs elsewhere: CI, a rollout. */
  'watches',
  /** Starts work in the background. */
  'startsBackground',
  /** Reads a key store or prints environment files; value: which. */
  'asksSecrets',
  /** Empties a file. */
  'empties',
  /** Changes what a guard checks: ignore lists, hooks, settings of linters; value: the file. */
  'changesGuard',
  /** Brings in other changes (`merge`, `rebase`, `pull`, `cherry-pick`, `revert`, `am`, `stash pop`); value: the git command. */
  'mergesChanges',
] as const;

/** Facts of a tool's result, derived from its text. */
const ANSWER_FACTS = [
  /** A hook or signing made a commit or push fail; value: `secrets` if the hook searches for secrets, `broken` if the hook could not run. */
  'hookRefused',
  /** A hook of commits runs tests, or may: its file names tests, or a commit printed more than git does. */
  'testsByHook',
  /** The person's answer in a dialog, or a file of instructions, allows skipping hooks. */
  'allowsSkip',
  /** The same forbids it. */
  'forbidsSkip',
  /** Background work has crashed. */
  'crashed',
  /** A file or test that a failed test run names; value: its name. */
  'failingTest',
  /** A package that a failed test run names; value: its name. */
  'failingPackage',
  /** Output of background work; value: its fingerprint. */
  'shownByWait',
  /** A push was rejected because the remote has newer commits. */
  'remoteAhead',
  /** A push overwrote what the remote had; value: the branch. */
  'forcedUpdate',
  /** A changed or untracked file; value: its path as git prints it, with `?` before an untracked one. */
  'uncommitted',
  /** A test run with failing tests; value: how many. */
  'testsFailed',
  /** A test run without failures; value: how many tests passed, absent if that is not certain. */
  'testsPassed',
  /** A type checker, linter or build found errors; value: how many, 1 if it does not say. */
  'checkFailed',
  /** An error of the environment; value: its kind (`cannotFork`, `noTerminal`, `noHost`, `noSpace` …). */
  'environmentFault',
  /** The work elsewhere is not done yet: a queued check, a rollout. */
  'pending',
  /** Waiting for background work timed out. */
  'waitTimedOut',
  /** The background work has ended. */
  'waitEnded',
  /** A file was not found. */
  'missingFile',
  /** The text has a secret; value: its kind, never the secret. */
  'secretShown',
  /** The working tree has no changes, or has some. */
  'treeClean',
  'treeDirty',
  /** A merge, rebase or the like left conflicts. */
  'conflict',
] as const;

export const FactName = z.enum([...CALL_FACTS, ...ANSWER_FACTS]);
export type FactName = z.infer<typeof FactName>;

/** One fact. `index`: its position in the text in UTF-16 units, if it is needed to show it. */
export const Fact = z.object({
  fact: FactName,
  value: z.union([z.string(), z.number()]).optional(),
  index: z.number().optional(),
});
export type Fact = z.infer<typeof Fact>;

/** What a call does to a file other than the one it names. */
export const Touch = z.object({
  /**
   * `look`: its content was added to the context; `search`: some of its lines; `list`: only its name. `script`: the script `from`
   * changes it when it runs. A path may contain `*`.
   */
  does: z.enum(['look', 'search', 'list', 'edit', 'write', 'move', 'copy', 'remove', 'run', 'script']),
  path: z.string(),
  /** The path it was moved or copied from, or the script. */
  from: z.string().optional(),
});
export type Touch = z.infer<typeof Touch>;

/** The value of the first fact with this name; undefined without such a fact, null if it has no value. */
export function factIn(facts: readonly Fact[], name: FactName): string | number | null | undefined {
  const found = facts.find(({ fact }) => fact === name);
  return found === undefined ? undefined : (found.value ?? null);
}
