/**
 * Estimates the output tokens of a response without final usage (P4) from its content. Fitted on the finished responses of the open
 * corpus; `npm run labels` prints the error (docs/usage.md). Always shown beside the lower bound, never instead of it.
 */
import type { Response } from '../log/response';
import { familyOf } from './prices';

/** How content translates to tokens. */
interface Density {
  /** Characters of text and tool input per token. */
  charsAToken: number;
  /** Tokens per call, for its name, id and braces. */
  tokensACall: number;
  /** Characters of a signature per token. Hidden thinking leaves only a signature, as long as its text was (issue 42796: r = 0.971). */
  sealedCharsAToken: number;
}

/** Up to Claude Opus 4.6 and the 4.5 generation: 540 finished responses, median error 12 %. */
const OLDER: Density = { charsAToken: 3.3, tokensACall: 55, sealedCharsAToken: 3 };
/** Since Claude Opus 4.7, text takes more tokens: 1,548 finished responses, median error 7 %. */
const NEWER: Density = { charsAToken: 2.6, tokensACall: 70, sealedCharsAToken: 3 };
/** The families with the older tokenizer; all others count as newer. */
const OLDER_FAMILIES = /^claude-(?:(?:instant|2|3)\b|(?:opus|sonnet|haiku)-(?:3(?:-\d)?|4(?:-[0156])?)$)/;

type Written = Pick<Response, 'chars' | 'calls' | 'sealed' | 'model'>;

/** Estimated output tokens of such content. */
export function estimateOutput({ chars, calls, sealed, model }: Written): number {
  const { charsAToken, tokensACall, sealedCharsAToken } = OLDER_FAMILIES.test(familyOf(model))
    ? OLDER
    : NEWER;
  return Math.round(chars / charsAToken + calls * tokensACall + sealed / sealedCharsAToken);
}

/** Estimated output tokens beyond the logged ones: 0 for a finished response, or if the log has more than the estimate. */
export const missingOutput = (response: Written & Pick<Response, 'final' | 'usage'>): number =>
  response.final ? 0 : Math.max(0, estimateOutput(response) - response.usage.output);
