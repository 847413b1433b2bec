import { inputSide, lastRequest, type Response } from '../log/response';
import { familyOf } from './prices';

const STANDARD = 200_000;
const LARGE = 1_000_000;

/** Every model of generation 5 is documented with a window of a million tokens and no smaller one. */
const GENERATION_5 = /^claude-[a-z]+-5(?:-\d+)?$/;

/**
 * Size of the context window in tokens: a million when the model name says `[1m]`, when the model has no other
 * (generation 5) or when a request asked with more than the standard window holds, else 200,000. Logs do not
 * state it, so an Opus 4.6 that was given a million but never held more than 200,000 shows the standard one.
 */
export const contextWindow = (model: string, asked: number): number =>
  model.includes('[1m]') || asked > STANDARD || GENERATION_5.test(familyOf(model)) ? LARGE : STANDARD;

/** Responses a trend covers. */
const TREND = 12;

/** Context after each of the last responses that tell it, oldest first; tokens. */
export const contextTrend = (responses: readonly Pick<Response, 'usage' | 'own'>[]): number[] =>
  responses
    .map((response) => inputSide(lastRequest(response)))
    .filter((tokens) => tokens > 0)
    .slice(-TREND);
