/** Sentences of the engine in the display language. In English, and where nobody knows the sentence again, they stay as they are. */
import { allTexts, filled, inLocale, PLACE, textOf, type Value } from './texts';

/** Ends the key of a text of the engine in a bundle, as VS Code ends a key with its comment. */
export const OF_ENGINE = '/engine';

interface Place {
  kind: '' | 'n' | 'w';
  at: number;
}

interface Pattern {
  key: string;
  /** What stands before, between and after the places: one more than there are places. */
  between: readonly string[];
  places: readonly Place[];
  /** Characters that are given: the more, the surer it is. */
  given: number;
}

/** A text of the engine taken apart. */
export function patternOf(english: string): Pattern {
  const places = [...english.matchAll(PLACE)].map(([, kind = '', at]) => ({
    kind: kind as Place['kind'],
    at: Number(at),
  }));
  const between = english.split(/\{[nw]?\d+\}/);
  return { key: english, between, places, given: between.join('').length };
}

/** A figure as the engine writes it: `12`, `1,234.5`, `≥ $1.20`, `12.3 %`, `4.56M`, `< 0.001`. */
const FIGURE = /^[≥<−+±]? ?[−+]?\$?\d[\d,]*(?:\.\d+)?(?: ?(?:%|[KMB]|min|bytes|[KMG]B))?$|^(?:–|unpriced)$/;

/** What fills the places of a text in a sentence, left to right, each as short as can be; null when it is no such sentence. */
export function valuesIn({ between, places }: Pattern, sentence: string): string[] | null {
  const first = between[0]!;
  const last = between.at(-1)!;
  if (places.length === 0) return sentence === first ? [] : null;
  if (!sentence.startsWith(first) || !sentence.endsWith(last)) return null;
  if (sentence.length < first.length + last.length) return null;
  const values: string[] = [];
  const end = sentence.length - last.length;
  let from = first.length;
  for (const [i, { kind, at }] of places.entries()) {
    const isLast = i === places.length - 1;
    const to = isLast ? end : sentence.indexOf(between[i + 1]!, from);
    if (to === -1 || to > end) return null;
    const value = sentence.slice(from, to);
    if (kind === 'n' && !FIGURE.test(value)) return null;
    values[at] = value;
    from = to + (isLast ? 0 : between[i + 1]!.length);
  }
  return values;
}

interface Learned {
  /** Of which language. */
  from: ReadonlyMap<string, string>;
  exact: ReadonlySet<string>;
  /** Texts with places, the surest first. */
  patterns: readonly Pattern[];
  /** What was looked up already. */
  looked: Map<string, string>;
}
const MOST_LOOKED = 2_000;

/** The texts of the engine in a language. */
function learn(from: ReadonlyMap<string, string>): Learned {
  const all = [...from.keys()].flatMap((key) =>
    key.endsWith(OF_ENGINE) ? [patternOf(key.slice(0, -OF_ENGINE.length))] : [],
  );
  const patterns = all.filter(({ places }) => places.length > 0).sort((a, b) => b.given - a.given);
  const exact = new Set(all.filter(({ places }) => places.length === 0).map(({ key }) => key));
  return { from, exact, patterns, looked: new Map() };
}

let learned = learn(new Map());

/** Words hold words, and no more than so often. */
const DEEPEST = 4;

/** A code of the system for which there are no words. */
const CODE = /^[A-Z][A-Z0-9_]+$/;

/** A translation, and how many characters of the sentence were known: the more, the surer it is. */
interface Told {
  text: string;
  given: number;
}

/** The surest translation: `value of {0}` would take `A and value of B` for one value. */
function translated(english: string, depth = 0): Told | null {
  if (learned.exact.has(english)) {
    const text = textOf(`${english}${OF_ENGINE}`);
    return text === null ? null : { text, given: english.length };
  }
  if (depth > DEEPEST) return null;
  let surest: Told | null = null;
  for (const pattern of learned.patterns) {
    const values = valuesIn(pattern, english);
    const told = values === null ? null : withValues(pattern, values, depth);
    if (told !== null && told.given > (surest?.given ?? -1)) surest = told;
  }
  return surest;
}

/** A text with its values; null where words that fill it are not known. */
function withValues({ key, places, given }: Pattern, values: readonly string[], depth: number): Told | null {
  const told: Value[] = [];
  let counted = NaN;
  let known = given;
  for (const { kind, at } of places) {
    const value = values[at]!;
    // As `enCount` has it, `{n0}` is what is counted.
    if (kind === 'n' && at === 0) counted = Number(value.replaceAll(',', ''));
    if (kind === 'w') {
      const words = CODE.test(value) ? { text: value, given: 0 } : translated(value, depth + 1);
      if (words === null) return null;
      known += words.given;
      told[at] = words.text;
    } else told[at] = kind === 'n' ? inLocale(textOf(value) ?? value) : value;
  }
  const text = textOf(`${key}${OF_ENGINE}`, Number.isFinite(counted) ? counted : undefined);
  return text === null ? null : { text: filled(text, told), given: known };
}

/** A sentence of the engine in the display language. */
export function localize(english: string): string {
  if (learned.from !== allTexts()) learned = learn(allTexts());
  const { looked, exact, patterns } = learned;
  if (exact.size + patterns.length === 0) return english;
  const before = looked.get(english);
  if (before !== undefined) return before;
  const told = translated(english)?.text ?? english;
  if (looked.size >= MOST_LOOKED) looked.clear();
  looked.set(english, told);
  return told;
}

/** The same where Markdown is not drawn: without the backticks of code. */
export const localizePlain = (english: string): string => localize(english).replaceAll('`', '');
