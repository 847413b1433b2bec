import { ownText } from './lean';

/** Results for longer texts are not cached, to bound memory. Characters. */
const LONGEST = 1000;

/**
 * Caches the results of `work` by text: programs, files and folders repeat in a log. The cache is cleared when it has `most` entries.
 * `work` must not return undefined.
 */
export function memoize<T>(work: (text: string) => T, most = 500): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (text.length > LONGEST) return work(text);
    if (known.size >= most) known.clear();
    const own = ownText(text);
    const made = work(own);
    known.set(own, made);
    return made;
  };
}
