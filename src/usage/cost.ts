import { inputSide, type TokenUsage } from '../log/response';
import { termsOf } from './conditions';
import { priceFor, type PriceTable, type Rates } from './prices';

/** A request to price. The price is that of its time (P31). */
export interface Priced {
  model: string;
  /** ms since the epoch; null takes the latest price. */
  t: number | null;
  usage: TokenUsage;
  /** The single requests, if `usage` is a sum: the long-context price depends on the input of each (P55). */
  own?: readonly TokenUsage[];
  /** Sent in fast mode (P27). */
  fast: boolean;
  /** Conditions that affect the price (P66). */
  conditions?: readonly string[];
}

/** The cost of a request. */
export interface Cost {
  /**
   * Micro-dollars, not rounded: a dollar per million tokens is a micro-dollar per token. Null if the table has no price for the model, or
   * none for its fast mode: unknown is never zero.
   */
  microUsd: number | null;
  /** Conditions without a known price: the cost is a lower bound. */
  unknown: readonly string[];
}

/** Micro-dollars of one request (`Cost.microUsd`). */
export const costOf = (request: Priced, table: PriceTable): number | null =>
  pricedOf(request, table).microUsd;

/** The cost of one request, and the conditions without a known price. */
export function pricedOf(request: Priced, table: PriceTable): Cost {
  const { usage } = request;
  const price = priceFor(table, request.model, request.t);
  if (price === null || (request.fast && price.fastMultiplier === undefined))
    return { microUsd: null, unknown: [] };
  const { longContext } = price;
  // Without a long-context price, the cost of the sum is the sum of the costs.
  const parts = longContext === undefined || !request.own?.length ? [usage] : request.own;
  const tokens = parts.reduce((sum, part) => {
    const rates = longContext !== undefined && inputSide(part) > longContext.above ? longContext : price;
    return sum + tokensCost(part, rates);
  }, 0);
  const searches = usage.webSearches * table.webSearchPerThousand * 1000;
  const terms = termsOf(table, request);
  const fast = request.fast ? (price.fastMultiplier ?? 1) : 1;
  return { microUsd: tokens * fast * terms.multiplier + searches, unknown: terms.unknown };
}

const tokensCost = (usage: TokenUsage, rates: Rates): number =>
  usage.input * rates.input +
  usage.output * rates.output +
  usage.cacheRead * rates.cacheRead +
  usage.cacheWrite5m * rates.cacheWrite5m +
  usage.cacheWrite1h * rates.cacheWrite1h;

/**
 * Rounds micro-dollars to an integer, once for each row (P35). A sum of floats may be slightly above or below a half, depending on the
 * order of adding. So it is rounded to ten-thousandths first; no rate is finer, so every order gives the same amount.
 */
export const roundMicroUsd = (cost: number): number => Math.round(exactMicroUsd(cost) / 10_000);

/** Micro-dollars in ten-thousandths as an integer: the same for every order of adding. */
export const exactMicroUsd = (cost: number): number => Math.round(cost * 10_000);
