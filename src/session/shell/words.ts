/**
 * A tokenizer for shell commands, in one pass. For Bash, zsh and, as to quotes and separators, PowerShell. It expands nothing and runs
 * nothing.
 */

/** A word without quotes, an operator, or a here-document. */
export type Token =
  | {
      kind: 'word';
      text: string;
      /** No part of it was quoted, so it may be a keyword or an assignment. */
      bare: boolean;
      /** Commands in `$(…)`, `` `…` `` and `<(…)` in the word. */
      inner: readonly string[];
    }
  | { kind: 'sign'; text: string }
  /** The text of a here-document. */
  | { kind: 'document'; text: string };

/** The rest of a longer command is ignored. Characters. */
const LONGEST = 50_000;

const SIGNS = ['&&', '||', ';;', '|&', '&>>', '&>', '>>', '<<<', '<<-', '<<', '>&', '<&', '>|', '<>'];
const ONES = new Set(['&', '|', ';', '(', ')', '<', '>', '\n']);

/** The tokens of a command, in order. */
export function tokensOf(command: string): Token[] {
  return new Scanner(command.slice(0, LONGEST)).all();
}

/** Characters without a special meaning in a word, and between double quotes. */
const PLAIN = /[^\s"'`$\\&|;()<>]+/y;
const QUOTED = /[^"\\$`]+/y;

/** Shared by the words without inner commands, which are most. */
const NONE: readonly string[] = [];

class Scanner {
  private at = 0;
  private readonly tokens: Token[] = [];
  /** Delimiters of the here-documents that begin on the next line. */
  private documents: { end: string; tabs: boolean }[] = [];

  constructor(private readonly text: string) {}

  all(): Token[] {
    while (this.at < this.text.length) this.next();
    return this.tokens;
  }

  private next(): void {
    const c = this.text[this.at]!;
    if (c === ' ' || c === '\t' || c === '\r') this.at++;
    else if (c === '\\' && this.text[this.at + 1] === '\n') this.at += 2;
    else if (c === '#') this.at = this.lineEnd();
    else if ((c === '<' || c === '>') && this.text[this.at + 1] === '(') this.word();
    else if (ONES.has(c)) this.sign(c);
    else this.word();
  }

  private lineEnd(): number {
    const end = this.text.indexOf('\n', this.at);
    return end === -1 ? this.text.length : end;
  }

  private sign(c: string): void {
    const text = SIGNS.find((sign) => this.text.startsWith(sign, this.at)) ?? c;
    this.at += text.length;
    this.tokens.push({ kind: 'sign', text });
    if (text === '<<' || text === '<<-') this.openDocument(text === '<<-');
    if (text === '\n') this.readDocuments();
  }

  /** Reads the delimiter after `<<`. */
  private openDocument(tabs: boolean): void {
    while (this.text[this.at] === ' ' || this.text[this.at] === '\t') this.at++;
    if (this.at >= this.text.length || ONES.has(this.text[this.at]!)) return;
    this.word();
    const end = this.tokens.pop();
    if (end?.kind === 'word') this.documents.push({ end: end.text, tabs });
  }

  private readDocuments(): void {
    for (const { end, tabs } of this.documents) {
      const from = this.at;
      let to = this.text.length;
      while (this.at < this.text.length) {
        const lineEnd = this.lineEnd();
        const line = this.text.slice(this.at, lineEnd);
        const start = this.at;
        this.at = Math.min(lineEnd + 1, this.text.length);
        if ((tabs ? line.replace(/^\t+/, '') : line).trimEnd() === end) {
          to = start;
          break;
        }
      }
      this.tokens.push({ kind: 'document', text: this.text.slice(from, to) });
      // The line with the delimiter ends the command.
      this.tokens.push({ kind: 'sign', text: '\n' });
    }
    this.documents = [];
  }

  private word(): void {
    let text = '';
    let bare = true;
    let inner: string[] | null = null;
    for (; this.at < this.text.length;) {
      text += this.run(PLAIN);
      if (this.at >= this.text.length) break;
      const c = this.text[this.at]!;
      const pair = this.text.slice(this.at, this.at + 2);
      if (pair === '$(' || pair === '<(' || pair === '>(') {
        (inner ??= []).push(this.group());
        text += '$()';
      } else if (c === ' ' || c === '\t' || c === '\r' || ONES.has(c)) break;
      else if (c === '\\') {
        const after = this.text[this.at + 1] ?? '';
        // In a Windows path, a backslash before a letter is a separator, not an escape.
        text +=
          /[A-Za-z0-9]/.test(after) &&
          /(?:^|\\|[A-Za-z]:)[^\\/]*$/.test(text.slice(-80)) &&
          /^(?:[A-Za-z]:|\\|\.)/.test(text)
            ? c + after
            : after === '\n'
              ? ''
              : after;
        bare = false;
        this.at += 2;
      } else if (c === "'" || pair === "$'") {
        this.at += c === '$' ? 2 : 1;
        const end = this.text.indexOf("'", this.at);
        text += this.text.slice(this.at, end === -1 ? undefined : end);
        this.at = end === -1 ? this.text.length : end + 1;
        bare = false;
      } else if (c === '"') {
        text += this.quoted((inner ??= []));
        bare = false;
      } else if (c === '`') {
        (inner ??= []).push(this.ticks());
        text += '$()';
      } else {
        text += c;
        this.at++;
      }
    }
    this.tokens.push({ kind: 'word', text, bare, inner: inner ?? NONE });
  }

  /** Takes all characters without a special meaning. */
  private run(plain: RegExp): string {
    const from = this.at;
    plain.lastIndex = from;
    if (plain.test(this.text)) this.at = plain.lastIndex;
    return this.text.slice(from, this.at);
  }

  private quoted(inner: string[]): string {
    let text = '';
    this.at++;
    while (this.at < this.text.length) {
      text += this.run(QUOTED);
      if (this.at >= this.text.length) break;
      const c = this.text[this.at]!;
      if (c === '"') {
        this.at++;
        break;
      }
      if (c === '\\' && /["\\$`\n]/.test(this.text[this.at + 1] ?? '')) {
        text += this.text[this.at + 1] === '\n' ? '' : this.text[this.at + 1]!;
        this.at += 2;
      } else if (c === '$' && this.text[this.at + 1] === '(') {
        inner.push(this.group());
        text += '$()';
      } else if (c === '`') {
        inner.push(this.ticks());
        text += '$()';
      } else {
        text += c;
        this.at++;
      }
    }
    return text;
  }

  /** Takes the command in the parentheses that open here; parentheses in quotes do not count. */
  private group(): string {
    this.at += 2;
    const from = this.at;
    let depth = 1;
    while (this.at < this.text.length) {
      const c = this.text[this.at]!;
      if (c === '\\') this.at++;
      else if (c === "'") this.at = this.endOf("'");
      else if (c === '"') this.at = this.endOfQuoted();
      else if (c === '(') depth++;
      else if (c === ')' && --depth === 0) break;
      this.at++;
    }
    const text = this.text.slice(from, this.at);
    this.at = Math.min(this.at + 1, this.text.length);
    return text;
  }

  private endOf(mark: string): number {
    const end = this.text.indexOf(mark, this.at + 1);
    return end === -1 ? this.text.length : end;
  }

  private endOfQuoted(): number {
    let at = this.at + 1;
    while (at < this.text.length && this.text[at] !== '"') at += this.text[at] === '\\' ? 2 : 1;
    return Math.min(at, this.text.length);
  }

  private ticks(): string {
    const end = this.endOf('`');
    const text = this.text.slice(this.at + 1, end);
    this.at = Math.min(end + 1, this.text.length);
    return text;
  }
}
