/** What a shell command is about: commits, tests, checks, dangers. */
import type { Fact, FactName } from '../facts';
import type { Run } from './runs';
import { BARE_VALUE, bareValueOf, isCutShort, secretsAsked, secretsInHistory } from './secretsAsked';
import { PACKAGE_RUNNERS, taskOf } from './tasks';
import { isTestProgram, testsOf } from './testRuns';
import { watches } from './watching';
import { getOwn } from '../../log/own';

const MOST_FACTS = 40;
/** Words of a command that a fact keeps. Characters. */
const KEPT = 120;

/** Facts of a command by what it runs; `given` is the whole input of its call. */
export function commandFacts(runs: readonly Run[], given: Readonly<Record<string, unknown>>): Fact[] {
  let facts = runs.flatMap((run, i) => {
    const all = factsOfRun(run);
    const bare = bareValueOf(runs, i);
    const asked =
      isCutShort(runs, i) || bare !== null ? all.filter((one) => one.fact !== 'asksSecrets') : all;
    const runFacts = bare === null ? asked : [...asked, fact('asksSecrets', `${BARE_VALUE}${bare}`)];
    return runFacts.some(isSkip) && isScratch(run, runs.slice(0, i))
      ? runFacts.filter((one) => !isSkip(one))
      : runFacts;
  });
  facts.push(...skippedBefore(runs), ...removedBefore(runs));
  // Other commands of git print the same of commits.
  if (runs.filter(({ program }) => program === 'git').length > 1)
    facts = facts.filter((one) => one.fact !== 'asksTree' || one.value !== 'diff');
  if (pollsServer(runs, facts) && !facts.some((one) => one.fact === 'waits')) facts.push(fact('waits'));
  if (given['run_in_background'] === true) facts.push({ fact: 'startsBackground' });
  return facts.slice(0, MOST_FACTS);
}

const ASKS_SERVER = /^(?:curl|wget|nc|http|xh|pg_isready|redis-cli|grpcurl)$/;
/** Asks a server again after a while, until it is there; what it starts itself is another attempt. */
const pollsServer = (runs: readonly Run[], facts: readonly Fact[]): boolean =>
  runs.some(({ program }) => program === 'sleep') &&
  runs.some(({ program }) => ASKS_SERVER.test(program)) &&
  !facts.some(
    ({ fact, value }) => fact === 'runsTests' || (fact === 'runsProgram' && !ASKS_SERVER.test(String(value))),
  );

const isSkip = (one: Fact): boolean => one.fact === 'skipsHooks';

const fact = (name: FactName, value = ''): Fact => ({ fact: name, value: value.slice(0, KEPT) });

function factsOfRun(run: Run): Fact[] {
  if (run.program === 'git') return ofGit(run);
  const silent =
    SILENT.has(run.program) &&
    !PACKAGE_RUNNERS.has(run.program) &&
    !(run.program === 'test' && run.args.length === 0);
  const facts = skippedBySetting(run);
  const before = facts.length;
  if (!silent) {
    facts.push(...ofTests(run));
    if (facts.length === before || !/^(?:go|cargo|dotnet|swift|zig)$/.test(run.program))
      facts.push(...ofChecks(run));
  }
  const isCheck = facts.length > before;
  facts.push(...ofDanger(run), ...(watches(run) ? [fact('watches')] : []), ...secretsAsked(run));
  if (!isCheck) facts.push(...ofProgram(run));
  return facts;
}

// ---- git

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

/** Settings that make hooks stand aside for what commits or pushes; beside anything else they skip none. */
function skippedBySetting(run: Run): Fact[] {
  if (handsOnNoVerify(run)) return [fact('skipsHooks', '--no-verify')];
  const commits = isGuarded(run);
  if (!commits && !isCommitter(run)) return [];
  return Object.entries(run.settings).flatMap(([name, value]) =>
    isSkipping([name, value]) && (name !== 'SKIP' || commits) ? [fact('skipsHooks', `${name}=${value}`)] : [],
  );
}

const isGuarded = ({ program, args }: Run): boolean =>
  program === 'git' && args.some((arg) => GUARDED.has(arg));

