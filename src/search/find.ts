/** Where a text says what is looked for: for the logs that are read, and to mark what the index found. */
import type { Near, Node, Phrase } from './query';
import { wordsIn, type Word, type Words } from './words';

/** Of a text, from where to where. */
export interface Mark {
  from: number;
  to: number;
}

/** Where a text says it, in order and apart; null when it does not. */
export function marksIn(text: string, node: Node): Mark[] | null {
  const marks: Mark[] = [];
  return holds(node, new Text(wordsIn(text)), marks) ? apart(marks) : null;
}

class Text {
  readonly parts: readonly Word[];
  readonly wholes: readonly Word[];
  private readonly places = new Map<string, number[]>();

  constructor({ parts, wholes }: Words) {
    this.parts = parts;
    this.wholes = wholes;
    for (const [place, { word }] of parts.entries()) {
      const known = this.places.get(word);
      if (known === undefined) this.places.set(word, [place]);
      else known.push(place);
    }
  }

  /** Where among the words the phrase begins. */
  begins({ words, begins }: Phrase): number[] {
    const [first = '', ...rest] = words;
    const starts =
      rest.length === 0 && begins
        ? [...this.parts.keys()].filter((place) => this.parts[place]?.word.startsWith(first) === true)
        : (this.places.get(first) ?? []);
    return starts.filter((start) =>
      rest.every((word, i) => {
        const there = this.parts[start + i + 1]?.word;
        return begins && i === rest.length - 1 ? there?.startsWith(word) === true : there === word;
      }),
    );
  }

  /** Words in several parts that are the phrase, which has one word. */
  whole({ words, whole, begins }: Phrase): Word[] {
    const wanted = whole ?? (words.length === 1 ? words[0] : undefined);
    if (wanted === undefined) return [];
    return this.wholes.filter(({ word }) => (begins ? word.startsWith(wanted) : word === wanted));
  }

  mark(start: number, { words }: Phrase): Mark {
    const { parts } = this;
    return { from: parts[start]?.from ?? 0, to: parts[start + words.length - 1]?.to ?? 0 };
  }
}

function holds(node: Node, text: Text, marks: Mark[]): boolean {
  switch (node.kind) {
    case 'phrase': {
      const starts = text.begins(node);
      const wholes = text.whole(node);
      marks.push(...starts.map((start) => text.mark(start, node)), ...wholes);
      return starts.length + wholes.length > 0;
    }
    case 'near':
      return near(node, text, marks);
    case 'and':
      return node.operands.every((one) => holds(one, text, marks));
    case 'or':
      // Each is looked at, so that all are marked.
      return node.operands.filter((one) => holds(one, text, marks)).length > 0;
    case 'not':
      return holds(node.operand, text, marks) && !node.but.some((one) => holds(one, text, []));
  }
}

/** Of each phrase one place so that no more than `within` words lie between the end of any and the begin of the last. */
function near({ operands, within }: Near, text: Text, marks: Mark[]): boolean {
  const places = operands.map((phrase) => text.begins(phrase));
  const lasts = places.flat().sort((a, b) => a - b);
  const at = places.map(() => -1);
  let found = false;
  for (const last of lasts) {
    for (const [i, starts] of places.entries())
      while ((starts[(at[i] ?? -1) + 1] ?? Infinity) <= last) at[i] = (at[i] ?? -1) + 1;
    const chosen = places.map((starts, i) => starts[at[i] ?? -1]);
    const isNear = chosen.every(
      (start, i) => start !== undefined && last - (start + (operands[i]?.words.length ?? 0)) <= within,
    );
    if (!isNear) continue;
    found = true;
    for (const [i, start] of chosen.entries())
      if (start !== undefined) marks.push(text.mark(start, operands[i]!));
  }
  return found;
}

/** The marks in order, those that touch as one. */
function apart(marks: readonly Mark[]): Mark[] {
  const joined: Mark[] = [];
  for (const { from, to } of marks.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/**
 * Punctuation, arrows, lines, signs, kana, Han, Hangul and most emoji (by their code units): compared with words of ASCII they are no
 * part of one, and become none (as `ﬁ` becomes `fi`). Real logs are full of `—`, `→` and `…`.
 */
const APART = String.raw`\u00a1-\u00a7\u00a9\u00ab-\u00ae\u00b0\u00b1\u00b6\u00b7\u00bb\u00bf\u00d7\u00f7\u2010-\u2027\u2030-\u203a\u2190-\u23ff\u2500-\u27bf\u3001-\u3020\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff\uac00-\ud7a3\ud83d\udc00-\udfff\ufe0f`;
/** Escapes of JSON, which may stand for any character. */
const ESCAPE = String.raw`\\(?:u[0-9a-fA-F]{4}|\/)`;
/**
 * What a word of ASCII may be written with, other than its own letters. A zero is half a character of UTF-16; the last says how a character
 * before it looks.
 */
const UNLIKE_ASCII = new RegExp(`[^\\x01-\\x7f${APART}]|${ESCAPE}|(?<=[0-9A-Za-z])\\ufe0f`);
const UNLIKE_ANY = new RegExp(`[^\\x01-\\x7f]|${ESCAPE}`);

/**
 * A quick look at lines of logs, as they are written: false when one cannot say it, without parsing it. Lines in which the words may be
 * written otherwise than they are compared always can.
 */
export function quickLook(node: Node): (line: string) => boolean {
  const unlike = hasOnlyAscii(node) ? UNLIKE_ASCII : UNLIKE_ANY;
  return (line) => unlike.test(line) || canHold(node, line.toLowerCase());
}

function hasOnlyAscii(node: Node): boolean {
  if (node.kind === 'phrase') return node.words.every((word) => /^[\0-\x7f]*$/.test(word));
  return node.kind === 'not' ? hasOnlyAscii(node.operand) : node.operands.every(hasOnlyAscii);
}

function canHold(node: Node, line: string): boolean {
  switch (node.kind) {
    case 'phrase':
      return node.words.every((word) => line.includes(word));
    case 'near':
    case 'and':
      return node.operands.every((one) => canHold(one, line));
    case 'or':
      return node.operands.some((one) => canHold(one, line));
    case 'not':
      return canHold(node.operand, line);
  }
}
