/** Combines the shipped prices, imported ones and those in the settings into the price table that is used. */
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

/** Dollars per million tokens; larger values are typing errors. */
const dollars = z.number().min(0).max(1_000_000);
const rate = (description: string) => dollars.optional().meta({ description });

/** A price in the settings, dollars per million tokens. Missing rates are derived from the input price (P26). */
export const OwnPrice = z.strictObject({
  input: dollars,
  output: dollars,
  cacheWrite5m: rate('Without it: 1.25 times the input.'),
  cacheWrite1h: rate('Without it: twice the input.'),
  cacheRead: rate('Without it: a tenth of the input.'),
});
export type OwnPrice = z.infer<typeof OwnPrice>;

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
 * The price table that is used. An import older than the shipped prices only adds models that these do not have. A price in the settings
 * applies to all times, and to unknown models too.
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
