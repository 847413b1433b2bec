/** Facts of git commands, and of commands that skip the hooks of commits and pushes. */
import { getOwn } from '../../log/own';
import type { Fact } from '../facts';
import { fact, KEPT } from './fact';
import type { Run } from './runs';
import { secretsInHistory } from './secretsAsked';
import { taskOf } from './tasks';

const SKIPPING_SETTINGS: Readonly<Record<string, RegExp>> = {
  HUSKY: /^0$/,
  HUSKY_SKIP_HOOKS: /^(?:1|true)$/i,
  SKIP: /./,
  LEFTHOOK: /^(?:0|false)$/i,
  PRE_COMMIT_ALLOW_NO_CONFIG: /^(?:1|true)$/i,
  OVERCOMMIT_DISABLE: /^(?:1|true)$/i,
  SKIP_SIMPLE_GIT_HOOKS: /^(?:1|true)$/i,
};

const isSkipping = ([name, value]: readonly [string, string]): boolean =>
  getOwn(SKIPPING_SETTINGS, name)?.test(value) === true;

/** Facts of settings before a command that skip its hooks (`HUSKY=0 git commit`); none if the command commits and pushes nothing. */
export function hooksSkippedBySetting(run: Run): Fact[] {
  if (passesNoVerify(run)) return [fact('skipsHooks', '--no-verify')];
  const commits = isGuarded(run);
  if (!commits && !isCommitter(run)) return [];
  return Object.entries(run.settings).flatMap(([name, value]) =>
    isSkipping([name, value]) && (name !== 'SKIP' || commits) ? [fact('skipsHooks', `${name}=${value}`)] : [],
  );
}

const isGuarded = ({ program, args }: Run): boolean =>
  program === 'git' && args.some((arg) => GUARDED.has(arg));

/** Settings that a command makes for later ones: `export HUSKY=0`, `$env:HUSKY = "0"`, `set HUSKY=0`, `HUSKY=0` alone. */
function settingsOf({ program, args, settings }: Run): (readonly [string, string])[] {
  if (program === '') return Object.entries(settings);
  const words = /^\$env:/i.test(program) ? [program.slice(5), ...args].join('') : null;
  const texts = words !== null ? [words] : /^(?:export|set|declare)$/.test(program) ? args : [];
  return texts.flatMap((text) => {
    const set = /^(\w+)=(.*)$/s.exec(text);
    return set === null ? [] : [[set[1]!, set[2]!] as const];
  });
}

/** Facts of settings that skip the hooks of a later commit or push of the same command. */
export function hooksSkippedBefore(runs: readonly Run[]): Fact[] {
  const last = runs.findLastIndex(isGuarded);
  return runs
    .slice(0, Math.max(last, 0))
    .flatMap(settingsOf)
    .filter(isSkipping)
    .map(([name, value]) => fact('skipsHooks', `${name}=${value}`));
}

const HOOK_FILE =
  /(?:^|[\\/])(?:\.git[\\/]hooks|\.husky|\.githooks)(?:[\\/](?![\w.-]{1,60}\.sample$)[\w.-]{1,60})?[\\/]?$/;

/** True for commands that remove, move or disable hooks. */
function removesHooks({ program, args }: Run): boolean {
  if (/^(?:pre-commit|husky|lefthook|overcommit)$/.test(program))
    return /^(?:uninstall|--uninstall)$/.test(args[0] ?? '');
  if (program === 'chmod')
    return (
      /^(?:[augo]*-[rw]*x|0?[0-6][0-6][0-6])$/.test(args[0] ?? '') && args.some((arg) => HOOK_FILE.test(arg))
    );
  return (
    /^(?:rm|mv|Remove-Item|Move-Item|Rename-Item|del|ren)$/i.test(program) &&
    HOOK_FILE.test(args.find((arg) => !arg.startsWith('-')) ?? '')
  );
}

