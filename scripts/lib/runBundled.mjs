// @ts-check
/** Runs TypeScript sources in a process of their own. They are bundled, because Node 20 cannot import TypeScript. */
import { join } from 'node:path';
import { root } from './setup.mjs';
import { runScript } from './steps.mjs';

/**
 * Bundles `source` into `.cache/NAME.cjs`, runs it, and resolves to its exit code. Call `ensureTools` first: a fresh clone has no esbuild
 * before.
 */
export async function runBundled(
  /** @type {string} */ name,
  /** @type {import('esbuild').BuildOptions} */ source,
  /** @type {string[]} */ args,
  /** @type {import('./steps.mjs').How} */ how,
) {
  const { build } = await import('esbuild');
  const outfile = join('.cache', `${name}.cjs`);
  await build({
    absWorkingDir: root,
    ...source,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    logLevel: 'warning',
  });
  return runScript(outfile, args, how);
}
