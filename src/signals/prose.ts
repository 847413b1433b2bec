/**
 * Use and mention (P40, P19): a phrase counts where someone says it in their own words, not in code, a quotation,
 * a table or pasted data.
 */

const BLANK = ' ';
const blank = (text: string): string => text.replace(/[^\n]/g, BLANK);

/** What is no prose in Markdown, in the order in which it is taken out. */
const NO_PROSE: readonly RegExp[] = [
  // Fenced code, also when the closing fence is missing.
  /^[ \t]*(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^[ \t]*\1[^\n]*$|(?![\s\S]))/gm,
  /`[^`\n]+`/g,
  // Quoted lines, table rows, headings.
  /^[ \t]*(?:>|\||#{1,6} )[^\n]*$/gm,
  /"[^"\n]{1,300}"|“[^”\n]{1,300}”|«[^»\n]{1,300}»/g,
  /\bhttps?:\/\/\S+/g,
];

/**
 * The text with everything that is no prose replaced by blanks of the same length (UTF-16 units), so that places stay.
 * A text that is JSON is all blank.
 */
export function proseOf(text: string): string {
  if (/^\s*[[{]["{[]/.test(text)) return blank(text);
  return NO_PROSE.reduce((rest, pattern) => rest.replace(pattern, blank), text);
}

const OPENING = /(?:^|[.!?…:;][")\]*_]*\s+|\n\s*|[—–]\s*)(?:(?:[-*•]|\d+[.)])\s+)?[*_(“"]*$/u;
const LOOK_BACK = 16;

/** True when a sentence begins at `index`: nothing but list marks and emphasis stands between it and the end before. */
export function opensSentence(prose: string, index: number): boolean {
  const from = Math.max(0, index - LOOK_BACK);
  const before = prose.slice(from, index);
  return OPENING.test(from === 0 ? before : before.replace(/^/, 'x'));
}

/** The sentence around `index`: up to the end of the line, or to `.`, `!` or `?` before a blank. */
export function sentenceAround(text: string, index: number): string {
  const before = text.slice(Math.max(0, index - 1000), index);
  const after = text.slice(index, index + 1000);
  const start = before.search(/(?:[.!?]\s+|\n)(?!.*(?:[.!?]\s|\n))[^]*$/);
  const end = after.search(/[.!?](?:\s|$)|\n/);
  return (
    (start === -1 ? before : before.slice(start).replace(/^[.!?]?\s+/, '')) +
    (end === -1 ? after : after.slice(0, end + 1))
  );
}
