/** The price table in force: what ships, what a person imported, and what their settings say. */
import * as z from 'zod';
import { mergePrices } from './importPrices';
import { familyOf, ModelPrice, ModelWindow, type PriceTable } from './prices';

/** Prices imported on a day (`YYYY-MM-DD`, UTC), by family. */
export const PriceImport = z.object({
  day: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  prices: z.array(ModelPrice),
  windows: z.array(ModelWindow).optional(),
});
export type PriceImport = z.infer<typeof PriceImport>;

/** Dollars per million tokens: above this it is a slip. */
const dollars = z.number().min(0).max(1_000_000);
const rate = (description: string) => dollars.optional().meta({ description });

/** A price of one's own, dollars per million tokens. What is left out follows from the input price (P26). */
export const OwnPrice = z.strictObject({
  input: dollars,
  output: dollars,
  cacheWrite5m: rate('Without it: 1.25 times the input.'),
  cacheWrite1h: rate('Without it: twice the input.'),
  cacheRead: rate('Without it: a tenth of the input.'),
});
export type OwnPrice = z.infer<typeof OwnPrice>;

/** Rates from an own price. */
const ownRates = ({
  input,
  output,
  cacheWrite5m,
  cacheWrite1h,
  cacheRead,
}: OwnPrice): Omit<ModelPrice, 'model'> => ({
  input,
  output,
  cacheWrite5m: cacheWrite5m ?? input * 1.25,
  cacheWrite1h: cacheWrite1h ?? input * 2,
  cacheRead: cacheRead ?? input / 10,
});

/**
 * The table in force. An import older than what ships only adds models that this does not know. A price from the settings is
 * used at all times, for a model known or not.
 */
export function tableWith(
  shipped: PriceTable,
  imports: readonly PriceImport[],
  own: Readonly<Record<string, OwnPrice>>,
): PriceTable {
  let table = shipped;
  for (const { day, prices, windows } of imports) {
    const wanted =
      day > shipped.version.slice(0, 10)
        ? prices
        : prices.filter(({ model }) => shipped.models.every((known) => known.model !== model));
    table = mergePrices(table, wanted, day, windows).table;
  }
  const set = new Map(Object.entries(own).map(([name, price]) => [familyOf(name), price]));
  if (set.size === 0) return table;
  const models = [
    ...table.models.filter(({ model }) => !set.has(model)),
    ...[...set].map(([model, price]) => ({ model, ...ownRates(price) })),
  ];
  return { ...table, version: `${table.version}+settings`, models };
}
