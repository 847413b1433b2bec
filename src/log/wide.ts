/** How a line in UTF-16 begins: a byte order mark or the rest of the previous newline, then a two-byte brace. */
const WIDE = /^[\0\ufeff\ufffd]{0,3}\{\0/;

/**
 * A line of a log saved as UTF-16, as PowerShell saves copies; null if it is not UTF-16. Without the line's bytes, only its ASCII
 * characters are right.
 */
export function narrowed(line: string, bytes?: Buffer): string | null {
  if (!WIDE.test(line)) return null;
  if (bytes === undefined) return line.slice(line.indexOf('{')).replaceAll('\0', '');
  return bytes.toString('utf16le', bytes.indexOf('{'));
}
