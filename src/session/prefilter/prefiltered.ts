/** Regular expressions with a prefilter: most run over many texts, of which few match. */
import { withJoinPoints } from './joinPoints';
import { needsOf } from './needs';
import { compiled, plainTwin, type Pattern } from './plainText';
import { trigramsOf } from './trigrams';
import { mayMatch, checkOf, type Check } from './check';

/**
 * An expression that runs only over texts that contain what every match needs (`needs.ts`). Over plain texts a faster twin runs
 * (`plainText.ts`). Each part is compiled on first use.
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

  /** False if the text certainly has no match. */
  mayBeIn(text: string): boolean {
    return mayMatch((this.check ??= checkOf(needsOf(this.original))), trigramsOf(text));
  }

  /** The compiled expression for plain or other texts, with `lastIndex` at 0. */
  of(plain: boolean): RegExp {
    const expression = plain
      ? (this.twin ??= compiled(withJoinPoints(plainTwin(this.original) ?? this.original)))
      : (this.expression ??= compiled(withJoinPoints(this.original)));
    expression.lastIndex = 0;
    return expression;
  }

  /** The first match, or null. */
  in(text: string): RegExpExecArray | null {
    return this.mayBeIn(text) ? this.of(trigramsOf(text).plain).exec(text) : null;
  }

  isIn(text: string): boolean {
    return this.mayBeIn(text) && this.of(trigramsOf(text).plain).test(text);
  }

  /** All matches of an expression with the flag `g`. */
  allIn(text: string): RegExpExecArray[] {
    const all: RegExpExecArray[] = [];
    if (!this.mayBeIn(text)) return all;
    const expression = this.of(trigramsOf(text).plain);
    for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
      all.push(match);
      // Skip whole code points: an expression with `u` started inside one would find the same match again.
      if (match[0] === '') expression.lastIndex += (text.codePointAt(match.index) ?? 0) > 0xffff ? 2 : 1;
    }
    return all;
  }
}

/** A prefilter for a regular expression literal. */
export const prefiltered = (expression: RegExp): Prefiltered => new Prefiltered(() => expression);
