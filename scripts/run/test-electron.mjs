// @ts-check
/**
 * `npm run test:electron`: the integration suite in a desktop VS Code, downloaded by @vscode/test-electron. It needs
 * a network that reaches VS Code's download server and, on Linux, a display (`xvfb-run -a npm run test:electron`).
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeStage } from '../lib/host.mjs';
import { buildSuite, readResults, stageForSuite, suite, tester } from '../lib/integration.mjs';
import { packageExtension, vsix } from '../release/package.mjs';
import { ensureTools, main, root, SetupError } from '../lib/setup.mjs';

/** The newest VS Code, or the version named on the command line (`npm run test:electron -- 1.105.0`). */
async function download(/** @type {string} */ version) {
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  try {
    return await downloadAndUnzipVSCode({ version, cachePath: join(root, '.vscode-test') });
  } catch (error) {
    throw new SetupError(
      `VS Code could not be downloaded (${error instanceof Error ? error.message : String(error)}). This command needs its download server; \`npm test\` runs the same suite in the VS Code server from npm.`,
    );
  }
}

await main(async () => {
  ensureTools();
  const executable = await download(process.argv[2] ?? 'stable');
  const failed = await packageExtension();
  if (failed !== 0) return failed;
  await buildSuite();

  const { resolveCliArgsFromVSCodeExecutablePath, runTests } = await import('@vscode/test-electron');
  const { stage, results, sample, env } = stageForSuite();
  try {
    const folders = ['--user-data-dir', stage.userData, '--extensions-dir', stage.extensions];
    const [cli = executable, ...before] = resolveCliArgsFromVSCodeExecutablePath(executable);
    const install = spawnSync(cli, [...before, ...folders, '--install-extension', vsix], {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    if (install.status !== 0)
      throw new SetupError('VS Code did not install vigil.vsix; see its message above.');
    rmSync(results, { force: true });
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: tester,
      extensionTestsPath: suite,
      extensionTestsEnv: env,
      launchArgs: [sample.workspace, ...folders, '--disable-workspace-trust'],
    }).catch(() => {}); // it rejects when a test failed; the results file says which
    const { passed, failed: failures, skipped } = readResults(results);
    console.log(`\n${passed} passed, ${failures} failed, ${skipped} skipped`);
    return failures > 0 ? 1 : 0;
  } finally {
    removeStage(stage);
  }
});
