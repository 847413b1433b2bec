// @ts-check
/**
 * `npm run package`: builds the bundles and packs them into `vigil.vsix`. Needs no marketplace. The same commit gives the same
 * bytes: times, modes and order in the package are fixed.
 */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureTools, main, root } from '../lib/setup.mjs';
import { runScript, runTool } from '../lib/steps.mjs';

/** Where the packaged extension is put. */
export const vsix = join(root, 'vigil.vsix');

/** What goes into the package beside its README; `.vscodeignore` says the same to whoever packs by hand. */
const CONTENTS = [
  'dist',
  'l10n',
  'media',
  'sample',
  'package.json',
  ...readdirSync(root).filter((name) => /^package\.nls(?:\..+)?\.json$/.test(name)),
  'CHANGELOG.md',
  'LICENSE',
  '.vscodeignore',
];

/** Files that are run. */
const PROGRAMS = new Set(['cli.cjs', 'vigil']);

/** Copies what is packed to a folder of its own. Its README has no pictures: the editor shows none that lie beside it. */
function layOut() {
  const folder = join(root, 'out', 'package');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of CONTENTS) cpSync(join(root, name), join(folder, name), { recursive: true });
  // English is in the programs: its bundle is for translators.
  rmSync(join(folder, 'l10n', 'bundle.l10n.json'));
  const readme = readFileSync(join(root, 'README.md'), 'utf8').replaceAll(/^!\[.*\]\(media\/.*\)\n\n/gm, '');
  writeFileSync(join(folder, 'README.md'), readme);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    // A checkout and a build have the modes a person's umask leaves.
    if (entry.isFile()) chmodSync(path, PROGRAMS.has(entry.name) ? 0o755 : 0o644);
  }
  return folder;
}

/** Time of every file in the package, and the zone and language vsce writes and sorts by. */
const FIXED = { SOURCE_DATE_EPOCH: process.env['SOURCE_DATE_EPOCH'] ?? '315532800', TZ: 'UTC', LC_ALL: 'C' };

/** Packs into `file`. Gives the exit code of the step that failed, else 0. */
export async function packageExtension(file = vsix) {
  const built = await runScript('esbuild.mjs');
  if (built !== 0) return built;
  const packed = await runTool(
    'vsce',
    ['package', '--no-dependencies', '--no-rewrite-relative-links', '--out', file],
    { cwd: layOut(), env: FIXED },
  );
  if (packed === 0) console.log(`${basename(file)}: ${(statSync(file).size / 1024).toFixed(0)} KB`);
  return packed;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(() => {
    ensureTools();
    return packageExtension();
  });
}
