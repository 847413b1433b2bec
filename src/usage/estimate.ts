/**
 * Output tokens of a response whose final usage was never written (P4), told from what it wrote. Fitted on the finished responses
 * of the open corpus; `npm run labels` prints how far it is off there (docs/usage.md). Always shown beside the lower
 * bound, never in its place.
 */
import type { Response } from '../log/response';

const CHARS_A_TOKEN = 3.2;
/** Hidden thinking leaves its signature only, whose length follows that of the text (issue 42796: r = 0.971). */
const SEALED_CHARS_A_TOKEN = 3;
/** Name, id and braces of a tool call. */
const TOKENS_A_CALL = 55;

type Written = Pick<Response, 'chars' | 'calls' | 'sealed'>;

/** Output tokens that such content takes, about. */
export const estimateOutput = ({ chars, calls, sealed }: Written): number =>
  Math.round(chars / CHARS_A_TOKEN + calls * TOKENS_A_CALL + sealed / SEALED_CHARS_A_TOKEN);

/** Output tokens beyond those that were logged: 0 for a finished response, and where the log says more. */
export const missingOutput = (response: Written & Pick<Response, 'final' | 'usage'>): number =>
  response.final ? 0 : Math.max(0, estimateOutput(response) - response.usage.output);
