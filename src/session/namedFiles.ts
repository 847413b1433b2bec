/** Files that a text names. */

/** A path or file name with an ending, as people write them; bounded so that no text costs more than its length. */
const FILE_NAME =
  /(?<![\w@.:/\\-])(?:[\w.@~-]{1,80}[\\/]){0,12}[\w@-][\w.@-]{0,80}\.[A-Za-z]\w{0,9}(?![\w@])/g;
const MOST_NAMES = 20;
/** What is looked through: names beyond this stand in what was pasted. Characters. */
const LOOKED_THROUGH = 4_000;

/** The files a text names, as it writes them, each once, at most 20. */
export function namesIn(text: string): string[] {
  const start = text.slice(0, LOOKED_THROUGH);
  const found = [...start.matchAll(FILE_NAME)].flatMap(({ index, 0: name }) =>
    mayBeMissing(start, index, index + name.length) ? [] : [name],
  );
  return [...new Set(found)].slice(0, MOST_NAMES);
}

/** Words around a name that say that the file is not there, or may not be. Characters. */
const AROUND = 60;
const MISSING_BEFORE =
  /(?:\b(?:cannot|can['’]t|could(?:n['’]t| not)|unable to|failed to) (?:find|open|read|load|resolve)|no such file|not found|ENOENT|\b(?:missing|deleted|removed)\b|\bif (?:there(?:['’]s| is) |you find |we have )?(?:an? |the |any )?)[^.!?\n]{0,40}$/i;
const MISSING_AFTER =
  /^["'`’”)]{0,2}[^.!?\n]{0,10}(?:\bif (?:there(?:['’]s| is)|it(?:['’]s| is| exists)|present|any|available|found)\b|\(optional\)|not found|\b(?:does(?:n['’]t| not) exist|is (?:gone|missing)|was (?:deleted|removed))\b)/i;
const mayBeMissing = (text: string, from: number, to: number): boolean =>
  MISSING_BEFORE.test(text.slice(Math.max(0, from - AROUND), from)) ||
  MISSING_AFTER.test(text.slice(to, to + AROUND));
