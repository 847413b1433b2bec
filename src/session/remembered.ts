import { ownText } from './lean';

/** Longer texts are not remembered: what is kept has an end. Characters. */
const LONGEST = 1000;

/**
 * The same as `work`, worked out once for each of the last texts it was asked for: programs, files and folders come again and
 * again in a log. Forgets all of them when there are more than `most`.
 */
export function remembered<T>(work: (text: string) => T, most = 500): (text: string) => T {
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
