import * as z from 'zod';
import { contextAfter, type Response } from '../log/response';
import { windowFor, type PriceTable } from './prices';

/** The window of a model whose name has `[1m]`, in tokens. */
const LARGE_WINDOW = 1_000_000;

/**
 * Size of a model's context window in tokens at a time (ms since the epoch; null: the latest), from the table of models (P65); null if
 * the table does not have the model. `asked`: the largest input of the session, which shows whether the larger of two windows is used.
 */
export function contextWindow(
  table: PriceTable,
  model: string,
  t: number | null,
  asked: number,
): number | null {
  const named = model.toLowerCase().includes('[1m]');
  const row = windowFor(table, model, t);
  if (row === null) return named ? LARGE_WINDOW : null;
  if (named) return Math.max(row.tokens, row.extended ?? LARGE_WINDOW);
  return asked > row.tokens ? (row.extended ?? row.tokens) : row.tokens;
}

/** How full a context is. */
export const Context = z.object({
  tokens: z.number(),
  /** Null if the table of models does not have the window. */
  window: z.number().nullable(),
  /** The window was reported by Claude Code. */
  official: z.literal(true).optional(),
});
export type Context = z.infer<typeof Context>;

const TREND = 12;

/** Tokens in the context after each of the last responses for which they are known, oldest first. */
export function contextTrend(responses: readonly Pick<Response, 'usage' | 'own'>[]): number[] {
  const trend: number[] = [];
  for (let i = responses.length - 1; i >= 0 && trend.length < TREND; i--) {
    const tokens = contextAfter(responses[i]!);
    if (tokens !== null) trend.unshift(tokens);
  }
  return trend;
}
