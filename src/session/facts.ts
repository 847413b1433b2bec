/**
 * What a call or its answer says that findings and the knowledge of files rest on, kept as names and small values: the text
 * itself stays in the log. One list, so that a fact has one name from the line to the finding.
 */
import * as z from 'zod';

/** Facts of a tool call, told from its input. */
const CALL_FACTS = [
  /** Commit hooks or signing are skipped; value: the words that do it (`--no-verify`). */
  'skipsHooks',
  /** Value: `amend` when it makes the last commit again. */
  'commits',
  'pushes',
  /** Overwrites a remote branch; value: `lease` or `force`. */
  'forcePushes',
  /** Throws away work in the tree (`reset --hard`, `checkout -- .`, `clean -f`); value: the command's words. */
  'discardsWork',
  /** Puts work of the tree aside; value: `patch`, or `stash` and the files that go there, none for all. */
  'savesWork',
  /** Looks at what lies in the stash, or takes it out other than by `pop` and `apply`. */
  'usesStash',
  /** Changes files by git other than by merging or throwing away: a patch, another branch; value: the verb. */
  'changesTree',
  /** Asks git which files are changed. */
  'asksTree',
  /** Brings commits of the remote here (`git fetch`, `git pull`). */
  'fetches',
  /** Removes files for good (`rm -r`); value: what. */
  'removes',
  /** Runs tests; value: what it is limited to, '' for all. */
  'runsTests',
  /** Runs a type checker, compiler or build; value: its name. */
  'typeChecks',
  /** Runs a linter or formatter in checking mode; value: its name. */
  'lints',
  /** Runs a program or script of the project, or asks a server: evidence that something works; value: its name. */
  'runsProgram',
  /** Waits for background work. */
  'waits',
  /** Looks at work of others that goes on: a run of CI, a rollout. */
  'watches',
  /** Starts work in the background. */
  'startsBackground',
  /** Asks a key store or prints environment files; value: which. */
  'asksSecrets',
  /** Writes a file without content. */
  'empties',
  /** Changes what a guard looks at: ignore lists, hooks, settings of linters; value: the file. */
  'changesGuard',
  /** Brings in changes of others (`merge`, `rebase`, `pull`, `cherry-pick`, `checkout`, `stash pop`); value: the verb. */
  'mergesChanges',
] as const;

/** Facts of a tool's answer, told from its text. */
const ANSWER_FACTS = [
  /** A commit or push was refused by a hook or by signing; value: `secrets` when the hook looks for these, `broken` when the hook itself could not run. */
  'hookRefused',
  /** The person, in a dialog, or a file of instructions that was read lets the hooks be skipped. */
  'allowsSkip',
  /** … or says that they are not to be. */
  'forbidsSkip',
  /** Background work that was looked at has crashed. */
  'crashed',
  /** A test run that failed names this file or test. */
  'failingTest',
  /** … and this package, of runners that run by package. */
  'failingPackage',
  /** What a look at background work showed; value: its fingerprint. */
  'shownByWait',
  /** A push was refused for the remote has commits that are not here. */
  'remoteAhead',
  /** A push overwrote what the remote had; value: the branch. */
  'forcedUpdate',
  /** A file that is changed and not committed, or not known to git; value: its path as git says it, `?` before one that is not known. */
  'uncommitted',
  /** A test run with failing tests; value: how many. */
  'testsFailed',
  /** A test run in which all passed; value: how many. */
  'testsPassed',
  /** A type checker, linter or build found faults; value: how many, 1 when it does not say. */
  'checkFailed',
  /** The environment is at fault; value: its kind (`cannotFork`, `noTerminal`, `noHost`, `noSpace` …). */
  'environmentFault',
  /** What it looks at goes on: a check in a queue, a rollout. */
  'pending',
  /** Waiting for background work ran out of time. */
  'waitTimedOut',
  /** The background work that was looked at has ended. */
  'waitEnded',
  /** A file that was asked for is not there. */
  'missingFile',
  /** A secret stands in the text; value: its kind, never the secret. */
  'secretShown',
  /** Nothing to commit, or changes that are not committed. */
  'treeClean',
  'treeDirty',
  /** A merge, rebase or the like left conflicts. */
  'conflict',
] as const;

export const FactName = z.enum([...CALL_FACTS, ...ANSWER_FACTS]);
export type FactName = z.infer<typeof FactName>;

/** One fact. `index`: where in the text it stands, in UTF-16 units, where that helps to show it. */
export const Fact = z.object({
  fact: FactName,
  value: z.union([z.string(), z.number()]).optional(),
  index: z.number().optional(),
});
export type Fact = z.infer<typeof Fact>;

/** What a call does to a file beside the one it names. */
export const Touch = z.object({
  /**
   * `look`: its content came into the context, `search`: lines of it did, `list`: only its name. `script`: the script `from`
   * changes it whenever it runs. A path with `*` stands for all files of that name.
   */
  does: z.enum(['look', 'search', 'list', 'edit', 'write', 'move', 'copy', 'remove', 'run', 'script']),
  path: z.string(),
  /** Where it was moved or copied from; the script. */
  from: z.string().optional(),
});
export type Touch = z.infer<typeof Touch>;

/** The value of a fact among others; undefined when it is not there, null when it has none. */
export function factIn(facts: readonly Fact[], name: FactName): string | number | null | undefined {
  const found = facts.find(({ fact }) => fact === name);
  return found === undefined ? undefined : (found.value ?? null);
}
