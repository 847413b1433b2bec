/**
 * Texts in the display language: pages and the extension host. A text stands in the source in English
 * and is its own key in `l10n/bundle.l10n.LANGUAGE.json` (docs/decisions/localisation.md).
 */
import { inLocale, pluralOf, useLocale, whole } from './locale';

let texts: ReadonlyMap<string, string> = new Map();

/** A text of a bundle, which may have a comment for translators beside it; null when it is none. */
function messageOf(text: unknown): string | null {
  const message = typeof text === 'object' && text !== null && 'message' in text ? text.message : text;
  return typeof message === 'string' ? message : null;
}

/**
 * Takes the texts of a language by the English ones, and how it writes figures; a bundle that is none leaves all in English. Checked by
 * hand: pages begin with this, and would load zod for it.
 */
export function useTexts(bundle: unknown, locale: string): void {
  const all = typeof bundle === 'object' && bundle !== null ? Object.entries(bundle) : [];
  const messages = all.map(([key, text]) => [key, messageOf(text)] as const);
  const told = messages.filter((one): one is readonly [string, string] => one[1] !== null);
  texts = new Map(told.length === all.length ? told : []);
  useLocale(texts.size === 0 ? 'en' : locale);
}

/** What may fill a place of a text. */
export type Value = string | number;

/** What stands for a place: `{0}` a value as it is, `{n0}` a figure, `{w0}` words that are a text themselves (`english.ts`). */
export const PLACE = /\{([nw]?)(\d+)\}/g;

/** A text with its places filled. */
export const filled = (text: string, values: readonly Value[]): string =>
  values.length === 0
    ? text
    : text.replaceAll(PLACE, (place, _, i: string) => String(values[Number(i)] ?? place));

/** The text of a key, in the form a number takes; null where the language has none. */
export const textOf = (key: string, n?: number): string | null =>
  (n === undefined ? undefined : texts.get(`${key}#${pluralOf(n)}`)) ?? texts.get(key) ?? null;

/** All texts of the language by their keys: another object when the language is another. */
export const allTexts = (): ReadonlyMap<string, string> => texts;

/**
 * A text in the display language; `{0}`, `{1}` … are filled with the values. Numbers are counts, and are written as such: one that is a
 * name (of a process) is given as text.
 */
export const t = (english: string, ...values: readonly Value[]): string =>
  filled(textOf(english) ?? english, values.map(written));

const written = (value: Value): string => (typeof value === 'number' ? whole(value) : value);

/**
 * A text with a number in it: `tn(n, '{0} session', '{0} sessions')`. `{0}` is the number, `{1}` … are the other values. Both are texts
 * of their own; a language with more forms has them under the second, `{0} sessions#few`.
 */
export function tn(n: number, one: string, other: string, ...values: readonly Value[]): string {
  const english = n === 1 ? one : other;
  const form = pluralOf(n);
  const text = textOf(form === 'one' ? one : other, n) ?? english;
  return filled(text, [n, ...values].map(written));
}

export { inLocale, whole };
