/** Cost of tools: the usage of each response is apportioned among the tools it called. */
import * as z from 'zod';
import { getOwn, setOwn } from '../log/own';
import { apportion } from './apportion';
import { exactMicroUsd } from './cost';
import { compareTexts } from '../log/compareTexts';
import { tokensOf, type Counted } from './rows';

export const ToolUsage = z.object({
  /** Name as logged; '' for responses without calls. */
  tool: z.string(),
  /** Tokens of all kinds; those of a response are apportioned by the number of calls. */
  tokens: z.number(),
  /** Integer micro-dollars of the priced part. */
  costMicroUsd: z.number(),
  /** Tokens without a price. */
  unpricedTokens: z.number(),
});
export type ToolUsage = z.infer<typeof ToolUsage>;

/** Sums by tool, with money not rounded. */
export type ToolSums = Record<string, ToolUsage>;

/** Adds the requests of a response. `called`: names of the tools it called, once for each call. */
export function addToolUsage(
  sums: ToolSums,
  requests: readonly Counted[],
  called: readonly string[] | undefined,
): void {
  const names = called ?? [''];
  for (const { counts } of requests) {
    const tokens = apportion(
      tokensOf(counts),
      names.map(() => 1),
    );
    names.forEach((tool, i) => {
      const sum =
        getOwn(sums, tool) ?? setOwn(sums, tool, { tool, tokens: 0, costMicroUsd: 0, unpricedTokens: 0 });
      sum.tokens += tokens[i] ?? 0;
      if (counts.costMicroUsd === null) sum.unpricedTokens += tokens[i] ?? 0;
      else sum.costMicroUsd += counts.costMicroUsd / names.length;
    });
  }
}

/**
 * Tokens and money by tool, sorted by name. Tokens add up to those of the responses; money is rounded here and adds up to `whole`, the
 * rounded sum of the session's priced rows.
 */
export function toolUsage(sums: ToolSums, whole: number): ToolUsage[] {
  const sorted = Object.values(sums).sort((a, b) => compareTexts(a.tool, b.tool));
  const money = apportion(
    whole,
    sorted.map(({ costMicroUsd }) => exactMicroUsd(costMicroUsd)),
  );
  return sorted.map((row, i) => ({ ...row, costMicroUsd: money[i] ?? 0 }));
}
