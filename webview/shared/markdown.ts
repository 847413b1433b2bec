/**
 * Markdown of logs as templates. The parser's tokens are rendered here one by one: no HTML is made of a log's text, so none can run.
 * HTML in it is text, pictures are named and not loaded, and only http(s) addresses are links.
 */
import MarkdownIt from 'markdown-it';
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { visible } from '../../src/log/visible';
import { codeBlock, languageOf } from './code';
import { t } from './l10n';

export interface MarkdownParts {
  /** Opens a file that a path in the text names; without it paths are text. */
  openFile?: ((path: string, line: number | null) => void) | undefined;
  /** What is looked for: it is marked in the text. */
  mark?: ((text: string) => unknown) | undefined;
}

type Parser = InstanceType<typeof MarkdownIt>;
let made: Parser | null = null;

/** Made when the first text is read, not when the page is loaded. */
function parser(): Parser {
  if (made !== null) return made;
  made = new MarkdownIt({ html: false, linkify: true, typographer: false });
  // An address is one that says http: `README.md` is a file, though there is such a domain.
  made.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  for (const other of ['ftp:', 'mailto:', '//']) made.linkify.add(other, null);
  // The rule of links is ours, below: what the parser refuses would be shown as raw Markdown.
  made.validateLink = () => true;
  return made;
}

type Token = ReturnType<Parser['parse']>[number];

/** Longer texts are shown as they are: reading them would hold up the page. */
const MOST_CHARS = 200_000;

/** True for an address that a page may lead to. */
export const isWebAddress = (address: string): boolean => /^https?:\/\/[^\s/]/i.test(address);

/** A path with a line behind it, as `src/a.ts:12` and `src/a.ts#L12`; null when the text is none. */
export function pathIn(text: string): { path: string; line: number | null } | null {
  const [, path = '', line] =
    /^((?:~|\.{1,2}|[A-Za-z]:)?[\w@.+\-()[\]/\\ ]*[\w)\]-]\.[A-Za-z]\w{0,9})(?:(?::|#L)(\d{1,7})(?:[-:,#L\d]*))?$/.exec(
      text,
    ) ?? [];
  if (path === '' || (!/[\\/]/.test(path) && line === undefined)) return null;
  const number = Number(line ?? 0);
  return { path, line: number > 0 ? number : null };
}

/** Markdown as it is read. */
export const markdown = (text: string, parts: MarkdownParts = {}): TemplateResult =>
  html`<div class="md" dir="auto">${guard([text, parts.mark], () => rendered(text, parts))}</div>`;

/** So much of a text is looked at for its first line. */
const FIRST_CHARS = 4_000;

/** The first line of a Markdown text as it reads, without its marks; '' where there is none. */
export function firstLine(text: string): string {
  for (const token of parser().parse(text.slice(0, FIRST_CHARS), {})) {
    if (!['inline', 'fence', 'code_block'].includes(token.type)) continue;
    const parts = token.children ?? [token];
    const whole = parts.map((one) => (one.type.endsWith('break') ? '\n' : one.content)).join('');
    const line = whole.split('\n').find((one) => one.trim() !== '');
    if (line !== undefined) return line.trim();
  }
  return '';
}

function rendered(text: string, parts: MarkdownParts): unknown {
  const readable = visible(text);
  if (readable.length > MOST_CHARS) return html`<pre class="plain">${readable}</pre>`;
  const tokens = parser().parse(readable, {});
  setLevels(tokens);
  setBoxes(tokens);
  return content(tokens, parts);
}

/** Headings of the page, whose levels are 1 and 2, are above those of a text; no text leaves out a level. */
function setLevels(tokens: readonly Token[]): void {
  const above: string[] = [];
  for (const token of tokens) {
    if (token.type !== 'heading_open') continue;
    while ((above.at(-1) ?? '') >= token.tag) above.pop();
    above.push(token.tag);
    token.meta = { level: Math.min(6, 2 + above.length) };
  }
}

/** Boxes of lists of tasks, whose items begin with `[ ]` or `[x]`. */
function setBoxes(tokens: readonly Token[]): void {
  for (const [i, token] of tokens.entries()) {
    const first = tokens[i + 2]?.children?.[0];
    const [mark, state] = /^\[([ xX])\] /.exec(first?.content ?? '') ?? [];
    if (token.type !== 'list_item_open' || first === undefined || mark === undefined) continue;
    first.content = `${state === ' ' ? '☐' : '☑'} ${first.content.slice(mark.length)}`;
    token.meta = { isTask: true };
  }
}

/** An attribute of a token as text; '' without it. */
const attribute = (token: Token, name: string): string => String(token.attrGet(name) ?? '');

/** Tokens of one level as templates: what lies between an opening and its closing one is rendered first. */
function content(tokens: readonly Token[], parts: MarkdownParts): unknown[] {
  const out: unknown[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token.nesting !== 1) {
      out.push(single(token, parts));
      continue;
    }
    let depth = 1;
    let end = at + 1;
    while (end < tokens.length && (depth += tokens[end]!.nesting) > 0) end++;
    out.push(around(token, content(tokens.slice(at + 1, end), parts), tokens.slice(at + 1, end), parts));
    at = end;
  }
  return out;
}

