/** Facts of a shell command: commits, tests, checks, removed files, programs it runs. */
import type { Fact } from '../facts';
import { fact } from './fact';
import {
  gitFacts,
  hooksRemovedBefore,
  hooksSkippedBefore,
  hooksSkippedBySetting,
  isScratch,
} from './gitFacts';
import type { Run } from './runs';
import { BARE_VALUE, bareValueOf, isCutShort, secretsAsked } from './secretsAsked';
import { PACKAGE_RUNNERS, taskOf } from './tasks';
import { isTestProgram, testsOf } from './testRuns';
import { watches } from './watching';

const MOST_FACTS = 40;

/** Facts of a command from the programs it runs; `given`: the whole input of its call. */
export function commandFacts(runs: readonly Run[], given: Readonly<Record<string, unknown>>): Fact[] {
  let facts = runs.flatMap((run, i) => {
    const all = runFacts(run);
    const bare = bareValueOf(runs, i);
    const asked =
      isCutShort(runs, i) || bare !== null ? all.filter((one) => one.fact !== 'asksSecrets') : all;
    const found = bare === null ? asked : [...asked, fact('asksSecrets', `${BARE_VALUE}${bare}`)];
    return found.some(isSkip) && isScratch(run, runs.slice(0, i))
      ? found.filter((one) => !isSkip(one))
      : found;
  });
  facts.push(...hooksSkippedBefore(runs), ...hooksRemovedBefore(runs));
  // With other git commands, the output of `git diff` cannot be told from theirs.
  if (runs.filter(({ program }) => program === 'git').length > 1)
    facts = facts.filter((one) => one.fact !== 'asksTree' || one.value !== 'diff');
  if (pollsServer(runs, facts) && !facts.some((one) => one.fact === 'waits')) facts.push(fact('waits'));
  if (given['run_in_background'] === true) facts.push({ fact: 'startsBackground' });
  return facts.slice(0, MOST_FACTS);
}

const ASKS_SERVER = /^(?:curl|wget|nc|http|xh|pg_isready|redis-cli|grpcurl)$/;
/** True if a command waits for a server: sends requests with pauses, and runs nothing else that counts as an attempt. */
const pollsServer = (runs: readonly Run[], facts: readonly Fact[]): boolean =>
  runs.some(({ program }) => program === 'sleep') &&
  runs.some(({ program }) => ASKS_SERVER.test(program)) &&
  !facts.some(
    (one) => one.fact === 'runsTests' || (one.fact === 'runsProgram' && !ASKS_SERVER.test(String(one.value))),
  );

const isSkip = (one: Fact): boolean => one.fact === 'skipsHooks';

function runFacts(run: Run): Fact[] {
  if (run.program === 'git') return gitFacts(run);
  const silent =
    SILENT.has(run.program) &&
    !PACKAGE_RUNNERS.has(run.program) &&
    !(run.program === 'test' && run.args.length === 0);
  const facts = hooksSkippedBySetting(run);
  const before = facts.length;
  if (!silent) {
    facts.push(...testFacts(run));
    if (facts.length === before || !/^(?:go|cargo|dotnet|swift|zig)$/.test(run.program))
      facts.push(...checkFacts(run));
  }
  const isCheck = facts.length > before;
  facts.push(...removalFacts(run), ...(watches(run) ? [fact('watches')] : []), ...secretsAsked(run));
  if (!isCheck) facts.push(...programFacts(run));
  return facts;
}

const CHECKERS =
  /^(?:tsc|mypy|pyright|basedpyright|ty|flow|javac|gcc|g\+\+|clang|clang\+\+|swiftc|rustc|kotlinc|vue-tsc|svelte-check|astro)$/;
const LINTERS =
  /^(?:eslint|oxlint|biome|prettier|ruff|flake8|pylint|black|isort|golangci-lint|gofmt|gofumpt|clippy|rubocop|shellcheck|stylelint|ktlint|hadolint|actionlint|yamllint|markdownlint(?:-cli2)?)$/;
