/** Reads the summaries of test runners. Each pattern has an example. */
import { literalOf } from './literal';

/** Numbers of failed and passed tests; null if the text does not say. */
export interface Summary {
  failed: number | null;
  passed: number | null;
  /** More tests may have passed: there are several summaries, or the counts are not of tests. */
  more?: boolean;
}
type Reader = (text: string) => Summary | null;

const number = (digits: string | undefined): number | null => (digits === undefined ? null : Number(digits));
const sum = (counts: (number | null)[]): number | null =>
  counts.every((one) => one === null) ? null : counts.reduce<number>((total, one) => total + (one ?? 0), 0);

interface Last {
  groups: Record<string, string | undefined>;
  /** There are other matches. */
  more: boolean;
}

function lastOf(pattern: RegExp): (text: string) => Last | null {
  const literal = literalOf(pattern);
  return (text) => {
    const all = text.includes(literal) ? [...text.matchAll(pattern)] : [];
    const groups = all.at(-1)?.groups;
    return groups === undefined ? null : { groups, more: all.length > 1 };
  };
}

/** A reader for a pattern with the groups `failed`, `errors`, `passed` or `total` (all tests that ran). */
function counting(pattern: RegExp): Reader {
  const last = lastOf(pattern);
  return (text) => {
    const found = last(text);
    if (found === null) return null;
    const { groups, more } = found;
    const failed = sum([number(groups['failed']), number(groups['errors'])]);
    const total = number(groups['total']);
    return { failed: failed ?? (total === null ? null : 0), passed: number(groups['passed']) ?? total, more };
  };
}

/** A reader for lines without counts. */
const saying =
  (failed: RegExp | null, passed: RegExp | null): Reader =>
  (text) =>
    failed?.test(text) === true
      ? { failed: 1, passed: null }
      : passed?.test(text) === true
        ? { failed: 0, passed: 1, more: true }
        : null;

