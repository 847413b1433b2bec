/**
 * What must stand in every text that a regular expression matches, told from its structure: words, of which some or all are needed. It
 * is never more than what a match has, so that an expression whose needs a text has not is not in it.
 */
import type { Pattern } from './plainText';
import { structureOf, type Node } from './structure';
import { BORDER, GAP, trigramsOfWord } from './trigrams';

/** Words by their rows of three, of which every one or some are needed. Null: nothing is needed. */
export type Need = readonly number[] | { kind: 'every' | 'some'; of: readonly Need[] } | null;

/** Ways to match a part that are told apart. */
const MOST_WORDS = 64;
/** Ways to match two parts together that are: longer words tell little more. */
const MOST_PAIRS = 4;
/** A class of more characters is not looked into. */
const MOST_CHARACTERS = 8;

/** A part of an expression: the words it may match, with gaps, one of which is there; and what is needed beside them. */
interface Part {
  words: readonly string[];
  beside: readonly Need[];
}

const part = (...words: string[]): Part => ({ words, beside: [] });
const NOTHING = part('');
const ANYTHING = part(GAP);

/** What an expression needs. */
export function needsOf({ source, flags }: Pattern): Need {
  // What refers back is not known, and what takes ſ and K for letters of ASCII is not looked into.
  if (/\\(?:[1-9]|k<)|[\u017f\u212a]/.test(source)) return null;
  return needOf(partOf(structureOf({ source, flags }), flags));
}

/** What the words of a part and what is beside them come to. */
const needOf = ({ words, beside }: Part): Need => every([someOf(words), ...beside]);

function every(needs: readonly Need[]): Need {
  const real = needs.filter((need) => need !== null);
  // What fewest texts have is asked first.
  real.sort((a, b) => sizeOf(a) - sizeOf(b));
  return real.length < 2 ? (real[0] ?? null) : { kind: 'every', of: real };
}
const sizeOf = (need: Need): number => (need !== null && 'kind' in need ? need.of.length : 1);

const some = (needs: readonly Need[]): Need =>
  needs.includes(null) ? null : needs.length === 1 ? needs[0]! : { kind: 'some', of: needs };

function someOf(words: readonly string[]): Need {
  const all = words.map(trigramsOfWord);
  if (all.some(({ length }) => length === 0)) return null;
  // What is asked first of several words is asked once.
  return some(
    [...Map.groupBy(all, ([first]) => first!)].map(([first, same]) =>
      same.length === 1
        ? same[0]!
        : every([[first], some(same.map((rows) => (rows.length === 1 ? null : rows.slice(1))))]),
    ),
  );
}

function partOf(node: Node, flags: string): Part {
  switch (node.kind) {
    case 'one':
      return charactersOf(node.source, flags);
    case 'border':
      return borderOf(node, flags);
    case 'repeat':
      return repeated(partOf(node.of, flags), node.min, node.max);
    case 'any':
      return either(node.choices.map((choice) => partOf(choice, flags)));
    case 'all':
      return sequenceOf(node.parts, flags);
  }
}

