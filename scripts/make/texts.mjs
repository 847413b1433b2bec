// @ts-check
/**
 * `npm run texts`: writes every text that goes through `t(…)` in the extension host and the pages into `l10n/bundle.l10n.json`, from
 * where translations start. `@vscode/l10n-dev` sees only calls written `vscode.l10n.t(…)`; ours are handed on as `t`, so that
 * modules without `vscode` can be translated too. With `--check` it writes nothing and fails when the file is not what it would write.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const BUNDLE = join(root, 'l10n', 'bundle.l10n.json');

const CALL =
  /(?<![\w.$])(?:vscode\.l10n\.|l10n\.)?t\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\$]|\\.)*)`)/g;

/** What a string literal says. @param {string} body */
const said = (body) =>
  body.replace(/\\(u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2})|.)/gi, (_, what, braced, four, two) => {
    const code = braced ?? four ?? two;
    if (code !== undefined) return String.fromCodePoint(parseInt(code, 16));
    return { n: '\n', t: '\t' }[/** @type {string} */ (what)] ?? what;
  });

/** Texts in a source, in order. @param {string} source @returns {string[]} */
export const textsIn = (source) =>
  [...source.matchAll(CALL)].map(([, single, double, template]) => said(single ?? double ?? template ?? ''));

/** Files with texts. @returns {string[]} */
export function sources() {
  const below = (/** @type {string} */ folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(root, folder, name));
  return [...below('src/host'), ...below('src/pages'), ...below('webview'), join(root, 'src/extension.ts')];
}

/** Every text, each once, in order of the alphabet. @returns {Record<string, string>} */
export function bundle() {
  const texts = new Set(sources().flatMap((file) => textsIn(readFileSync(file, 'utf8'))));
  return Object.fromEntries([...texts].sort().map((text) => [text, text]));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const text = `${JSON.stringify(bundle(), null, 2)}\n`;
  if (process.argv.includes('--check')) {
    if (readFileSync(BUNDLE, 'utf8') !== text) {
      console.error('l10n/bundle.l10n.json is not what the sources say. Run npm run texts.');
      process.exitCode = 1;
    }
  } else {
    mkdirSync(dirname(BUNDLE), { recursive: true });
    writeFileSync(BUNDLE, text);
  }
}
