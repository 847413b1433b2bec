/** Files that a text names. */

/** A path or file name with an ending, as people write them; bounded so that no text costs more than its length. */
const FILE_NAME =
  /(?<![\w@.:/\\-])(?:[\w.@~-]{1,80}[\\/]){0,12}[\w@-][\w.@-]{0,80}\.[A-Za-z]\w{0,9}(?![\w@])/g;
const MOST_NAMES = 20;
/** What is looked through: names beyond this stand in what was pasted. Characters. */
const LOOKED_THROUGH = 4_000;

/** The files a text names, as it writes them, each once, at most 20. */
export function namesIn(text: string): string[] {
  const found = text.slice(0, LOOKED_THROUGH).match(FILE_NAME) ?? [];
  return [...new Set(found)].slice(0, MOST_NAMES);
}
