/**
 * The language of a search: words, "phrases", beginnings*, AND, OR, NOT, NEAR, brackets, and conditions such as `role:prompt`
 * (docs/search.md). It is read once, for the index (`match.ts`) and for the logs (`find.ts`) alike.
 */
import { en } from '../l10n/english';
import { isDay } from '../usage/days';
import { LONGEST_SEARCH, ROLES, SEARCH_FIELDS, type Role, type SearchField } from './roles';
import { wordsIn } from './words';

/** Words that follow each other. */
export interface Phrase {
  kind: 'phrase';
  words: string[];
  /** The last one is the beginning of a word. */
  begins: boolean;
  /** What was written in several parts (`readBeforeEdit`) as one word; null when it was not. */
  whole: string | null;
}
/** Phrases with at most so many words between the first and the last. */
export interface Near {
  kind: 'near';
  operands: Phrase[];
  within: number;
}
export type Node =
  | Phrase
  | Near
  | { kind: 'and' | 'or'; operands: Node[] }
  /** `but`: none of these. */
  | { kind: 'not'; operand: Node; but: Node[] };

/** Conditions; of several values of one any will do. Texts are parts of names, whatever their case. */
export interface Conditions {
  role: Role[];
  project: string[];
  branch: string[];
  model: string[];
  tool: string[];
  file: string[];
  /** First and last day, `YYYY-MM-DD`. */
  since: string | null;
  until: string | null;
}

export interface Search {
  /** Null: whatever fulfils the conditions. */
  words: Node | null;
  conditions: Conditions;
}
export type Parsed = { ok: true; search: Search } | { ok: false; error: string };

const MOST_TERMS = 40;
const DEEPEST = 12;
/** Words between two that are NEAR each other, when no number is given, and at most. */
const NEAR_BY = 10;
const NEAR_MOST = 1000;
/** Characters before `*`: fewer are the beginning of nearly everything. */
const LEAST_BEGINNING = 2;

/** Why a text is no search, in a sentence. */
class Wrong extends Error {}

/** Reads a search; what is wrong with it is said in a sentence. */
export function parseSearch(text: string): Parsed {
  try {
    if (text.length > LONGEST_SEARCH)
      throw new Wrong(en('A search has at most {n0} characters.', LONGEST_SEARCH));
    const tokens = tokensOf(text);
    const conditions = conditionsIn(tokens);
    const reader = new Reader(tokens.filter(({ kind }) => kind !== 'condition'));
    const words = reader.whole();
    if (words === null && !hasCondition(conditions))
      throw new Wrong(
        text.trim() === ''
          ? en('Type a word to search for.')
          : en('There is no word in this: signs alone are not searched.'),
      );
    return { ok: true, search: { words, conditions } };
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, error: error.message };
    throw error;
  }
}

const hasCondition = ({ since, until, ...lists }: Conditions): boolean =>
  since !== null || until !== null || Object.values(lists).some(({ length }) => length > 0);

/**
 * What a search may not mean, in a sentence: something looks like a condition and is none, or like an option of a command (`rm -rf`)
 * and leaves out a word. Null: nothing does.
 */
