import type { TokenUsage } from '../log/response';
import type { PriceTable } from './prices';

/** What is asked a price: the usage of one request to one model at one time (P31: price at the time of use). */
export interface Priced {
  model: string;
  /** ms since the epoch; null takes the latest price. */
  t: number | null;
  usage: TokenUsage;
  fast: boolean;
}

/** Micro-dollars of one request, not rounded; null when the table has no price for the model. */
export function costOf(_request: Priced, _table: PriceTable): number | null {
  throw new Error('to be written');
}
