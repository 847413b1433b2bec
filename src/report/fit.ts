/** Makes tables and sentences fit a terminal. Pure. */

/** Text is not cut shorter than this before a column goes. */
export const LEAST = 12;

/** Signs that take two columns of a terminal: those of East Asia, and emoji. */
const TWO =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
/** Signs that take none: they stand on the one before. */
const NONE = /\p{Mn}|\p{Me}|[\u200b\u200c\u200e\u200f]|\u200d|\ufe0f/u;

const widthOfSign = (sign: string): number => (NONE.test(sign) ? 0 : TWO.test(sign) ? 2 : 1);

/** Columns a text takes on a terminal. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const sign of text) width += widthOfSign(sign);
  return width;
}

/** As many signs from the beginning as take no more than `width` columns. */
function beginning(signs: readonly string[], width: number): string[] {
  let left = width;
  const end = signs.findIndex((sign) => (left -= widthOfSign(sign)) < 0);
  return end === -1 ? [...signs] : signs.slice(0, end);
}

const PATH = /^(?:~|\.{1,2})?[\\/]|^[A-Za-z]:[\\/]|^[^\s/\\]+(?:[\\/][^\s/\\]+)+$/;

/** The text in no more than `width` columns: a path loses its beginning, since its end tells it apart, other text its end. */
export function shorten(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width < 1) return '';
  const signs = [...text];
  return PATH.test(text)
    ? `…${beginning(signs.toReversed(), width - 1)
        .toReversed()
        .join('')}`
    : `${beginning(signs, width - 1).join('')}…`;
}

/** A sentence in lines of no more than `width` columns; a word that is longer is cut in pieces. */
export function wrap(text: string, width: number): string[] {
  if (widthOf(text) <= width) return [text];
  const out: string[] = [];
  let line = '';
  for (let word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      out.push(line);
      line = '';
    }
    while (widthOf(word) > width) {
      const piece = beginning([...word], Math.max(1, width)).join('') || [...word][0]!;
      out.push(piece);
      word = word.slice(piece.length);
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...out, line];
}

/** A sentence behind `lead`, in lines of no more than `width` columns that begin where it does. */
export function hangingIndent(lead: string, text: string, width: number): string[] {
  const indent = widthOf(lead);
  return wrap(text, Math.max(LEAST, width - indent)).map(
    (line, i) => `${i === 0 ? lead : ' '.repeat(indent)}${line}`,
  );
}

/** Sentences for people, broken between words where they are wider than the terminal; what has no blank stays whole, to be copied. */
export const prose = (text: string, width: number): string =>
  text
    .split('\n')
    .flatMap((line) => {
      const [lead = ''] = /^ */.exec(line) ?? [];
      return line.trim().includes(' ') ? hangingIndent(lead, line.slice(lead.length), width) : [line];
    })
    .join('\n');

export interface Fitted {
  /** Columns that are shown, by number. */
  columns: number[];
  /** Width of each of them. */
  widths: number[];
}

/** Between two columns. */
export const GAP = 2;
/** A table keeps this many columns. */
const FEWEST = 2;

/**
 * The least width at which names that differ still do when they are shortened, up to `most`; that of any text where they would not
 * even then.
 */
export function distinctWidth(names: readonly string[], most: number): number {
  const different = new Set(names).size;
  const natural = Math.max(0, ...names.map(widthOf));
  const areDistinct = (width: number): boolean =>
    new Set(names.map((one) => shorten(one, width))).size === different;
  let [low, high] = [Math.min(LEAST, natural), Math.min(natural, most)];
  if (high <= low || !areDistinct(high)) return Math.min(LEAST, natural);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (areDistinct(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const sum = (widths: readonly number[]): number =>
  widths.reduce((all, one) => all + one, 0) + GAP * Math.max(0, widths.length - 1);

/**
 * Which columns of a table are shown in `room`, and how wide. First text is cut, the widest first, but not below what can still be
 * told apart (`floors`, where a column needs more or less than others); then columns go, in the order of `goFirst`, and after those
 * from the right.
 */
export function fitColumns(
  natural: readonly number[],
  figures: readonly boolean[],
  room: number,
  goFirst: readonly number[] = [],
  floors: readonly (number | null)[] = [],
): Fitted {
  let columns = natural.map((_, i) => i);
  const least = (i: number): number =>
    floors[i] ?? (figures[i] === true ? natural[i]! : Math.min(natural[i]!, LEAST));
  const order = [...goFirst, ...columns.toReversed().filter((i) => !goFirst.includes(i) && i > 0)];
  for (const going of order) {
    if (sum(columns.map(least)) <= room || columns.length <= FEWEST) break;
    columns = columns.filter((i) => i !== going);
  }
  const widths = columns.map((i) => natural[i]!);
  // The widest text gives up room, one column after the other; where all is at its least, it gives up more.
  for (const floor of [least, () => 1]) {
    while (sum(widths) > room) {
      const most = Math.max(...columns.map((i, at) => (widths[at]! > floor(i) ? widths[at]! : 0)));
      const at = columns.findIndex((i, nth) => widths[nth] === most && most > floor(i));
      if (most === 0 || at === -1) break;
      widths[at]!--;
    }
  }
  return { columns, widths };
}
