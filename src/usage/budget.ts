/** The schemas of budgets and spending. */
import * as z from 'zod';
import { Block, LimitNotice } from './blocks';
import { OfficialLimit } from './official';

/** Strict, because with a misspelt `project` the budget would apply to all projects. */
export const Budget = z.strictObject({
  /** Folder of the repository it applies to; absent: all projects. */
  project: z.string().min(1).optional(),
  per: z.enum(['day', 'week', 'month']),
  usd: z.number().positive(),
});
export type Budget = z.infer<typeof Budget>;

/** Money and tokens of a period. `costMicroUsd` is the cost of the priced part, null if nothing is priced. */
export const Sum = z.object({
  tokens: z.number(),
  costMicroUsd: z.number().nullable(),
  unpricedTokens: z.number(),
  lowerBound: z.number(),
  /** Conditions of requests without a known price (P66). */
  conditions: z.array(z.string()),
});
export type Sum = z.infer<typeof Sum>;

export const Spend = z.object({
  /** The running block; null between two blocks. */
  block: Block.nullable(),
  /** Limits that were reached and have not reset yet, from the logs (P69). */
  limits: z.array(LimitNotice),
  /** Limits that Claude Code reported lately. */
  official: z.array(OfficialLimit),
  day: Sum,
  week: Sum,
  month: Sum,
  budgets: z.array(z.object({ budget: Budget, spentMicroUsd: z.number(), share: z.number() })),
});
export type Spend = z.infer<typeof Spend>;
