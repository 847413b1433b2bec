/**
 * Blocks: the 5-hour windows of the limits of Claude's plans. If the log says when a window resets, that is its end. Otherwise it is
 * estimated: a block starts with the first request after the previous one has ended (P69). Rounding the start down to the hour, as
 * others do, drifts (P23).
 */
import * as z from 'zod';
import { en } from '../l10n/english';
import { LimitWindow } from '../session/limits';

/** One request, as far as limits and budgets need it. */
export interface Spent {
  /** ms since the epoch */
  t: number;
  tokens: number;
  /** Micro-dollars, not rounded; null if unpriced. */
  costMicroUsd: number | null;
  /** The cost is a lower bound. */
  atLeast?: boolean;
}

/** A notice of a plan limit in a log. Times in ms since the epoch. */
export const LimitNotice = z.object({
  t: z.number(),
  window: LimitWindow,
  /** False if it was only near. */
  reached: z.boolean(),
  /** Null if the log does not say. */
  resetsAt: z.number().nullable(),
  /** Place of the line: byte offset and length, and which of its session's files (absent for the first). */
  at: z.number(),
  len: z.number(),
  file: z.number().optional(),
});
export type LimitNotice = z.infer<typeof LimitNotice>;

export const Block = z.object({
  /** Five hours apart, or less if a known block begins earlier; ms since the epoch. */
  start: z.number(),
  end: z.number(),
  /** Where the times come from: `official`: Claude Code's status line; `log`: a reset in the log; `estimated`: its first request. */
  known: z.enum(['official', 'log', 'estimated']),
  /** When its limit was reached; null if it was not, as far as the log says. */
  reachedAt: z.number().nullable(),
  firstAt: z.number(),
  lastAt: z.number(),
  requests: z.number(),
  tokens: z.number(),
  /** Integer micro-dollars of the priced part; null if nothing is priced. */
  costMicroUsd: z.number().nullable(),
  unpricedRequests: z.number(),
  /** The cost of the priced part is a lower bound. */
  costAtLeast: z.boolean(),
  active: z.boolean(),
  /** Time until its end, in ms; 0 if it has ended. */
  leftMs: z.number(),
  /** Rate from its first request until now, or until its last request if it has ended; null in its first minute. */
  burn: z.object({ tokensPerMinute: z.number(), microUsdPerHour: z.number().nullable() }).nullable(),
  /** Totals at its end at that rate; null if it has ended, has no rate yet, or its limit is reached. */
  projection: z.object({ tokens: z.number(), costMicroUsd: z.number().nullable() }).nullable(),
});
export type Block = z.infer<typeof Block>;

export const BLOCK_MS = 5 * 3_600_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** When a limit resets. `official`: reported by Claude Code to its status line, not from a log. */
export type Reset = Pick<LimitNotice, 't' | 'window' | 'reached' | 'resetsAt'> & { official?: true };

type Span = Pick<Block, 'start' | 'end' | 'known' | 'reachedAt'>;

/** The blocks of requests, oldest first, at `now` (ms since the epoch). Requests may be in any order. */
export function blocksOf(requests: readonly Spent[], now: number, limits: readonly Reset[] = []): Block[] {
  const known = knownSpans(limits);
  const groups: { span: Span; requests: Spent[] }[] = [];
  for (const request of requests.toSorted((a, b) => a.t - b.t)) {
    const current = groups.at(-1);
    if (current !== undefined && request.t >= current.span.start && request.t < current.span.end)
      current.requests.push(request);
    else groups.push({ span: spanFor(request.t, known), requests: [request] });
  }
  return groups.map(({ span, requests: of }) => blockOf(span, of, now));
}

/** The block of a request: a known one, else five hours from the request on, or until a known one begins. */
function spanFor(t: number, known: readonly Span[]): Span {
  const current = known.find(({ start, end }) => start <= t && t < end);
  if (current !== undefined) return current;
  const next = known.find(({ start }) => start > t);
  return {
    start: t,
    end: Math.min(t + BLOCK_MS, next?.start ?? Infinity),
    known: 'estimated',
    reachedAt: null,
  };
}

/**
 * The known blocks, in order: those of notices of the 5-hour limit, or of an unnamed limit that resets within five hours. If two
 * overlap (two accounts, or a changed reset), the later one begins where the earlier one ends.
 */