/** Tokens that stand alone. */
function single(token: Token, parts: MarkdownParts): unknown {
  const marked = (text: string): unknown => parts.mark?.(text) ?? text;
  switch (token.type) {
    case 'inline':
      return content(token.children ?? [], parts);
    case 'text':
    case 'text_special':
      return marked(token.content);
    // As a terminal shows it: lines stay lines.
    case 'softbreak':
    case 'hardbreak':
      return html`<br />`;
    case 'hr':
      return html`<hr />`;
    case 'code_inline':
      return code(token.content, marked(token.content), parts);
    case 'fence':
    case 'code_block': {
      const text = token.content.replace(/\n$/, '');
      return fencedCode(text, token.info, parts.mark?.(text) ?? null);
    }
    case 'image':
      return html`<span class="picture"
        >${t('Picture: {0}', token.content || t('without a name'))}${address(attribute(token, 'src'))}</span
      >`;
    default:
      return marked(token.content);
  }
}

/** A block of code. `info`: what stands behind its fence; `marked`: the text with what is looked for marked, null if nothing is. */
export const fencedCode = (text: string, info: string, marked: unknown): TemplateResult =>
  marked === null
    ? codeBlock(text, languageOf(info.trim().split(/[\s,{]/, 1)[0] ?? ''))
    : html`<pre class="code"><code>${marked}</code></pre>`;

let fences: Parser | null = null;

/** A text that is Markdown only in its fences: what lies in one, with what stands behind it, and what lies outside (`info` null). */
export function splitByFences(text: string): { info: string | null; text: string }[] {
  fences ??= new MarkdownIt('zero').enable('fence');
  // The parser counts lines like this.
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const pieces: ReturnType<typeof splitByFences> = [];
  let from = 0;
  const addPlain = (to: number): void => {
    const plain = lines.slice(from, to).join('\n');
    if (plain.trim() !== '') pieces.push({ info: null, text: plain });
  };
  for (const token of fences.parse(text, {})) {
    if (token.type !== 'fence' || token.map === null) continue;
    const [begin, end] = token.map;
    // The parser ends a fence that nothing closes with the text.
    if (end - 1 === begin || lines[end - 1]?.trim().startsWith(token.markup) !== true) continue;
    addPlain(begin);
    pieces.push({ info: token.info, text: token.content.replace(/\n$/, '') });
    from = end;
  }
  addPlain(lines.length);
  return pieces;
}

/** Code in a line; a path of a file leads to it. */
function code(text: string, shown: unknown, { openFile }: MarkdownParts): TemplateResult {
  const named = openFile === undefined ? null : pathIn(text);
  if (named === null) return html`<code class="in">${shown}</code>`;
  return html`<button type="button" class="link" @click=${() => openFile?.(named.path, named.line)}>
    <code class="in">${shown}</code>
  </button>`;
}

/** An address that is no link, behind the words that would have been one. */
const address = (target: string): unknown =>
  target === '' ? nothing : html` <span class="muted">(${target.slice(0, 300)})</span>`;

function link(target: string, inner: unknown, words: string, { openFile }: MarkdownParts): unknown {
  if (isWebAddress(target))
    return html`<a href=${target} title=${target} rel="noreferrer">${inner}</a
      >${misleads(words, target) ? address(target) : nothing}`;
  const named = openFile === undefined ? null : pathIn(decoded(target));
  if (named === null) return html`${inner}${address(target)}`;
  return html`<button
    type="button"
    class="link"
    title=${target}
    @click=${() => openFile?.(named.path, named.line)}
  >
    ${inner}
  </button>`;
}

function decoded(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}

/** True for words that look like an address of another host than the link has. */
function misleads(words: string, target: string): boolean {
  const [, said] = /^\s*(?:https?:\/\/)?((?:[\w-]+\.)+[a-z]{2,})/i.exec(words) ?? [];
  const [, host] = /^https?:\/\/(?:[^/?#]*@)?([^/?#:]+)/i.exec(target) ?? [];
  return said !== undefined && host !== undefined && said.toLowerCase() !== host.toLowerCase();
}

/** Tokens around others. */
function around(token: Token, inner: unknown, tokens: readonly Token[], parts: MarkdownParts): unknown {
  const align = /(left|center|right)/.exec(attribute(token, 'style'))?.[1] ?? 'left';
  switch (token.type) {
    case 'paragraph_open':
      return token.hidden ? inner : html`<p>${inner}</p>`;
    case 'heading_open':
      return html`<p
        class="h h${token.tag.slice(1)}"
        role="heading"
        aria-level=${Number(token.meta?.['level'])}
      >
        ${inner}
      </p>`;
    case 'blockquote_open':
      return html`<blockquote>${inner}</blockquote>`;
    case 'bullet_list_open':
      return html`<ul>
        ${inner}
      </ul>`;
    case 'ordered_list_open':
      return html`<ol start=${token.attrGet('start') ?? nothing}>
        ${inner}
      </ol>`;
    case 'list_item_open':
      return token.meta?.['isTask'] === true ? html`<li class="task">${inner}</li>` : html`<li>${inner}</li>`;
    case 'table_open':
      return html`<div class="wide">
        <table>
          ${inner}
        </table>
      </div>`;
    case 'thead_open':
      return html`<thead>
        ${inner}
      </thead>`;
    case 'tbody_open':
      return html`<tbody>
        ${inner}
      </tbody>`;
    case 'tr_open':
      return html`<tr>
        ${inner}
      </tr>`;
    case 'th_open':
      return html`<th class="to-${align}">${inner}</th>`;
    case 'td_open':
      return html`<td class="to-${align}">${inner}</td>`;
    case 'strong_open':
      return html`<strong>${inner}</strong>`;
    case 'em_open':
      return html`<em>${inner}</em>`;
    case 's_open':
      return html`<s>${inner}</s>`;
    case 'link_open':
      return link(attribute(token, 'href'), inner, tokens.map((one) => one.content).join(''), parts);
    default:
      return inner;
  }
}
