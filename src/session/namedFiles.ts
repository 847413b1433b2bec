/** Finds file names in a text. */

/** A path or file name with an extension. Bounded, so that matching takes linear time. */
const FILE_NAME =
  /(?<![\w@.:/\\-])(?:[\w.@~-]{1,80}[\\/]){0,12}[\w@-][\w.@-]{0,80}\.[A-Za-z]\w{0,9}(?![\w@])/g;
const MOST_NAMES = 20;
/** Most characters that are searched: names beyond that are usually in pasted text. */
const LOOKED_THROUGH = 4_000;

/** The files a text names, as written, each once, at most 20; without those that it says may be missing. */
export function namesIn(text: string): string[] {
  const start = text.slice(0, LOOKED_THROUGH);
  const found = [...start.matchAll(FILE_NAME)].flatMap(({ index, 0: name }) =>
    mayBeMissing(start, index, index + name.length) ? [] : [name],
  );
  return [...new Set(found)].slice(0, MOST_NAMES);
}

/** Characters before and after a name that are searched for words saying that the file is or may be missing. */
const AROUND = 60;
const MISSING_BEFORE =
  /(?:\b(?:cannot|can['’]t|could(?:n['’]t| not)|unable to|failed to) (?:find|open|read|load|resolve)|no such file(?: or directory)?|not found|ENOENT|\b(?:missing|deleted|removed)\b|\bif (?:there(?:['’]s| is)|you (?:find|have)|we have|it has))[:,]?(?: (?:an?|the|any|your|my|module|file|files|path|document|open|stat)){0,3}(?: [\w@-]{0,30}[./\\][\w./\\-]{0,60},?(?: and| or)?){0,2} ?["'`“‘(]{0,2}$/i;
const MISSING_AFTER =
  /^["'`’”)]{0,2},? ?(?:(?:file )?(?:if (?:there(?:['’]s| is)|it exists|it(?:['’]s| is) (?:there|present|available|around)|present|any\b|available|found)|\(optional\)|(?:was |is )?not found|(?:does(?:n['’]t| not) )?exists?|(?:is|was|has been|got) (?:gone|missing|deleted|removed|there|present))\b|\(optional\))/i;
const mayBeMissing = (text: string, from: number, to: number): boolean =>
  MISSING_BEFORE.test(text.slice(Math.max(0, from - AROUND), from)) ||
  MISSING_AFTER.test(text.slice(to, to + AROUND));
