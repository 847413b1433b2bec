// @ts-check
/**
 * The pseudo-locale `qps-ploc`: English in brackets, with accents and a third longer. Who looks at a surface in it sees at once which text
 * went past the bundle, and where there is no room for a longer one. It is made for tests and never shipped.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BUNDLE, bundle } from './texts.mjs';

const ACCENTS = new Map(
  [
    ...'AÀBƁCÇDÐEÉFƑGĜHĤIÎJĴKĶLĻMṀNÑOÖPÞQǪRŔSŠTŢUÛVṼWŴXẊYÝZŽaåbƀcçdðeéfƒgĝhĥiîjĵkķlļmɱnñoöpþqǫrŕsštţuûvṽwŵxẋyýzž',
  ].flatMap((letter, i, all) => (i % 2 === 0 ? [[letter, all[i + 1] ?? letter]] : [])),
);
/** What is no word: places, links and commands, code, icons, line breaks. */
const KEPT = /\{[nw]?\d+\}|\]\([^)]*\)|`[^`]*`|\$\([\w-]+\)|%\w+%|\\n/g;

/** A text in the pseudo-locale. @param {string} text */
export function pseudoText(text) {
  const kept = [...text.matchAll(KEPT)];
  let at = 0;
  let made = '';
  for (const match of kept) {
    made += accented(text.slice(at, match.index)) + match[0];
    at = match.index + match[0].length;
  }
  made += accented(text.slice(at));
  return `[${made}${'·'.repeat(Math.ceil(text.length * 0.35))}]`;
}

const accented = (/** @type {string} */ text) =>
  [...text].map((letter) => ACCENTS.get(letter) ?? letter).join('');

/** A bundle in the pseudo-locale. @param {Record<string, string>} english @returns {Record<string, string>} */
export const pseudo = (english) =>
  Object.fromEntries(Object.entries(english).map(([key, text]) => [key, pseudoText(text)]));

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = join(BUNDLE, '..', '..');
  const write = (/** @type {string} */ file, /** @type {Record<string, string>} */ texts) =>
    writeFileSync(file, `${JSON.stringify(pseudo(texts), null, 2)}\n`);
  write(BUNDLE.replace(/\.json$/, '.qps-ploc.json'), bundle());
  write(
    join(root, 'package.nls.qps-ploc.json'),
    JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')),
  );
}