const BUILDS = /^(?:--build|build|compile|vet|check|validate|analy[sz]e|assemble|type-?check)$/;
/** `idf.py build flash monitor` does more than build. */
const GOES_FURTHER =
  /^(?:run|flash|monitor|upload|start|serve|launch|test|deploy|clean|install|--run|--watch)$/;

/** True if nothing but options, their values and variables are given: `-j8`, `-C out`, `V=1`. */
const buildsAll = (args: readonly string[]): boolean =>
  args.every((arg, i) =>
    arg.startsWith('-')
      ? !/^-(?:n|t|-dry-run|-just-print|h|-help|-version)$/.test(arg)
      : /^\w+=/.test(arg) || /^-[Cfjl]$/.test(args[i - 1] ?? ''),
  );

function testFacts(run: Run): Fact[] {
  const limit = testsOf(run);
  return limit === null ? [] : [fact('runsTests', limit)];
}

function checkFacts(run: Run): Fact[] {
  const { program, args } = run;
  const [first = ''] = args;
  if (CHECKERS.test(program)) return [fact('typeChecks', program)];
  // Hook managers run directly.
  if (/^(?:pre-commit|prek|lefthook|lint-staged|overcommit)$/.test(program))
    return program === 'lint-staged' || /^(?:run|-r|--run)$/.test(first) ? [fact('lints', program)] : [];
  if (/^(?:go|cargo|dotnet|swift|zig)$/.test(program) && first === 'test')
    return [fact('typeChecks', `${program} ${first}`)];
  if (LINTERS.test(program) || (program === 'cargo' && first === 'clippy')) return [fact('lints', program)];
  if (/^python[\d.]*$/.test(program) && args.includes('py_compile'))
    return [fact('typeChecks', 'py_compile')];
  if (program === 'node' && (args.includes('--check') || args.includes('-c')))
    return [fact('typeChecks', 'node --check')];
  const task = taskOf(run);
  // A build, whatever the program: `flutter analyze`, `docker build`, `cmake --build`; `make` and `ninja` alone.
  if (/^(?:make|ninja)$/.test(program) && buildsAll(args)) return [fact('typeChecks', program)];
  if (!PACKAGE_RUNNERS.has(program)) {
    if (BUILDS.test(first) && !args.some((arg) => GOES_FURTHER.test(arg)))
      return [fact('typeChecks', `${program} ${first}`)];
    if (/^(?:lint|fmt|format)$/.test(first)) return [fact('lints', program)];
  }
  if (task === null) return [];
  if (CHECKERS.test(task)) return [fact('typeChecks', task)];
  if (LINTERS.test(task)) return [fact('lints', task)];
  if (/(?:^|[:_-])(?:build|compile|tsc|type-?check|types|check-types)(?:$|[:_-])/i.test(task))
    return [fact('typeChecks', task)];
  if (/(?:^|[:_-])(?:lint|format|fmt|prettier|eslint)(?:$|[:_-])/i.test(task)) return [fact('lints', task)];
  return [];
}

function removalFacts({ program, args }: Run): Fact[] {
  if (
    (program === 'rm' || program === 'Remove-Item') &&
    args.some((arg) => /^-[a-zA-Z]*[rR]|^--recursive$|^-Recurse$/i.test(arg))
  )
    return [fact('removes', args.filter((arg) => !arg.startsWith('-')).join(' '))];
  if (/^(?:shred|mkfs|dropdb)/.test(program)) return [fact('removes', [program, ...args].join(' '))];
  return [];
}

/** Programs that are no evidence that something works. */
const SILENT = new Set(
  'cd ls echo printf cat head tail grep rg sed awk jq find wc sort uniq mkdir rm mv cp touch chmod git pwd true false test [ export source . set read sleep which command type date tee xargs cut tr kill pkill ps lsof open code exit return diff env tree stat file basename dirname realpath du df uname whoami id history alias unset wait break continue man pip pip3 brew apt apt-get npm pnpm yarn bun uv poetry'.split(
    ' ',
  ),
);

function programFacts(run: Run): Fact[] {
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
