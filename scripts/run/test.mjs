// @ts-check
/**
 * `npm test`: everything there is to check, from a fresh clone. `--unit`, `--integration` and `--ui` run only those
 * suites. Every step runs whatever became of the one before. The last line counts all tests; a check that is not
 * made of tests (types, lint, format, packaging) counts as one failed test when it fails.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packageExtension } from '../release/package.mjs';
import { dryRun } from '../release/release.mjs';
import { runIntegration } from '../lib/integration.mjs';
import { ensureChromium, ensureHost, ensureTools, hosts, main, root, SetupError } from '../lib/setup.mjs';
import { runTool } from '../lib/steps.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number, names?: string[] }} Counts */

const results = join(root, 'out', 'results');

/** A suite takes five to ten minutes on two quiet cores. */
const LONGEST_SUITE_MS = 15 * 60_000;

/** The tests of a vitest report that failed: file, name and the first line of what went wrong. */
function failedTests(/** @type {any} */ report) {
  return report.testResults.flatMap((/** @type {any} */ file) => {
    const failed = file.assertionResults.filter((/** @type {any} */ one) => one.status === 'failed');
    // A file that failed as a whole (an import, a hook) has a message and no failed test.
    if (file.status === 'failed' && failed.length === 0)
      return [`${relative(root, file.name)}: ${firstLine(file.message)}`];
    return failed.map(
      (/** @type {any} */ one) =>
        `${relative(root, file.name)}: ${one.fullName}: ${firstLine(one.failureMessages[0])}`,
    );
  });
}

const firstLine = (/** @type {string | undefined} */ text) => (text ?? '').split('\n', 1)[0];

