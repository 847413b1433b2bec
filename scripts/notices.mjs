// @ts-check
/** The licences of what is bundled, which ask to be passed on with it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Copied into the package beside the bundles. */
const COPIED = ['@vscode/codicons', 'sql.js'];

/** Names of the packages whose files are among the inputs of bundles (esbuild's metafiles). */
export const bundledPackages = (/** @type {readonly { inputs: Record<string, unknown> }[]} */ metafiles) =>
  [
    ...new Set([
      ...COPIED,
      ...metafiles
        .flatMap(({ inputs }) => Object.keys(inputs))
        .flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
    ]),
  ].sort();

/** One text with name, version, licence and its words of each package. Throws when a package has no licence. */
export function notices(/** @type {string} */ root, /** @type {readonly string[]} */ packages) {
  return packages
    .map((name) => {
      const folder = join(root, 'node_modules', name);
      const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const words = readdirSync(folder)
        .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file) && existsSync(join(folder, file)))
        .map((file) => readFileSync(join(folder, file), 'utf8').trim());
      if (about.license === undefined && words.length === 0) throw new Error(`${name} names no licence.`);
      return [`${name} ${about.version}, ${about.license ?? 'see below'}`, ...words].join('\n\n');
    })
    .join(`\n\n${'-'.repeat(100)}\n\n`);
}
