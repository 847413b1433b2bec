/**
 * The 5-hour windows by which Claude's plans limit use. A block opens with the first request after the one before has
 * ended, and lasts five hours from then. Flooring its start to the hour, as others do, drifts (P23).
 */
import * as z from 'zod';

/** One request as limits see it. */
export interface Spent {
  /** ms since the epoch */
  t: number;
  tokens: number;
  /** Micro-dollars, not rounded; null when unpriced. */
  costMicroUsd: number | null;
}

export const Block = z.object({
  /** Time of its first request, and five hours later; ms since the epoch. */
  start: z.number(),
  end: z.number(),
  lastAt: z.number(),
  requests: z.number(),
  tokens: z.number(),
  /** Integer micro-dollars of the priced part; null when nothing in it is priced. */
  costMicroUsd: z.number().nullable(),
  unpricedRequests: z.number(),
  active: z.boolean(),
  /** Until its end, in ms; 0 when it has ended. */
  leftMs: z.number(),
  /** Pace from its first request until now (its last one when it has ended); null in its first minute. */
  burn: z.object({ tokensPerMinute: z.number(), microUsdPerHour: z.number().nullable() }).nullable(),
  /** What it comes to at that pace; null when it has ended or has no pace yet. */
  projection: z.object({ tokens: z.number(), costMicroUsd: z.number().nullable() }).nullable(),
});
export type Block = z.infer<typeof Block>;

export const BLOCK_MS = 5 * 3_600_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** The blocks of requests in any order, oldest first, as they stand at `now` (ms since the epoch). */
export function blocksOf(requests: readonly Spent[], now: number): Block[] {
  const groups: Spent[][] = [];
  for (const request of requests.toSorted((a, b) => a.t - b.t)) {
    const current = groups.at(-1);
    if (current === undefined || request.t >= current[0]!.t + BLOCK_MS) groups.push([request]);
    else current.push(request);
  }
  return groups.map((group) => blockOf(group, now));
}

function blockOf(group: readonly Spent[], now: number): Block {
  const start = group[0]!.t;
  const end = start + BLOCK_MS;
  const lastAt = group.at(-1)!.t;
  const active = start <= now && now < end;
  const priced = group.filter(({ costMicroUsd }) => costMicroUsd !== null);
  const tokens = group.reduce((sum, one) => sum + one.tokens, 0);
  const cost = priced.length === 0 ? null : priced.reduce((sum, one) => sum + (one.costMicroUsd ?? 0), 0);
  const span = (active ? now : lastAt) - start;
  const left = active ? end - now : 0;
  const warm = span >= MINUTE;
  return {
    start,
    end,
    lastAt,
    requests: group.length,
    tokens,
    costMicroUsd: cost === null ? null : Math.round(cost),
    unpricedRequests: group.length - priced.length,
    active,
    leftMs: left,
    burn: warm
      ? {
          tokensPerMinute: tokens / (span / MINUTE),
          microUsdPerHour: cost === null ? null : cost / (span / HOUR),
        }
      : null,
    projection:
      warm && active
        ? {
            tokens: Math.round(tokens + (tokens / span) * left),
            costMicroUsd: cost === null ? null : Math.round(cost + (cost / span) * left),
          }
        : null,
  };
}
