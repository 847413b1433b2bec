/** Regular expressions that are looked for in many texts of which few have them. */
import { withJoinPoints } from './joinPoints';
import { needsOf } from './needs';
import { compiled, plainTwin, type Pattern } from './plainText';
import { trigramsOf } from './trigrams';
import { passes, checkOf, type Check } from './check';

/**
 * An expression that runs over a text only when what it needs (`needs.ts`) stands there, and over a plain text by a twin that is quicker
 * (`plainText.ts`). Each is made when it is first needed.
 */
export class Prefiltered {
  private written: Pattern | undefined;
  private expression: RegExp | undefined;
  private twin: RegExp | undefined;
  private check: Check | undefined;

  constructor(private readonly make: () => Pattern) {}

  private get original(): Pattern {
    return (this.written ??= this.make());
  }

  /** False: the text has no match. */
  mayBeIn(text: string): boolean {
    return passes((this.check ??= checkOf(needsOf(this.original))), trigramsOf(text));
  }

  /** The expression, for texts that are plain or not; it begins at the beginning. */
  of(plain: boolean): RegExp {
    const expression = plain
      ? (this.twin ??= compiled(withJoinPoints(plainTwin(this.original) ?? this.original)))
      : (this.expression ??= compiled(withJoinPoints(this.original)));
    expression.lastIndex = 0;
    return expression;
  }

  /** The first match. */
  in(text: string): RegExpExecArray | null {
    return this.mayBeIn(text) ? this.of(trigramsOf(text).plain).exec(text) : null;
  }

  isIn(text: string): boolean {
    return this.mayBeIn(text) && this.of(trigramsOf(text).plain).test(text);
  }

  /** All matches, of an expression with `g`. */
  allIn(text: string): RegExpExecArray[] {
    const all: RegExpExecArray[] = [];
    if (!this.mayBeIn(text)) return all;
    const expression = this.of(trigramsOf(text).plain);
    for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
      all.push(match);
      // By whole characters: from within one the search would find it again.
      if (match[0] === '') expression.lastIndex += (text.codePointAt(match.index) ?? 0) > 0xffff ? 2 : 1;
    }
    return all;
  }
}

/** An expression as it is written. */
export const prefiltered = (expression: RegExp): Prefiltered => new Prefiltered(() => expression);
