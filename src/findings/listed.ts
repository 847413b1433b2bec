/** Several things in one sentence. */
import { en } from '../l10n/english';

/** More are “others”. */
const MOST_NAMED = 3;

/** Words that come from `en`, as a sentence lists them. */
export function listed(words: readonly string[]): string {
  const [a = '', b = '', c = ''] =
    words.length > MOST_NAMED ? [...words.slice(0, MOST_NAMED - 1), en('others')] : words;
  return [a, a, en('{w0} and {w1}', a, b), en('{w0}, {w1} and {w2}', a, b, c)][
    Math.min(words.length, MOST_NAMED)
  ]!;
}
