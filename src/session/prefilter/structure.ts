/** The syntax tree of a regular expression, from which `needs.ts` derives what a match needs. */

export type Node =
  /** One character: a class, an escape or a literal; `source` is a complete expression for it. */
  | { kind: 'one'; source: string }
  | { kind: 'all'; parts: Node[] }
  | { kind: 'any'; choices: Node[] }
  | { kind: 'repeat'; of: Node; min: number; max: number }
  /** Zero-width: anchors, word boundaries, lookarounds. `source`: how it begins; `inside`: the expression of a lookaround. */
  | { kind: 'border'; source: string; inside: Node | null };

const NOTHING: Node = { kind: 'all', parts: [] };
const QUANTIFIER = /(?:[*+?]|\{\d+(?:,\d*)?\})\??/y;
const QUANTIFIES = new Set('*+?{');
const ESCAPE =
  /\\(?:u\{[0-9A-Fa-f]+\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|c[A-Za-z]|[pP]\{[^}]*\}|k<[^>]*>|[\s\S])/y;
const OPENING = /\((?:\?(?:<?[=!]|<[^>]*>|[a-z-]*:))?/y;

/** Parses an expression. Throws on syntax it does not know. */
export function structureOf({ source, flags }: Pick<RegExp, 'source' | 'flags'>): Node {
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(source)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };
  function choices(): Node {
    const all = [sequence()];
    while (source[at] === '|') {
      at++;
      all.push(sequence());
    }
    return all.length === 1 ? all[0]! : { kind: 'any', choices: all };
  }
  function sequence(): Node {
    const parts: Node[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(quantified(atom()));
    return { kind: 'all', parts };
  }
  function quantified(of: Node): Node {
    const quantifier = QUANTIFIES.has(source[at] ?? '') ? take(QUANTIFIER) : null;
    if (quantifier === null) return of;
    const [min, max] = boundsOf(quantifier);
    return { kind: 'repeat', of, min, max };
  }
  function atom(): Node {
    const opening = source[at] === '(' ? take(OPENING) : null;
    if (opening !== null) {
      const inside = choices();
      if (source[at] !== ')') throw new SyntaxError(`${source}: no end of ${opening}`);
      at++;
      return /^\(\?<?[=!]/.test(opening) ? { kind: 'border', source: opening, inside } : inside;
    }
    const escape = source[at] === '\\' ? take(ESCAPE) : null;
    if (escape !== null) {
      if (/^\\[bB]/.test(escape)) return { kind: 'border', source: escape, inside: null };
      // A back reference may match anything.
      return /^\\(?:[1-9]|k<)/.test(escape) ? NOTHING : { kind: 'one', source: escape };
    }
    if (source[at] === '[') return { kind: 'one', source: classAt() };
    const size = flags.includes('u') ? String.fromCodePoint(source.codePointAt(at)!).length : 1;
    const character = source.slice(at, at + size);
    at += size;
    return character === '^' || character === '$'
      ? { kind: 'border', source: character, inside: null }
      : { kind: 'one', source: character };
  }
  function classAt(): string {
    const from = at++;
    while (source[at] !== ']') {
      if (at >= source.length) throw new SyntaxError(`${source}: no end of a class`);
      at += source[at] === '\\' ? 2 : 1;
    }
    return source.slice(from, ++at);
  }
  const whole = choices();
  if (at < source.length) throw new SyntaxError(`${source}: not understood from ${at} on`);
  return whole;
}

function boundsOf(quantifier: string): [number, number] {
  const sign = quantifier[0];
  if (sign === '*') return [0, Infinity];
  if (sign === '+') return [1, Infinity];
  if (sign === '?') return [0, 1];
  const [min = '', max] = quantifier.replace(/[{}?]/g, '').split(',');
  return [Number(min), max === undefined ? Number(min) : max === '' ? Infinity : Number(max)];
}
