/** Literals of regular expressions: searching for a literal first takes a fraction of the time of the expression. */

/** Characters with a special meaning in expressions. */
const OF_SYNTAX = /[\\^$.|?*+()[\]{}]/;

/**
 * The longest literal that every match of a case-sensitive expression contains, found outside groups and optional parts. '' if there is
 * none, or if the expression has alternatives.
 */
export function literalOf({ source, flags }: RegExp): string {
  if (flags.includes('i')) return '';
  let longest = '';
  let text = '';
  let depth = 0;
  const endLiteral = (): void => {
    if (text.length > longest.length) longest = text;
    text = '';
  };
  for (let i = 0; i < source.length; i++) {
    const sign = source[i]!;
    if (sign === '[') i = classEnd(source, i);
    else if (sign === '(') depth++;
    else if (sign === ')') depth--;
    else if (sign === '|' && depth === 0) return '';
    const escaped = sign === '\\';
    if (escaped) i++;
    // An escape with more than one character (`\x41`, `\u…`, `\p{…}`) is not analysed.
    if (escaped && /[^bBdDsSwWnrtfv\W_]/.test(source[i]!)) return '';
    const character = escaped ? source[i]! : sign;
    const isLiteral = escaped ? OF_SYNTAX.test(character) || character === '/' : !OF_SYNTAX.test(character);
    // A quantifier applies to the last character, which may be absent.
    if ('?*{'.includes(sign) && !escaped) text = text.slice(0, -1);
    if (depth > 0 || !isLiteral || isSurrogate(character)) endLiteral();
    else text += character;
    if (sign === '{' && !escaped) i = source.indexOf('}', i);
  }
  endLiteral();
  return longest;
}

const isSurrogate = (sign: string): boolean => sign >= '\ud800' && sign <= '\udfff';

/** The index of the `]` of the character class that begins at `from`. */
function classEnd(source: string, from: number): number {
  let at = from + 1;
  while (source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
  return at;
}
