/**
 * Saves memory in readings. In V8 a substring keeps the whole text it was cut from in memory, and most events have several empty
 * lists and names that other events have too.
 */

/** The shared empty list, frozen because it is shared. */
const NONE: never[] = [];
Object.freeze(NONE);

/** A copy of a list of JSON values that does not keep the text they were cut from in memory. */
export const leanList = <T>(list: T[]): T[] =>
  list.length === 0 ? NONE : (JSON.parse(JSON.stringify(list)) as T[]);

/** The shared empty list if `list` is empty, else `list` itself. */
export const listOrNone = <T>(list: T[]): T[] => (list.length === 0 ? NONE : list);

/** A copy of a text that does not keep the text it was cut from in memory. */
export const ownText = (text: string): string => JSON.parse(JSON.stringify(text)) as string;

/** Most texts that are cached: about as many as a large project has files. */
const MOST_TEXTS = 20_000;

/** Returns a function that interns texts: names, paths and models repeat on every line. */
export function newTexts(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const same = known.get(text);
    if (same !== undefined) return same;
    if (known.size === MOST_TEXTS) known.clear();
    const own = ownText(text);
    known.set(own, own);
    return own;
  };
}
