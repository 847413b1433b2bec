/** Facts about tests, type checks and linters, from the summaries they print. */
import type { Answer } from './answer';
import { factIn, type Fact } from '../facts';
import { testSummary } from './summaries';

const lastCount = (text: string, pattern: RegExp): number | null => {
  const count = [...text.matchAll(pattern)].at(-1)?.groups?.['count'];
  return count === undefined ? null : Number(count);
};

/** How test runners name what failed: files if they print them, else tests. */
const NAMES = [
  // pytest: `FAILED tests/test_a.py::test_x - assert …`.
  /^(?:FAILED|ERROR) ([\w./\\-]{1,200}(?:::[\w[\]:.-]{1,120})?)/gm,
  // jest, vitest: `FAIL src/a.test.ts`, ` FAIL  src/a.test.ts > adds`.
  /^ ?(?:FAIL|❯) {1,3}(?:\|?[\w-]{1,30}\|? )?([\w./\\@-]{1,200}\.\w{2,5})\b/gm,
  // go: `--- FAIL: TestA/sub (0.00s)`.
  /^\s{0,12}--- FAIL: ([\w/.#-]{1,120})/gm,
  // cargo: `test parser::tests::reads ... FAILED`.
  /^test ([\w:]{1,160}) \.\.\. FAILED/gm,
  // rspec: `rspec ./spec/a_spec.rb:3 # …`.
  /^rspec (\.?[\w./-]{1,200}\.rb)/gm,
  // unittest: `FAIL: test_x (tests.test_a.A)`.
  /^(?:FAIL|ERROR): (\w{1,120}) \(/gm,
  // node: `not ok 3 - adds`.
  /^not ok \d{1,6} - ([^\n#]{1,80})/gm,
];
const MOST_NAMES = 5;
/** go: `FAIL\texample.com/a/parse\t0.1s`. */
const PACKAGES = /^FAIL\t([\w./~-]{1,200})(?=\t|$| )/gm;

/** Names of the first few tests and packages that failed. */
function failingIn(text: string): Fact[] {
  const names = new Set<string>();
  for (const pattern of NAMES)
    for (const [, name = ''] of text.matchAll(pattern)) {
      if (names.size < MOST_NAMES) names.add(name.trim());
    }
  const packages = [...text.matchAll(PACKAGES)].slice(0, MOST_NAMES).map(([, name = '']) => name);
  return [
    ...[...names].map((value): Fact => ({ fact: 'failingTest', value })),
    ...packages.map((value): Fact => ({ fact: 'failingPackage', value })),
  ];
}

/** Number of errors that a type checker, linter or build prints; null if the text has none. */
function faultsIn(text: string): number | null {
  const found =
    lastCount(text, /^Found (?<count>\d+) errors?\b/gm) ??
    lastCount(text, /^✖ \d+ problems? \((?<count>\d+) errors?/gm) ??
    lastCount(text, /^[ \t]{0,20}(?<count>\d{1,9}) errors?(?: generated|,|\b[^\n]{0,20}$)/gm) ??
    lastCount(text, /^[ \t]{0,20}(?<count>\d{1,9}) Error\(s\)/gm);
  if (found !== null) return found;
  const lines = text.match(/\berror TS\d+:|^error(?:\[E\d+\])?: |: error: /gm)?.length ?? 0;
  return lines === 0 ? null : lines;
}

/** The output file of a background command. */
const BACKGROUND = /[\\/]tasks[\\/][\w-]{1,60}\.output$/;
const isBackground = ({ name, path, touches }: Answer['call']): boolean =>
  name === 'BashOutput' ||
  name === 'TaskOutput' ||
  [path, ...touches.map((touch) => touch.path)].some((one) => one !== null && BACKGROUND.test(one));

/** The line numbers that Read prints. */
const NUMBERED = /^ {0,8}\d{1,6}[→\t]/gm;

/** The last lines of programs that crashed: Node, Python, Go, Rust, nodemon, package managers, Claude Code itself. */
const CRASHED =
  /\nNode\.js v\d{1,3}\.\d{1,3}\.\d{1,3}\s{0,9}(?:<|$)|\n\w{0,40}(?:Error|Exception)(?:: [^\n]{0,300})?\s{0,9}(?:<|$)|\bgoroutine \d{1,6} \[running\]|\bthread '[^'\n]{1,60}' panicked at|\bapp crashed\b|\bELIFECYCLE\b|<status>failed</;
/** How much of the end is searched for them. Characters. */
const LAST_LINES = 800;

export function checkFacts({ text: given, failed, call }: Answer): Fact[] {
  const background = isBackground(call);
  if (!call.shell && !background) return [];
  const text = background && call.action === 'read' ? given.replace(NUMBERED, '') : given;
  const facts: Fact[] = [];
  // Hooks of a commit or push may run tests. If those fail, the hook's refusal is the fact, so only passed ones are reported.
  const byHook = ['commits', 'pushes'].some((fact) => call.facts.some((one) => one.fact === fact));
  const runs = factIn(call.facts, 'runsTests') !== undefined || background;
  // A build may run them too: what passed in it is known, what it failed of is not.
  const byBuild = factIn(call.facts, 'typeChecks') !== undefined;
  const tests = runs || byHook || byBuild ? testSummary(text) : null;
  if (tests !== null && (tests.failed ?? 0) > 0 && runs)
    facts.push({ fact: 'testsFailed', value: tests.failed ?? 1 }, ...failingIn(text));
  else if (tests !== null && (tests.failed ?? 0) === 0 && (tests.passed ?? 0) > 0 && !failed)
    facts.push({ fact: 'testsPassed', ...(tests.more === true ? {} : { value: tests.passed ?? 1 }) });
  // A failed test run or check in the background is no crash.
  if (background && tests === null && CRASHED.test(text.slice(-LAST_LINES)) && faultsIn(text) === null)
    facts.push({ fact: 'crashed' });
  // With several checks in one command it is unknown which of them failed.
  const kinds = CHECKS.filter((fact) => factIn(call.facts, fact) !== undefined);
  if (kinds.length === 1 && kinds[0] !== 'runsTests') {
    const faults = faultsIn(text);
    if (failed || (faults ?? 0) > 0) facts.push({ fact: 'checkFailed', value: faults ?? 1 });
  }
  return facts;
}

const CHECKS = ['runsTests', 'typeChecks', 'lints'] as const;
