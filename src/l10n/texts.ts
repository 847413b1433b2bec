/**
 * Texts in the language of a face: pages and the extension host. A text stands in the source in English
 * and is its own key in `l10n/bundle.l10n.LANGUAGE.json` (docs/decisions/localisation.md).
 */
import * as z from 'zod';
import { inLocale, pluralOf, useLocale, whole } from './locale';

/** A bundle: texts, or texts with a comment for translators. */
const Bundle = z.record(z.string(), z.union([z.string(), z.object({ message: z.string() }).loose()]));

let texts: ReadonlyMap<string, string> = new Map();

/** Takes the texts of a language by the English ones, and how it writes figures; a bundle that is none leaves all in English. */
export function useTexts(bundle: unknown, locale: string): void {
  const checked = Bundle.safeParse(bundle);
  texts = new Map(
    Object.entries(checked.data ?? {}).map(([key, text]) => [
      key,
      typeof text === 'string' ? text : text.message,
    ]),
  );
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

/** A text in the language of the face; `{0}`, `{1}` … are filled with the values. */
export const t = (english: string, ...values: readonly Value[]): string =>
  filled(textOf(english) ?? english, values);

/**
 * A text with a number in it: `tn(n, '{0} session', '{0} sessions')`. `{0}` is the number, `{1}` … are the other values. Both are texts
 * of their own; a language with more forms has them under the second, `{0} sessions#few`.
 */
export function tn(n: number, one: string, other: string, ...values: readonly Value[]): string {
  const english = n === 1 ? one : other;
  const form = pluralOf(n);
  const text = textOf(form === 'one' ? one : other, n) ?? english;
  return filled(text, [whole(n), ...values]);
}

export { inLocale, whole };
