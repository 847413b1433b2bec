import type { TokenUsage } from '../log/response';
import { termsOf } from './conditions';
import { priceFor, type PriceTable } from './prices';

/** What is asked a price: the usage of one request to one model at one time (P31: price at the time of use). */
export interface Priced {
  model: string;
  /** ms since the epoch; null takes the latest price. */
  t: number | null;
  usage: TokenUsage;
  /** Asked in fast mode (P27). */
  fast: boolean;
  /** How it was served, where that is not the usual (P66). */
  conditions?: readonly string[];
}

/** What a request costs. */
export interface Cost {
  /**
   * Micro-dollars, not rounded: a dollar per million tokens is a micro-dollar a token. Null when the table has no price for
   * the model, or none for its fast mode: unknown is never zero.
   */
  microUsd: number | null;
  /** Conditions it was made under whose price the table does not know: it costs at least so much. */
  unknown: readonly string[];
}

/** Micro-dollars of one request (`Cost.microUsd`). */
export const costOf = (request: Priced, table: PriceTable): number | null =>
  pricedOf(request, table).microUsd;

/** What one request costs, and what of it is not known. */
export function pricedOf(request: Priced, table: PriceTable): Cost {
  const { usage } = request;
  const price = priceFor(table, request.model, request.t);
  if (price === null || (request.fast && price.fastMultiplier === undefined))
    return { microUsd: null, unknown: [] };
  const asked = usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
  const { longContext } = price;
  const rates = longContext !== undefined && asked > longContext.above ? longContext : price;
  const tokens =
    usage.input * rates.input +
    usage.output * rates.output +
    usage.cacheRead * rates.cacheRead +
    usage.cacheWrite5m * rates.cacheWrite5m +
    usage.cacheWrite1h * rates.cacheWrite1h;
  const searches = usage.webSearches * table.webSearchPerThousand * 1000;
  const terms = termsOf(table, request.model, request.conditions ?? []);
  const fast = request.fast ? (price.fastMultiplier ?? 1) : 1;
  return { microUsd: tokens * fast * terms.multiplier + searches, unknown: terms.unknown };
}

/**
 * Micro-dollars as an integer: rounded once, where a row is made (P35). Rates are decimal fractions, so a sum of
 * floats may miss a half by a hair, on a side that depends on the order of adding; ten-thousandths are rounded
 * first, which no rate is finer than, so that every order of reading gives the same amount.
 */
export const roundMicroUsd = (cost: number): number => Math.round(exactMicroUsd(cost) / 10_000);

/** Ten-thousandths of a micro-dollar as an integer: the same whatever the order of adding. */
export const exactMicroUsd = (cost: number): number => Math.round(cost * 10_000);
