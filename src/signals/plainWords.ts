/** The words of a plain text (`plainText.ts`) by which its language is told, found in one walk. */
import { hashOn, type Vocabulary } from './vocabulary';

/** What a plain text has. */
export interface PlainWords {
  /** Letters of its words. */
  letters: number;
  /** Words of two letters and more. */
  words: number;
  /** Words cut short before a vowel as French does, as in “j'ai”. */
  french: number;
  /** The same as Italian does (“dell'errore”), and words on “zione”. */
  italian: number;
  /** Numbers of the words that the vocabulary knows, each as often as it stands there. */
  known: number[];
}

/** A text with a longer name in it is left to the expression that this walk stands for. */
const LONGEST_NAME = 40;

/** Kinds of characters; all others, and those that are not ASCII, are signs. */
const SIGN = 0;
const SMALL = 1;
const CAPITAL = 2;
const DIGIT = 3;
const KINDS = new Uint8Array(0x80);
KINDS.fill(SMALL, 0x61, 0x7b).fill(CAPITAL, 0x41, 0x5b).fill(DIGIT, 0x30, 0x3a);
const kindOf = (unit: number): number => (unit < 0x80 ? KINDS[unit]! : SIGN);
/** What stands at a place, a sign behind the end: asked for what is not there, V8 takes each character for a number that may be a fraction. */
const unitAt = (text: string, at: number): number => (at < text.length ? text.charCodeAt(at) : 0);

const HYPHEN = 0x2d;
const POINT = 0x2e;
const isApostrophe = (unit: number): boolean => unit === 0x27 || unit === 0x2019;

/** The first place from `from` on where no letter or digit stands, and no hyphen if `hyphens`. */
function endOf(text: string, from: number, hyphens: boolean): number {
  let end = from;
  for (;;) {
    const unit = unitAt(text, end);
    if (kindOf(unit) === SIGN && !(hyphens && unit === HYPHEN)) return end;
    end++;
  }
}

/** Where an option (`-v`, `--help`, the end of `well-known`) that begins with the hyphen at `at` has its first letter; -1: it is none. */
function optionAt(text: string, at: number): number {
  const letter = unitAt(text, at + 1) === HYPHEN ? at + 2 : at + 1;
  return kindOf(unitAt(text, letter)) === SMALL ? letter : -1;
}

/** Words that are cut short before a vowel, and whose they are. `LETTERS` in `language.ts` says the same. */
const ELIDED = new Map<string, 'french' | 'italian'>([
  ...['c', 'd', 'j', 'l', 'm', 'n', 's', 't', 'qu'].map((word) => [word, 'french'] as const),
  ...['dell', 'nell', 'all', 'sull', 'dall', 'un'].map((word) => [word, 'italian'] as const),
]);
const LONGEST_ELIDED = 4;
const ZIONE = 'zione';
/** Whether a word ends as Italian ones do: its last two letters are asked first, as most end otherwise. */
const endsItalian = (text: string, from: number, to: number): boolean =>
  to - from >= ZIONE.length &&
  (unitAt(text, to - 1) | 0x20) === 0x65 &&
  (unitAt(text, to - 2) | 0x20) === 0x6e &&
  text.slice(to - ZIONE.length, to).toLowerCase() === ZIONE;

/**
 * The words of a plain text without signs of code: not options, names with a point, identifiers with a digit, abbreviations, which are
 * words of no language (`NO_WORDS` in `language.ts` says the same of any text). Null when it has a name that is too long.
 */
export function plainWordsOf(text: string, vocabulary: Vocabulary): PlainWords | null {
  let [letters, words] = [0, 0];
  const marks = { french: 0, italian: 0 };
  const known: number[] = [];
  /** Where a word must begin to be the rest of one that is cut short, and whose that one is. */
  let afterElision = -1;
  let elided: keyof typeof marks = 'french';
  for (let at = 0; at < text.length;) {
    const unit = unitAt(text, at);
    if (unit === HYPHEN) {
      const letter = optionAt(text, at);
      const end = letter === -1 ? at + 1 : endOf(text, letter, true);
      if (end - at > LONGEST_NAME) return null;
      at = end;
      continue;
    }
    let end = at;
    let hash = 0;
    let capitals = 0;
    let digits = 0;
    for (;;) {
      const letter = unitAt(text, end);
      const kind = kindOf(letter);
      if (kind === SIGN) break;
      if (kind === CAPITAL) capitals++;
      else if (kind === DIGIT) digits++;
      hash = hashOn(hash, letter | 0x20);
      end++;
    }
    const length = end - at;
    if (length === 0) {
      at++;
      continue;
    }
    if (length > LONGEST_NAME) return null;
    const behind = unitAt(text, end);
    if (behind === POINT && kindOf(unitAt(text, end + 1)) !== SIGN) {
      at = endOf(text, end + 1, false);
      continue;
    }
    // With a digit, or two or three capitals, it is none.
    if (digits === 0 && !(capitals === length && (capitals === 2 || capitals === 3))) {
      if (at === afterElision) marks[elided]++;
      letters += length;
      if (length <= LONGEST_ELIDED && isApostrophe(behind)) {
        const whose = ELIDED.get(text.slice(at, end).toLowerCase());
        if (whose !== undefined) [afterElision, elided] = [end + 1, whose];
      }
      if (endsItalian(text, at, end)) marks.italian++;
      if (length >= 2) {
        words++;
        const id = vocabulary.at(text, at, end, hash);
        if (id !== -1) known.push(id);
      }
    }
    at = end;
  }
  return { letters, words, ...marks, known };
}
