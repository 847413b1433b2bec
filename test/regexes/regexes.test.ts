/**
 * No text can cost more than linear time: every regular expression of the bundles, their dependencies' too, is timed on texts of
 * 100 KB that are made from its own structure to keep it busy.
 */
import { describe, expect, test } from 'vitest';
import { builtInBundles, madeAtRunTime, makers } from './collect';
import { hostileTo } from './hostile';
import { LENGTH, slowTextOf } from './timing';

describe('the gate finds', () => {
  test.each([
    /\[[^\]]*\]$/,
    /(a+)+$/,
    /^(a+)+$/,
    /(?:a|aa)+$/,
    /(x+x+)+y/,
    /\s+$/,
    /^\s+|\s+$/g,
    /(.*)(.*)(.*)x/,
    /<!--[\s\S]*?-->/,
    /"(?:[^"\\]|\\.)*"/,
    /([a-zA-Z0-9]+)*@/,
    /(?:a?){20}a{20}b/,
    /\d+(?:\.\d+)*%/,
  ])('%s', (expression) => {
    expect(slowTextOf(expression)).toMatchObject({ expression: String(expression) });
  });

  test.each([
    /^[a-z]+$/,
    /\s{0,20}$/,
    /[^\n]/g,
    /a\s{0,100}b/,
    /"[^"\n]{1,300}"/g,
    /^.*\//,
    /`[^`]+`/g,
    /^(?:\d{4}-\d\d)?$/,
  ])('nothing wrong with %s', (expression) => {
    expect(slowTextOf(expression)).toBeNull();
  });
});

/** Expressions that are superlinear and never see a text of a log: why. */
const BOUNDED: Readonly<Record<string, string>> = {
  [String.raw`/(?:^|[.!?…:;][")\]*_]*\s+|[。！？；：][」』”]?\s*|\n\s*|[—–]\s*)(?:(?:[-*•]|\d+[.)])\s+)?[*_(“"]*$/u`]:
    'signals/prose.ts: sees the 17 characters before a phrase',
  [String.raw`/^-+|-+$/g`]: 'zod, slugify: not used',
  [String.raw`/^(\/?|)([\s\S]*?)((?:\.{1,2}|[^\/]+?|)(\.[^.\/]*|))(?:[\/]*)$/`]:
    'sql.js: paths of its own file system in memory',
  [String.raw`/([^\/]+|\/)\/*$/`]: 'sql.js: paths of its own file system in memory',
  [String.raw`/([Z+-].*)$/`]: 'date-fns, parseISO: days of imported prices, checked to be YYYY-MM-DD',
  [String.raw`/\..*\.(sw[px])$|~$|\.subl.*\.tmp/`]: 'chokidar: names of files, which systems bound',
  [String.raw`/^\s+at\s+/gm`]: 'hammerjs: its own stack, once',
  [String.raw`/("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])/g`]:
    'settings/jsonc.ts: the settings file, which the person wrote',
  [String.raw`/([@.?]?[\w-]+)=$/`]: 'webview/shared/html.ts: the fixed parts of our own templates',
};

/** Packages that are handed little text, a line at a time: its longest line. */
const LITTLE_TEXT: Readonly<Record<string, number>> = {
  // webview/shared/code.ts: 12,000 characters at most, in lines of 2,000.
  'node_modules/highlight.js/': 2_000,
};

const longestFor = (from: string): number =>
  Object.entries(LITTLE_TEXT).find(([row]) => from.includes(row))?.[1] ?? LENGTH;

/** Files that make expressions at run time which are not made while modules are loaded: of what. */
const MAKERS = [
  // A person's own expression: whether it is one at all. It is searched for by RE2 (signals/ownExpression.ts).
  'src/signals/customPhrase.ts',
  // Of expressions that are timed themselves: the same, but for what a letter is.
  'src/session/prefilter/plainText.ts',
  // One class of them: which characters of ASCII it stands for.
  'src/session/prefilter/needs.ts',
  // Of constants, of Vigil's own schemas, columns and templates.
  'node_modules/zod/',
  'node_modules/date-fns/',
  'node_modules/csv-stringify/',
  'node_modules/lit-html/',
  'node_modules/@colors/colors/',
  'node_modules/cli-table3/',
  // Of patterns handed to it; Vigil hands it a function.
  'node_modules/chokidar/',
  'node_modules/re2js/',
];

test('every regular expression of the bundles is linear', { timeout: 900_000 }, async () => {
  const found = [...(await builtInBundles()), ...(await madeAtRunTime())];
  // One that is used on long texts as well is timed on those.
  found.sort((a, b) => longestFor(b.from) - longestFor(a.from));
  const slow: unknown[] = [];
  let texts = 0;
  const known = new Set<string>();
  for (const { expression, from } of found) {
    const text = String(expression);
    if (known.has(text)) continue;
    known.add(text);
    const hostile = hostileTo(expression);
    texts += hostile.length;
    const worst = slowTextOf(expression, longestFor(from), hostile);
    if (worst !== null && BOUNDED[text] === undefined) slow.push({ from, ...worst });
  }
  console.log(`regular expressions: ${known.size} on ${texts} hostile texts`);
  expect(slow).toEqual([]);
  // A row that no longer holds for anything goes.
  expect(Object.keys(BOUNDED).filter((text) => !known.has(text))).toEqual([]);
  // Where a worker had their modules before, most of those made at run time would be missing: `vitest.config.mjs` has this file run first.
  expect(known.size).toBeGreaterThan(2_000);
  // Whoever makes expressions at run time is known: its expressions were heard above, or are bounded.
  const heard = new Set(found.map(({ from }) => from));
  expect([...makers].filter((file) => !heard.has(file) && !MAKERS.some((row) => file.includes(row)))).toEqual(
    [],
  );
});
