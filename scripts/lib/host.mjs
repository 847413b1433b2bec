// @ts-check
/**
 * A real VS Code for tests and for `npm start`: its server on loopback with folders of its own, the extension
 * installed from a `.vsix`, and a Chromium to drive it. Ends only the processes it started, by their id.
 */
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureChromium, hosts, nodeOf, serverEntry } from './setup.mjs';

/** The packaged extension, as VS Code names it. */
export const EXTENSION_ID = 'vigil-dev.vigil';

/** User settings that keep everything out of the way that is not under test. */
const QUIET = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/**
 * A VS Code and the folders it lives in. `home` is where its extension host believes the person's files are.
 * @typedef {{ folder: string, userData: string, extensions: string, home: string, workspace: string, host: import('./setup.mjs').Host }} Stage
 */

/**
 * Makes the folders of a VS Code in `folder`, keeping what is there.
 * @returns {Stage}
 */
export function stageIn(/** @type {string} */ folder, host = hosts.newest) {
  const at = (/** @type {string} */ name) => join(folder, name);
  const folders = {
    folder,
    userData: at('user-data'),
    extensions: at('extensions'),
    home: at('home'),
    workspace: at('workspace'),
  };
  for (const made of Object.values(folders)) mkdirSync(made, { recursive: true });
  return { ...folders, host };
}

/** A stage in a new temporary folder, with quiet settings. Give it to `removeStage` in the end. */
export function temporaryStage(/** @type {Record<string, unknown>} */ settings = {}, host = hosts.newest) {
  const stage = stageIn(mkdtempSync(join(tmpdir(), 'vigil-host-')), host);
  writeSettings(stage, settings);
  return stage;
}

export function removeStage(/** @type {Stage} */ stage) {
  rmSync(stage.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Writes the user settings. A workbench that is open does not see it: write before opening the page. */
export function writeSettings(/** @type {Stage} */ stage, /** @type {Record<string, unknown>} */ settings) {
  const folder = join(stage.userData, 'User');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ ...QUIET, ...settings }, null, 2));
}

/** The name Claude Code gives a project's folder: everything but letters and digits becomes a dash. */
export const projectFolder = (/** @type {string} */ cwd) => cwd.replaceAll(/[^A-Za-z0-9]/g, '-');

const asLines = (/** @type {readonly object[]} */ records) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

/** Writes a session's log below the stage's home as Claude Code would, and returns its path. */
export function writeLog(
  /** @type {Stage} */ stage,
  /** @type {string} */ cwd,
  /** @type {string} */ session,
  /** @type {readonly object[]} */ records,
) {
  const file = join(stage.home, '.claude', 'projects', projectFolder(cwd), `${session}.jsonl`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, asLines(records));
  return file;
}

/** Appends records to a log in one write, as Claude Code does. */
export function appendLines(/** @type {string} */ file, /** @type {readonly object[]} */ ...records) {
  appendFileSync(file, asLines(records));
}

/** Our environment without what would change how the server or an extension behaves. */
function serverEnvironment(/** @type {Record<string, string | undefined>} */ extra) {
  const unwanted = /^(VSCODE_|ELECTRON_|CODE_SERVER|npm_|NODE_OPTIONS$|PORT$|PASSWORD$|HASHED_PASSWORD$)/;
  const kept = Object.entries(process.env).filter(([name]) => !unwanted.test(name));
  return { ...Object.fromEntries(kept), EXTENSIONS_GALLERY: '{}', ...extra };
}

/** Environment of a server whose extension host must not see the person's own files. */
export const sealed = (/** @type {Stage} */ stage) => ({
  HOME: stage.home,
  XDG_CONFIG_HOME: join(stage.home, '.config'),
  XDG_DATA_HOME: join(stage.home, '.local', 'share'),
  CLAUDE_CONFIG_DIR: undefined,
});

const folderArguments = (/** @type {Stage} */ stage) => {
  const config = join(stage.folder, 'server.yaml');
  writeFileSync(config, 'auth: none\ncert: false\n');
  return ['--config', config, '--user-data-dir', stage.userData, '--extensions-dir', stage.extensions];
};

