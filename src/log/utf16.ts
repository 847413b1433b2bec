/** How a line in UTF-16 begins: a mark or the rest of the newline before it, then a brace of two bytes. */
const WIDE = /^[\0\ufeff\ufffd]{0,3}\{\0/;

/**
 * A line of a log that was saved as UTF-16, as PowerShell does with what it copies; null when it is none. Without its bytes
 * only its ASCII is right.
 */
export function narrowed(line: string, bytes?: Buffer): string | null {
  if (!WIDE.test(line)) return null;
  if (bytes === undefined) return line.slice(line.indexOf('{')).replaceAll('\0', '');
  return bytes.toString('utf16le', bytes.indexOf('{'));
}
