/** Sums of usage, and how a report writes them. Pure. */
import { addUsage, noUsage, type TokenUsage } from '../log/response';
import { formatCost, formatTokens } from '../usage/format';
import { addConditions, costsAtLeast, tokensOf, type UsageRow } from '../usage/rows';
import type { Section } from './document';

/** A sum of usage. `costMicroUsd` covers the priced requests only; `unpriced` counts the others. */
export interface Sum {
  requests: number;
  usage: TokenUsage;
  costMicroUsd: number;
  unpriced: number;
  lowerBound: number;
  /** Requests by a condition without a known price (P66). */
  unknownConditions: Record<string, number>;
}

export const noSum = (): Sum => ({
  requests: 0,
  usage: noUsage(),
  costMicroUsd: 0,
  unpriced: 0,
  lowerBound: 0,
  unknownConditions: {},
});

/** Adds a row of usage in place. */
export function addRow(sum: Sum, row: UsageRow): void {
  const unpriced = row.costMicroUsd === null ? row.requests : 0;
  addSum(sum, { ...row, usage: row, costMicroUsd: row.costMicroUsd ?? 0, unpriced });
}

/** Adds another sum in place. */
export function addSum(sum: Sum, other: Sum): void {
  sum.requests += other.requests;
  addUsage(sum.usage, other.usage);
  sum.costMicroUsd += other.costMicroUsd;
  sum.unpriced += other.unpriced;
  sum.lowerBound += other.lowerBound;
  sum.unknownConditions = addConditions(sum.unknownConditions, other.unknownConditions);
}

/** Whether the cost is a lower bound. */
export const atLeast = (sum: Sum): boolean => costsAtLeast(sum) || sum.unpriced > 0;

export const cost = (sum: Sum): string =>
  formatCost(sum.requests > sum.unpriced || sum.requests === 0 ? sum.costMicroUsd : null, {
    lowerBound: atLeast(sum) && sum.requests > sum.unpriced,
  });

export const tokens = (sum: Sum): string =>
  `${sum.lowerBound > 0 ? '≥ ' : ''}${formatTokens(tokensOf(sum.usage))}`;

/** A table of sums, each with its name. */
export const sumsSection = (
  heading: string,
  head: string,
  rows: readonly (Sum & { name: string })[],
): Section => ({
  heading,
  head: [head, 'Requests', 'Tokens', 'Cost'],
  rows: rows.map((row) => [row.name, row.requests, tokens(row), cost(row)]),
});
