// @ts-check
/** `npm run package`: builds the bundles and packs them into `vigil.vsix`. Needs no marketplace. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureTools, main, root } from './setup.mjs';
import { runScript, runTool } from './steps.mjs';

/** Where the packaged extension is put. */
export const vsix = join(root, 'vigil.vsix');

/** Gives the exit code of the step that failed, else 0. */
export async function packageExtension() {
  const built = await runScript('esbuild.mjs');
  if (built !== 0) return built;
  const packed = await runTool('vsce', [
    'package',
    '--no-dependencies',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  ]);
  if (packed === 0) console.log(`vigil.vsix: ${(statSync(vsix).size / 1024).toFixed(0)} KB`);
  return packed;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(() => {
    ensureTools();
    return packageExtension();
  });
}