/** The fact that hooks are removed before a commit or push of the same command, if they are. */
export function hooksRemovedBefore(runs: readonly Run[]): Fact[] {
  const last = runs.findLastIndex(isGuarded);
  const by = runs.slice(0, Math.max(last, 0)).find(removesHooks);
  return by === undefined || isScratch(runs[last]!, runs.slice(0, last))
    ? []
    : [fact('skipsHooks', [by.program, ...by.args].join(' '))];
}

const TEMPORARY =
  /^(?:\/private)?\/(?:tmp|var\/folders|var\/tmp|dev\/shm)(?:\/|$)|[\\/](?:Temp|scratchpad)(?:[\\/]|$)|^(?:\$\{?TE?MP|%TE?MP%|\$env:TE?MP|\$\(mktemp)/i;

/** True for a command in a temporary or new repository, whose hooks do not matter. */
export function isScratch({ folder, program, args }: Run, before: readonly Run[]): boolean {
  const at = program === 'git' && args[0] === '-C' ? (args[1] ?? '') : (folder ?? '');
  if (TEMPORARY.test(at)) return true;
  if (before.some((run) => run.program === 'git' && gitOf(run.args).verb === 'init')) return true;
  const name = /^\$\{?(\w+)\}?/.exec(at)?.[1];
  return (
    name !== undefined &&
    (before.some((run) => run.program === 'mktemp') ||
      before.some(({ settings }) => TEMPORARY.test(settings[name] ?? '')))
  );
}

/** Programs that commit or push with git and pass the option on. */
const COMMITTERS =
  /^(?:gt|sl|git-cz|cz|czg|aicommits|opencommit|oco|standard-version|commit-and-tag-version|git-town)$/;
const COMMIT_TASK = /^(?:commit|push|release|version|cz|ci)(?:[:_-]\w{1,20})?$/;

/** True for programs and tasks that commit or push. `npm ci` is none: it installs. */
const isCommitter = (run: Run): boolean =>
  COMMITTERS.test(run.program) || (run.args[0] !== 'ci' && COMMIT_TASK.test(taskOf(run) ?? ''));
const passesNoVerify = (run: Run): boolean => run.args.includes('--no-verify') && isCommitter(run);

/** Git commands whose hooks `--no-verify` skips, and common aliases. */
const GUARDED = new Set([
  'commit',
  'push',
  'merge',
  'rebase',
  'cherry-pick',
  'am',
  'revert',
  'ci',
  'cm',
  'cam',
  'amend',
  'acp',
]);
const MERGING = new Set(['merge', 'rebase', 'pull', 'cherry-pick', 'revert', 'am']);

/** The git command (`verb`), its arguments, and the settings given by `-c`. */
function gitOf(args: readonly string[]): { verb: string; rest: string[]; config: string[] } {
  const config: string[] = [];
  let at = 0;
  for (; at < args.length && args[at]!.startsWith('-'); at++) {
    if (args[at] === '-c') config.push(args[at + 1] ?? '');
    if (/^-[cC]$|^--(?:git-dir|work-tree|namespace)$/.test(args[at]!)) at++;
  }
  return { verb: args[at] ?? '', rest: args.slice(at + 1), config };
}

const COMMIT_VALUES = /^(?:-[a-zA-Z]*[mFcCt]|--(?:message|file|author|date|template|fixup|squash|trailer))$/;
/** `-n` in combined short options (`-anm`), not in the value of an earlier one (`-uno`, `-mnew`). */
const SHORT_NO_VERIFY = /^-(?:(?![mFcCtuSn])[a-zA-Z])*n/;
const LONG_NO_VERIFY = /^--no-veri(?:fy?)?$/;

/** True if an option skips hooks. `-n` does so only for a commit; for a push it is a dry run. */
const skipsByOption = (verb: string, rest: readonly string[]): boolean =>
  !rest.includes('--dry-run') &&
  rest.some(
    (arg, i) =>
      !COMMIT_VALUES.test(rest[i - 1] ?? '') &&
      (LONG_NO_VERIFY.test(arg) || (verb === 'commit' && SHORT_NO_VERIFY.test(arg))),
  );
/** A commit made by a rebase: `git rebase -x "git commit --amend --no-verify"`. */
const COMMITS_WITHOUT = /\bgit commit\b[^'"]{0,200}\s(?:--no-verify|-n)\b/;

/** Facts of one git command. */
export function gitFacts(run: Run): Fact[] {
  const { verb, rest, config } = gitOf(run.args);
  const facts: Fact[] = hooksSkippedBySetting(run);
  if (verb === 'commit') {
    facts.push(fact('commits', rest.includes('--amend') ? 'amend' : ''));
    if (run.pipes || run.writes.length > 0) facts.push(fact('hidesHooks'));
  }
  if (verb === 'push' && !rest.includes('--dry-run')) facts.push(fact('pushes'));
  if (MERGING.has(verb) && !rest.some((arg) => arg === '--abort')) facts.push(fact('mergesChanges', verb));
  if (verb === 'stash' && /^(?:pop|apply)$/.test(rest[0] ?? '')) facts.push(fact('mergesChanges', 'stash'));
  if (GUARDED.has(verb)) facts.push(...hooksSkippedByOption(verb, rest, config));
  if (verb === 'config') facts.push(...hooksSwitchedOff(rest));
  if (verb === 'push') facts.push(...forcedPush(rest));
  if (verb === 'fetch' || verb === 'pull' || (verb === 'remote' && rest[0] === 'update'))
    facts.push(fact('fetches'));
  if (verb === 'status') facts.push(fact('asksTree'));
  if (
    verb === 'diff' &&
    run.writes.length === 0 &&
    rest.every((arg) => /^--?(?:stat|p|patch|no-color|no-pager)$/.test(arg))
  )
    facts.push(fact('asksTree', 'diff'));
  // A diff in a file can be applied again.
  if (verb === 'diff' && run.writes.length > 0) facts.push(fact('savesWork', 'patch'));
  facts.push(...secretsInHistory(verb, rest));
  if (verb === 'stash' ? /^(?:show|branch)$/.test(rest[0] ?? '') : rest.some(isStash))
    facts.push(fact('usesStash'));
  if (verb === 'stash' && (rest.length === 0 || /^(?:push|save|-\w+|--[\w-]*)$/.test(rest[0]!)))
    facts.push(fact('savesWork', stashedWork(rest)));
  // The fact names the folder, because another folder is another working tree.
  const at = run.args[0] === '-C' ? run.args[1] : run.folder;
  const lost = discardedWork(verb, rest, at === null || at === undefined ? 'git' : `git -C ${at}`);
  const changes = /^(?:apply|checkout|switch)$/.test(verb) && !rest.some((arg) => /^-[bBcC]$/.test(arg));
  return [...facts, ...(changes && lost.length === 0 ? [fact('changesTree', verb)] : lost)];
}

/** True for an argument that names the stash: `stash@{0}`, `--source=stash@{1}`, `stash^3`. */
const isStash = (arg: string): boolean => /(?:^|[=/])stash(?:[@^~:]|$)/.test(arg);

/** The value of `savesWork` for a stash: `stash` for all files, `stash` and the files if named; `patch` if it is not known which. */
function stashedWork(rest: readonly string[]): string {
  if (rest.some((arg) => /^(?:-S|--staged|-p|--patch|--pathspec-from-file.*)$/.test(arg))) return 'patch';
  if (rest[0] === 'save') return 'stash';
  const files = rest.filter(
    (arg, i) =>
      !(i === 0 && arg === 'push') &&
      !arg.startsWith('-') &&
      !/^(?:-\w*m|--message)$/.test(rest[i - 1] ?? ''),
  );
  const words = ['stash', ...files].join(' ');
  return words.length > KEPT ? 'patch' : words;
}

function hooksSkippedByOption(verb: string, rest: readonly string[], config: readonly string[]): Fact[] {
  const facts: Fact[] = [];
  if (skipsByOption(verb, rest) || (verb === 'rebase' && rest.some((arg) => COMMITS_WITHOUT.test(arg))))
    facts.push(fact('skipsHooks', '--no-verify'));
  if (rest.includes('--no-gpg-sign')) facts.push(fact('skipsHooks', '--no-gpg-sign'));
  for (const one of config) {
    if (/^core\.hookspath=/i.test(one) && NO_HOOKS.test(one.slice(one.indexOf('=') + 1)))
      facts.push(fact('skipsHooks', 'core.hooksPath'));
    if (/^(?:commit|tag)\.gpgsign=(?:false|0|no|off)$/i.test(one)) facts.push(fact('skipsHooks', one));
  }
  return facts;
}

/** Values of `core.hooksPath` that mean no hooks. */
const NO_HOOKS =
  /^(?:\/dev\/null|nul|none|false|)$|^(?:\/private)?\/tmp(?:\/|$)|(?:^|[\\/_-])(?:no|empty|null|non-?existent|disabled|dummy)(?:[\\/_.-]|$)/i;

/** `git config core.hooksPath /dev/null`, `git config commit.gpgsign false`. */
function hooksSwitchedOff(rest: readonly string[]): Fact[] {
  const words = rest.filter((arg) => !arg.startsWith('-') && arg !== 'set');
  const [name = '', value] = words;
  if (value === undefined) return [];
  if (/^core\.hookspath$/i.test(name) && NO_HOOKS.test(value)) return [fact('skipsHooks', 'core.hooksPath')];
  return /^commit\.gpgsign$/i.test(name) && /^(?:false|0|no|off)$/i.test(value)
    ? [fact('skipsHooks', `${name}=${value}`)]
    : [];
}

function forcedPush(rest: readonly string[]): Fact[] {
  if (rest.some((arg) => arg.startsWith('--force-with-lease'))) return [fact('forcePushes', 'lease')];
  const force = rest.some((arg) => arg === '--force' || /^-[a-z]*f/.test(arg) || /^\+[\w/]/.test(arg));
  return force ? [fact('forcePushes', 'force')] : [];
}

function discardedWork(verb: string, rest: readonly string[], git: string): Fact[] {
  const words = `${git} ${verb} ${rest.join(' ')}`;
  if (verb === 'reset' && rest.includes('--hard')) return [fact('discardsWork', words)];
  if (
    verb === 'clean' &&
    rest.some((arg) => /^-[a-z]*f|^--force$/.test(arg)) &&
    !rest.some((arg) => /^-[a-z]*n|^--dry-run$/.test(arg))
  )
    return [fact('discardsWork', words)];
  if (
    verb === 'checkout' &&
    rest.some((arg) => /^(?:--|\.|-f|--force)$|^[\w./@-]{1,200}\.[a-z]\w{0,7}$/.test(arg)) &&
    !rest.some((arg) => /^(?:-[bB]|--orphan)$/.test(arg))
  )
    return [fact('discardsWork', words)];
  if (verb === 'switch' && rest.some((arg) => /^(?:-f|--force|--discard-changes)$/.test(arg)))
    return [fact('discardsWork', words)];
  if (
    verb === 'restore' &&
    (!rest.some((arg) => /^(?:--staged|-S)$/.test(arg)) ||
      rest.some((arg) => /^(?:--worktree|-W)$/.test(arg)))
  )
    return [fact('discardsWork', words)];
  if (verb === 'stash' && /^(?:drop|clear)$/.test(rest[0] ?? '')) return [fact('discardsWork', words)];
  if (verb === 'branch' && rest.includes('-D')) return [fact('discardsWork', words)];
  return [];
}