/** Settings for all that follows: `export HUSKY=0`, `$env:HUSKY = "0"`, `set HUSKY=0`, `HUSKY=0` alone. */
function settingsOf({ program, args, settings }: Run): (readonly [string, string])[] {
  if (program === '') return Object.entries(settings);
  const words = /^\$env:/i.test(program) ? [program.slice(5), ...args].join('') : null;
  const texts = words !== null ? [words] : /^(?:export|set|declare)$/.test(program) ? args : [];
  return texts.flatMap((text) => {
    const set = /^(\w+)=(.*)$/s.exec(text);
    return set === null ? [] : [[set[1]!, set[2]!] as const];
  });
}

/** Hooks that stand aside for a commit later in the command. */
function skippedBefore(runs: readonly Run[]): Fact[] {
  const last = runs.findLastIndex(isGuarded);
  return runs
    .slice(0, Math.max(last, 0))
    .flatMap(settingsOf)
    .filter(isSkipping)
    .map(([name, value]) => fact('skipsHooks', `${name}=${value}`));
}

const HOOK_FILE =
  /(?:^|[\\/])(?:\.git[\\/]hooks|\.husky|\.githooks)(?:[\\/](?![\w.-]{1,60}\.sample$)[\w.-]{1,60})?[\\/]?$/;