const READERS: readonly Reader[] = [
  pytest,
  // jest: `Tests:       1 failed, 2 skipped, 5 passed, 8 total`; Pest: `Tests:  1 failed, 4 passed (9 assertions)`.
  counting(
    /^[ \t]{0,20}Tests:[ \t]{1,20}(?:(?<failed>\d{1,9}) failed, )?(?:\d{1,9} (?:skipped|todo|pending|risky|incomplete|warnings?|deprecated), ){0,3}(?:(?<passed>\d{1,9}) passed,? )?(?:\d{1,9} total|\(\d{1,9} assertions?\))/gm,
  ),
  // A test file that cannot be loaded fails without failed tests: `Test Suites: 1 failed, 2 passed, 3 total`, `Test Files  1 failed | 2 passed (3)`.
  counting(/^[ \t]{0,20}(?:Test Suites:[ \t]{1,20}|Test Files[ \t]{1,20})(?<failed>\d{1,9}) failed/gm),
  // vitest: `Tests  1 failed | 5 passed (6)`.
  counting(
    /^[ \t]{0,20}Tests[ \t]{1,20}(?:(?<failed>\d+) failed(?: \| )?)?(?:(?<passed>\d+) passed)?[^\n]{0,60}\(\d+\)/gm,
  ),
  // cargo: `test result: FAILED. 3 passed; 1 failed;`.
  cargo,
  // nextest: `Summary [ 0.1s] 5 tests run: 4 passed, 1 failed, 0 skipped`.
  counting(
    /^[ \t]{0,20}Summary \[[^\]\n]{1,20}\] \d+(?:\/\d+)? tests? run: (?<passed>\d+) passed(?: \([^)\n]{1,40}\))?(?:, (?<failed>\d+) failed)?/gm,
  ),
  // rspec: `5 examples, 1 failure`; bats, ExUnit, jasmine: `5 tests, 1 failure`; gotestsum: `DONE 5 tests, 1 failure in 0.1s`.
  counting(
    /^(?:DONE )?(?:\d+ (?:doctests?|properties|property),? )?(?<passed>\d+) (?:examples?|tests?|specs?)(?:, \d+ (?:skipped|excluded|pending))?, (?<failed>\d+) failures?/gm,
  ),
  // minitest: `5 runs, 9 assertions, 1 failures, 0 errors, 0 skips`.
  counting(
    /^(?<passed>\d+) (?:runs|tests), \d+ assertions, (?<failed>\d+) failures, (?<errors>\d+) errors/gm,
  ),
  // dotnet: `Failed!  - Failed:     1, Passed:     4,` in its languages, and the summaries of other test hosts.
  counting(
    /(?:^|[-:] {1,4}|! {1,12}- )(?:Failed|Başarısız|Fehler|Fehlgeschlagen|[Éé]chec|Con error|Error|Falha|Falhou|Superato|Сбой|Не пройдено|失败|失敗|실패) ?[:：]\s{1,12}(?<failed>\d+)[,，、]\s?(?:Passed|Başarılı|Geçen|erfolgreich|Bestanden|réussite|Superad[oa]|Correct[oa]|Aprovad[oa]|Пройдено|通过|成功|合格|통과) ?[:：]\s{1,12}(?<passed>\d+)/gim,
  ),
  counting(/^Test summary: total: \d+, failed: (?<failed>\d+), succeeded: (?<passed>\d+)/gim),
  counting(
    /^Total tests: (?<total>\d+)(?:\r?\n[ \t]{1,8}Passed: (?<passed>\d+))?(?:\r?\n[ \t]{1,8}Failed: (?<failed>\d+))?/gm,
  ),
  // Pester: `Tests Passed: 4, Failed: 1, Skipped: 0`.
  counting(/^Tests Passed: (?<passed>\d+), Failed: (?<failed>\d+)/gm),
  // phpunit: `Tests: 5, Assertions: 9, Failures: 1.`, `OK (5 tests, 9 assertions)`.
  counting(
    /^Tests: (?<total>\d+), Assertions: \d+(?:, Errors: (?<errors>\d+))?(?:, Failures: (?<failed>\d+))?/gm,
  ),
  counting(/^OK \((?<passed>\d+) tests?/gm),
  // maven: `[ERROR] Tests run: 5, Failures: 1, Errors: 0`; gradle: `5 tests completed, 1 failed`.
  counting(/Tests run: (?<total>\d+), Failures: (?<failed>\d+), Errors: (?<errors>\d+)/g),
  counting(/^(?<total>\d+) tests? completed, (?<failed>\d+) failed/gm),
  // sbt: `[error] Failed: Total 5, Failed 1, Errors 0, Passed 4`; ScalaTest: `Tests: succeeded 4, failed 1,`.
  counting(
    /\b(?:Failed|Passed): Total \d+, Failed (?<failed>\d+), Errors (?<errors>\d+), Passed (?<passed>\d+)/g,
  ),
  counting(/\bTests: succeeded (?<passed>\d+), failed (?<failed>\d+), canceled/g),
  // clojure.test: `Ran 5 tests containing 9 assertions.`, `1 failures, 0 errors.`
  counting(
    /^Ran (?<total>\d+) tests containing \d+ assertions\.\n(?<failed>\d+) failures, (?<errors>\d+) errors\./gm,
  ),
  // node: `# pass 5`, `# fail 0`; bun: ` 5 pass`, ` 1 fail`; deno: `FAILED | 4 passed | 1 failed`.
  counting(/^(?:#|ℹ) pass (?<passed>\d+)\n(?:#|ℹ) fail (?<failed>\d+)/gm),
  counting(
    /^[ \t]{1,4}(?<passed>\d{1,7}) pass\n(?:[ \t]{1,4}\d{1,7} (?:skip|todo|filtered out)\n){0,3}[ \t]{1,4}(?<failed>\d{1,7}) fail\b/gm,
  ),
  counting(/^(?:ok|FAILED) \| (?<passed>\d+) passed[^|\n]{0,40}\| (?<failed>\d+) failed/gm),
  // playwright: `  1 failed`, `  5 passed (3.2s)`.
  playwright,
  // ava: `  1 test failed`, `  5 tests passed`.
  counting(/^[ \t]{1,6}(?<failed>\d{1,7}) tests? failed$/gm),
  counting(/^[ \t]{1,6}(?<passed>\d{1,7}) tests? passed$/gm),
  // karma: `Executed 5 of 5 (1 FAILED)`, `TOTAL: 1 FAILED, 4 SUCCESS`.
  counting(/Executed \d+ of (?<total>\d+) (?:\((?<failed>\d+) FAILED\)|SUCCESS)/g),
  counting(/^TOTAL: (?:(?<failed>\d+) FAILED, )?(?<passed>\d+) SUCCESS/gm),
  // cypress: `✖  1 of 2 failed (50%)`, `✔  All specs passed!`.
  counting(/✖ {1,6}(?<failed>\d+) of \d+ failed/g),
  // flutter, dart: `00:02 +3 -1: Some tests failed.`, `00:05 +12: All tests passed!`.
  counting(
    /^\d\d:\d\d \+(?<passed>\d+)(?: ~\d+)?(?: -(?<failed>\d+))?: (?:Some tests failed\.|All tests passed!)/gm,
  ),
  // XCTest: `Executed 5 tests, with 1 failure (0 unexpected)`; Swift Testing: `Test run with 5 tests failed after … with 1 issue.`
  counting(/\bExecuted (?<total>\d+) tests?, with (?:\d+ tests? skipped and )?(?<failed>\d+) failures?/g),
  counting(
    /\bTest run with (?<total>\d+) tests?(?: in \d+ suites?)? (?:failed after [^\n]{1,40} with (?<failed>\d+) issues?|passed)/g,
  ),
  // ctest: `50% tests passed, 1 tests failed out of 2`.
  counting(/^\d+% tests passed, (?<failed>\d+) tests? failed out of (?<total>\d+)/gm),
  // googletest: `[  FAILED  ] 1 test, listed below:`, `[  PASSED  ] 4 tests.`
  counting(/^\[ {2}FAILED {2}\] (?<failed>\d+) tests?,/gm),
  counting(/^\[ {2}PASSED {2}\] (?<passed>\d+) tests?\./gm),
  // Unity: `14 Tests 1 Failures 0 Ignored`.
  counting(/^(?<total>\d+) Tests (?<failed>\d+) Failures \d+ Ignored/gm),
  // zig: `4 passed; 0 skipped; 1 failed.`; tasty: `1 out of 5 tests failed`, `All 5 tests passed`.
  counting(/\b(?<passed>\d{1,7}) passed; \d{1,7} skipped; (?<failed>\d{1,7}) failed\./g),
  counting(/^(?<failed>\d+) out of \d+ tests failed/gm),
  counting(/^All (?<passed>\d+) tests passed/gm),
  // testthat: `[ FAIL 1 | WARN 0 | SKIP 0 | PASS 4 ]`.
  counting(/\[ FAIL (?<failed>\d+) \| WARN \d+ \| SKIP \d+ \| PASS (?<passed>\d+) \]/g),
  // cucumber: `5 scenarios (1 failed, 4 passed)`; behave: `4 scenarios passed, 1 failed`; robot: `5 tests, 4 passed, 1 failed`.
  counting(
    /^\d+ scenarios? \((?:(?<failed>\d+) failed(?:, )?)?(?:\d+ \w{1,12}, ){0,3}(?:(?<passed>\d+) passed)?\)/gm,
  ),
  counting(/^(?<passed>\d+) scenarios? passed, (?<failed>\d+) failed/gm),
  counting(/^\d+ tests?, (?<passed>\d+) passed, (?<failed>\d+) failed/gm),
  // bazel: `Executed 1 out of 2 tests: 1 fails locally.`
  counting(
    /^Executed \d+ out of \d+ tests?: (?:(?<passed>\d+) tests? pass(?:es)?(?:, | and |\.|$))?(?:(?<failed>\d+) fails? )?/gm,
  ),
  // dbt: `Done. PASS=11 WARN=0 ERROR=1 SKIP=0 TOTAL=12`.
  counting(/^(?:[\d:]{0,10}\s{1,4})?Done\. PASS=(?<passed>\d+) WARN=\d+ ERROR=(?<failed>\d+)/gm),
  // automake: `# PASS:  1`, `# FAIL:  1`; meson: `Ok:  3`, `Fail:  1`.
  counting(
    /^# PASS: {1,4}(?<passed>\d{1,7})\n(?:# (?:SKIP|XFAIL): {1,4}\d{1,7}\n){0,2}# FAIL: {1,4}(?<failed>\d{1,7})/gm,
  ),
  counting(
    /^Ok: {1,24}(?<passed>\d{1,7}) {0,24}\n(?:Expected Fail: {1,24}\d{1,7} {0,24}\n)?Fail: {1,24}(?<failed>\d{1,7})/gm,
  ),
  // EUnit: `Failed: 1.  Skipped: 0.  Passed: 3.`; busted: `4 successes / 1 failure / 0 errors / 0 pending`.
  counting(/Failed: (?<failed>\d{1,7})\. {1,4}Skipped: \d{1,7}\. {1,4}Passed: (?<passed>\d{1,7})\./g),
  counting(
    /^(?<passed>\d{1,7}) success(?:es)? \/ (?<failed>\d{1,7}) failures? \/ (?<errors>\d{1,7}) errors?/gm,
  ),
  // forge: `3 tests passed, 1 failed, 0 skipped (4 total tests)`; Julia: `Some tests did not pass: 3 passed, 1 failed, 0 errored`.
  counting(/(?<passed>\d{1,7}) tests passed, (?<failed>\d{1,7}) failed, \d{1,7} skipped \(/g),
  counting(
    /Some tests did not pass: (?<passed>\d{1,7}) passed, (?<failed>\d{1,7}) failed, (?<errors>\d{1,7}) errored/g,
  ),
  // alcotest: `1 failure! in 0.002s. 3 tests run.`
  counting(/^(?<failed>\d{1,7}) failures?! in [\d.]{1,12}s\. \d{1,7} tests? run\./gm),
  // A plain closing line; terraform: `Failure! 1 passed, 1 failed.`
  counting(/^(?:(?:Success|Failure)! )?(?<passed>\d+) passed, (?<failed>\d+) failed\b/gm),
  counting(/^(?<failed>\d+) failed, (?<passed>\d+) passed\b/gm),
  mocha,
  unittest,
  goTests,
  tap,
  saying(/^error: test failed, to rerun pass/m, null),
  saying(/^FAILURES!$|^ERRORS!$|^Result: FAIL$/m, /^All tests successful\./m),
  saying(/\*\* TEST FAILED \*\*/, /\*\* TEST SUCCEEDED \*\*/),
  saying(/There (?:were|are) (?:failing tests|test failures)/, null),
  saying(null, /✔ {1,6}All specs passed!/),
];

/** `==== 2 failed, 5 passed, 1 error in 0.4s ====`, also with -q. */
function pytest(text: string): Summary | null {
  const all = [
    ...text.matchAll(
      /^=*[ \t]?(\d{1,7} (?:failed|passed|errors?|skipped|deselected|xfailed|xpassed|warnings?|rerun|subtests)\b[^\n]{0,160}) in \d/gm,
    ),
  ];
  const line = all.at(-1)?.[1];
  const collecting = /^[=!]{3,60} (?:Interrupted: )?(?<errors>\d{1,6}) errors? during collection/m.exec(text)
    ?.groups?.['errors'];
  if (line === undefined)
    return collecting === undefined ? null : { failed: Number(collecting), passed: null };
  const count = (word: RegExp): number | null => number(word.exec(line)?.[1]);
  return {
    failed: sum([count(/\b(\d{1,7}) failed/), count(/\b(\d{1,7}) errors?/)]) ?? 0,
    passed: count(/\b(\d{1,7}) passed/),
    more: all.length > 1,
  };
}

/** Each crate has a summary: the counts are added. */
function cargo(text: string): Summary | null {
  const all = [...text.matchAll(/^test result: \w{2,8}\. (\d+) passed; (\d+) failed/gm)];
  if (all.length === 0) return null;
  const total = (group: number): number => all.reduce((whole, one) => whole + Number(one[group]), 0);
  return { passed: total(1), failed: total(2) };
}

const lastPlaywrightPassed = lastOf(/^ {2}(?<count>\d{1,7}) passed \(\d[^)\n]{0,12}\)/gm);
const lastPlaywrightFailed = lastOf(/^ {2}(?<count>\d{1,7}) failed\n {4}\S/gm);

/** `  1 failed` and its tests, `  5 passed (3.2s)`. */
function playwright(text: string): Summary | null {
  const passed = lastPlaywrightPassed(text);
  const failed = lastPlaywrightFailed(text);
  return passed === null && failed === null
    ? null
    : {
        passed: number(passed?.groups['count']),
        failed: number(failed?.groups['count']) ?? 0,
        more: passed?.more === true,
      };
}

const lastPassing = lastOf(/^[ \t]{0,20}(?<count>\d{1,9}) passing\b/gm);
const lastFailing = lastOf(/^[ \t]{0,20}(?<count>\d{1,9}) failing\b/gm);

/** `5 passing`, `1 failing`. */
function mocha(text: string): Summary | null {
  const passed = lastPassing(text);
  const failed = lastFailing(text);
  return passed === null && failed === null
    ? null
    : {
        passed: number(passed?.groups['count']),
        failed: number(failed?.groups['count']) ?? 0,
        more: passed?.more === true,
      };
}

const lastRan = lastOf(/^Ran (?<count>\d+) tests? in/gm);
const lastFailures = lastOf(/^FAILED \((?:failures=(?<failed>\d+))?(?:, )?(?:errors=(?<errors>\d+))?/gm);

/** `Ran 5 tests in 0.1s` and `OK` or `FAILED (failures=1, errors=2)`. */
function unittest(text: string): Summary | null {
  const ran = lastRan(text);
  if (ran === null) return null;
  const failed = lastFailures(text);
  return {
    passed: number(ran.groups['count']),
    failed:
      failed === null ? 0 : (sum([number(failed.groups['failed']), number(failed.groups['errors'])]) ?? 1),
    more: ran.more,
  };
}

/** `--- FAIL: TestA`, `FAIL\tpackage`, `ok  \tpackage`: the passed ones are packages, or tests without their subtests. */
function goTests(text: string): Summary | null {
  const failed = text.match(/^[ \t]{0,20}--- FAIL: /gm)?.length ?? 0;
  const packages = text.match(/^FAIL\t/gm)?.length ?? 0;
  const passed = text.match(/^(?:ok {2}\t|--- PASS: )/gm)?.length ?? 0;
  return failed + packages + passed === 0 ? null : { failed: Math.max(failed, packages), passed, more: true };
}

/** `1..2`, `ok 1 adds`, `not ok 2 subtracts`. */
function tap(text: string): Summary | null {
  if (!/^(?:1\.\.\d+|TAP version \d+)[ \t]*$/m.test(text)) return null;
  const failed = text.match(/^not ok \d{1,6}\b(?![^\n]{0,200}# (?:TODO|SKIP))/gim)?.length ?? 0;
  const passed = text.match(/^ok \d{1,6}\b/gm)?.length ?? 0;
  return failed + passed === 0 ? null : { failed, passed };
}

/** Prefixes that task runners print before each line: `web:test: `, `packages/a test: `, `[test:ci] `, `app-1  | `. */
const PREFIX =
  /^(?:\[[\w@./:-]{1,40}\] |[\w@./-]{1,60}:[\w:-]{0,20}test[\w:-]{0,20}: |[\w@./-]{1,60} test(?::[\w:-]{1,20})?: |[\w.-]{1,40}-\d{1,3} {1,8}\| )(?!$)/gm;

/** Numbers of failed and passed tests in a text; null without a summary. */
export function testSummary(given: string): Summary | null {
  const lines = given.includes('\r') ? given.replaceAll('\r\n', '\n') : given;
  const text = lines.replace(PREFIX, '');
  const found = READERS.flatMap((read) => read(text) ?? []).filter(
    ({ failed, passed }) => failed !== null || passed !== null,
  );
  if (found.length === 0) return null;
  // Several runners may match one output: the largest counts are taken.
  return {
    failed: Math.max(...found.map(({ failed }) => failed ?? 0)),
    passed: Math.max(...found.map(({ passed }) => passed ?? 0)),
    more: found.length > 1 || found.some(({ more }) => more === true),
  };
}
