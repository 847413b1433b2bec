/** The words of a plain text (`plainText.ts`) by which its language is told, found in one walk. */
import type { Vocabulary } from './vocabulary';

/** What a plain text has. */
export interface PlainWords {
  /** Letters of its words. */
  letters: number;
  /** Words of two letters and more. */
  words: number;
  /** Words cut short before a vowel, as in “j'ai”. */
  elisions: number;
  /** Numbers of the words that the vocabulary knows, each as often as it stands there. */
  known: number[];
}

/** A text with a longer name in it is left to the expression that this walk stands for. */
const LONGEST_NAME = 40;

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;
const isCapital = (unit: number): boolean => unit >= 0x41 && unit <= 0x5a;
const isSmall = (unit: number): boolean => unit >= 0x61 && unit <= 0x7a;
const isOfWord = (unit: number): boolean => isSmall(unit) || isCapital(unit) || isDigit(unit);
const HYPHEN = 0x2d;
const POINT = 0x2e;
const isApostrophe = (unit: number): boolean => unit === 0x27 || unit === 0x2019;

/** The first place from `from` on where no letter or digit stands, and no hyphen if `hyphens`. */
function endOf(text: string, from: number, hyphens: boolean): number {
  let end = from;
  for (;;) {
    const unit = text.charCodeAt(end);
    if (!isOfWord(unit) && !(hyphens && unit === HYPHEN)) return end;
    end++;
  }
}

/** Where an option (`-v`, `--help`, the end of `well-known`) that begins with the hyphen at `at` has its first letter; -1: it is none. */
function optionAt(text: string, at: number): number {
  const letter = text.charCodeAt(at + 1) === HYPHEN ? at + 2 : at + 1;
  return isSmall(text.charCodeAt(letter)) ? letter : -1;
}

/** Whether letters and digits are no word: with a digit, or two or three capitals. */
function isNoWord(text: string, from: number, to: number): boolean {
  let capitals = 0;
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (isDigit(unit)) return true;
    if (isCapital(unit)) capitals++;
  }
  return capitals === to - from && (capitals === 2 || capitals === 3);
}

const ELIDED = new Set('cdjlmnst');
const isElided = (text: string, from: number, to: number): boolean =>
  to - from === 1 ? ELIDED.has(text[from]!.toLowerCase()) : text.slice(from, to).toLowerCase() === 'qu';

/**
 * The words of a plain text without signs of code: not options, names with a point, identifiers with a digit, abbreviations, which are
 * words of no language (`NO_WORDS` in `language.ts` says the same of any text). Null when it has a name that is too long.
 */
export function plainWordsOf(text: string, vocabulary: Vocabulary): PlainWords | null {
  const found: PlainWords = { letters: 0, words: 0, elisions: 0, known: [] };
  /** Where a word must begin to be the rest of one that is cut short. */
  let afterElision = -1;
  for (let at = 0; at < text.length;) {
    const unit = text.charCodeAt(at);
    if (unit === HYPHEN) {
      const letter = optionAt(text, at);
      const end = letter === -1 ? at + 1 : endOf(text, letter, true);
      if (end - at > LONGEST_NAME) return null;
      at = end;
      continue;
    }
    const end = endOf(text, at, false);
    if (end === at) {
      at++;
      continue;
    }
    if (end - at > LONGEST_NAME) return null;
    if (text.charCodeAt(end) === POINT && isOfWord(text.charCodeAt(end + 1))) {
      at = endOf(text, end + 1, false);
      continue;
    }
    if (!isNoWord(text, at, end)) {
      if (at === afterElision) found.elisions++;
      found.letters += end - at;
      if (end - at <= 2 && isApostrophe(text.charCodeAt(end)) && isElided(text, at, end))
        afterElision = end + 1;
      if (end - at >= 2) {
        found.words++;
        const id = vocabulary.idAt(text, at, end);
        if (id !== -1) found.known.push(id);
      }
    }
    at = end;
  }
  return found;
}
