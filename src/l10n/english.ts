/**
 * Words of the engine. It says everything in English, whoever asks: that is what is kept in the archive, compared, exported and printed.
 * A surface that speaks another language knows the sentence again by the text it was made from (`localize`).
 */
import { filled, type Value } from './texts';

/**
 * A sentence from a text that translators find. Places say what fills them: `{0}` a name or another value that stays as it is, `{n0}` a
 * figure, `{w0}` words that come from `en` themselves.
 */
export const en = (english: string, ...values: readonly Value[]): string => filled(english, values);

/** The same with a number, `{n0}`: `enCount(n, '{n0} prompt', '{n0} prompts')`. */
export const enCount = (n: number, one: string, other: string, ...values: readonly Value[]): string =>
  filled(n === 1 ? one : other, [n, ...values]);
