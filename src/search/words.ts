/**
 * Cuts text into the words it is searched by: `readBeforeEdit` is _read before edit_, a path is its parts, Chinese and Japanese are
 * one character a word; case and accents do not count. What is indexed, looked for and marked is cut here alike.
 */

/** A word as it is compared, and where it stands in the text. */
export interface Word {
  word: string;
  from: number;
  to: number;
}

/** What a text is searched by. */
export interface Words {
  /** In order. */
  parts: Word[];
  /** What is written in several parts, as one word: `readbeforeedit`. */
  wholes: Word[];
}

/** A longer run of letters and digits is no word (base64, a minified file): its beginning stands for it. */
const LONGEST = 100;

/** Letters and digits, and whatever lies outside of ASCII: `mixed` looks closer at that. */
const RUNS = /[0-9A-Za-z\u0080-\uffff]+/g;
const WORDS = /[\p{L}\p{N}\p{M}]+/gu;
/** Characters of scripts that are written without blanks between words: each is one. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]\p{M}*/gu;
/** Where a part begins: `aB`, `1B`, and before the last capital of `HTTPServer`. */
const PARTS = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;
/** The same in ASCII, as a quick look whether there is one. */
const HAS_PARTS = /[a-z0-9][A-Z]|[A-Z][A-Z][a-z]/;
const ASCII = /^[\0-\x7f]*$/;

/** As words are compared: compatible forms are one, without accents, in lower case. */
const plain = (text: string): string =>
  ASCII.test(text) ? text.toLowerCase() : text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** The words of a text. */
export function wordsIn(text: string): Words {
  const words: Words = { parts: [], wholes: [] };
  for (const { 0: run, index } of text.matchAll(RUNS)) {
    if (ASCII.test(run)) takeRun(run, index, words);
    else takeMixed(run, index, words);
  }
  return words;
}

/** A run with characters outside of ASCII, which may be no letters, or words of their own. */
function takeMixed(run: string, at: number, words: Words): void {
  for (const { 0: letters, index } of run.matchAll(WORDS)) {
    const from = at + index;
    let done = 0;
    for (const { 0: one, index: place } of letters.matchAll(UNSPACED)) {
      if (place > done) takeRun(letters.slice(done, place), from + done, words);
      done = place + one.length;
      takeWord(one, from + place, words.parts);
    }
    if (done < letters.length) takeRun(letters.slice(done), from + done, words);
  }
}

function takeRun(run: string, from: number, { parts, wholes }: Words): void {
  if (run.length > LONGEST) {
    parts.push({ word: plain(run.slice(0, LONGEST)), from, to: from + run.length });
  } else if (ASCII.test(run) && !HAS_PARTS.test(run)) {
    parts.push({ word: run.toLowerCase(), from, to: from + run.length });
  } else {
    const pieces = run.split(PARTS);
    let at = from;
    for (const piece of pieces) {
      takeWord(piece, at, parts);
      at += piece.length;
    }
    if (pieces.length > 1) takeWord(run, from, wholes);
  }
}

function takeWord(text: string, from: number, words: Word[]): void {
  const word = plain(text);
  if (word !== '') words.push({ word, from, to: from + text.length });
}

/** A text as it is put into the index, words with blanks between them. */
export function indexed(text: string): { parts: string; wholes: string } {
  const { parts, wholes } = wordsIn(text);
  const joined = (words: readonly Word[]): string => words.map(({ word }) => word).join(' ');
  return { parts: joined(parts), wholes: joined(wholes) };
}
