/** Budgets and spending: their schemas, and when a budget is worth an alert. */
import * as z from 'zod';
import { Block, LimitNotice } from './blocks';
import { weekOf } from './days';
import { OfficialLimit } from './official';

/** Strict, because with a misspelt `project` the budget would apply to all projects. */
export const Budget = z.strictObject({
  /** Folder of the repository it applies to; absent: all projects. */
  project: z.string().min(1).optional(),
  per: z.enum(['day', 'week', 'month']),
  usd: z.number().positive(),
});
export type Budget = z.infer<typeof Budget>;

/** Share of a budget from which it is nearly used up. */
export const NEARLY_SPENT = 0.8;

/** Red once all of it is spent. */
export const budgetSeverity = (share: number): 'warn' | 'critical' => (share >= 1 ? 'critical' : 'warn');

/** Identifies a budget in its current day, week or month; `today`: YYYY-MM-DD. */
export const budgetKey = ({ per, project }: Budget, today: string): string =>
  `${per} ${{ day: today, week: weekOf(today), month: today.slice(0, 7) }[per]} ${project ?? ''}`;

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
  budgets: z.array(
    z.object({
      budget: Budget,
      spentMicroUsd: z.number(),
      share: z.number(),
      /** Its alert was dismissed, muted or snoozed. */
      dismissed: z.boolean().optional(),
    }),
  ),
});
export type Spend = z.infer<typeof Spend>;
