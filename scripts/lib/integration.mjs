// @ts-check
/**
 * The integration suite: mocha inside the extension host of a real VS Code, against the installed `vigil.vsix`. An
 * empty tester extension is the one under development. `test-electron.mjs` runs the same suite in a desktop VS Code.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  EXTENSION_ID,
  installExtension,
  openBrowser,
  removeStage,
  sealed,
  startServer,
  temporaryStage,
  workbenchAddress,
} from './host.mjs';
import { vsix } from '../release/package.mjs';
import { layOutSample } from './sample.mjs';
import { hosts, root } from './setup.mjs';

/** The extension under development and the module whose `run` VS Code calls, for both ways of running. */
export const tester = join(root, 'test', 'integration', 'tester');
export const suite = join(root, 'out', 'integration', 'index.cjs');

/** How long the suite may take, workbench included. */
const LIMIT_MS = 360_000;

/** @type {Promise<void> | undefined} */
let built;

/** Compiles the suite, once in a run. Each test file is a bundle of its own, as mocha wants files. */
export const buildSuite = () => (built ??= bundleTests());

async function bundleTests() {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(root, 'test', 'integration', '*.ts')],
    outdir: join(root, 'out', 'integration'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    external: ['vscode', 'mocha'],
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

/** Lays out the sample in a stage of a VS Code; the suite is told where by its environment. */
export function stageForSuite(host = hosts.newest) {
  const stage = temporaryStage({}, host);
  const results = join(stage.folder, 'results.json');
  const sample = layOutSample({
    claude: join(stage.home, '.claude'),
    projects: stage.workspace,
    now: Date.now(),
  });
  appendFileSync(sample.log, skippedHooks(readFileSync(sample.log, 'utf8')));
  mkdirSync(join(sample.workspace, '.vscode'), { recursive: true });
  writeFileSync(join(sample.workspace, '.vscode', 'settings.json'), JSON.stringify(WORKSPACE_SETTINGS));
  const env = {
    ...sealed(stage),
    // Sockets that a VS Code leaves behind go with the stage.
    TMPDIR: stage.folder,
    VIGIL_TEST_RESULTS: results,
    VIGIL_TEST_LIVE_LOG: sample.log,
    VIGIL_TEST_STORAGE: join(stage.userData, 'User', 'globalStorage', EXTENSION_ID),
    VIGIL_TEST_HOST: JSON.stringify(host.runs),
  };
  return { stage, results, sample, env };
}

/** Two lines more for a log: a commit without its hooks, which is a finding. */
function skippedHooks(/** @type {string} */ log) {
  const { sessionId, cwd } = JSON.parse(log.split('\n').find((line) => line.includes('"cwd"')) ?? '{}');
  const common = { sessionId, cwd, timestamp: new Date().toISOString() };
  const call = {
    type: 'tool_use',
    id: 'toolu_hooks',
    name: 'Bash',
    input: { command: 'git commit --no-verify -m wip' },
  };
  const result = { type: 'tool_result', tool_use_id: call.id, content: '[main 1a2b3c4] wip' };
  return [
    {
      ...common,
      type: 'assistant',
      uuid: 'hooks-1',
      requestId: 'req_hooks',
      message: {
        id: 'msg_hooks',
        type: 'message',
        role: 'assistant',
        model: 'claude-opus-4-6',
        content: [call],
        stop_reason: 'tool_use',
        usage: { input_tokens: 3, output_tokens: 40 },
      },
    },
    { ...common, type: 'user', uuid: 'hooks-2', message: { role: 'user', content: [result] } },
  ]
    .map((record) => `${JSON.stringify(record)}\n`)
    .join('');
}

/** Settings of the workspace that try to change what all windows share, in both ways to write them, and one that is its own. */
const WORKSPACE_SETTINGS = {
  // First: in VS Code 1.105 it takes the place of what stands before it.
  vigil: {
    timezone: 'Pacific/Kiritimati',
    baseline: { sessions: 5 },
    prices: { 'claude-opus-4-6': { input: 9999, output: 9999 } },
    roots: ['/nowhere'],
    vault: { enabled: true },
  },
  'vigil.timezone': 'Pacific/Kiritimati',
  'vigil.alerts.measures': true,
  'vigil.signals.stopPhrases.scope': 'plain',
  'vigil.signals.readEditRatio.critical': 0,
  'vigil.plan': 'subscription',
  'vigil.prices': { 'claude-opus-4-6': { input: 9999, output: 9999 } },
  'vigil.budgets': [{ per: 'day', usd: 0.01 }],
  'vigil.roots': ['/nowhere'],
  'vigil.exclude': ['/'],
  'vigil.statusBar.show': ['today'],
};

/** Prints the results file of a run and counts it. A run that wrote none, or ran nothing, has failed. */
export function readResults(/** @type {string} */ file) {
  if (!existsSync(file)) throw new Error('The suite ended without writing its results.');
  const { passed, failed, skipped, text } = JSON.parse(readFileSync(file, 'utf8'));
  console.log(text);
  return { passed, failed: Math.max(failed, passed === 0 ? 1 : 0), skipped };
}

/** Runs the suite in a VS Code server and gives its counts. */
export async function runIntegration(/** @type {import('./setup.mjs').Host} */ host) {
  await buildSuite();
  const { stage, results, sample, env } = stageForSuite(host);
  /** @type {import('./host.mjs').Server | undefined} */
  let server;
  let browser;
  try {
    installExtension(stage, vsix);
    server = await startServer(stage, { env, options: host.testOptions });
    const opened = await openBrowser();
    browser = opened.browser;
    const { page } = opened;
    const { host: authority } = new URL(server.origin);
    const remote = (/** @type {string} */ path) => `vscode-remote://${authority}${path}`;
    const ended = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`timed out after ${LIMIT_MS / 1000} s`)), LIMIT_MS).unref();
      page.once('crash', () => reject(new Error('The workbench crashed.')));
      void page.exposeFunction('codeAutomationExit', resolve);
      void page.exposeFunction('codeAutomationLog', () => {});
    });
    await page.goto(
      workbenchAddress(server, sample.workspace, [
        ['extensionDevelopmentPath', remote(tester)],
        ['extensionTestsPath', remote(suite)],
        ['enableProposedApi', ''],
        ['skipWelcome', 'true'],
      ]),
    );
    await ended;
    return readResults(results);
  } catch (error) {
    console.error(server?.output().slice(-4000) ?? '');
    throw error;
  } finally {
    await browser?.close();
    await server?.stop();
    removeStage(stage);
  }
}
