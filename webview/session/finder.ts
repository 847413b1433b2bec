/** The search in a session's transcript: a part of the log at a time, and on when lines are added. */
import type { Reply } from '../../src/engine/protocol';
import type { Askable } from '../../src/pages/session/contract';
import type { Questions } from '../shared/questions';
import { scan } from '../shared/scan';
import { t } from '../shared/l10n';

/**
 * What was found in the transcript: numbers of lines; `done` when all of it was looked through, or there are `more` than are listed;
 * `unread` lines were too long to be looked through.
 */
export interface Findings {
  text: string;
  lines: readonly number[];
  at: number;
  /** Row of the transcript the line the search stands at is on; null while none was found. */
  row: number | null;
  done: boolean;
  more: boolean;
  unread: number;
}

/** While a person types, the search waits so long, in ms. */
const TYPING_MS = 250;
/** More lines than these are not looked for: nobody steps through them. */
const MOST_FOUND = 1_000;

export interface FinderParts {
  ask: Questions<Askable, 'id'>['ask'];
  /** Another text is looked for, or none. */
  begun: (go: boolean) => void;
  changed: () => void;
  /** The row of a line that was found is to be shown. */
  show: (row: number) => void;
}

/** What is known after a part: `found` of the lines from `from` on. */
function withPart(before: Findings, from: number, found: readonly number[], next: number | null): Findings {
  const lines = [...before.lines.filter((line) => line < from), ...found];
  const more = lines.length > MOST_FOUND;
  return { ...before, lines: lines.slice(0, MOST_FOUND), done: more || next === null, more };
}

/** The search of a page. */
export class Finder {
  /** Null when nothing is looked for. */
  findings: Findings | null = null;
  /** Why not all was looked through; null when it was, or still may be. */
  failure: string | null = null;
  readonly #parts: FinderParts;
  #wanted = '';
  /** Runs while the text is typed. */
  #typing: ReturnType<typeof setTimeout> | undefined;
  /** Another object for each text that is looked for. */
  #run = {};
  /** Where the last part that was looked through begins, how many lines there were, and how many before it were too long. */
  #looked = { from: 0, total: 0, unread: 0 };
  /** Lines of the transcript. */
  #lines = 0;
  /** Rows of the lines that were found. */
  readonly #rows = new Map<number, number>();

  constructor(parts: FinderParts) {
    this.#parts = parts;
  }

  /** Looks for a text again that was looked for before the page was closed, without going there. */
  resume(text: string): void {
    if (text !== '' && text !== this.#wanted) this.#look(text, false);
  }

  /** Looks for a text that is being typed, when it is not typed on for a moment. */
  type(text: string): void {
    clearTimeout(this.#typing);
    this.#wanted = text;
    if (text === '') this.#look('', true);
    else this.#typing = setTimeout(() => this.#look(text, true), TYPING_MS);
  }

  /** Goes to the next line found, or the one before; a text that is being typed, or failed, is looked for at once. */
  step(by: 1 | -1): void {
    const { findings } = this;
    if (findings?.text !== this.#wanted && this.#wanted !== '') return this.#look(this.#wanted, true);
    if (findings === null || findings.lines.length === 0) return;
    const { length } = findings.lines;
    this.findings = this.#withRow({ ...findings, at: (findings.at + by + length) % length });
    this.#parts.changed();
    this.#show();
  }

  /** There are so many lines now: the search goes on where it ended. */
  grown(total: number): void {
    this.#lines = total;
    const { findings } = this;
    if (findings === null || !findings.done || findings.more || total <= this.#looked.total) return;
    this.#looked.total = total;
    this.#seek(this.#looked.from, this.#looked.unread, false);
  }

  /** From the beginning; `go`: to the first line that says it. */
  #look(text: string, go: boolean): void {
    clearTimeout(this.#typing);
    this.#wanted = text;
    this.#run = {};
    this.failure = null;
    this.findings =
      text === '' ? null : { text, lines: [], at: 0, row: null, done: false, more: false, unread: 0 };
    this.#parts.begun(go);
    if (this.findings !== null) this.#seek(0, 0, go);
  }

  #seek(begin: number, unreadBefore: number, go: boolean): void {
    const { ask, changed } = this.#parts;
    const run = this.#run;
    const text = this.findings?.text ?? '';
    let sum = unreadBefore;
    scan<number, Reply<'findInSession'>>(begin, {
      ask: (from, take, fail) => ask('findInSession', { text, from }, take, fail),
      found: ({ found, rows, next, unread }, from) => {
        const before = this.findings;
        if (before === null) return null;
        this.#looked = { from, total: this.#lines, unread: sum };
        sum += unread;
        found.forEach((line, i) => this.#rows.set(line, rows[i] ?? line));
        this.failure = null;
        const now = this.#withRow({ ...withPart(before, from, found, next), unread: sum });
        this.findings = now;
        changed();
        if (go && before.lines.length === 0) this.#show();
        return now.done ? null : next;
      },
      failed: (message) => {
        this.failure = t('Not everything was searched: {0}', message);
        const before = this.findings;
        // Without lines it was not looked through: “Not found” would say too much.
        this.findings = before === null || before.lines.length === 0 ? null : { ...before, done: true };
        changed();
      },
      isWanted: () => run === this.#run && this.findings !== null,
    });
  }

  #show(): void {
    const row = this.findings?.row ?? null;
    if (row !== null) this.#parts.show(row);
  }

  #withRow(findings: Findings): Findings {
    const line = findings.lines[findings.at];
    return { ...findings, row: line === undefined ? null : (this.#rows.get(line) ?? null) };
  }
}
