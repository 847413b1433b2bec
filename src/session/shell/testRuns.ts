/** Finds runs of tests, and the tests they are limited to. */
import type { Run } from './runs';
import { taskAt } from './tasks';

const TEST_PROGRAMS =
  /^(?:pytest|py\.test|jest|vitest|mocha|ava|jasmine|tap|rspec|minitest|cucumber|behave|robot|phpunit|pest|paratest|codecept|ctest|tox|nox|bats|prove|gotestsum|ginkgo|nextest|playwright|cypress|karma|unittest|invoke-pester|vstest\.console|xctest|busted|testcafe|wtr|web-test-runner|newman)$/i;
export const isTestProgram = (program: string): boolean => TEST_PROGRAMS.test(program);

/** Programs that run tests if an argument says so. */
const TESTING =
  /^(?:go|cargo|dotnet|swift|deno|bun|mix|gradle|gradlew|mvn|mvnw|mvnd|sbt|flutter|dart|zig|stack|cabal|ng|rails|artisan|forge|hardhat|truffle|anchor|xcodebuild|bazel|bazelisk|buck2?|pants|meson|ninja|lein|crystal|dune|gleam|rebar3|nimble|fpm|hatch|moon|xcrun|fastlane|molecule|terraform|helm|opa|dbt)$/;
const TESTING_WORD = /^(?:[\w.-]*:)*(?:test|tests|check|verify|runtest|nextest|eunit|ct|build-for-testing)$/i;
/** Tasks of build tools: `:app:testDebugUnitTest`, `connectedAndroidTest`, `testOnly`, `surefire:test`. */
const TESTING_TASK = /^(?:[\w.-]*:)*(?:test[A-Z]\w*|\w*[a-z]Test|testOnly\b.*|testQuick\b.*)$/;

const TEST_TASK =
  /^t$|^tst$|^(?:it|cit|install-test)$|(?:^|[:_.-])(?:tests?|spec|specs|e2e|check|unittests?)(?:$|[:_.-])/i;
/** Tasks with such names that run no tests. */
const NO_TEST_TASK = /(?:^|[:_-])(?:server|build|setup|clean|lint|types?|data|fixtures?|db)$/i;

/** Names of scripts that are tests: `run_tests.sh`, `test-all.py`, `foo.test.mjs`, `test_a.py`. */
const TEST_SCRIPT =
  /(?:^|[\\/])(?:[\w.-]{0,60}[_.-])?(?:run[_-]?)?(?:unit|e2e|all|integration)?[_-]?tests?(?:[_.-][\w.-]{0,60})?\.(?:sh|bash|zsh|ps1|bat|cmd|py|rb|pl|php|lua|[cm]?[jt]s)$/i;
const INTERPRETERS =
  /^(?:bash|sh|zsh|dash|pwsh|powershell|python[\d.]*|py|pypy3?|node|ruby|php|perl|lua|deno|tsx|ts-node|bun|julia|Rscript)$/;
