// @ts-check
/** `npm run package`: builds the bundles and packs them into `vigil.vsix`. Needs no marketplace. */
import { cpSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureTools, main, root } from './setup.mjs';
import { runScript, runTool } from './steps.mjs';

/** Where the packaged extension is put. */
export const vsix = join(root, 'vigil.vsix');

/** What goes into the package beside its README; `.vscodeignore` says the same to whoever packs by hand. */
const CONTENTS = [
  'dist',
  'media',
  'package.json',
  'package.nls.json',
  'CHANGELOG.md',
  'LICENSE',
  '.vscodeignore',
];

/** Copies what is packed to a folder of its own. Its README has no pictures: the editor shows none that lie beside it. */
function layOut() {
  const folder = join(root, 'out', 'package');
  rmSync(folder, { recursive: true, force: true });
  for (const name of CONTENTS) cpSync(join(root, name), join(folder, name), { recursive: true });
  const readme = readFileSync(join(root, 'README.md'), 'utf8').replaceAll(/^!\[.*\]\(media\/.*\)\n\n/gm, '');
  writeFileSync(join(folder, 'README.md'), readme);
  return folder;
}

/** Gives the exit code of the step that failed, else 0. */
export async function packageExtension() {
  const built = await runScript('esbuild.mjs');
  if (built !== 0) return built;
  const packed = await runTool(
    'vsce',
    ['package', '--no-dependencies', '--no-rewrite-relative-links', '--out', vsix],
    { cwd: layOut() },
  );
  if (packed === 0) console.log(`vigil.vsix: ${(statSync(vsix).size / 1024).toFixed(0)} KB`);
  return packed;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(() => {
    ensureTools();
    return packageExtension();
  });
}
