/** No text goes past the bundle: not in pages, not in the extension host, and the engine's words are made by `en`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { walk, textFunction } from '../../scripts/make/texts.mjs';
import { inMarkup, plainTexts, type Node } from './plain';

const root = join(import.meta.dirname, '..', '..');
const below = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);
const source = (file: string): string => readFileSync(join(root, file), 'utf8');

test('texts in markup are those between tags and those that are read out', () => {
  expect(
    inMarkup(
      '<p class="two words" title="Aa \u0000 bb">Some <b>\u0000</b> text<code>no</code></p><i>\u0000</i>',
    ),
  ).toEqual(['Some', 'text', 'Aa bb']);
  expect(plainTexts("const x = html`<p>Cost ${a}</p><p>${t('Cost')}</p>`; const y = 'two words';")).toEqual([
    '1: Cost',
    '1: two words',
  ]);
  expect(plainTexts("f('A: reads', `, ${n} CRITICAL`, a ? '' : b ? 'unpriced' : money(c))")).toEqual([
    '1: A: reads',
    '1: , {} CRITICAL',
    '1: unpriced',
  ]);
  expect(plainTexts("if (x === 'two words') y(t('two words'), 'oneword');")).toEqual([]);
});

/** What looks like a text and is none, by file: each kind with its reason. */
const NO_TEXTS: readonly [file: RegExp, what: RegExp, why: string][] = [
  [/languages\.ts$/, /./, 'endings of files'],
  [/^src\/host\/export\/fileStyle\.ts$/, /./, 'a style sheet'],
  [/./, /color-mix\(|^\d+: rgb\(|^\d+: [\d ]+em$|\(prefers-|^\d+: #[0-9a-f]+$/, 'style'],
  [/./, /<main |<!DOCTYPE|(?:style|font|img)-src|base64url/, 'the frame of a page'],
  [/./, /T\{?0?0|-\d\d-\d\dT|^\d+: \{\}px$|^\d+: \d+d$/, 'days, times and ranges as data'],
  [/./, /^\d+: (?:Enter|Escape|Home|End|Tab|PageUp|PageDown)$/, 'keys as the browser names them'],
  [/./, /^\d+: (?:step s-|run |bar failed|mark failed|call error)/, 'classes'],
  [/./, /^\d+: M\{\} \{\}v/, 'a path that is drawn'],
  [/./, /^\d+:  ?1M$/, 'a part of the name of a model'],
  [/shared\/html\.ts$/, /A template holds/, 'an error of whoever writes a page'],
  [
    /^src\/(?:badge|host\/alerts)\/(?:badge|reasons|alarms)\.ts$/,
    /^\d+: (?:budget|limit|reading|\{\} (?:log|context|waits)|waits)/,
    'ids',
  ],
  [/^src\/host\/integrations\/api\.ts$/, /The id of a session is a text/, 'an error of another extension'],
  [/^src\/host\/claudeCode\/resumeCommand\.ts$/, /claude --resume/, 'a command'],
  [/^src\/host\/engine\/settings\.ts$/, /^\d+: setting \{\}$/, 'an id'],
  [
    /^src\/host\/integrations\/agentTools\.ts$/,
    /Sample data, made up\./,
    'what a model reads, which is English',
  ],
  [/^src\/host\/sessions\/filterSessions\.ts$/, /project:api/, 'the query language'],
  [/^src\/host\/engine\/engineClient\.ts$/, /exit code/, 'the cause a worker gave, within a text'],
  [/^src\/host\/export\/report(?:Command|s)\.ts$/, /Markdown|: Text$/, 'names of formats'],
];

test.each(['webview', 'src/host', 'src/badge'])('no text in %s goes past the bundle', (folder) => {
  const found = below(folder).flatMap((file) =>
    plainTexts(source(file))
      .filter((what) => !NO_TEXTS.some(([of, is]) => of.test(file) && is.test(what)))
      .map((what) => `${file}:${what}`),
  );
  expect(found).toEqual([]);
});

/** Folders of the engine whose texts are shown on surfaces. */
const ENGINE =
  'analysis detectors engine findings library questions search session signals store usage'.split(' ');
/** Fields that are shown. */
const SHOWN = new Set(
  'sentence detail note label title meaning advice why affects words message error'.split(' '),
);
/** Errors only a programmer or a broken installation can cause, and SQL. */
const NO_WORDS =
  /a session has at least one part|does not lie below|leaves no number|The price table is|shortened while|larger than the room|is not there\.$/;

/** Words of the engine that `en` did not make: values of shown fields, and what errors say. */
function unsaid(text: string): string[] {
  const found: string[] = [];
  const isWords = (value: string): boolean => /\p{L}{2,} \p{L}|^\p{Lu}\p{Ll}+$/u.test(value.trim());
  const look = (node: Node | undefined | null): void => {
    if (!node) return;
    if (node.type === 'ConditionalExpression') return [node['consequent'], node['alternate']].forEach(look);
    if (node.type === 'LogicalExpression') return [node['left'], node['right']].forEach(look);
    if (node.type === 'CallExpression' && textFunction(node) !== null) return;
    const said =
      node.type === 'Literal'
        ? String(node['value'])
        : node.type === 'TemplateLiteral'
          ? (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('7')
          : '';
    if (isWords(said)) found.push(said);
  };
  walk(text, (node) => {
    if (node.type === 'Property' && !node['computed'] && SHOWN.has(node['key'].name)) look(node['value']);
    if (node.type === 'NewExpression' && /^(?:Error|StoreFault|Refused)$/.test(node['callee'].name))
      look(node['arguments'][0]);
  });
  return found.filter((one) => !NO_WORDS.test(one));
}

test('words of the engine are made by en', () => {
  expect(
    unsaid("const a = { sentence: 'Two words', note: en('two words'), label: x ? `${n} times` : y };"),
  ).toEqual(['Two words']);
  const found = ENGINE.flatMap((folder) => below(`src/${folder}`)).flatMap((file) =>
    unsaid(source(file)).map((what) => `${file}: ${what}`),
  );
  expect(found).toEqual([]);
});

/** Nouns that follow a count. */
const COUNTED =
  /\{0\} (?:earlier |more )?(?:agents|calls|commands|days|files|hits|lines|logs|models|prompts|requests|responses|sessions|steps|sub-agents|turns)\b/;
/** Counts that are never one, each with its reason. */
const NEVER_ONE: readonly [text: string, why: string][] = [
  ['Your last {0} sessions: {1} to {2}', 'a trend is of more than one'],
  ['{0} lines added, {1} removed', 'two numbers, as Claude Code has it'],
];

/** Texts with a count before its noun that say the same of one. */
function pluralsOf(text: string): string[] {
  const [one, counts]: [Node[], string[]] = [[], []];
  walk(text, (node) => {
    if (
      node.type === 'ConditionalExpression' &&
      text.slice(node['test'].start, node['test'].end).endsWith('=== 1')
    )
      one.push(node['alternate']);
  });
  walk(text, (node) => {
    const words: unknown = textFunction(node) === 't' ? node['arguments'][0]?.value : null;
    if (typeof words !== 'string' || !COUNTED.test(words)) return;
    if (one.some(({ start, end }) => start <= node.start && node.end <= end)) return;
    if (!NEVER_ONE.some(([known]) => known === words)) counts.push(words);
  });
  return counts;
}

test('a count chooses between one and many', () => {
  expect(
    pluralsOf("t('{0} files', n); n === 1 ? t('1 file') : t('{0} files', n); t('{0} of {1} files', n, m)"),
  ).toEqual(['{0} files']);
  expect([...below('webview'), ...below('src/host')].flatMap((file) => pluralsOf(source(file)))).toEqual([]);
});

/** Numbers in the words of the terminal and of reports that are never one, each with its reason. */
const ALWAYS_MANY = /^\$\{(?:LEAST_\w+|notLogs\.length|meant\.length|points\.length|total\.requests)\}/;

test('the terminal and reports count with `counted`, which knows one from many', () => {
  const counts =
    /\$\{[^{}]*\} (?:agents|calls|days|files|hits|logs|models|prompts|requests|responses|sessions|sub-agents|turns)\b/g;
  const found = [...below('src/terminal'), ...below('src/report')].flatMap((file) =>
    [...source(file).matchAll(counts)].map(([words]) => words).filter((words) => !ALWAYS_MANY.test(words)),
  );
  expect(found).toEqual([]);
});
