// @ts-check
/** The licences of what is bundled, which ask to be passed on with it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Copied into the package beside the bundles. */
const COPIED = ['node_modules/@vscode/codicons', 'node_modules/sql.js'];

/**
 * Folders of the packages whose files are among the inputs of bundles (esbuild's metafiles), as the lock file names them: a package
 * inside another one is its own.
 */
export const bundledPackages = (/** @type {readonly { inputs: Record<string, unknown> }[]} */ metafiles) =>
  [
    ...new Set([
      ...COPIED,
      ...metafiles
        .flatMap(({ inputs }) => Object.keys(inputs))
        .flatMap(
          (path) =>
            /^(?:.*?\/)??(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [],
        ),
    ]),
  ].sort();

/** Name of the package in a folder of the lock file. */
export const nameOf = (/** @type {string} */ path) => path.replace(/^.*node_modules\//, '');

/** One text with name, version, licence and its words of each package. Throws when a package has no licence. */
export function notices(/** @type {string} */ root, /** @type {readonly string[]} */ packages) {
  return packages
    .map((path) => {
      const folder = join(root, path);
      const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const name = nameOf(path);
      const words = readdirSync(folder)
        .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file) && existsSync(join(folder, file)))
        .map((file) => readFileSync(join(folder, file), 'utf8').trim());
      if (about.license === undefined && words.length === 0) throw new Error(`${name} names no licence.`);
      return [`${name} ${about.version}, ${about.license ?? 'see below'}`, ...words].join('\n\n');
    })
    .join(`\n\n${'-'.repeat(100)}\n\n`);
}
