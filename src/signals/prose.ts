/**
 * Use and mention (P40, P19): a phrase counts where someone says it in their own words, not in code, a quotation,
 * a table or pasted data. Everything here takes time in proportion to the text, whatever it holds.
 */

const BLANK = ' ';
const blank = (text: string): string => text.replace(/[^\n]/g, BLANK);
const blankLine = (text: string): string => BLANK.repeat(text.length);

/** What is no prose in a line of Markdown, in the order in which it is taken out, and what begins it: looked for first. */
const NO_PROSE: readonly (readonly [begins: readonly string[], pattern: RegExp])[] = [
  [['`'], /`[^`\n]{1,1000}`/g],
  [['"', '“', '«'], /"[^"\n]{1,300}"|“[^”\n]{1,300}”|«[^»\n]{1,300}»/g],
  [['http'], /\bhttps?:\/\/\S{1,2000}/g],
];
/** Quoted lines, table rows, headings. */
const NO_PROSE_LINE = /^[ \t]{0,12}(?:>|\||#{1,6} )/;
const FENCE = /^[ \t]{0,12}(`{3,12}|~{3,12})/;
/** Looked for first: most texts have none of these. */
const HAS_BLOCKS = /^[ \t]{0,12}(?:>|\||#{1,6} |```|~~~)/m;

/** Fenced code, quoted lines, table rows and headings as blanks; a fence that is never closed goes on to the end. */
function withoutBlocks(text: string): string {
  if (!HAS_BLOCKS.test(text)) return text;
  let fence: string | null = null;
  return text
    .split('\n')
    .map((line) => {
      const mark = FENCE.exec(line)?.[1] ?? null;
      if (fence !== null) {
        if (mark?.startsWith(fence) === true) fence = null;
        return blankLine(line);
      }
      if (mark !== null) fence = mark;
      return mark !== null || NO_PROSE_LINE.test(line) ? blankLine(line) : line;
    })
    .join('\n');
}

/**
 * The text with everything that is no prose replaced by blanks of the same length (UTF-16 units), so that places stay.
 * A text that is JSON is all blank.
 */
export function proseOf(text: string): string {
  // Its language is asked for, and then its phrases.
  if (last.text !== text) last = { text, prose: madeProse(text) };
  return last.prose;
}
let last = { text: '', prose: '' };

function madeProse(text: string): string {
  if (/^\s{0,100}[[{]["{[]/.test(text)) return blank(text);
  return NO_PROSE.reduce(
    (rest, [begins, pattern]) =>
      begins.some((sign) => rest.includes(sign)) ? rest.replace(pattern, blankLine) : rest,
    withoutBlocks(text),
  );
}

const OPENING =
  /(?:^|[.!?…:;][")\]*_]*\s+|[。！？；：][」』”]?\s*|\n\s*|[—–]\s*)(?:(?:[-*•]|\d+[.)])\s+)?[*_(“"]*$/u;
const LOOK_BACK = 16;

/** True when a sentence begins at `index`: nothing but list marks and emphasis stands between it and the end before. */
export function opensSentence(prose: string, index: number): boolean {
  const from = Math.max(0, index - LOOK_BACK);
  const before = prose.slice(from, index);
  return OPENING.test(from === 0 ? before : `x${before}`);
}

/** A sentence longer than this on either side of a phrase is cut. */
const LONGEST_SENTENCE = 500;

const endsAt = (text: string, i: number): boolean =>
  text[i] === '\n' ||
  /[。！？]/.test(text[i] ?? '') ||
  (/[.!?]/.test(text[i] ?? '') && /\s|^$/.test(text[i + 1] ?? ''));

/** The sentence around `index`: up to the end of the line, or to `.`, `!` or `?` before a blank. */
export function sentenceAround(text: string, index: number): string {
  let from = index;
  while (from > 0 && index - from < LONGEST_SENTENCE && !endsAt(text, from - 1)) from--;
  let to = index;
  while (to < text.length && to - index < LONGEST_SENTENCE && !endsAt(text, to)) to++;
  return text.slice(from, to + 1).trim();
}
