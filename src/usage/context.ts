import * as z from 'zod';
import { contextAfter, type Response } from '../log/response';
import { windowFor, type PriceTable } from './prices';

/** A name that says so asks for a window of a million tokens. */
const ASKED_FOR = 1_000_000;

/**
 * Size of a model's context window in tokens at a time (ms since the epoch; null: the latest), as the table of models has
 * it (P65); null when it does not know the model. `asked`: the most a request of the session held, which tells whether the
 * larger window was asked for where the model has two.
 */
export function contextWindow(
  table: PriceTable,
  model: string,
  t: number | null,
  asked: number,
): number | null {
  const named = model.toLowerCase().includes('[1m]');
  const row = windowFor(table, model, t);
  if (row === null) return named ? ASKED_FOR : null;
  if (named) return Math.max(row.tokens, row.extended ?? ASKED_FOR);
  return asked > row.tokens ? (row.extended ?? row.tokens) : row.tokens;
}

/** How full a context is. */
export const Context = z.object({
  tokens: z.number(),
  /** Null: the table of models does not know the window. */
  window: z.number().nullable(),
  /** The window is what Claude Code itself says. */
  official: z.literal(true).optional(),
});
export type Context = z.infer<typeof Context>;

/** Responses a trend covers. */
const TREND = 12;

/** Context after each of the last responses that tell it, oldest first; tokens. */
export function contextTrend(responses: readonly Pick<Response, 'usage' | 'own'>[]): number[] {
  const trend: number[] = [];
  for (let i = responses.length - 1; i >= 0 && trend.length < TREND; i--) {
    const tokens = contextAfter(responses[i]!);
    if (tokens !== null) trend.unshift(tokens);
  }
  return trend;
}