/** Runs a vitest suite and reads its counts. An exit code without a failed test (an error outside one) is a failure. */
async function vitest(/** @type {string} */ name, /** @type {string} */ config) {
  const file = join(results, `${name}.json`);
  rmSync(file, { force: true });
  const code = await runTool(
    'vitest',
    [
      'run',
      '--config',
      config,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${relative(root, file)}`,
    ],
    { limitMs: LONGEST_SUITE_MS },
  );
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const passed = report.numPassedTests;
  const failed = report.numFailedTests;
  return {
    passed,
    failed: Math.max(failed, passed === 0 || code !== 0 ? 1 : 0),
    skipped: report.numPendingTests + report.numTodoTests,
    names: failedTests(report),
  };
}

/** A check that is not made of tests. */
async function check(/** @type {Promise<number>} */ exitCode) {
  return { passed: 0, failed: (await exitCode) === 0 ? 0 : 1, skipped: 0 };
}

/** Runs a suite that needs a VS Code host and a Chromium. */
async function inHost(
  /** @type {(host: import('../lib/setup.mjs').Host) => Promise<Counts>} */ suite,
  host = hosts.newest,
) {
  await downloaded;
  ensureHost(host);
  ensureChromium();
  return suite(host);
}

/** @typedef {{ name: string, part?: string, run: (takeOutput: (text: string) => void) => Promise<Counts> }} Step */

/** A check by a development tool, which uses one core and changes nothing. */
const checkBy = (/** @type {string} */ name, /** @type {Parameters<typeof runTool>} */ ...[tool, args]) => ({
  name,
  run: (/** @type {(text: string) => void} */ takeOutput) => check(runTool(tool, args, { takeOutput })),
});

/**
 * Two of them run at a time, the longest first, so that tsc needs no second thread: what two threads share, each would check for itself.
 * @type {Step[]}
 */
const checks = [
  checkBy('types', 'tsc', ['--noEmit', '--checkers', '1']),
  checkBy('lint', 'oxlint', ['--type-aware', '--deny-warnings']),
  checkBy('format', 'oxfmt', ['--check']),
  checkBy('types of the webviews', 'tsc', ['--noEmit', '--checkers', '1', '-p', 'webview']),
  checkBy('types of the UI tests', 'tsc', ['--noEmit', '--checkers', '1', '-p', 'test/ui']),
  checkBy('unused files, exports, dependencies', 'knip', ['--no-progress']),
];

/** Groups in their order; the steps of a group run at the same time. @type {Step[][]} */
const suites = [
  [{ name: 'package', part: 'package', run: () => check(packageExtension()) }],
  [
    { name: 'unit tests', part: 'unit', run: () => vitest('unit', 'vitest.config.mjs') },
    // Each of these waits for VS Code most of the time.
    { name: 'release, dry run', run: () => check(dryRun({ isPacked: true }).then(() => 0)) },
    { name: 'integration tests', part: 'integration', run: () => inHost(runIntegration) },
    {
      name: 'integration tests in the oldest VS Code',
      part: 'integration',
      run: () => inHost(runIntegration, hosts.oldest),
    },
  ],
  [{ name: 'UI tests', part: 'ui', run: () => inHost(() => vitest('ui', 'vitest.ui.config.mjs')) }],
];

/** Parts asked for on the command line; the suites against the package bring its packaging. */
function chosenParts() {
  const parts = process.argv.slice(2).map((argument) => argument.replace(/^--/, ''));
  const unknown = parts.filter((part) => !['unit', 'integration', 'ui'].includes(part));
  if (unknown.length > 0) {
    throw new SetupError(`Unknown: ${unknown.join(', ')}. Known: --unit, --integration, --ui.`);
  }
  return parts.some((part) => part !== 'unit') ? [...parts, 'package'] : parts;
}

/** Does parts of the set-up in a process of its own. What fails there fails again, with its message, where it is needed. */
const setUp = (/** @type {string[]} */ ...what) =>
  new Promise((resolve) =>
    spawn(process.execPath, [join(root, 'scripts/lib/download.mjs'), ...what], { stdio: 'inherit' }).once(
      'close',
      resolve,
    ),
  );

const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const summary = [];
/** @type {string[]} */
const failures = [];

/** What the suites in VS Code need: it is installed while the checks run. @type {Promise<unknown>} */
let downloaded = Promise.resolve();

/** Runs a step and adds what became of it. */
async function runStep(/** @type {Step} */ { name, run }, /** @type {(text: string) => void} */ takeOutput) {
  const started = performance.now();
  /** @type {Counts} */
  const counts = await run(takeOutput).catch((/** @type {unknown} */ error) => {
    console.error(error instanceof SetupError ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  failures.push(...(counts.names ?? []));
  for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total[key] += counts[key];
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const tests = counts.passed === 0 ? '' : `, ${counts.passed} passed, ${counts.skipped} skipped`;
  summary.push(`${counts.failed === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s${tests})`);
}

const showHead = (/** @type {string} */ name) => console.log(`\n── ${name} ${'─'.repeat(90 - name.length)}`);

/** Runs the next check as long as there is one; what it prints is shown when it has ended. */
async function runNext(/** @type {Iterator<Step>} */ left) {
  for (let next = left.next(); !next.done; next = left.next()) {
    const { name } = next.value;
    let printed = '';
    await runStep(next.value, (text) => (printed = text));
    showHead(name);
    process.stdout.write(printed);
  }
}

await main(async () => {
  const parts = chosenParts();
  if (parts.length === 0) await Promise.all([setUp('dependencies'), setUp('newest')]);
  ensureTools();
  mkdirSync(results, { recursive: true });
  if (parts.length === 0) {
    downloaded = setUp('oldest', 'chromium');
    const left = checks.values();
    await Promise.all([runNext(left), runNext(left)]);
  }
  for (const group of suites) {
    const steps = group.filter(
      ({ part }) => parts.length === 0 || (part !== undefined && parts.includes(part)),
    );
    for (const { name } of steps) showHead(name);
    await Promise.all(steps.map((step) => runStep(step, () => {})));
  }
  console.log(`\n${summary.join('\n')}\n`);
  if (failures.length > 0) console.log(`Failed:\n${failures.map((one) => `  ${one}`).join('\n')}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
});
