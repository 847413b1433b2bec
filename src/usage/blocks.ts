/**
 * The 5-hour windows by which Claude's plans limit use. Where the log says when one resets, that is its end, and its start five
 * hours before; else a block opens with the first request after the one before has ended, which is a guess (P69). Flooring
 * its start to the hour, as others do, drifts (P23).
 */
import * as z from 'zod';
import { en } from '../l10n/english';
import { LimitWindow } from '../session/limits';

/** One request as limits see it. */
export interface Spent {
  /** ms since the epoch */
  t: number;
  tokens: number;
  /** Micro-dollars, not rounded; null when unpriced. */
  costMicroUsd: number | null;
  /** The cost is a lower bound. */
  atLeast?: boolean;
}

/** A limit of the plan that the log speaks of. Times in ms since the epoch. */
export const LimitNotice = z.object({
  t: z.number(),
  window: LimitWindow,
  /** It was reached; else it was near. */
  reached: z.boolean(),
  /** Null when the log does not say. */
  resetsAt: z.number().nullable(),
  /** Place of the line: byte offset and length, and which of its session's files (absent for the first). */
  at: z.number(),
  len: z.number(),
  file: z.number().optional(),
});
export type LimitNotice = z.infer<typeof LimitNotice>;

export const Block = z.object({
  /** Five hours from one to the other, or less where a block that the log knows begins; ms since the epoch. */
  start: z.number(),
  end: z.number(),
  /** Who says so: Claude Code to its status line, a reset that the log names, or the guess that it opened with its first request. */
  known: z.enum(['official', 'log', 'estimated']),
  /** When its limit was reached; null when the log does not say so. */
  reachedAt: z.number().nullable(),
  firstAt: z.number(),
  lastAt: z.number(),
  requests: z.number(),
  tokens: z.number(),
  /** Integer micro-dollars of the priced part; null when nothing in it is priced. */
  costMicroUsd: z.number().nullable(),
  unpricedRequests: z.number(),
  /** The cost of the priced part is a lower bound. */
  costAtLeast: z.boolean(),
  active: z.boolean(),
  /** Until its end, in ms; 0 when it has ended. */
  leftMs: z.number(),
  /** Pace from its first request until now (its last one when it has ended); null in its first minute. */
  burn: z.object({ tokensPerMinute: z.number(), microUsdPerHour: z.number().nullable() }).nullable(),
  /** What it comes to at that pace; null when it has ended, has no pace yet, or its limit is reached. */
  projection: z.object({ tokens: z.number(), costMicroUsd: z.number().nullable() }).nullable(),
});
export type Block = z.infer<typeof Block>;

export const BLOCK_MS = 5 * 3_600_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** Who told when a limit resets. `official`: Claude Code to its status line. */
export type Reset = Pick<LimitNotice, 't' | 'window' | 'reached' | 'resetsAt'> & { official?: true };

type Span = Pick<Block, 'start' | 'end' | 'known' | 'reachedAt'>;

/** The blocks of requests in any order, oldest first, as they stand at `now` (ms since the epoch). */
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

/** The block that a request opens: one the log knows, else five hours from then, ended where a known one begins. */
function spanFor(t: number, known: readonly Span[]): Span {
  const said = known.find(({ start, end }) => start <= t && t < end);
  if (said !== undefined) return said;
  const next = known.find(({ start }) => start > t);
  return {
    start: t,
    end: Math.min(t + BLOCK_MS, next?.start ?? Infinity),
    known: 'estimated',
    reachedAt: null,
  };
}

/**
 * The blocks that the log knows, in order. A notice counts when it speaks of the 5-hour limit, or does not say which and resets
 * within five hours. Two that overlap are of two accounts, or of one that was set anew: the later begins where the earlier ends.
 */
function knownSpans(limits: readonly Reset[]): Span[] {
  const official = limits.filter((one) => one.official === true).map(({ resetsAt }) => resetsAt);
  const ends = new Map<number, number | null>();
  for (const { t, window, reached, resetsAt } of limits) {
    if (window !== 'fiveHour' && window !== 'unknown') continue;
    if (resetsAt === null || resetsAt <= t || resetsAt - t > BLOCK_MS) continue;
    // What a log says in words is rounded: the official time of the same reset is the better one.
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

/** So far apart two times of one reset may lie. */
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

/** The limits that still hold at `now`, the last notice of each reset. */
export const pendingLimits = (limits: readonly LimitNotice[], now: number): LimitNotice[] => [
  ...new Map(
    limits
      .filter(({ reached, resetsAt }) => reached && resetsAt !== null && resetsAt > now)
      .toSorted((a, b) => (a.resetsAt ?? 0) - (b.resetsAt ?? 0) || a.t - b.t)
      .map((one) => [`${one.window} ${one.resetsAt}`, one]),
  ).values(),
];

/**
 * Limits that are reached or near now, the latest notice of each: one by window and reset. One that does not say when it resets is past
 * after five hours, as the shortest of them.
 */
export const limitsNow = <L extends LimitNotice>(limits: readonly L[], now: number): L[] => [
  ...new Map(
    limits
      .filter(({ t, resetsAt }) => (resetsAt ?? t + BLOCK_MS) > now && t <= now)
      .toSorted((a, b) => Number(a.reached) - Number(b.reached) || a.t - b.t)
      .map((one) => [`${one.window} ${one.resetsAt}`, one]),
  ).values(),
];

/** What each limit is called. */
export const LIMIT_NAMES: Readonly<Record<LimitWindow, string>> = {
  fiveHour: en('5-hour limit'),
  weekly: en('weekly limit'),
  model: en('model limit'),
  credits: en('extra usage limit'),
  unknown: en('usage limit'),
};
