/**
 * Which rows of three characters stand in a text, told in one walk over it: a word whose rows do not all stand there is not in it. Small
 * and capital letters are the same, so are all digits, and whatever is no ASCII letter, digit or `_` is a blank; of other scripts it is
 * noted that they are there.
 */
import { IS_PLAIN } from './plainText';

/** Bits of a symbol: a blank (0), a letter, a digit, `_`. */
const SYMBOL_BITS = 5;
const ROW_MASK = (1 << (3 * SYMBOL_BITS)) - 1;
const DIGIT = 27;
const SYMBOLS = new Uint8Array(0x80);
for (let letter = 1; letter <= 26; letter++) SYMBOLS[0x40 + letter] = SYMBOLS[0x60 + letter] = letter;
SYMBOLS.fill(DIGIT, 0x30, 0x3a);
SYMBOLS[0x5f] = 28;

/** Behind the rows: characters of scripts without capitals, and signs, by their last bits. */
const UNITS = ROW_MASK + 1;
const UNIT_MASK = 0x3ff;
/** That a letter beyond ASCII is there that may have another case. */
const CASED = UNITS + UNIT_MASK + 1;
/** What every text has. */
export const ALWAYS = CASED + 1;
const SIZE = ALWAYS + 1;

/** Letters that are the same as `k` and `s` where case is ignored, but only for some expressions. */
const isOdd = (unit: number): boolean => unit === 0x212a || unit === 0x17f;

/** Signs, and scripts without capitals. The second half of a larger character says nothing beside the first. */
const isCaseless = (unit: number): boolean =>
  (unit >= 0x2010 && unit < 0x2100) ||
  (unit >= 0x2190 && unit < 0x24b0) ||
  (unit >= 0x2500 && unit < 0x2c00) ||
  (unit >= 0x2e80 && unit < 0xa640) ||
  (unit >= 0xac00 && unit < 0xdc00);
const isSecondHalf = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** What is noted of a character beyond ASCII; -1: nothing. */
function noteOf(unit: number): number {
  if (isSecondHalf(unit)) return -1;
  return isCaseless(unit) ? UNITS + (unit & UNIT_MASK) : CASED;
}

/** Stands in a word for characters that are not known, or none. */
export const GAP = '\uffff';
/** Stands in a word where a letter, digit or `_` meets something else, or the text begins or ends. */
export const BORDER = '\0';
/** Rows of a word that are asked for. */
const MOST_ROWS = 6;

/** What a text with this word has all of, or as much of it as tells enough. */
export function trigramsOfWord(word: string): number[] {
  const rows: number[] = [];
  let row = 0;
  let length = 0;
  for (let i = 0; i < word.length && rows.length < MOST_ROWS; i++) {
    const unit = word.charCodeAt(i);
    if (word[i] === GAP) {
      length = 0;
      continue;
    }
    // Beside a letter that ends a piece it is a blank; elsewhere it says nothing that its neighbours do not.
    if (
      word[i] === BORDER &&
      !(length === 0 ? symbolAt(word, i + 1) : isEnd(word, i + 1) && symbolAt(word, i - 1))
    )
      continue;
    const note = unit < 0x80 ? -1 : noteOf(unit);
    // Most texts have no such character: it is asked for first.
    if (note !== -1 && !rows.includes(note)) rows.unshift(note);
    row = ((row << SYMBOL_BITS) | symbolAt(word, i)) & ROW_MASK;
    length++;
    // A row of blanks tells nothing.
    if (length >= 3 && row !== 0 && !rows.includes(row)) rows.push(row);
  }
  return rows;
}

const isEnd = (word: string, i: number): boolean => i === word.length || word[i] === GAP;
/** The symbol of a character; a blank beyond the end. */
function symbolAt(word: string, i: number): number {
  const unit = i < word.length ? word.charCodeAt(i) : 0;
  return unit < 0x80 ? SYMBOLS[unit]! : 0;
}

/** A text and its rows of three. */
export class Trigrams {
  text = '';
  plain = true;
  /** It has a letter by which nothing is told. */
  odd = false;
  readonly bits = new Int32Array((SIZE >> 5) + 1);

  constructor() {
    this.take('');
  }

  /** Takes in another text. */
  take(text: string): void {
    this.text = text;
    this.plain = true;
    this.odd = false;
    const { bits } = this;
    bits.fill(0);
    bits[ALWAYS >> 5]! |= 1 << (ALWAYS & 31);
    let row = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      let symbol = 0;
      if (unit < 0x80) symbol = SYMBOLS[unit]!;
      else this.note(unit);
      row = ((row << SYMBOL_BITS) | symbol) & ROW_MASK;
      bits[row >> 5]! |= 1 << (row & 31);
    }
    row = (row << SYMBOL_BITS) & ROW_MASK;
    bits[row >> 5]! |= 1 << (row & 31);
  }

  private note(unit: number): void {
    if (IS_PLAIN[unit] === 0) this.plain = false;
    if (isOdd(unit)) this.odd = true;
    const note = noteOf(unit);
    if (note !== -1) this.bits[note >> 5]! |= 1 << (note & 31);
  }
}

/** Texts that were looked at last: one text, its prose and its end are asked for many expressions each. */
const lately = Array.from({ length: 4 }, () => new Trigrams());
let last = lately[0]!;
let oldest = 0;

/** The rows of a text. They hold until others are asked for. */
export function trigramsOf(text: string): Trigrams {
  if (last.text === text) return last;
  const known = lately.find((one) => one.text === text);
  if (known !== undefined) return (last = known);
  last = lately[oldest]!;
  oldest = (oldest + 1) % lately.length;
  last.take(text);
  return last;
}
