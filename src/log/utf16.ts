/** Logs that were saved as UTF-16, as PowerShell does with what it copies: two bytes a character, the lower one first or the higher. */
export type Wide = 'low first' | 'high first';

const NEWLINE = 0x0a;
const MARK = /^(?:fffe|feff)/;

/** How a log that begins with these bytes is written; null for UTF-8. */
export function wideBy(beginning: Buffer): Wide | null {
  const begins = beginning.toString('hex', 0, 4);
  if (/^fffe7b00|^7b00..00/.test(begins)) return 'low first';
  return /^feff007b|^007b00/.test(begins) ? 'high first' : null;
}

/** Where the next newline begins, of bytes whose first is the first of a character; -1: there is none. */
export function endOfWide(bytes: Buffer, from: number, wide: Wide): number {
  const [place, other] = wide === 'low first' ? [0, 1] : [1, -1];
  for (let at = bytes.indexOf(NEWLINE, from); at !== -1; at = bytes.indexOf(NEWLINE, at + 1))
    if (at % 2 === place && bytes[at + other] === 0) return at - place;
  return -1;
}

/** How a line in UTF-16 begins. */
const BEGINS = /^[\0\ufeff\ufffd]{0,3}\{\0/;

/** The text of a line in UTF-16; null when it is none. Without its bytes only its ASCII is right. */
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
