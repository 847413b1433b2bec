/**
 * The trigrams of a text, found in one pass: a word is not in the text unless all its trigrams are. Case is ignored, all digits are the
 * same symbol, and every character that is not an ASCII letter, digit or `_` is a blank. For characters of other scripts it is noted
 * separately that they occur.
 */
import { IS_PLAIN } from './plainText';

/** Bits of a symbol: a blank (0), a letter, a digit, `_`. */
const SYMBOL_BITS = 5;
const TRIGRAM_MASK = (1 << (3 * SYMBOL_BITS)) - 1;
const DIGIT = 27;
const SYMBOLS = new Uint8Array(0x80);
for (let letter = 1; letter <= 26; letter++) SYMBOLS[0x40 + letter] = SYMBOLS[0x60 + letter] = letter;
SYMBOLS.fill(DIGIT, 0x30, 0x3a);
SYMBOLS[0x5f] = 28;

/** Bits after those of the trigrams: signs and characters of scripts without case, by their low bits. */
const UNITS = TRIGRAM_MASK + 1;
const UNIT_MASK = 0x3ff;
/** The text has a letter outside ASCII that may have another case. */
const CASED = UNITS + UNIT_MASK + 1;
/** A bit that is set for every text. */
export const ALWAYS = CASED + 1;
const SIZE = ALWAYS + 1;

/** `K` and `ſ` match `k` and `s` in expressions with both flags `i` and `u`, but in no others. */
const isOdd = (unit: number): boolean => unit === 0x212a || unit === 0x17f;

/** Signs, and scripts without case. Of a surrogate pair only the first half counts. */
const isCaseless = (unit: number): boolean =>
  (unit >= 0x2010 && unit < 0x2100) ||
  (unit >= 0x2190 && unit < 0x24b0) ||
  (unit >= 0x2500 && unit < 0x2c00) ||
  (unit >= 0x2e80 && unit < 0xa640) ||
  (unit >= 0xac00 && unit < 0xdc00);
const isSecondHalf = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** The bit for a character outside ASCII; -1 if it has none. */
function noteOf(unit: number): number {
  if (isSecondHalf(unit)) return -1;
  return isCaseless(unit) ? UNITS + (unit & UNIT_MASK) : CASED;
}

/** In a word: any number of unknown characters. */
export const GAP = '\uffff';
/** In a word: a word boundary (`\b`). */
export const BORDER = '\0';
/** Trigrams that are tested for one word. */
const MOST_TRIGRAMS = 6;

/** The first few bits (trigrams and notes) that are set for every text with this word. */
export function trigramsOfWord(word: string): number[] {
  const trigrams: number[] = [];
  let trigram = 0;
  let length = 0;
  for (let i = 0; i < word.length && trigrams.length < MOST_TRIGRAMS; i++) {
    const unit = word.charCodeAt(i);
    if (word[i] === GAP) {
      length = 0;
      continue;
    }
    // At the end of a piece a boundary beside a letter is a blank; elsewhere it adds nothing to its neighbours.
    if (
      word[i] === BORDER &&
      !(length === 0 ? symbolAt(word, i + 1) : isEnd(word, i + 1) && symbolAt(word, i - 1))
    )
      continue;
    const note = unit < 0x80 ? -1 : noteOf(unit);
    // Most texts have no such character, so it is tested first.
    if (note !== -1 && !trigrams.includes(note)) trigrams.unshift(note);
    trigram = ((trigram << SYMBOL_BITS) | symbolAt(word, i)) & TRIGRAM_MASK;
    length++;
    // A trigram of blanks is in nearly every text.
    if (length >= 3 && trigram !== 0 && !trigrams.includes(trigram)) trigrams.push(trigram);
  }
  return trigrams;
}

const isEnd = (word: string, i: number): boolean => i === word.length || word[i] === GAP;
/** The symbol of a character; a blank after the end. */
function symbolAt(word: string, i: number): number {
  const unit = i < word.length ? word.charCodeAt(i) : 0;
  return unit < 0x80 ? SYMBOLS[unit]! : 0;
}

/** A text and the set of its trigrams. */
export class Trigrams {
  text = '';
  plain = true;
  /** It has one of the odd letters, so the trigrams cannot exclude a match. */
  odd = false;
  readonly bits = new Int32Array((SIZE >> 5) + 1);

  constructor() {
    this.take('');
  }

  /** Replaces the text. */
  take(text: string): void {
    this.text = text;
    this.plain = true;
    this.odd = false;
    const { bits } = this;
    bits.fill(0);
    bits[ALWAYS >> 5]! |= 1 << (ALWAYS & 31);
    let trigram = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      let symbol = 0;
      if (unit < 0x80) symbol = SYMBOLS[unit]!;
      else this.note(unit);
      trigram = ((trigram << SYMBOL_BITS) | symbol) & TRIGRAM_MASK;
      bits[trigram >> 5]! |= 1 << (trigram & 31);
    }
    trigram = (trigram << SYMBOL_BITS) & TRIGRAM_MASK;
    bits[trigram >> 5]! |= 1 << (trigram & 31);
  }

  private note(unit: number): void {
    if (IS_PLAIN[unit] === 0) this.plain = false;
    if (isOdd(unit)) this.odd = true;
    const note = noteOf(unit);
    if (note !== -1) this.bits[note >> 5]! |= 1 << (note & 31);
  }
}

/** The last few texts: many expressions are tried on one text, on its prose and on its end. */
const lately = Array.from({ length: 4 }, () => new Trigrams());
let last = lately[0]!;
let oldest = 0;

/** The trigrams of a text. The object is reused: it is valid until the trigrams of other texts are asked for. */
export function trigramsOf(text: string): Trigrams {
  if (last.text === text) return last;
  const known = lately.find((one) => one.text === text);
  if (known !== undefined) return (last = known);
  last = lately[oldest]!;
  oldest = (oldest + 1) % lately.length;
  last.take(text);
  return last;
}
