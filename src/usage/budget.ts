/** Budgets, and what was spent of them. */
import * as z from 'zod';
import { Block, LimitNotice } from './blocks';
import { OfficialLimit } from './official';

/** Strict: a budget whose `project` is misspelt would be one of all projects. */
export const Budget = z.strictObject({
  /** Folder of the repository it is for; absent: all. */
  project: z.string().min(1).optional(),
  per: z.enum(['day', 'week', 'month']),
  usd: z.number().positive(),
});
export type Budget = z.infer<typeof Budget>;

/** Money and tokens of a time. `costMicroUsd` is that of the priced part, null when nothing in it is priced. */
export const Sum = z.object({
  tokens: z.number(),
  costMicroUsd: z.number().nullable(),
  unpricedTokens: z.number(),
  lowerBound: z.number(),
  /** Conditions of requests in it whose price is not known (P66). */
  conditions: z.array(z.string()),
});
export type Sum = z.infer<typeof Sum>;

export const Spend = z.object({
  /** The running block; null between two blocks. */
  block: Block.nullable(),
  /** Limits that were reached and have not reset yet, as the log says (P69). */
  limits: z.array(LimitNotice),
  /** Limits as Claude Code itself said lately. */
  official: z.array(OfficialLimit),
  day: Sum,
  week: Sum,
  month: Sum,
  budgets: z.array(z.object({ budget: Budget, spentMicroUsd: z.number(), share: z.number() })),
});
export type Spend = z.infer<typeof Spend>;