export function hintOn(text: string): string | null {
  const plain = text.replace(/"[^"]{0,500}"/g, '""');
  // An address is none, nor is `std::vector`.
  const named = [...plain.matchAll(/(?<![^\s(])-?([a-z]{2,20}):(?![/:])\S/gi)].map(([, name = '']) => name);
  const wrong = named.find((name) => !isField(name));
  if (wrong !== undefined)
    return en('There is no condition “{0}:”. There are {1}.', wrong, Object.keys(SEARCH_FIELDS).join(', '));
  const [, minus] = /(?:^|[\s(])-([\p{L}\p{N}][^\s()":]*)(?=$|[\s)])/u.exec(plain) ?? [];
  return minus === undefined
    ? null
    : en('“{0}” leaves out what has “{1}”. In quotation marks it is searched for.', `-${minus}`, minus);
}

type Token =
  | { kind: 'open' | 'close' | 'and' | 'or' | 'not' }
  | { kind: 'near'; within: number; opens: boolean }
  | { kind: 'text'; text: string; begins: boolean }
  | { kind: 'comma' }
  | { kind: 'condition'; field: SearchField; value: string; inside: boolean; denied: boolean };

const isField = (name: string): name is SearchField => Object.hasOwn(SEARCH_FIELDS, name);
const CONDITION = /^(-?)([a-z]+):("[^"]*"|[^\s()"]+)/;
const QUOTED = /^"([^"]*)"(\*?)/;
const NEAR = /^NEAR(?:\/(\d{1,6}))?(?:(\()|(?=\s|"|$))/;
const WORD = /^[^\s()"]+/;

/** Cuts a search into its tokens. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  /** Brackets that belong to a NEAR: commas mean something in them. */
  const nears: number[] = [];
  for (let rest = text.trimStart(); rest !== '';) {
    const { token, length } = tokenAt(rest, depth, nears.at(-1) === depth);
    tokens.push(...token);
    for (const { kind, ...one } of token) {
      if (kind === 'open' || (kind === 'near' && 'opens' in one && one.opens)) depth++;
      if (kind === 'near' && 'opens' in one && one.opens) nears.push(depth);
      if (kind === 'close') {
        if (nears.at(-1) === depth) nears.pop();
        depth--;
      }
    }
    rest = rest.slice(length).trimStart();
  }
  return tokens;
}

function tokenAt(rest: string, depth: number, inNear: boolean): { token: Token[]; length: number } {
  const one = (token: Token, length: number) => ({ token: [token], length });
  if (rest.startsWith('(')) return one({ kind: 'open' }, 1);
  if (rest.startsWith(')')) return one({ kind: 'close' }, 1);
  const [condition, minus, field = '', value = ''] = CONDITION.exec(rest) ?? [];
  if (condition !== undefined && isField(field))
    return one(
      {
        kind: 'condition',
        field,
        value: value.replaceAll('"', ''),
        inside: depth > 0,
        denied: minus === '-',
      },
      condition.length,
    );
  const [quoted, inside = '', star] = QUOTED.exec(rest) ?? [];
  if (quoted !== undefined) return one({ kind: 'text', text: inside, begins: star === '*' }, quoted.length);
  if (rest.startsWith('"')) throw new Wrong(en('A quotation mark is not closed.'));
  if (rest.startsWith('-"') || /^-[\p{L}\p{N}]/u.test(rest)) return one({ kind: 'not' }, 1);
  const [near, within, opens] = NEAR.exec(rest) ?? [];
  if (near !== undefined)
    return one(
      {
        kind: 'near',
        within: within === undefined ? NEAR_BY : Math.min(Number(within), NEAR_MOST),
        opens: opens !== undefined,
      },
      near.length,
    );
  const [word = rest] = WORD.exec(rest) ?? [];
  const operator = { AND: 'and', OR: 'or', NOT: 'not' } as const;
  if (Object.hasOwn(operator, word))
    return one({ kind: operator[word as keyof typeof operator] }, word.length);
  if (!inNear || !word.includes(',')) return one(textOf(word), word.length);
  const [before = ''] = word.split(',', 1);
  const comma: Token = { kind: 'comma' };
  return { token: before === '' ? [comma] : [textOf(before), comma], length: before.length + 1 };
}

const textOf = (word: string): Token => ({
  kind: 'text',
  text: word.replace(/(?<!\*)\*+$/, ''),
  begins: word.endsWith('*'),
});

/** Reads what is not a condition. */
class Reader {
  private at = 0;
  private depth = 0;
  private terms = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Node | null {
    const node = this.either();
    if (this.next()?.kind === 'close') throw new Wrong(en('A bracket is closed that was not opened.'));
    if (this.at < this.tokens.length) throw new Wrong(en('This search cannot be read.'));
    return node;
  }

  private next(): Token | undefined {
    return this.tokens[this.at];
  }

  private take(kind: Token['kind']): boolean {
    const is = this.next()?.kind === kind;
    if (is) this.at++;
    return is;
  }

  /** Alternatives. Null where there is no word. */
  private either(): Node | null {
    const operands: Node[] = [];
    do {
      const before = this.at;
      const one = this.all();
      if (one !== null) operands.push(one);
      else if (this.at === before && (operands.length > 0 || this.next()?.kind === 'or'))
        throw new Wrong(en('OR stands between two words.'));
    } while (this.take('or'));
    return joined('or', operands);
  }

  /** What must all be there, and what must not. */
  private all(): Node | null {
    const operands: Node[] = [];
    const but: Node[] = [];
    for (;;) {
      const operator = this.take('and');
      const not = this.take('not');
      const { kind } = this.next() ?? {};
      if (kind !== 'text' && kind !== 'open' && kind !== 'near') {
        if (not) throw new Wrong(en('NOT stands before a word.'));
        if (operator || kind === 'and') throw new Wrong(en('AND stands between two words.'));
        break;
      }
      if (operator && operands.length + but.length === 0)
        throw new Wrong(en('AND stands between two words.'));
      const node = this.chain();
      if (node !== null) (not ? but : operands).push(node);
    }
    const node = joined('and', operands);
    if (but.length === 0) return node;
    if (node === null) throw new Wrong(en('Say also what is to be found: NOT alone finds nothing.'));
    return { kind: 'not', operand: node, but };
  }

  /** One thing, or phrases that are `NEAR` each other. */
  private chain(): Node | null {
    const first = this.one();
    const operands: Phrase[] = [];
    let within = 0;
    for (let last = first; ;) {
      const token = this.next();
      if (token?.kind !== 'near' || token.opens) break;
      this.at++;
      if (operands.length === 0) operands.push(phraseOf(last));
      last = this.one();
      operands.push(phraseOf(last));
      within = Math.max(within, token.within);
    }
    return operands.length === 0 ? first : { kind: 'near', operands, within };
  }

  private one(): Node | null {
    const token = this.next();
    if (token?.kind === 'text') return this.phrase();
    if (token?.kind === 'near' && token.opens) return this.nearGroup(token.within);
    if (token?.kind !== 'open') throw new Wrong(en('NEAR stands between two words.'));
    this.at++;
    if (++this.depth > DEEPEST) throw new Wrong(en('This has too many brackets within brackets.'));
    const node = this.either();
    if (!this.take('close')) throw new Wrong(en('A bracket is not closed.'));
    this.depth--;
    return node;
  }

  /** `NEAR(a "b c", 5)` */
  private nearGroup(within: number): Node | null {
    this.at++;
    const operands: Phrase[] = [];
    let distance = within;
    while (this.next()?.kind === 'text') {
      const phrase = this.phrase();
      if (phrase !== null) operands.push(phrase);
    }
    if (this.take('comma')) {
      const token = this.next();
      if (token?.kind !== 'text' || !/^\d{1,6}$/.test(token.text))
        throw new Wrong(en('The comma in NEAR(…, 5) stands before a number.'));
      this.at++;
      distance = Math.min(Number(token.text), NEAR_MOST);
    }
    if (!this.take('close')) throw new Wrong(en('NEAR(…) holds words and a number: NEAR(first second, 5).'));
    if (operands.length < 2) throw new Wrong(en('NEAR needs two words: NEAR(first second, 5).'));
    return { kind: 'near', operands, within: distance };
  }

  /** The words of one text; null when there are none in it. */
  private phrase(): Phrase | null {
    const token = this.tokens[this.at++];
    if (token?.kind !== 'text') return null;
    const { parts, wholes } = wordsIn(token.text);
    if (parts.length === 0) return null;
    if ((this.terms += parts.length) > MOST_TERMS)
      throw new Wrong(en('A search has at most {n0} words.', MOST_TERMS));
    const words = parts.map(({ word }) => word);
    const last = words.at(-1) ?? '';
    if (token.begins && /^[\0-\x7f]*$/.test(last) && last.length < LEAST_BEGINNING)
      throw new Wrong(en('Give at least {n0} characters before *.', LEAST_BEGINNING));
    const [whole] = wholes;
    const one = whole !== undefined && whole.from === parts[0]?.from && whole.to === parts.at(-1)?.to;
    return { kind: 'phrase', words, begins: token.begins, whole: one ? whole.word : null };
  }
}

function phraseOf(node: Node | null): Phrase {
  if (node?.kind !== 'phrase') throw new Wrong(en('NEAR stands between two words or phrases.'));
  return node;
}

const joined = (kind: 'and' | 'or', operands: readonly Node[]): Node | null =>
  operands.length <= 1 ? (operands[0] ?? null) : { kind, operands: [...operands] };

/** The conditions among the tokens, checked. */
function conditionsIn(tokens: readonly Token[]): Conditions {
  const found: Conditions = {
    role: [],
    project: [],
    branch: [],
    model: [],
    tool: [],
    file: [],
    since: null,
    until: null,
  };
  for (const token of tokens) {
    if (token.kind !== 'condition') continue;
    const { field, value, inside, denied } = token;
    if (inside) throw new Wrong(en('{0}: applies to the whole search, so it cannot be in brackets.', field));
    if (denied) throw new Wrong(en('{0}: cannot be denied.', field));
    if (field === 'role') found.role.push(...value.split(',').map(roleOf));
    else if (field === 'date') found.since = found.until = dayOf(field, value);
    else if (field === 'since' || field === 'until') found[field] = dayOf(field, value);
    else if (value !== '') found[field].push(value.toLowerCase());
  }
  return found;
}

function roleOf(value: string): Role {
  const role = ROLES.find((one) => one === value.toLowerCase());
  if (role === undefined) throw new Wrong(en('{0}: is one of {1}.', 'role', ROLES.join(', ')));
  return role;
}

function dayOf(field: string, value: string): string {
  if (!isDay(value)) throw new Wrong(en('{0}: is a day, for example {0}:2026-10-01.', field));
  return value;
}
