/** Code in colours: tokens of highlight.js as templates. What it returns as HTML is never used; its tree is. */
import hljs from 'highlight.js/lib/core';
import { html, type TemplateResult } from 'lit';
import { LANGUAGES, NAMES } from './languages';
import { getOwn } from '../../src/log/own';

let registered = false;

/** With all languages, as some stand within others; they are made when the first code is shown, not when the page is loaded. */
function highlighter(): typeof hljs {
  if (!registered)
    for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);
  registered = true;
  return hljs;
}

/** A piece of code with the class its kind has; '' for none. */
export interface CodeToken {
  text: string;
  kind: string;
}

/**
 * So many characters have colours, and none where a line is longer: expressions of highlight.js take time in proportion to the square
 * of a hostile text (test/regexes), and would hold up the page.
 */
const MOST_CHARS = 12_000;
const MOST_LINE = 2_000;

/** Kinds that have a colour, by what highlight.js calls them before the first dot. */
const KINDS: Readonly<Record<string, string>> = {
  keyword: 'keyword',
  built_in: 'type',
  type: 'type',
  class: 'type',
  literal: 'literal',
  number: 'number',
  string: 'string',
  regexp: 'string',
  char: 'string',
  subst: '',
  comment: 'comment',
  doctag: 'comment',
  quote: 'comment',
  title: 'name',
  function: 'name',
  section: 'name',
  attr: 'property',
  attribute: 'property',
  property: 'property',
  variable: 'property',
  'template-variable': 'property',
  tag: 'keyword',
  name: 'keyword',
  'selector-tag': 'keyword',
  'selector-class': 'name',
  'selector-id': 'name',
  meta: 'keyword',
  symbol: 'literal',
  bullet: 'keyword',
  addition: 'added',
  deletion: 'removed',
};

type CodeNode = string | { scope?: string; children: readonly CodeNode[] };

/** The language of a file by its name or ending, or of a block by what stands behind its fence; null when it is none that is known. */
export function languageOf(name: string): string | null {
  const file = name.toLowerCase().split(/[\\/]/).at(-1) ?? '';
  const ending = file.split('.').at(-1) ?? '';
  for (const one of [file, ending]) {
    const known = getOwn(NAMES, one) ?? one;
    if (known !== undefined && Object.hasOwn(LANGUAGES, known)) return known;
  }
  return null;
}

/** The pieces of a code, in order; together they are the code. */
function codeTokens(code: string, language: string | null): readonly CodeToken[] {
  if (code.length <= MOST_CHARS) return tokensOf(code, language);
  // What comes after is as it is, from a line on.
  const end = code.lastIndexOf('\n', MOST_CHARS) + 1;
  return [...tokensOf(code.slice(0, end), language), { text: code.slice(end), kind: '' }];
}

function tokensOf(code: string, language: string | null): readonly CodeToken[] {
  const plain = [{ text: code, kind: '' }];
  if (language === null) return plain;
  if (code.split('\n').some((line) => line.length > MOST_LINE)) return plain;
  let root: CodeNode;
  try {
    const { _emitter } = highlighter().highlight(code, { language, ignoreIllegals: true });
    root = (_emitter as unknown as { rootNode: CodeNode }).rootNode;
  } catch {
    return plain;
  }
  const tokens: CodeToken[] = [];
  const walk = (node: CodeNode, kind: string): void => {
    if (typeof node === 'string') tokens.push({ text: node, kind });
    else {
      const own = KINDS[node.scope?.split('.')[0] ?? ''];
      for (const child of node.children) walk(child, own ?? kind);
    }
  };
  walk(root, '');
  // What does not say all of the code says something else.
  return tokens.reduce((sum, { text }) => sum + text.length, 0) === code.length ? tokens : plain;
}

/** The same by line, without the line breaks. */
export function codeLines(code: string, language: string | null): readonly (readonly CodeToken[])[] {
  const lines: CodeToken[][] = [[]];
  for (const { text, kind } of codeTokens(code, language))
    text.split('\n').forEach((part, i) => {
      if (i > 0) lines.push([]);
      if (part !== '') lines.at(-1)?.push({ text: part, kind });
    });
  return lines;
}

/** Pieces as templates. */
export const coloured = (tokens: readonly CodeToken[]): unknown =>
  tokens.map(({ text, kind }) => (kind === '' ? text : html`<span class="tok-${kind}">${text}</span>`));

/** A block of code; a text of several lines keeps its lines when it is copied. */
export const codeBlock = (code: string, language: string | null): TemplateResult =>
  html`<pre class="code"><code>${coloured(codeTokens(code, language))}</code></pre>`;
