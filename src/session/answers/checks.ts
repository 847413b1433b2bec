/** Tests, type checks and linters that ran, as their summaries say. */
import type { Answer } from './answer';
import { factIn, type Fact } from '../facts';

/** One way in which a test runner sums up: how many failed and passed. Null where the summary says nothing of it. */
interface Summary {
  failed: number | null;
  passed: number | null;
}
type Reader = (text: string) => Summary | null;

const number = (digits: string | undefined): number | null => (digits === undefined ? null : Number(digits));
const sum = (counts: (number | null)[]): number | null =>
  counts.every((one) => one === null) ? null : counts.reduce<number>((total, one) => total + (one ?? 0), 0);

/** The last match of a pattern with its groups. */
function last(text: string, pattern: RegExp): Record<string, string | undefined> | null {
  const all = [...text.matchAll(pattern)];
  return all.at(-1)?.groups ?? null;
}

const counting =
  (pattern: RegExp): Reader =>
  (text) => {
    const found = last(text, pattern);
    return found === null
      ? null
      : { failed: sum([number(found['failed']), number(found['errors'])]), passed: number(found['passed']) };
  };

const READERS: readonly Reader[] = [
  // pytest: `==== 2 failed, 5 passed, 1 error in 0.4s ====`, also with -q.
  counting(
    /^=*\s?(?=[^\n]{0,120}\bin \d)(?:(?<failed>\d+) failed)?(?:, )?(?:(?<passed>\d+) passed)?(?:, \d+ (?:skipped|deselected|xfailed|xpassed|warnings?|rerun))*(?:, (?<errors>\d+) errors?)?[^\n]{0,80}\bin \d/gm,
  ),
  // jest: `Tests:       1 failed, 2 skipped, 5 passed, 8 total`.
  counting(
    /^[ \t]{0,20}Tests:[ \t]{1,20}(?:(?<failed>\d{1,9}) failed, )?(?:\d{1,9} (?:skipped|todo), ){0,3}(?:(?<passed>\d{1,9}) passed, )?\d{1,9} total/gm,
  ),
  // vitest: `Tests  1 failed | 5 passed (6)`.
  counting(
    /^[ \t]{0,20}Tests[ \t]{1,20}(?:(?<failed>\d+) failed \| )?(?:(?<passed>\d+) passed)?[^\n]{0,60}\(\d+\)/gm,
  ),
  // cargo: `test result: FAILED. 3 passed; 1 failed;`.
  counting(/^test result: \w+\. (?<passed>\d+) passed; (?<failed>\d+) failed/gm),
  // rspec: `5 examples, 1 failure`.
  counting(/^(?<passed>\d+) examples?, (?<failed>\d+) failures?/gm),
  // dotnet, in English and Turkish.
  counting(/(?:Failed|Başarısız):\s+(?<failed>\d+), (?:Passed|Başarılı|Geçen):\s+(?<passed>\d+)/g),
  // phpunit.
  counting(
    /^Tests: (?<passed>\d+), Assertions: \d+(?:, Errors: (?<errors>\d+))?(?:, Failures: (?<failed>\d+))?/gm,
  ),
  counting(/^OK \((?<passed>\d+) tests?/gm),
  // maven, gradle.
  counting(/Tests run: (?<passed>\d+), Failures: (?<failed>\d+), Errors: (?<errors>\d+)/g),
  counting(/^(?<passed>\d+) tests? completed, (?<failed>\d+) failed/gm),
  // node: `# pass 5`, `# fail 0`; deno.
  counting(/^(?:#|ℹ) pass (?<passed>\d+)\n(?:#|ℹ) fail (?<failed>\d+)/gm),
  counting(/^(?:ok|FAILED) \| (?<passed>\d+) passed[^|\n]{0,40}\| (?<failed>\d+) failed/gm),
  // a plain closing line.
  counting(/^(?<passed>\d+) passed, (?<failed>\d+) failed\b/gm),
  counting(/^(?<failed>\d+) failed, (?<passed>\d+) passed\b/gm),
  mocha,
  unittest,
  goTests,
];

/** `5 passing`, `1 failing`. */
function mocha(text: string): Summary | null {
  const passed = last(text, /^[ \t]{0,20}(?<count>\d{1,9}) passing\b/gm);
  const failed = last(text, /^[ \t]{0,20}(?<count>\d{1,9}) failing\b/gm);
  return passed === null && failed === null
    ? null
    : { passed: number(passed?.['count']), failed: number(failed?.['count']) ?? 0 };
}

/** `Ran 5 tests in 0.1s` and `OK` or `FAILED (failures=1, errors=2)`. */
function unittest(text: string): Summary | null {
  const ran = last(text, /^Ran (?<count>\d+) tests? in/gm);
  if (ran === null) return null;
  const failed = last(text, /^FAILED \((?:failures=(?<failed>\d+))?(?:, )?(?:errors=(?<errors>\d+))?/gm);
  return {
    passed: number(ran['count']),
    failed: failed === null ? 0 : (sum([number(failed['failed']), number(failed['errors'])]) ?? 1),
  };
}

/** `--- FAIL: TestA`, `FAIL\tpackage`, `ok  \tpackage`. */
function goTests(text: string): Summary | null {
  const failed = text.match(/^[ \t]{0,20}--- FAIL: /gm)?.length ?? 0;
  const packages = text.match(/^FAIL\t/gm)?.length ?? 0;
  const passed = text.match(/^(?:ok {2}\t|--- PASS: )/gm)?.length ?? 0;
  return failed + packages + passed === 0 ? null : { failed: Math.max(failed, packages), passed };
}

/** How many tests failed and passed; null when the text sums up none. */
export function testSummary(text: string): Summary | null {
  const found = READERS.flatMap((read) => read(text) ?? []).filter(
    ({ failed, passed }) => failed !== null || passed !== null,
  );
  if (found.length === 0) return null;
  // Several runners in one command: what any of them says counts.
  return {
    failed: Math.max(...found.map(({ failed }) => failed ?? 0)),
    passed: Math.max(...found.map(({ passed }) => passed ?? 0)),
  };
}

/** How runners name what failed: files where they can be told, else tests. */
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

/** What failed, by name, a few. */
function failingIn(text: string): Fact[] {
  const names = new Set<string>();
  for (const pattern of NAMES)
    for (const [, name = ''] of text.matchAll(pattern)) {
      if (names.size < MOST_NAMES) names.add(name.trim());
    }
  return [...names].map((value) => ({ fact: 'failingTest', value }));
}

/** Faults that a type checker, linter or build counts; null when the text counts none. */
function faultsIn(text: string): number | null {
  const found =
    last(text, /^Found (?<count>\d+) errors?\b/gm) ??
    last(text, /^✖ \d+ problems? \((?<count>\d+) errors?/gm) ??
    last(text, /^[ \t]{0,20}(?<count>\d{1,9}) errors?(?: generated|,|\b[^\n]{0,20}$)/gm) ??
    last(text, /^[ \t]{0,20}(?<count>\d{1,9}) Error\(s\)/gm);
  if (found !== null) return number(found['count']);
  const lines = text.match(/\berror TS\d+:|^error(?:\[E\d+\])?: |: error: /gm)?.length ?? 0;
  return lines === 0 ? null : lines;
}

export function checkFacts({ text, failed, call }: Answer): Fact[] {
  if (!call.shell && call.name !== 'BashOutput' && call.name !== 'TaskOutput') return [];
  const facts: Fact[] = [];
  const tests = factIn(call.facts, 'runsTests') === undefined && call.shell ? null : testSummary(text);
  if (tests !== null && (tests.failed ?? 0) > 0)
    facts.push({ fact: 'testsFailed', value: tests.failed ?? 1 }, ...failingIn(text));
  else if (tests !== null && (tests.passed ?? 0) > 0 && !failed)
    facts.push({ fact: 'testsPassed', value: tests.passed ?? 1 });
  const checks = factIn(call.facts, 'typeChecks') !== undefined || factIn(call.facts, 'lints') !== undefined;
  if (checks) {
    const faults = faultsIn(text);
    if (failed || (faults ?? 0) > 0) facts.push({ fact: 'checkFailed', value: faults ?? 1 });
  }
  return facts;
}
