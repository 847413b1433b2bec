/**
 * Output tokens of a response whose final usage was never written (P4), told from what it wrote. Fitted on the finished responses
 * of the open corpus; `npm run labels` prints how far it is off there (docs/usage.md). Always shown beside the lower
 * bound, never in its place.
 */
import type { Response } from '../log/response';
import { familyOf } from './prices';

/** What a token holds: characters of text and tool input, tokens of a call's name, id and braces, and … */
interface Density {
  charsAToken: number;
  tokensACall: number;
  /** … characters of a signature: all that hidden thinking leaves, as long as its text was (issue 42796: r = 0.971). */
  sealedCharsAToken: number;
}

/** Up to Claude Opus 4.6 and the 4.5 generation: 540 finished responses, median error 12 %. */
const OLDER: Density = { charsAToken: 3.3, tokensACall: 55, sealedCharsAToken: 3 };
/** From Claude Opus 4.7 on text takes more tokens: 1,548 finished responses, median error 7 %. */
const NEWER: Density = { charsAToken: 2.6, tokensACall: 70, sealedCharsAToken: 3 };
/** The families that count as before; all later ones as the newest do. */
const OLDER_FAMILIES = /^claude-(?:(?:instant|2|3)\b|(?:opus|sonnet|haiku)-(?:3(?:-\d)?|4(?:-[0156])?)$)/;

type Written = Pick<Response, 'chars' | 'calls' | 'sealed' | 'model'>;

/** Output tokens that such content takes, about. */
export function estimateOutput({ chars, calls, sealed, model }: Written): number {
  const { charsAToken, tokensACall, sealedCharsAToken } = OLDER_FAMILIES.test(familyOf(model))
    ? OLDER
    : NEWER;
  return Math.round(chars / charsAToken + calls * tokensACall + sealed / sealedCharsAToken);
}

/** Output tokens beyond those that were logged: 0 for a finished response, and where the log says more. */
export const missingOutput = (response: Written & Pick<Response, 'final' | 'usage'>): number =>
  response.final ? 0 : Math.max(0, estimateOutput(response) - response.usage.output);
