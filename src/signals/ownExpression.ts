/**
 * Regular expressions a person wrote (`vigil.signals.stopPhrases.custom`). They meet texts that anybody may have written, so
 * they are searched for by RE2, which takes time in proportion to the text, and by a bounded number of steps.
 */
import { RE2JS, RE2JSSyntaxException } from 're2js';
import { en } from '../l10n/english';

export interface Span {
  index: number;
  end: number;
}

export type OwnExpression =
  | { kind: 'usable'; find: (text: string) => Span[] }
  /** `why`: words for the person who wrote it. */
  | { kind: 'refused'; why: string };

/** Characters at the beginning of a text that are searched: what an agent says in one go is shorter. */
const LONGEST_TEXT = 20_000;
/** Matches that count in one text. */
const MOST_SPANS = 100;
/** Instructions of the compiled expression: one of 200 characters has some hundred, unless it repeats without measure. */
const LARGEST = 500;
/** Steps (instructions × characters) in one text: a tenth of a second. */
const STEPS = 20_000_000;

/** What RE2 does not have, and what JavaScript has: told in these words. */
const MISSING = [
  [
    /\\(?:[1-9]|k<)/,
    en('it refers back to a group (as \\1 does), which cannot be searched for in bounded time'),
  ],
  [/\(\?<?[=!]/, en('it looks ahead or behind, which cannot be searched for in bounded time')],
] as const;

/** Compiles an expression; refused when it is none, or when it cannot be searched for in bounded time. */
export function ownExpression(source: string): OwnExpression {
  let compiled: RE2JS;
  try {
    // RE2 would take it for the letter k.
    if (/(?<!\\)\\k</.test(source)) return { kind: 'refused', why: MISSING[0][1] };
    compiled = RE2JS.compile(RE2JS.translateRegExp(source), RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    const missing = MISSING.find(([found]) => found.test(source));
    if (missing !== undefined) return { kind: 'refused', why: missing[1] };
    const said = error instanceof RE2JSSyntaxException ? error.getDescription() : String(error);
    return { kind: 'refused', why: en('it is not an expression that can be searched for ({0})', said) };
  }
  const size = compiled.programSize();
  if (size > LARGEST)
    return { kind: 'refused', why: en('it repeats so often that it cannot be searched for in bounded time') };
  return { kind: 'usable', find: (text) => spansOf(compiled, size, text.slice(0, LONGEST_TEXT)) };
}

/** The matches. Each is looked for once through the rest of the text: so many as the steps allow, but one in any case. */
function spansOf(compiled: RE2JS, size: number, text: string): Span[] {
  const most = Math.max(1, Math.min(MOST_SPANS, Math.floor(STEPS / (size * Math.max(1, text.length)))));
  const spans: Span[] = [];
  const matcher = compiled.matcher(text);
  while (spans.length < most && matcher.find()) spans.push({ index: matcher.start(), end: matcher.end() });
  return spans;
}
