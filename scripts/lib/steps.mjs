// @ts-check
/** Running one step of a command: a development tool on our Node, with its output shown and a time limit. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { hostNode, root, toolEnvironment } from './setup.mjs';

const tools = {
  asc: 'assemblyscript/bin/asc.js',
  knip: 'knip/bin/knip.js',
  oxfmt: 'oxfmt/bin/oxfmt',
  oxlint: 'oxlint/bin/oxlint',
  tsc: 'typescript/bin/tsc',
  vitest: 'vitest/vitest.mjs',
  ovsx: 'ovsx/bin/ovsx',
  vsce: '@vscode/vsce/vsce',
};

/**
 * `env` is laid over the environment. `takeOutput` gets what the script prints when it has ended; without it that is shown as it comes.
 * @typedef {{ limitMs?: number, cwd?: string, env?: Record<string, string | undefined>, takeOutput?: (text: string) => void }} How
 */

/**
 * Runs a script of the repository on our Node and gives its exit code; 1 when it was ended by a signal or the limit.
 * @returns {Promise<number>}
 */
export function runScript(
  /** @type {string} */ script,
  /** @type {string[]} */ args = [],
  /** @type {How} */ { limitMs = 600_000, cwd = root, env = {}, takeOutput } = {},
) {
  return new Promise((resolve, reject) => {
    const child = spawn(hostNode(), [join(root, script), ...args], {
      cwd,
      env: { ...toolEnvironment(), ...env },
      stdio: takeOutput === undefined ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    /** @type {Buffer[]} */
    const printed = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => printed.push(bytes));
    const timer = setTimeout(() => {
      console.error(`${script} took longer than ${limitMs / 60_000} minutes and was ended.`);
      child.kill('SIGKILL');
    }, limitMs);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      takeOutput?.(Buffer.concat(printed).toString());
      resolve(code ?? 1);
    });
  });
}

/** The same for a development tool from node_modules. */
export const runTool = (
  /** @type {keyof typeof tools} */ tool,
  /** @type {string[]} */ args = [],
  /** @type {How} */ how = {},
) => runScript(join('node_modules', tools[tool]), args, how);
