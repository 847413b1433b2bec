/** What VS Code calls inside its extension host: runs the suite and writes its counts where the launcher reads them. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Resolves when every test passed, rejects otherwise; VS Code turns that into its exit code. */
export async function run(): Promise<void> {
  // An ES module, which the Node of older extension hosts does not give its default by `require`.
  const { default: Mocha } = await import('mocha');
  class Quiet extends Mocha.reporters.Base {} // prints nothing: the launcher prints the results
  const mocha = new Mocha({ timeout: 90_000, reporter: Quiet, grep: process.env['MOCHA_GREP'] });
  for (const file of readdirSync(__dirname)) {
    if (file.endsWith('.test.cjs')) mocha.addFile(join(__dirname, file));
  }
  const lines: string[] = [];
  const count = { passed: 0, failed: 0, skipped: 0 };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', (test) => {
        count.passed++;
        lines.push(`  ✓ ${test.fullTitle()} (${test.duration ?? 0} ms)`);
      })
      .on('pending', (test) => {
        count.skipped++;
        lines.push(`  - ${test.fullTitle()}`);
      })
      .on('fail', (test, error: Error) => {
        count.failed++;
        lines.push(`  ✗ ${test.fullTitle()}\n${error.stack ?? error.message}`);
      });
  });
  const file = process.env['VIGIL_TEST_RESULTS'];
  if (file === undefined) console.log(lines.join('\n'));
  else writeFileSync(file, JSON.stringify({ ...count, text: lines.join('\n') }));
  if (count.failed > 0) throw new Error(`${count.failed} of the integration tests failed`);
}
