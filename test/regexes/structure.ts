/** The structure of a regular expression, as far as hostile texts are made from it. */

export type Node =
  /** One character out of a set: a class, an escape or a literal; `source` is a whole expression for it. */
  | { kind: 'one'; source: string }
  | { kind: 'all'; parts: Node[] }
  | { kind: 'any'; choices: Node[] }
  | { kind: 'repeat'; of: Node; min: number; max: number }
  /** Takes no room: anchors, word borders, looks ahead and behind. `inside`: what a look looks for. */
  | { kind: 'border'; inside: Node | null };

const NOTHING: Node = { kind: 'all', parts: [] };
const QUANTIFIER = /(?:[*+?]|\{\d+(?:,\d*)?\})\??/y;
const ESCAPE =
  /\\(?:u\{[0-9A-Fa-f]+\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|c[A-Za-z]|[pP]\{[^}]*\}|k<[^>]*>|[\s\S])/y;
const OPENING = /\((?:\?(?:<?[=!]|<[^>]*>|[a-z-]*:))?/y;

/** The structure of the expression. Throws where it meets what it does not know. */
export function structureOf({ source, flags }: RegExp): Node {
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
    const quantifier = take(QUANTIFIER);
    if (quantifier === null) return of;
    const [min, max] = boundsOf(quantifier);
    return { kind: 'repeat', of, min, max };
  }
  function atom(): Node {
    const opening = take(OPENING);
    if (opening !== null) {
      const inside = choices();
      if (source[at] !== ')') throw new Error(`${source}: no end of ${opening}`);
      at++;
      return /^\(\?<?[=!]/.test(opening) ? { kind: 'border', inside } : inside;
    }
    const escape = take(ESCAPE);
    if (escape !== null) {
      if (/^\\[bB]/.test(escape)) return { kind: 'border', inside: null };
      // What a back reference repeats is not known here.
      return /^\\(?:[1-9]|k<)/.test(escape) ? NOTHING : { kind: 'one', source: escape };
    }
    if (source[at] === '[') return { kind: 'one', source: classAt() };
    const size = flags.includes('u') ? String.fromCodePoint(source.codePointAt(at)!).length : 1;
    const character = source.slice(at, at + size);
    at += size;
    return character === '^' || character === '$'
      ? { kind: 'border', inside: null }
      : { kind: 'one', source: character };
  }
  function classAt(): string {
    const from = at++;
    while (source[at] !== ']') {
      if (at >= source.length) throw new Error(`${source}: no end of a class`);
      at += source[at] === '\\' ? 2 : 1;
    }
    return source.slice(from, ++at);
  }
  const whole = choices();
  if (at < source.length) throw new Error(`${source}: not understood from ${at} on`);
  return whole;
}

function boundsOf(quantifier: string): [number, number] {
  const sign = quantifier[0];
  if (sign === '*') return [0, Infinity];
  if (sign === '+') return [1, Infinity];
  if (sign === '?') return [0, 1];
  const [, min = '0', comma, max] = /\{(\d+)(,)?(\d*)\}/.exec(quantifier) ?? [];
  return [Number(min), comma === undefined ? Number(min) : max === '' ? Infinity : Number(max)];
}

/** Characters that are tried as members of sets, those met most often first. */
const CANDIDATES = [
  ...'a1 Z-_./\\"\'`<>[](){}=:;,|&@#~$%^*+?!\n\t\r\u0000\u001b',
  ...'bcdefghijklmnopqrstuvwxyABCDEFGHIJKLMNOPQRSTUVWXY023456789',
  'é',
  '\u2028',
  '\u200b',
  '\ufeff',
  '\ud83d',
  '\u{1f600}',
];

/** Texts that a part of an expression matches, shortest first, a few of each. */
export function wordsOf(node: Node, flags: string, most = 4): string[] {
  switch (node.kind) {
    case 'one':
      return membersOf(node.source, flags).slice(0, most);
    case 'border':
      return [''];
    case 'any':
      return [...new Set(node.choices.flatMap((choice) => wordsOf(choice, flags, 2)))].slice(0, most * 3);
    case 'repeat':
      return node.max === 0
        ? ['']
        : wordsOf(node.of, flags, most).map((word) => word.repeat(Math.max(node.min, 1)).slice(0, 2_000));
    case 'all': {
      const parts = node.parts.map((part) => wordsOf(part, flags, most));
      const width = Math.max(0, ...parts.map((words) => words.length));
      // The nth words of all parts together: as many texts as the part with the most has.
      return Array.from({ length: Math.min(width, most) }, (_, n) =>
        parts.map((words) => words[n % Math.max(words.length, 1)] ?? '').join(''),
      );
    }
  }
}

const members = new Map<string, string[]>();

function membersOf(source: string, flags: string): string[] {
  const key = `${flags} ${source}`;
  const known = members.get(key);
  if (known !== undefined) return known;
  const one = new RegExp(`^(?:${source})$`, flags.replace(/[gy]/g, ''));
  const found = [...CANDIDATES, source].filter((character) => one.test(character));
  members.set(key, found);
  return found;
}
