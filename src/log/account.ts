/**
 * Claude Code's own account of a session: the running totals it logs as `cost-state`, with calls that no other line shows
 * (P67, P68). Cumulative for the session, so the last one counts.
 */
import * as z from 'zod';
import { getOwn } from './own';

/** What the account counts for one model: tokens, and money in integer micro-dollars; null when the account gives no amount. */
export const AccountModel = z.object({
  /** As Claude Code names it. */
  model: z.string(),
  input: z.number(),
  output: z.number(),
  cacheRead: z.number(),
  /** Cache writes of both kinds; the account does not split them. */
  cacheWrite: z.number(),
  webSearches: z.number(),
  costMicroUsd: z.number().nullable(),
});
type AccountModel = z.infer<typeof AccountModel>;

export const Account = z.object({
  /** Integer micro-dollars; null when no readable figure was logged. The same goes for all fields below. */
  costMicroUsd: z.number().nullable(),
  /** Sorted by name. */
  models: z.array(AccountModel),
  linesAdded: z.number().nullable(),
  linesRemoved: z.number().nullable(),
  /** Time in calls of the API and in tools, ms. */
  apiMs: z.number().nullable(),
  toolMs: z.number().nullable(),
  /** Claude Code did not know the price of a model, so its cost is only a part. */
  unknownModelCost: z.boolean(),
  /** Time of the account: that of the last line before it that has a time, in ms since the epoch; null when there is none. */
  t: z.number().nullable(),
  /** Byte offset and length of its line. */
  at: z.number(),
  len: z.number(),
  /** Which of its session's files: index into `file` and `alsoIn`; absent for the first. */
  file: z.number().optional(),
  /** Responses logged after the account, which does not include them. */
  laterMessages: z.number().default(0),
});
export type Account = z.infer<typeof Account>;

/** Larger values are not counts: tokens, lines and ms up to 10¹², dollars up to 10⁶. */
const MOST = 1e12;
const MOST_USD = 1e6;
/** Limits on the number of models and on the characters of a name. */
const MOST_MODELS = 100;
const LONGEST_NAME = 200;

const Logged = z.object({ modelUsage: z.record(z.string(), z.unknown()).optional().catch(undefined) });

/**
 * The account in a `cost-state` record, and the names of figures in it that are invalid (negative, absurd, not a number). `raw` is the
 * parsed record.
 */
export function costStateOf(
  raw: Readonly<Record<string, unknown>>,
  place: Pick<Account, 't' | 'at' | 'len'>,
): { account: Account; unreadable: string[] } {
  const unreadable: string[] = [];
  /** The number under a key; null when it is missing or invalid. */
  const number = (fields: Readonly<Record<string, unknown>>, key: string, most: number): number | null => {
    const value = getOwn(fields, key);
    if (value === undefined || value === null) return null;
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= most) return value;
    unreadable.push(key);
    return null;
  };
  const count = (fields: Readonly<Record<string, unknown>>, key: string): number | null => {
    const value = number(fields, key, MOST);
    return value === null ? null : Math.round(value);
  };
  const money = (fields: Readonly<Record<string, unknown>>, key: string): number | null => {
    const dollars = number(fields, key, MOST_USD);
    return dollars === null ? null : Math.round(dollars * 1_000_000);
  };
  const logged = Logged.parse(raw).modelUsage ?? {};
  if (raw['modelUsage'] !== undefined && Logged.parse(raw).modelUsage === undefined)
    unreadable.push('modelUsage');
  const models = Object.entries(logged)
    .slice(0, MOST_MODELS)
    .flatMap(([name, value]): AccountModel[] => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        unreadable.push('modelUsage');
        return [];
      }
      const usage = value as Record<string, unknown>;
      return [
        {
          model: name.slice(0, LONGEST_NAME),
          input: count(usage, 'inputTokens') ?? 0,
          output: count(usage, 'outputTokens') ?? 0,
          cacheRead: count(usage, 'cacheReadInputTokens') ?? 0,
          cacheWrite: count(usage, 'cacheCreationInputTokens') ?? 0,
          webSearches: count(usage, 'webSearchRequests') ?? 0,
          costMicroUsd: money(usage, 'costUSD'),
        },
      ];
    })
    .sort((a, b) => (a.model < b.model ? -1 : 1));
  return {
    account: {
      costMicroUsd: money(raw, 'totalCostUSD'),
      models,
      linesAdded: count(raw, 'totalLinesAdded'),
      linesRemoved: count(raw, 'totalLinesRemoved'),
      apiMs: count(raw, 'totalAPIDuration'),
      toolMs: count(raw, 'totalToolDuration'),
      unknownModelCost: raw['hasUnknownModelCost'] === true,
      ...place,
      laterMessages: 0,
    },
    unreadable,
  };
}

/** The later of two accounts of one session, from two of its files: by time, then by what it counts. */
export function laterAccount(a: Account, b: Account): Account {
  const by = (one: Account): number[] => [one.t ?? -1, one.costMicroUsd ?? -1, one.apiMs ?? -1];
  const [x, y] = [by(a), by(b)];
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return x[i]! > y[i]! ? a : b;
  return a;
}
