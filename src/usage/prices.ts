/** The price table: its schema, and how a model's price is found in it (docs/usage.md). */
import * as z from 'zod';
import { errorText } from '../l10n/errorText';
import { reasonOf } from '../l10n/reasonOf';
import { withoutVariant } from '../log/models';
import { utcDay } from './days';
import bundled from './prices/anthropic.json';

/** US dollars per million tokens; bounded, so that sums do not overflow. */
const rate = z.number().min(0).max(10_000_000);
const Rates = z.object({
  input: rate,
  output: rate,
  cacheWrite5m: rate,
  cacheWrite1h: rate,
  cacheRead: rate,
});
export type Rates = z.infer<typeof Rates>;

const DAY = z.string().regex(/^\d{4}-\d\d-\d\d$/);

/** Where and on which day a price was looked up. */
const origin = { source: z.string().min(1).optional(), checked: DAY.optional() };

export const ModelPrice = Rates.extend({
  /** The model's family: its name without date, provider and variant; see `familyOf`. */
  model: z.string().min(1),
  /** First and last day (UTC) of the price; absent: no bound (P31). */
  from: DAY.optional(),
  to: DAY.optional(),
  /** Rates for requests with more than `above` input tokens of all kinds (P29). */
  longContext: Rates.extend({ above: z.number() }).optional(),
  /** Fast mode multiplies all rates by this (P27); absent: the model has no fast mode. */
  fastMultiplier: z.number().min(1).optional(),
  ...origin,
});
export type ModelPrice = z.infer<typeof ModelPrice>;

/** A model's context window, in tokens (P65). */
export const ModelWindow = z.object({
  model: z.string().min(1),
  /** First and last day (UTC) it holds; absent: no bound. */
  from: DAY.optional(),
  to: DAY.optional(),
  tokens: z.number().int().positive(),
  /** The larger window, used if the name has `[1m]` or a request was larger than `tokens`. */
  extended: z.number().int().positive().optional(),
  ...origin,
});
export type ModelWindow = z.infer<typeof ModelWindow>;

/**
 * How a condition changes the price of a request (P66). Conditions are those of `conditionsOf`, for Claude models only. A condition that
 * is not in the table, or has no multiplier, has no known price.
 */
export const ConditionPrice = z.object({
  condition: z.string().min(1),
  /** First and last day (UTC) it holds; absent: no bound. */
  from: DAY.optional(),
  to: DAY.optional(),
  /** Multiplies all rates of tokens, not the price of web searches. */
  multiplier: z.number().min(0).optional(),
  /** Families whose price it does not change. */
  listPriceFor: z.array(z.string()).optional(),
  ...origin,
});
export type ConditionPrice = z.infer<typeof ConditionPrice>;

export const PriceTable = z.object({
  /** Day on which the prices were looked up. */
  version: z.string().min(1),
  currency: z.literal('USD per million tokens'),
  webSearchPerThousand: z.number().min(0),
  models: z.array(ModelPrice),
  windows: z.array(ModelWindow).optional(),
  conditions: z.array(ConditionPrice).optional(),
});
export type PriceTable = z.infer<typeof PriceTable>;

let table: PriceTable | undefined;

/** The prices that Vigil ships. A function, so that bundles without prices leave them out. */
export const bundledPrices = (): PriceTable => (table ??= PriceTable.parse(bundled));

/** Parses a price table. If it has no windows or conditions, the shipped ones are used. Throws an Error that names the invalid entry. */
export function parsePriceTable(json: string): PriceTable {
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new Error(`The price table is not JSON (${errorText(error)}).`, { cause: error });
  }
  const parsed = PriceTable.safeParse(value);
  if (!parsed.success) throw new Error(`The price table is not valid: ${reasonOf(parsed.error.issues[0])}.`);
  const { windows, conditions } = bundledPrices();
  return { windows, conditions, ...parsed.data };
}