const PYTHON = /^(?:python[\d.]*|py|pypy3?|coverage|pyenv)$/;
const PYTHON_TESTS = /^(?:pytest|unittest|nose2|nose|doctest|behave|tox|nox|robot)$/;
const TEST_CODE = /(?:devtools::|testthat::)test|\bPkg\.test\(|\bpytest\.main\(/;

/** Options whose value limits the run to some tests. */
const LIMITING =
  /^-(?:k|t|g|p|m|run|Path|-(?:filter|grep|fgrep|tests?|testNamePattern|testPathPatterns?|package|spec|project|only|name|tags?))$/;
/** Other options that take a value. */
const VALUED =
  /^-(?:n|j|c|f|r|o|w|F|count|timeout|parallel|scheme|destination|-(?:reporters?|timeout|maxWorkers|config|tb|maxfail|jobs|color|cov|format|logger|seed|retries|workers|require|import|loader|output|prefix|workspace|configuration|framework|test-dir))$/;
/** Options of build tools that name tests: `-Dtest=Foo`, `-only-testing:A/B`. */
const NAMING = /^-(?:D(?:it\.)?test=|only-testing:)(.+)$/s;
const WHOLE = /^(?:\.\/\.\.\.|\.\/?|run|start)$/;

/** The arguments, from index `skip` on, that limit a run to files, packages or tests. */
function limits(args: readonly string[], skip: number): string {
  const kept: string[] = [];
  for (let i = skip; i < args.length; i++) {
    const arg = args[i]!;
    if (!arg.startsWith('-')) {
      if (!WHOLE.test(arg)) kept.push(arg);
      continue;
    }
    const named = NAMING.exec(arg)?.[1];
    const [option = '', ...values] = arg.split('=');
    const limiting = LIMITING.test(option);
    if (named !== undefined) kept.push(named);
    else if (values.length > 0) {
      if (limiting) kept.push(values.join('='));
    } else if (limiting || VALUED.test(option)) {
      if (limiting && args[i + 1] !== undefined) kept.push(args[i + 1]!);
      i++;
    }
  }
  return kept.join(' ');
}

/** The index at which the arguments of a test run begin; null if the program runs no tests. */
function testsFrom(run: Run): number | null {
  const program = run.program.replace(/^\.\//, '');
  const { args } = run;
  if (program === 'playwright' || program === 'cypress')
    return /^(?:test|run)$/.test(args[0] ?? '') ? 1 : null;
  if (TEST_PROGRAMS.test(program)) return 0;
  // A task that `hatch run test` or the like runs. `test -f x` is the shell's command.
  if (args.length === 0 && /^tests?(?:[:_-][\w:-]{1,40})?$/.test(program)) return 0;
  if (program === 'cargo' && args[0] === 'check') return null;
  if (TESTING.test(program)) {
    const at = args.findIndex((arg) => TESTING_WORD.test(arg) || TESTING_TASK.test(arg));
    if (at !== -1) return at + 1;
  }
  if (/^(?:clj|clojure)$/.test(program))
    return args.some((arg) => /^-[XMT]:[\w:-]*test/.test(arg)) ? args.length : null;
  if (program === 'cmake' || program === 'act')
    return args.some((arg) => /^(?:test|check|tests)$/.test(arg)) ? args.length : null;
  if (/^(?:R|Rscript|julia|python[\d.]*)$/.test(program) && args.some((arg) => TEST_CODE.test(arg)))
    return args.length;
  const module = PYTHON.test(program)
    ? args.findIndex((arg, i) => args[i - 1] === '-m' && PYTHON_TESTS.test(arg))
    : -1;
  if (module !== -1) return module + 1;
  return byInterpreter(program, args);
}

/** `node --test`, `bash scripts/test.sh`, `python manage.py test`. */
function byInterpreter(program: string, args: readonly string[]): number | null {
  if (!INTERPRETERS.test(program) && program !== 'coverage') return null;
  const test = args.indexOf('--test');
  if (test !== -1 && /^(?:node|tsx|bun)$/.test(program)) return test + 1;
  const script = args.findIndex(
    (arg, i) =>
      (/[./\\]/.test(arg) || arg === 'artisan') &&
      !arg.startsWith('-') &&
      !/^(?:-[mcer]|--import|--require|--loader)$/.test(args[i - 1] ?? ''),
  );
  if (script === -1) return null;
  if (/(?:^|\/)(?:manage\.py|artisan|spark)$/.test(args[script]!))
    return args[script + 1] === 'test' ? script + 2 : null;
  return TEST_SCRIPT.test(args[script]!) ? script : null;
}

/** Options that only list or compile tests. */
const RUNS_NONE =
  /^(?:--collect-only|--co|--list|--listTests|--list-tests|-t:list|--no-run|--dry-run|--setup-plan|-DskipTests(?:=true)?|-Dmaven\.test\.skip(?:=true)?|--help|--version|--init|--showConfig)$/;
const compilesOnly = ({ program, args }: Run): boolean => program === 'go' && args.includes('-c');

/** The tests that a test run is limited to, '' for all; null if `run` runs no tests. */
export function testsOf(run: Run): string | null {
  const limit = limitOf(run);
  return limit === null || run.args.some((arg) => RUNS_NONE.test(arg)) || compilesOnly(run) ? null : limit;
}

/** The same, also for a run that only lists or compiles tests. */
function limitOf(run: Run): string | null {
  if (TEST_SCRIPT.test(run.program)) return [run.program, limits(run.args, 0)].join(' ').trim();
  const from = testsFrom(run);
  if (from !== null) return limits(run.args, from);
  const asked = taskAt(run);
  if (asked === null) return null;
  const { task, at } = asked;
  if (TEST_PROGRAMS.test(task)) return limits(run.args, at + 1);
  if (!TEST_TASK.test(task) || NO_TEST_TASK.test(task)) return null;
  const taskName = /^(?:t|tst|it|cit|tests?|check|install-test)$/i.test(task) ? '' : task;
  return [taskName, limits(run.args, at + 1)].filter(Boolean).join(' ');
}