/** Installs a `.vsix` for the stage's server. Throws with the server's own words when that fails. */
export function installExtension(/** @type {Stage} */ stage, /** @type {string} */ vsix) {
  const args = [serverEntry(stage.host), ...folderArguments(stage), '--install-extension', vsix, '--force'];
  execFileSync(nodeOf(stage.host), args, {
    env: serverEnvironment(sealed(stage)),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
}

function isAlive(/** @type {number} */ group) {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}

/** Ends a process group that we started: politely, then after five seconds for good. */
async function endGroup(/** @type {number} */ group) {
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGKILL'])) {
    if (!isAlive(group)) return;
    process.kill(-group, signal);
    for (let waited = 0; waited < 50 && isAlive(group); waited++) await sleep(100);
  }
}

/**
 * Starts the server on a free loopback port and waits until it listens.
 * `env` is laid over the environment; the extension host inherits it. `options` are `--vscode-option`s.
 */
export async function startServer(
  /** @type {Stage} */ stage,
  /** @type {{ env?: Record<string, string | undefined>, options?: string[], port?: number }} */ how = {},
) {
  const { env = sealed(stage), options = [], port = 0 } = how;
  // A socket's path may have no more than about 100 characters, so not below the stage.
  const socket = join(tmpdir(), `vigil-${process.pid}-${Date.now()}.sock`);
  const args = [
    serverEntry(stage.host),
    '--auth',
    'none',
    '--bind-addr',
    `127.0.0.1:${port}`,
    ...folderArguments(stage),
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-workspace-trust',
    '--disable-proxy',
    '--session-socket',
    socket,
    ...options.flatMap((option) => ['--vscode-option', option]),
  ];
  const child = spawn(nodeOf(stage.host), args, {
    cwd: stage.folder,
    detached: true,
    env: serverEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const group = child.pid;
  if (group === undefined) throw new Error('The VS Code server could not be started.');
  const lastResort = () => isAlive(group) && process.kill(-group, 'SIGKILL');
  process.once('exit', lastResort);

  let output = '';
  /** @type {Promise<string>} */
  const listening = new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ why) => reject(new Error(`The VS Code server ${why}:\n${output}`));
    const timer = setTimeout(fail, 60_000, 'did not start within a minute');
    child.once('exit', (code) => fail(`ended with exit code ${code}`));
    child.once('error', (error) => fail(`could not be started (${error.message})`));
    const read = (/** @type {Buffer} */ bytes) => {
      output = (output + bytes.toString()).slice(-100_000);
      const match = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(output);
      if (match?.[1] === undefined) return;
      clearTimeout(timer);
      resolve(match[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
  });
  const stop = async () => {
    await endGroup(group);
    process.off('exit', lastResort);
    rmSync(socket, { force: true });
  };
  try {
    const origin = await listening;
    return { origin, output: () => output, ended: new Promise((done) => child.once('exit', done)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
/** @typedef {Awaited<ReturnType<typeof startServer>>} Server */

/** Address of the workbench on a folder. `payload` is what a development host is told, as pairs. */
export function workbenchAddress(
  /** @type {{ origin: string }} */ server,
  /** @type {string} */ folder,
  /** @type {string[][]} */ payload = [],
) {
  const address = new URL(server.origin);
  address.searchParams.set('folder', folder);
  if (payload.length > 0) address.searchParams.set('payload', JSON.stringify(payload));
  return address.href;
}

/** Starts a headless Chromium. */
export async function launchBrowser() {
  const { chromium } = await import('playwright-core');
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({
    executablePath: ensureChromium(),
    args: [...sandbox, '--disable-dev-shm-usage', '--disable-gpu'],
  });
}

/** An empty page of a profile of its own. */
export async function newPage(
  /** @type {import('playwright-core').Browser} */ browser,
  /** @type {{ width?: number, height?: number }} */ size = {},
) {
  const context = await browser.newContext({
    viewport: { width: size.width ?? 1280, height: size.height ?? 800 },
    reducedMotion: 'reduce',
  });
  // A workbench that starts beside others on a busy machine takes longer than the half minute that is usual.
  context.setDefaultNavigationTimeout(120_000);
  return context.newPage();
}

/** Opens a headless Chromium with one empty page. */
export async function openBrowser(/** @type {{ width?: number, height?: number }} */ size = {}) {
  const browser = await launchBrowser();
  return { browser, page: await newPage(browser, size) };
}