/** Characters that each class and escape stands for, by flags and source. */
const known = new Map<string, Part>();
const ASCII = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code)).join('');
/** What stands in a word for a character of ASCII. */
const symbolOf = (character: string): string => character.toLowerCase().replace(/\d/, '0').replace(/\W/, ' ');
/** The same of those that stand for themselves in an expression. */
const SYMBOLS = new Map([...ASCII].filter((one) => one !== '.').map((one) => [one, symbolOf(one)]));
/** Whether a class, escape or character stands beyond ASCII only for characters that it names. */
function isList(source: string): boolean {
  const rest = source.replace(/\\(?:[dwnrtfv]|[^A-Za-z0-9])/g, '');
  return rest !== '.' && !/^\[\^|\\|-[^\0-\x7f]|[^\0-\x7f]-/.test(rest);
}

function charactersOf(source: string, flags: string): Part {
  const symbol = SYMBOLS.get(source);
  if (symbol !== undefined) return part(symbol);
  const key = `${flags.replace(/[dgmsy]/g, '')} ${source}`;
  let characters = known.get(key);
  if (characters === undefined) known.set(key, (characters = askedFor(source, flags)));
  return characters;
}

/** What a class matches: of ASCII it is asked itself, all else is a blank, or a character that it names. */
function askedFor(source: string, flags: string): Part {
  // A character beyond ASCII stands for none of ASCII; there are a thousand such, and each expression takes a tenth of a millisecond.
  const ascii =
    source > '\x7f' ? [] : (ASCII.match(new RegExp(source, `g${flags.replace(/[gy]/g, '')}`)) ?? []);
  const found = new Set(ascii.map(symbolOf));
  // Half of a larger character may be meant.
  if (!flags.includes('u') && /[\ud800-\udfff]/.test(source)) return ANYTHING;
  if (!isList(source)) {
    found.add(' ');
    // A larger character is two in a text.
    if (flags.includes('u')) found.add('  ');
  }
  // What is a blank says no more when it is another character.
  else if (!found.has(' ')) for (const one of source.replace(/[\0-\x7f]/g, '')) found.add(one);
  return found.size === 0 || found.size > MOST_CHARACTERS ? ANYTHING : part(...found);
}

/** No letter, digit or `_` of any script, or of ASCII. */
const NO_WORD = /^(?:\\w|\[\\p\{L\}\\p\{N\}_\])$/;

function borderOf({ source, inside }: Node & { kind: 'border' }, flags: string): Part {
  if (source === String.raw`\b`) return part(BORDER);
  if (inside === null) return NOTHING;
  if (source.endsWith('=')) return { words: [''], beside: [needOf(partOf(inside, flags))] };
  const only = inside.kind === 'all' && inside.parts.length === 1 ? inside.parts[0] : undefined;
  return only?.kind === 'one' && NO_WORD.test(only.source) ? part(BORDER) : NOTHING;
}

function repeated(of: Part, min: number, max: number): Part {
  if (max === 0) return NOTHING;
  if (min === 0) return max === 1 && of.beside.length === 0 ? part('', ...of.words) : ANYTHING;
  if (max === 1) return of;
  // The first, and, where all are the same, the last.
  const words =
    of.words.length === 1 ? [`${of.words[0]}${GAP}${of.words[0]}`] : of.words.map((word) => word + GAP);
  return { words, beside: of.beside };
}

function either(choices: readonly Part[]): Part {
  const words = new Set(choices.flatMap((one) => one.words));
  if (words.size <= MOST_WORDS && choices.every(({ beside }) => beside.length === 0)) return part(...words);
  return { words: [GAP], beside: [some(choices.map(needOf))] };
}

/** Parts one behind another. What is a single word is put together first: there may be many of another part. */
function sequenceOf(nodes: readonly Node[], flags: string): Part {
  let whole = NOTHING;
  let word = '';
  const beside: Need[] = [];
  for (const node of nodes) {
    const symbol = node.kind === 'one' ? SYMBOLS.get(node.source) : undefined;
    const one = symbol === undefined ? partOf(node, flags) : null;
    if (one === null) word += symbol;
    else if (one.words.length === 1) {
      word = joined(word, one.words[0]!);
      beside.push(...one.beside);
    } else {
      whole = together(together(whole, part(word)), one);
      word = '';
    }
  }
  return together(whole, { words: [word], beside });
}

/** One part behind another. Where there are too many ways, the words of the first are needed apart. */
function together(first: Part, second: Part): Part {
  const beside = [...first.beside, ...second.beside];
  const pairs = first.words.length * second.words.length;
  if (pairs > MOST_PAIRS && pairs > Math.max(first.words.length, second.words.length))
    return { words: second.words.map((word) => GAP + word), beside: [...beside, someOf(first.words)] };
  const words: string[] = [];
  for (const a of first.words) for (const b of second.words) words.push(joined(a, b));
  return { words, beside };
}

const joined = (a: string, b: string): string =>
  a.endsWith(GAP) && b.startsWith(GAP) ? a + b.slice(1) : a + b;