const families = new Map<string, string>();
/** Most names in the cache, as logs may contain any. */
const MOST_FAMILIES = 10_000;

/**
 * Family of a logged model name (P31). In this order: lower case; no provider (`provider/`, `us.anthropic.`,
 * `anthropic--`); no variant (`[1m]`, `@date`, `-v1:0`, `-latest`, `-YYYYMMDD`); dots become dashes;
 * `claude-3-5-haiku` becomes `claude-haiku-3-5`; the alias `claude-opus-4-0` becomes `claude-opus-4`.
 */
export function familyOf(model: string): string {
  const known = families.get(model);
  if (known !== undefined) return known;
  const bare = withoutVariant(
    model
      .toLowerCase()
      .replace(/^.*\//, '')
      .replace(/^(?:[a-z-]{2,6}\.)?anthropic(?:\.|--)/, ''),
  );
  // `-v1` at the end is no part of Claude's names, but `deepseek-v3` and `deepseek-v4` are different models.
  const family = (bare.startsWith('claude') ? bare.replace(/-v\d+(?::\d+)?$/, '') : bare)
    .replace(/-latest$/, '')
    .replace(/-\d{8}$/, '')
    .replaceAll('.', '-')
    .replace(/^claude-(\d+(?:-\d+)?)-([a-z]+)$/, 'claude-$2-$1')
    .replace(/^(claude-[a-z]+-\d+)-0$/, '$1');
  if (families.size >= MOST_FAMILIES) families.clear();
  families.set(model, family);
  return family;
}

interface Dated {
  from?: string | undefined;
  to?: string | undefined;
}
interface Row extends Dated {
  model: string;
}

/** Cache: the rows of a table by family, as every request is looked up. */
const byFamily = new WeakMap<readonly Row[], ReadonlyMap<string, readonly Row[]>>();

/** The rows of a family. A table must not be changed after the first look-up. */
function rowsOf<T extends Row>(rows: readonly T[], family: string): readonly T[] {
  let known = byFamily.get(rows);
  if (known === undefined) {
    known = Map.groupBy<string, Row>(rows, ({ model }) => model);
    byFamily.set(rows, known);
  }
  return (known.get(family) ?? []) as readonly T[];
}

/** The row of a model at a time (ms since the epoch; null: the latest); null if there is none. */
const rowFor = <T extends Row>(rows: readonly T[], model: string, t: number | null): T | null =>
  rowAt(rowsOf(rows, familyOf(model)), t);

function rowAt<T extends Dated>(rows: readonly T[], t: number | null): T | null {
  const [first] = rows;
  if (first === undefined || (first.from === undefined && first.to === undefined)) return first ?? null;
  const day = t === null ? '9999-12-31' : utcDay(t);
  return rows.find((row) => (row.from ?? '') <= day && day <= (row.to ?? '9999-12-31')) ?? null;
}

/** Price of a model at a time (ms since the epoch; null: the latest); null if the table has none. */
export const priceFor = (prices: PriceTable, model: string, t: number | null): ModelPrice | null =>
  rowFor(prices.models, model, t);

/** The latest price of a model, without the cache, so the list may change; null if it has none. */
export function latestPrice(models: readonly ModelPrice[], model: string): ModelPrice | null {
  const family = familyOf(model);
  return rowAt(
    models.filter((row) => row.model === family),
    null,
  );
}

/** Context window of a model at a time (ms since the epoch; null: the latest); null if the table has none. */
export const windowFor = (prices: PriceTable, model: string, t: number | null): ModelWindow | null =>
  rowFor(prices.windows ?? [], model, t);

/** The row of a condition at a time (ms since the epoch; null: the latest); null if the table has none. */
export const conditionFor = (
  { conditions = [] }: PriceTable,
  condition: string,
  t: number | null,
): ConditionPrice | null =>
  rowAt(
    conditions.filter((row) => row.condition === condition),
    t,
  );
