/**
 * What a reading keeps of a line, without the line: a piece cut out of a text holds the whole text in memory, and most events
 * have several empty lists and names that others have, too.
 */

/** The one empty list. Frozen: whoever would change it would change all. */
const NONE: never[] = [];
Object.freeze(NONE);

/** A list of small values that holds nothing of the text they were found in; readings survive JSON. */
export const leanList = <T>(list: T[]): T[] =>
  list.length === 0 ? NONE : (JSON.parse(JSON.stringify(list)) as T[]);

/** The same of a list that holds nothing of the text as it is. */
export const listOrNone = <T>(list: T[]): T[] => (list.length === 0 ? NONE : list);

/** The same text, holding nothing of what it was cut from. */
export const ownText = (text: string): string => JSON.parse(JSON.stringify(text)) as string;

/** Texts that are remembered: as many as a large project has files. */
const MOST_TEXTS = 20_000;

/** Gives one string for all texts that are equal: names, paths and models that come again with each line. */
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
