/**
 * The literals that every match of a regular expression contains, derived from its syntax tree. They are never more than what each match
 * has, so a text that lacks them has no match.
 */
import type { Pattern } from './plainText';
import { structureOf, type Node } from './structure';
import { BORDER, GAP, trigramsOfWord } from './trigrams';

/** The trigrams of a word, all of them needed; or every or some of several needs. Null: nothing is needed. */
export type Need = readonly number[] | { kind: 'every' | 'some'; of: readonly Need[] } | null;

/** Most alternative words kept of a part. */
const MOST_WORDS = 64;
/** Most alternatives that are kept when two parts are joined: longer words exclude few more texts. */
const MOST_PAIRS = 4;
/** Most characters of a class that are told apart. */
const MOST_CHARACTERS = 8;

/** A part of an expression: every match contains one of the words (which may have gaps), and all that is needed besides. */
interface Part {
  words: readonly string[];
  beside: readonly Need[];
}

const part = (...words: string[]): Part => ({ words, beside: [] });
const NOTHING = part('');
const ANYTHING = part(GAP);

/** What every match of the expression needs. */
export function needsOf({ source, flags }: Pattern): Need {
  // Back references are not analysed, nor expressions with ſ or K, which can match ASCII letters.
  if (/\\(?:[1-9]|k<)|[\u017f\u212a]/.test(source)) return null;
  return needOf(partOf(structureOf({ source, flags }), flags));
}

/** The need of a part: one of its words, and all that is needed besides. */
const needOf = ({ words, beside }: Part): Need => every([someOf(words), ...beside]);

function every(needs: readonly Need[]): Need {
  const real = needs.filter((need) => need !== null);
  // Needs with fewer alternatives exclude more texts, so they are tested first.
  real.sort((a, b) => sizeOf(a) - sizeOf(b));
  return real.length < 2 ? (real[0] ?? null) : { kind: 'every', of: real };
}
const sizeOf = (need: Need): number => (need !== null && 'kind' in need ? need.of.length : 1);

const some = (needs: readonly Need[]): Need =>
  needs.includes(null) ? null : needs.length === 1 ? needs[0]! : { kind: 'some', of: needs };

function someOf(words: readonly string[]): Need {
  const all = words.map(trigramsOfWord);
  if (all.some(({ length }) => length === 0)) return null;
  // A first trigram that several words share is tested once.
  return some(
    [...Map.groupBy(all, ([first]) => first!)].map(([first, same]) =>
      same.length === 1
        ? same[0]!
        : every([[first], some(same.map((word) => (word.length === 1 ? null : word.slice(1))))]),
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

/** The characters of each class and escape, by flags and source. */
const known = new Map<string, Part>();
const ASCII = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code)).join('');
const symbolOf = (character: string): string => character.toLowerCase().replace(/\d/, '0').replace(/\W/, ' ');
/** The symbols of characters that match themselves. */
const SYMBOLS = new Map([...ASCII].filter((one) => one !== '.').map((one) => [one, symbolOf(one)]));
/** Whether a class or escape matches no characters outside ASCII but those it lists. */
function isList(source: string): boolean {
  const rest = source.replace(/\\(?:[dwnrtfv]|[^A-Za-z0-9])/g, '');
  return rest !== '.' && !/^\[\^|\\|-[^\0-\x7f]|[^\0-\x7f]-/.test(rest);
}

function charactersOf(source: string, flags: string): Part {
  const symbol = SYMBOLS.get(source);
  if (symbol !== undefined) return part(symbol);
  const key = `${flags.replace(/[dgmsy]/g, '')} ${source}`;
  let characters = known.get(key);
  if (characters === undefined) known.set(key, (characters = classOf(source, flags)));
  return characters;
}

/** The symbols a class matches: found by running it over ASCII; others are blanks, or characters that it lists. */
function classOf(source: string, flags: string): Part {
  // A character outside ASCII matches none of ASCII. Skipping it saves a tenth of a millisecond for each of a thousand characters.
  const ascii =
    source > '\x7f' ? [] : (ASCII.match(new RegExp(source, `g${flags.replace(/[gy]/g, '')}`)) ?? []);
  const found = new Set(ascii.map(symbolOf));
  // It may match half of a surrogate pair.
  if (!flags.includes('u') && /[\ud800-\udfff]/.test(source)) return ANYTHING;
  if (!isList(source)) {
    found.add(' ');
    // A code point may be two code units in a text.
    if (flags.includes('u')) found.add('  ');
  }
  // Beside a blank, a listed character excludes no further text.
  else if (!found.has(' ')) for (const one of source.replace(/[\0-\x7f]/g, '')) found.add(one);
  return found.size === 0 || found.size > MOST_CHARACTERS ? ANYTHING : part(...found);
}

/** The class of letters, digits and `_`, of ASCII or of all scripts. */
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
  // The first repetition and, if there is only one word, the last.
  const words =
    of.words.length === 1 ? [`${of.words[0]}${GAP}${of.words[0]}`] : of.words.map((word) => word + GAP);
  return { words, beside: of.beside };
}

function either(choices: readonly Part[]): Part {
  const words = new Set(choices.flatMap((one) => one.words));
  if (words.size <= MOST_WORDS && choices.every(({ beside }) => beside.length === 0)) return part(...words);
  return { words: [GAP], beside: [some(choices.map(needOf))] };
}

/** Joins the parts of a sequence. Single words are joined first, so that few alternatives multiply. */
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

/** Joins two parts. If there are too many combinations, the words of the first are needed separately. */
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