function knownSpans(limits: readonly Reset[]): Span[] {
  const official = limits.filter((one) => one.official === true).map(({ resetsAt }) => resetsAt);
  const ends = new Map<number, number | null>();
  for (const { t, window, reached, resetsAt } of limits) {
    if (window !== 'fiveHour' && window !== 'unknown') continue;
    if (resetsAt === null || resetsAt <= t || resetsAt - t > BLOCK_MS) continue;
    // Times in the text of a notice are rounded, so an official time of the same reset is preferred.
    const end = official.find((one) => one !== null && Math.abs(one - resetsAt) < ROUNDED_MS) ?? resetsAt;
    const before = ends.get(end) ?? null;
    ends.set(end, reached ? Math.min(t, before ?? t) : before);
  }
  const spans: Span[] = [];
  for (const [end, reachedAt] of [...ends].sort(([a], [b]) => a - b)) {
    const start = Math.max(end - BLOCK_MS, spans.at(-1)?.end ?? -Infinity);
    spans.push({ start, end, known: official.includes(end) ? 'official' : 'log', reachedAt });
  }
  return spans;
}

/** Two times that differ by less are times of the same reset. */
const ROUNDED_MS = 10 * MINUTE;

function blockOf(span: Span, group: readonly Spent[], now: number): Block {
  const firstAt = group[0]!.t;
  const lastAt = group.at(-1)!.t;
  const active = span.start <= now && now < span.end;
  const priced = group.filter(({ costMicroUsd }) => costMicroUsd !== null);
  const tokens = group.reduce((sum, one) => sum + one.tokens, 0);
  const cost = priced.length === 0 ? null : priced.reduce((sum, one) => sum + (one.costMicroUsd ?? 0), 0);
  const worked = (active ? now : lastAt) - firstAt;
  const left = active ? span.end - now : 0;
  const warm = worked >= MINUTE;
  return {
    ...span,
    firstAt,
    lastAt,
    requests: group.length,
    tokens,
    costMicroUsd: cost === null ? null : Math.round(cost),
    unpricedRequests: group.length - priced.length,
    costAtLeast: priced.some(({ atLeast }) => atLeast === true),
    active,
    leftMs: left,
    burn: warm
      ? {
          tokensPerMinute: tokens / (worked / MINUTE),
          microUsdPerHour: cost === null ? null : cost / (worked / HOUR),
        }
      : null,
    projection:
      warm && active && span.reachedAt === null
        ? {
            tokens: Math.round(tokens + (tokens / worked) * left),
            costMicroUsd: cost === null ? null : Math.round(cost + (cost / worked) * left),
          }
        : null,
  };
}

/** The limits that are reached and not yet reset at `now` (ms since the epoch), the last notice of each reset. */
export const pendingLimits = (limits: readonly LimitNotice[], now: number): LimitNotice[] => [
  ...new Map(
    limits
      .filter(({ reached, resetsAt }) => reached && resetsAt !== null && resetsAt > now)
      .toSorted((a, b) => (a.resetsAt ?? 0) - (b.resetsAt ?? 0) || a.t - b.t)
      .map((one) => [`${one.window} ${one.resetsAt}`, one]),
  ).values(),
];

/**
 * Limits that are reached or near at `now` (ms since the epoch), the latest notice of each window and reset. Without a reset time, a
 * notice counts for five hours, the length of the shortest window.
 */
export const limitsNow = <L extends LimitNotice>(limits: readonly L[], now: number): L[] => [
  ...new Map(
    limits
      .filter(({ t, resetsAt }) => (resetsAt ?? t + BLOCK_MS) > now && t <= now)
      .toSorted((a, b) => Number(a.reached) - Number(b.reached) || a.t - b.t)
      .map((one) => [`${one.window} ${one.resetsAt}`, one]),
  ).values(),
];

/** Identifies a limit that is reached or near, until its reset. */
export const limitKey = ({ window, resetsAt, reached }: LimitNotice): string =>
  `limit ${window} ${resetsAt} ${reached ? 'reached' : 'near'}`;

/** Names of limits, in English for the engine; `limitName.ts` has those of the UI. */
export const LIMIT_NAMES: Readonly<Record<LimitWindow, string>> = {
  fiveHour: en('5-hour limit'),
  weekly: en('weekly limit'),
  model: en('model limit'),
  credits: en('extra usage limit'),
  unknown: en('usage limit'),
};
