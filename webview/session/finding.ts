/** The search in a session's transcript: a part of the log at a time, and on when lines are added. */
import type { Reply } from '../../src/engine/protocol';
import type { Askable } from '../../src/pages/session/contract';
import type { Questions } from '../shared/questions';
import { scan } from '../shared/scan';

/**
 * What was found in the transcript: numbers of lines; `done` when all of it was looked through, or there are `more` than are listed;
 * `unread` lines were too long to be looked through.
 */
export interface Findings {
  text: string;
  lines: readonly number[];
  at: number;
  done: boolean;
  more: boolean;
  unread: number;
}

/** While a person types, the search waits so long, in ms. */
const TYPING_MS = 250;
/** More lines than these are not looked for: nobody steps through them. */
const MOST_FOUND = 1_000;

export interface Finder {
  /** Null when nothing is looked for. */
  readonly findings: Findings | null;
  /** Why not all was looked through; null when it was, or still may be. */
  readonly failure: string | null;
  /** Looks for a text again that was looked for before the page was closed, without going there. */
  resume(text: string): void;
  /** Looks for a text that is being typed, when it is not typed on for a moment. */
  type(text: string): void;
  /** Goes to the next line found, or the one before; a text that is being typed is looked for at once. */
  step(by: 1 | -1): void;
  /** There are so many lines now: the search goes on where it ended. */
  grown(total: number): void;
}

export interface FinderParts {
  ask: Questions<Askable, 'id'>['ask'];
  /** Another text is looked for, or none. */
  begun: (go: boolean) => void;
  changed: () => void;
  /** The line that was found is to be shown. */
  show: (line: number) => void;
}

/** What is known after a part: `found` of the lines from `from` on. */
function withPart(before: Findings, from: number, found: readonly number[], next: number | null): Findings {
  const lines = [...before.lines.filter((line) => line < from), ...found];
  const more = lines.length > MOST_FOUND;
  return { ...before, lines: lines.slice(0, MOST_FOUND), done: more || next === null, more };
}

export function createFinder({ ask, begun, changed, show }: FinderParts): Finder {
  let findings: Findings | null = null;
  let failure: string | null = null;
  let wanted = '';
  /** Runs while the text is typed. */
  let typing: ReturnType<typeof setTimeout> | undefined;
  /** Another object for each text that is looked for. */
  let run = {};
  /** Where the last part that was looked through begins, how many lines there were, and how many before it were too long. */
  let looked = { from: 0, total: 0, unread: 0 };
  let lines = 0;

  /** From the beginning; `go`: to the first line that says it. */
  function look(text: string, go: boolean): void {
    clearTimeout(typing);
    wanted = text;
    run = {};
    failure = null;
    findings = text === '' ? null : { text, lines: [], at: 0, done: false, more: false, unread: 0 };
    begun(go);
    if (findings !== null) seek(0, 0, go);
  }

  function seek(begin: number, unreadBefore: number, go: boolean): void {
    const mine = run;
    let sum = unreadBefore;
    scan<number, Reply<'seek'>>(begin, {
      ask: (from, take, fail) => ask('seek', { text: findings?.text ?? '', from }, take, fail),
      found({ found, next, unread }, from) {
        if (findings === null) return null;
        const isFirst = findings.lines.length === 0;
        looked = { from, total: lines, unread: sum };
        sum += unread;
        failure = null;
        findings = { ...withPart(findings, from, found, next), unread: sum };
        changed();
        if (go && isFirst) showFound();
        return findings.done ? null : next;
      },
      failed(message) {
        failure = `Not all was looked through: ${message}`;
        // Without lines it was not looked through: “Not found” would say too much.
        if (findings !== null) findings = findings.lines.length === 0 ? null : { ...findings, done: true };
        changed();
      },
      isWanted: () => mine === run && findings !== null,
    });
  }

  function showFound(): void {
    const line = findings?.lines[findings.at];
    if (line !== undefined) show(line);
  }

  function type(text: string): void {
    clearTimeout(typing);
    wanted = text;
    if (text === '') look('', true);
    else typing = setTimeout(() => look(text, true), TYPING_MS);
  }

  function step(by: 1 | -1): void {
    // Also after a search that failed.
    if (findings?.text !== wanted && wanted !== '') return look(wanted, true);
    if (findings === null || findings.lines.length === 0) return;
    const { length } = findings.lines;
    findings = { ...findings, at: (findings.at + by + length) % length };
    changed();
    showFound();
  }

  function grown(total: number): void {
    lines = total;
    if (findings === null || !findings.done || findings.more || total <= looked.total) return;
    looked.total = total;
    seek(looked.from, looked.unread, false);
  }

  return {
    get findings() {
      return findings;
    },
    get failure() {
      return failure;
    },
    resume(text) {
      if (text !== '' && text !== wanted) look(text, false);
    },
    type,
    step,
    grown,
  };
}
