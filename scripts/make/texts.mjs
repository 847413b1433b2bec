// @ts-check
/**
 * `npm run texts`: writes every text that goes through `t(…)` and `tn(…)` in the extension host, pages and reports, and through `en(…)`
 * and `enCount(…)` in the engine, into `l10n/bundle.l10n.json`, from where translations start. With `--check` it writes nothing and
 * fails when the file is not what it would write.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseAst } from 'vitest/node';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const BUNDLE = join(root, 'l10n', 'bundle.l10n.json');

/** Ends the keys of the engine's texts, as in `src/l10n/localize.ts`. */
const OF_ENGINE = '/engine';

/** Which arguments of a function are texts, and what their keys end in. @type {Record<string, { at: number[], end: string }>} */
const FUNCTIONS = {
  t: { at: [0], end: '' },
  tn: { at: [1, 2], end: '' },
  en: { at: [0], end: OF_ENGINE },
  enCount: { at: [1, 2], end: OF_ENGINE },
};

/** @typedef {{ type: string, start: number, end: number, [more: string]: any }} Node */

/** Every node of a source. @param {string} source @param {(node: Node) => void} see */
export function walk(source, see) {
  const visit = (/** @type {any} */ node) => {
    if (node === null || typeof node !== 'object') return;
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node.type === 'string') see(node);
    for (const value of Object.values(node)) visit(value);
  };
  visit(parseAst(source, { lang: 'ts' }));
}

/** The name of the function of ours a call calls; null for all others. @param {Node} node @returns {string | null} */
export function textFunction({ type, callee }) {
  return type === 'CallExpression' && Object.hasOwn(FUNCTIONS, callee.name ?? '') ? callee.name : null;
}

/** What an argument may say: a literal, or one of two. Null for what only shows when it runs. @param {Node | undefined} node @returns {string[] | null} */
function saidBy(node) {
  if (node === undefined) return null;
  if (node.type === 'Literal' && typeof node['value'] === 'string') return [node['value']];
  if (node.type === 'TemplateLiteral' && node['expressions'].length === 0)
    return [node['quasis'][0].value.cooked];
  if (node.type !== 'ConditionalExpression') return null;
  const [yes, no] = [saidBy(node['consequent']), saidBy(node['alternate'])];
  return yes === null || no === null ? null : [...yes, ...no];
}

/** Texts in a source, in order: their keys, and calls whose text does not stand there. @param {string} source */
export function textsIn(source) {
  /** @type {string[]} */ const keys = [];
  /** @type {string[]} */ const unseen = [];
  walk(source, (node) => {
    const name = textFunction(node);
    if (name === null) return;
    const { at, end } = /** @type {{ at: number[], end: string }} */ (FUNCTIONS[name]);
    for (const i of at) {
      const texts = saidBy(node['arguments'][i]);
      if (texts === null) unseen.push(source.slice(node.start, node.end));
      else keys.push(...texts.map((text) => `${text}${end}`));
    }
  });
  return { keys, unseen };
}

/** What makes sentences of the texts it is given. */
const HANDS_ON = /^l10n\/(?:english|said|texts)\.ts$/;

/** Files with texts: all that ships but what hands texts on. @returns {string[]} */
export function sources() {
  const below = (/** @type {string} */ folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !HANDS_ON.test(name))
      .map((name) => join(root, folder, name));
  return [...below('src'), ...below('webview')];
}

/** @type {{ keys: string[], unseen: string[] } | undefined} */
let known;

/** The keys of all sources, and calls whose text does not stand there, with their files; looked for once. */
export function collected() {
  if (known !== undefined) return known;
  const found = sources().map((file) => ({ file, ...textsIn(readFileSync(file, 'utf8')) }));
  return (known = {
    keys: [...new Set(found.flatMap(({ keys }) => keys))].sort(),
    unseen: found.flatMap(({ file, unseen }) => unseen.map((call) => `${relative(root, file)}: ${call}`)),
  });
}

/** Every text by its key, in order of the alphabet. @returns {Record<string, string>} */
export const bundle = () =>
  Object.fromEntries(
    collected().keys.map((key) => [key, key.endsWith(OF_ENGINE) ? key.slice(0, -OF_ENGINE.length) : key]),
  );

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
