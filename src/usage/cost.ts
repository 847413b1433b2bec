import { inputSide, type TokenUsage } from '../log/response';
import { termsOf } from './conditions';
import { priceFor, type PriceTable, type Rates } from './prices';

/** What is asked a price: the usage of one request to one model at one time (P31: price at the time of use). */
export interface Priced {
  model: string;
  /** ms since the epoch; null takes the latest price. */
  t: number | null;
  usage: TokenUsage;
  /** The requests `usage` is the sum of, when they are several: each is priced by its own input (P55). */
  own?: readonly TokenUsage[];
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
  const { longContext } = price;
  // Without rates that depend on the input, the sum costs what its parts cost.
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
 * Micro-dollars as an integer: rounded once, where a row is made (P35). Rates are decimal fractions, so a sum of
 * floats may miss a half by a hair, on a side that depends on the order of adding; ten-thousandths are rounded
 * first, which no rate is finer than, so that every order of reading gives the same amount.
 */
export const roundMicroUsd = (cost: number): number => Math.round(exactMicroUsd(cost) / 10_000);

/** Ten-thousandths of a micro-dollar as an integer: the same whatever the order of adding. */
export const exactMicroUsd = (cost: number): number => Math.round(cost * 10_000);
