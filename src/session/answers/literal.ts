/** What every match of an expression holds, to be looked for first: that takes a fraction of the time a search takes. */

/** Signs that mean something else than themselves. */
const OF_SYNTAX = /[\\^$.|?*+()[\]{}]/;

/**
 * The longest text that stands in every match of an expression which minds case: what is outside of brackets and not repeated or left
 * out. '' when there is none, or where the expression has several ways.
 */
export function literalOf({ source, flags }: RegExp): string {
  if (flags.includes('i')) return '';
  let longest = '';
  let text = '';
  let depth = 0;
  const ends = (): void => {
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
    // An escape that goes on: what it stands for is not told.
    if (escaped && /[^bBdDsSwWnrtfv\W_]/.test(source[i]!)) return '';
    const means = escaped ? source[i]! : sign;
    const itself = escaped ? OF_SYNTAX.test(means) || means === '/' : !OF_SYNTAX.test(means);
    // How often something comes is said behind it: it may not come at all.
    if ('?*{'.includes(sign) && !escaped) text = text.slice(0, -1);
    if (depth > 0 || !itself || isHalf(means)) ends();
    else text += means;
    if (sign === '{' && !escaped) i = source.indexOf('}', i);
  }
  ends();
  return longest;
}

const isHalf = (sign: string): boolean => sign >= '\ud800' && sign <= '\udfff';

/** Where the class of characters ends that begins at a place. */
function classEnd(source: string, from: number): number {
  let at = from + 1;
  while (source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
  return at;
}
