// @ts-check
/** Vigil's sources in a script: bundled, because Node 20 cannot import TypeScript. */
import { build } from 'esbuild';
import { root } from './setup.mjs';

/**
 * Imports a module that is given as text, with paths from the root of the repository. What it exports is what the caller says.
 * @template Exports
 * @returns {Promise<Exports>}
 */
export async function load(/** @type {string} */ contents) {
  const bundle = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  const code = Buffer.from(bundle.outputFiles[0]?.contents ?? '').toString('base64');
  return import(`data:text/javascript;base64,${code}`);
}