/** Takes hooks away: removes, moves or stops them by hand. */
function takesHooksAway({ program, args }: Run): boolean {
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

/** Hooks that are taken away for a commit later in the command. */
function removedBefore(runs: readonly Run[]): Fact[] {
  const last = runs.findLastIndex(isGuarded);
  const by = runs.slice(0, Math.max(last, 0)).find(takesHooksAway);
  return by === undefined || isScratch(runs[last]!, runs.slice(0, last))
    ? []
    : [fact('skipsHooks', [by.program, ...by.args].join(' '))];
}

const TEMPORARY =
  /^(?:\/private)?\/(?:tmp|var\/folders|var\/tmp|dev\/shm)(?:\/|$)|[\\/](?:Temp|scratchpad)(?:[\\/]|$)|^(?:\$\{?TE?MP|%TE?MP%|\$env:TE?MP|\$\(mktemp)/i;

/** A repository made to try something, where no hooks stand guard. */
function isScratch({ folder, program, args }: Run, before: readonly Run[]): boolean {
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

/** Programs that commit or push by git and hand the option on. */
const COMMITTERS =
  /^(?:gt|sl|git-cz|cz|czg|aicommits|opencommit|oco|standard-version|commit-and-tag-version|git-town)$/;
const COMMIT_TASK = /^(?:commit|push|release|version|cz|ci)(?:[:_-]\w{1,20})?$/;

/** `npm ci` installs. */
const isCommitter = (run: Run): boolean =>
  COMMITTERS.test(run.program) || (run.args[0] !== 'ci' && COMMIT_TASK.test(taskOf(run) ?? ''));
const handsOnNoVerify = (run: Run): boolean => run.args.includes('--no-verify') && isCommitter(run);

/** Verbs whose hooks `--no-verify` skips, and usual short names of these. */
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

/** The verb of a git command, its arguments, and its settings given by `-c`. */
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
/** `-n` among letters that stand together (`-anm`), not in the value of one before it (`-uno`, `-mnew`). */
const SHORT_NO_VERIFY = /^-(?:(?![mFcCtuSn])[a-zA-Z])*n/;
const LONG_NO_VERIFY = /^--no-veri(?:fy?)?$/;

/** `-n` is `--no-verify` to a commit alone: to a push it is a dry run. */
const skipsByOption = (verb: string, rest: readonly string[]): boolean =>
  !rest.includes('--dry-run') &&
  rest.some(
    (arg, i) =>
      !COMMIT_VALUES.test(rest[i - 1] ?? '') &&
      (LONG_NO_VERIFY.test(arg) || (verb === 'commit' && SHORT_NO_VERIFY.test(arg))),
  );
/** A commit that a rebase makes: `git rebase -x "git commit --amend --no-verify"`. */
const COMMITS_WITHOUT = /\bgit commit\b[^'"]{0,200}\s(?:--no-verify|-n)\b/;

function ofGit(run: Run): Fact[] {
  const { verb, rest, config } = gitOf(run.args);
  const facts: Fact[] = skippedBySetting(run);
  if (verb === 'commit') facts.push(fact('commits', rest.includes('--amend') ? 'amend' : ''));
  if (verb === 'push' && !rest.includes('--dry-run')) facts.push(fact('pushes'));
  if (MERGING.has(verb) && !rest.some((arg) => arg === '--abort')) facts.push(fact('mergesChanges', verb));
  if (verb === 'stash' && /^(?:pop|apply)$/.test(rest[0] ?? '')) facts.push(fact('mergesChanges', 'stash'));
  if (GUARDED.has(verb)) facts.push(...skipped(verb, rest, config));
  if (verb === 'config') facts.push(...switchedOff(rest));
  if (verb === 'push') facts.push(...forced(rest));
  if (verb === 'fetch' || verb === 'pull' || (verb === 'remote' && rest[0] === 'update'))
    facts.push(fact('fetches'));
  if (verb === 'status') facts.push(fact('asksTree'));
  if (
    verb === 'diff' &&
    run.writes.length === 0 &&
    rest.every((arg) => /^--?(?:stat|p|patch|no-color|no-pager)$/.test(arg))
  )
    facts.push(fact('asksTree', 'diff'));
  // A patch of what is changed can be applied again.
  if (verb === 'diff' && run.writes.length > 0) facts.push(fact('savesWork', 'patch'));
  facts.push(...secretsInHistory(verb, rest));
  if (verb === 'stash' ? /^(?:show|branch)$/.test(rest[0] ?? '') : rest.some(isStash))
    facts.push(fact('usesStash'));
  if (verb === 'stash' && (rest.length === 0 || /^(?:push|save|-\w+|--[\w-]*)$/.test(rest[0]!)))
    facts.push(fact('savesWork', putAside(rest)));
  // In another folder it is another tree.
  const at = run.args[0] === '-C' ? run.args[1] : run.folder;
  const lost = discarded(verb, rest, at === null || at === undefined ? 'git' : `git -C ${at}`);
  const changes = /^(?:apply|checkout|switch)$/.test(verb) && !rest.some((arg) => /^-[bBcC]$/.test(arg));
  return [...facts, ...(changes && lost.length === 0 ? [fact('changesTree', verb)] : lost)];
}

/** The stash as git names it: `stash@{0}`, `--source=stash@{1}`, `stash^3`. */
const isStash = (arg: string): boolean => /(?:^|[=/])stash(?:[@^~:]|$)/.test(arg);

/** What a stash takes: `stash` for all, with the files when some are named. Where they cannot be told, it keeps what it takes as a patch does. */
function putAside(rest: readonly string[]): string {
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

function skipped(verb: string, rest: readonly string[], config: readonly string[]): Fact[] {
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

/** A folder for hooks that has none. */
const NO_HOOKS =
  /^(?:\/dev\/null|nul|none|false|)$|^(?:\/private)?\/tmp(?:\/|$)|(?:^|[\\/_-])(?:no|empty|null|non-?existent|disabled|dummy)(?:[\\/_.-]|$)/i;

/** `git config core.hooksPath /dev/null`, `git config commit.gpgsign false`. */
function switchedOff(rest: readonly string[]): Fact[] {
  const words = rest.filter((arg) => !arg.startsWith('-') && arg !== 'set');
  const [name = '', value] = words;
  if (value === undefined) return [];
  if (/^core\.hookspath$/i.test(name) && NO_HOOKS.test(value)) return [fact('skipsHooks', 'core.hooksPath')];
  return /^commit\.gpgsign$/i.test(name) && /^(?:false|0|no|off)$/i.test(value)
    ? [fact('skipsHooks', `${name}=${value}`)]
    : [];
}

function forced(rest: readonly string[]): Fact[] {
  if (rest.some((arg) => arg.startsWith('--force-with-lease'))) return [fact('forcePushes', 'lease')];
  const force = rest.some((arg) => arg === '--force' || /^-[a-z]*f/.test(arg) || /^\+[\w/]/.test(arg));
  return force ? [fact('forcePushes', 'force')] : [];
}

function discarded(verb: string, rest: readonly string[], git: string): Fact[] {
  const words = `${git} ${verb} ${rest.join(' ')}`;
  if (verb === 'reset' && rest.includes('--hard')) return [fact('discardsWork', words)];
  if (
    verb === 'clean' &&
    rest.some((arg) => /^-[a-z]*f|^--force$/.test(arg)) &&
    !rest.some((arg) => /^-[a-z]*n/.test(arg))
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

// ---- tests and checks

const CHECKERS =
  /^(?:tsc|mypy|pyright|basedpyright|ty|flow|javac|gcc|g\+\+|clang|clang\+\+|swiftc|rustc|kotlinc|vue-tsc|svelte-check|astro)$/;
const LINTERS =
  /^(?:eslint|oxlint|biome|prettier|ruff|flake8|pylint|black|isort|golangci-lint|gofmt|gofumpt|clippy|rubocop|shellcheck|stylelint|ktlint|hadolint|actionlint|yamllint|markdownlint(?:-cli2)?)$/;
function ofTests(run: Run): Fact[] {
  const limit = testsOf(run);
  return limit === null ? [] : [fact('runsTests', limit)];
}

function ofChecks(run: Run): Fact[] {
  const { program, args } = run;
  const [first = ''] = args;
  if (CHECKERS.test(program)) return [fact('typeChecks', program)];
  // Hooks that are run by hand.
  if (/^(?:pre-commit|prek|lefthook|lint-staged|overcommit)$/.test(program))
    return program === 'lint-staged' || /^(?:run|-r|--run)$/.test(first) ? [fact('lints', program)] : [];
  if (/^(?:go|cargo|dotnet|swift|zig)$/.test(program) && /^(?:build|vet|check|test)$/.test(first))
    return [fact('typeChecks', `${program} ${first}`)];
  if (
    LINTERS.test(program) ||
    (program === 'cargo' && /^(?:clippy|fmt)$/.test(first)) ||
    (program === 'go' && first === 'fmt')
  )
    return [fact('lints', program)];
  if (/^python[\d.]*$/.test(program) && args.includes('py_compile'))
    return [fact('typeChecks', 'py_compile')];
  if (program === 'node' && (args.includes('--check') || args.includes('-c')))
    return [fact('typeChecks', 'node --check')];
  const task = taskOf(run);
  if (task === null) return [];
  if (CHECKERS.test(task)) return [fact('typeChecks', task)];
  if (LINTERS.test(task)) return [fact('lints', task)];
  if (/(?:^|[:_-])(?:build|compile|tsc|type-?check|types|check-types)(?:$|[:_-])/i.test(task))
    return [fact('typeChecks', task)];
  if (/(?:^|[:_-])(?:lint|format|fmt|prettier|eslint)(?:$|[:_-])/i.test(task)) return [fact('lints', task)];
  return [];
}

// ---- dangers, secrets, programs

function ofDanger({ program, args }: Run): Fact[] {
  if (
    (program === 'rm' || program === 'Remove-Item') &&
    args.some((arg) => /^-[a-zA-Z]*[rR]|^--recursive$|^-Recurse$/i.test(arg))
  )
    return [fact('removes', args.filter((arg) => !arg.startsWith('-')).join(' '))];
  if (/^(?:shred|mkfs|dropdb)/.test(program)) return [fact('removes', [program, ...args].join(' '))];
  return [];
}

/** Programs that say nothing about whether something works. */
const SILENT = new Set(
  'cd ls echo printf cat head tail grep rg sed awk jq find wc sort uniq mkdir rm mv cp touch chmod git pwd true false test [ export source . set read sleep which command type date tee xargs cut tr kill pkill ps lsof open code exit return diff env tree stat file basename dirname realpath du df uname whoami id history alias unset wait break continue man pip pip3 brew apt apt-get npm pnpm yarn bun uv poetry'.split(
    ' ',
  ),
);

function ofProgram(run: Run): Fact[] {
  const { program, args } = run;
  if (program === 'sleep' && Number.parseFloat(args[0] ?? '0') >= 5) return [fact('waits')];
  const task = taskOf(run);
  if (task !== null && /^(?:start|dev|serve|run|preview|exec)$/.test(task))
    return [fact('runsProgram', task)];
  if (
    SILENT.has(program) ||
    program === '' ||
    isTestProgram(program) ||
    CHECKERS.test(program) ||
    LINTERS.test(program)
  )
    return [];
  if (PACKAGE_RUNNERS.has(program)) return task === null ? [] : [fact('runsProgram', task)];
  return [fact('runsProgram', program)];
}
