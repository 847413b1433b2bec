/** The byte order of a log saved as UTF-16, as PowerShell saves copies: the lower byte of each character first, or the higher. */
export type Wide = 'low first' | 'high first';

const NEWLINE = 0x0a;
const MARK = /^(?:fffe|feff)/;

/** The byte order of a log that begins with these bytes; null for UTF-8. */
export function wideBy(beginning: Buffer): Wide | null {
  const begins = beginning.toString('hex', 0, 4);
  if (/^fffe7b00|^7b00..00/.test(begins)) return 'low first';
  return /^feff007b|^007b00/.test(begins) ? 'high first' : null;
}

/** Where the next newline begins, or -1. `bytes` must begin with the first byte of a character. */
export function endOfWide(bytes: Buffer, from: number, wide: Wide): number {
  const [place, other] = wide === 'low first' ? [0, 1] : [1, -1];
  for (let at = bytes.indexOf(NEWLINE, from); at !== -1; at = bytes.indexOf(NEWLINE, at + 1))
    if (at % 2 === place && bytes[at + other] === 0) return at - place;
  return -1;
}

/** How a line in UTF-16 begins: a byte order mark or the rest of the previous newline, then a two-byte brace. */
const BEGINS = /^[\0\ufeff\ufffd]{0,3}\{\0/;

/** The text of a line in UTF-16; null if it is not UTF-16. Without the line's bytes, only its ASCII characters are right. */
export function narrowed(line: string, bytes?: Buffer): string | null {
  if (!BEGINS.test(line)) return null;
  const brace = bytes?.indexOf('{') ?? -1;
  if (bytes === undefined || brace === -1) return line.slice(line.indexOf('{')).replaceAll('\0', '');
  const marked = MARK.test(bytes.toString('hex', 0, 2)) ? 2 : 0;
  if ((brace - marked) % 2 === 0) return bytes.toString('utf16le', brace);
  // The higher byte comes first.
  const pairs = bytes.subarray(brace - 1, brace - 1 + 2 * Math.floor((bytes.length - brace + 1) / 2));
  return Buffer.from(pairs).swap16().toString('utf16le');
}
