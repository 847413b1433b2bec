// @ts-check
/**
 * `npm start`: builds and packages Vigil and opens it on the person's own Claude Code logs.
 *
 *   --desktop   install it into the VS Code whose `code` is on the PATH, instead of serving one
 *   --sample    show the bundled sample instead of the person's logs (also when there are none)
 *   --port N    serve on this port instead of a free one
 *   --no-serve  stop after packaging
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installExtension, stageIn, startServer, workbenchAddress, writeSettings } from '../lib/host.mjs';
import { packageExtension, vsix } from '../release/package.mjs';
import { layOutSample } from '../lib/sample.mjs';
import { ensureHost, ensureTools, main, onPath, root, SetupError } from '../lib/setup.mjs';

function options() {
  try {
    return parseArgs({
      options: {
        desktop: { type: 'boolean', default: false },
        sample: { type: 'boolean', default: false },
        port: { type: 'string', default: '0' },
        'no-serve': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new SetupError(
      `${error instanceof Error ? error.message : String(error)}\nKnown: --desktop, --sample, --port N, --no-serve.`,
    );
  }
}

/** The folders Claude Code's data may be in, for this person and environment. */
function claudeFolders() {
  const named = process.env['CLAUDE_CONFIG_DIR'];
  if (named !== undefined && named !== '') return named.split(',').map((folder) => folder.trim());
  const config = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  return [join(homedir(), '.claude'), join(config, 'claude')];
}

/** Whether a folder holds at least one log. */
function hasLogs(/** @type {string} */ claude) {
  const projects = join(claude, 'projects');
  try {
    return readdirSync(projects, { withFileTypes: true }).some(
      (entry) =>
        entry.isDirectory() &&
        readdirSync(join(projects, entry.name)).some((name) => name.endsWith('.jsonl')),
    );
  } catch {
    return false; // missing or not ours to read: nothing to show from there
  }
}

/** Installs the package into the person's VS Code. */
function installOnDesktop() {
  const code = onPath('code');
  if (code === null) {
    throw new SetupError(
      `There is no \`code\` on the PATH. In VS Code run "Shell Command: Install 'code' command in PATH", or install ${vsix} by hand with "Extensions: Install from VSIX…".`,
    );
  }
  const done = spawnSync(code, ['--install-extension', vsix, '--force'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) throw new SetupError('`code --install-extension` failed; see its message above.');
  console.log(
    '\nVigil is installed. Reload VS Code ("Developer: Reload Window") and click the Vigil icon at its left edge.',
  );
}

/** Serves a VS Code with Vigil in it until Ctrl-C. */
async function serve(/** @type {boolean} */ wantSample, /** @type {number} */ port) {
  ensureHost();
  const cache = join(root, '.cache');
  const stage = stageIn(join(cache, 'start'));
  const found = claudeFolders().filter(hasLogs);
  const useSample = wantSample || found.length === 0;
  /** @type {Record<string, string>} */
  const env = { XDG_DATA_HOME: join(stage.folder, 'data') };
  let folder = process.env['INIT_CWD'] ?? process.cwd();
  if (useSample) {
    const claude = join(cache, 'sample', 'claude');
    const projects = join(cache, 'sample', 'projects');
    folder = layOutSample({ claude, projects, now: Date.now() }).workspace;
    env['CLAUDE_CONFIG_DIR'] = claude;
  }
  if (!existsSync(join(stage.userData, 'User', 'settings.json'))) writeSettings(stage, {});
  installExtension(stage, vsix);
  const server = await startServer(stage, { env, port });
  console.log(`
Vigil is running in a VS Code at

    ${workbenchAddress(server, folder)}

It shows ${useSample ? `the bundled sample${wantSample ? '' : ' (no Claude Code logs were found)'}` : found.join(' and ')}.
Look at the status bar at the bottom for the badge of the live session, and click the Vigil icon at the left
edge for all sessions. "Vigil: Generate Report" is in the command palette (F1).
The package is ${vsix}. Ctrl-C ends this.`);
  const interrupted = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
  });
  await Promise.race([interrupted, server.ended]);
  await server.stop();
}

await main(async () => {
  const { desktop, sample, port, 'no-serve': noServe } = options();
  ensureTools();
  const failed = await packageExtension();
  if (failed !== 0) return failed;
  if (desktop) installOnDesktop();
  else if (!noServe) await serve(sample, Number(port));
  return 0;
});
