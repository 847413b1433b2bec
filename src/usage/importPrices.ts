/**
 * Prices from a LiteLLM price file (`model_prices_and_context_window.json`) that a person downloaded. They are merged, never
 * put in place of what is there: use before the day of the import keeps its price (P31).
 */
import { subDays, formatISO, parseISO } from 'date-fns';
import * as z from 'zod';
import { familyOf, priceFor, type ModelPrice, type PriceTable, type Rates } from './prices';

/** A dollar a token is no price: what is above it is a slip, and multiplied it would be without end. */
const tokenPrice = z.number().min(0).max(1);
const cost = tokenPrice.optional().catch(undefined);

/** What is used of an entry; US dollars a token. */
const Entry = z.object({
  litellm_provider: z.string(),
  mode: z.string().optional(),
  input_cost_per_token: tokenPrice,
  output_cost_per_token: tokenPrice,
  cache_creation_input_token_cost: cost,
  cache_creation_input_token_cost_above_1hr: cost,
  cache_read_input_token_cost: cost,
  input_cost_per_token_above_200k_tokens: cost,
  output_cost_per_token_above_200k_tokens: cost,
  cache_creation_input_token_cost_above_200k_tokens: cost,
  cache_read_input_token_cost_above_200k_tokens: cost,
});
type Entry = z.infer<typeof Entry>;

export interface PriceChange {
  model: string;
  kind: 'new' | 'changed';
  /** Rates that differ, in dollars per million tokens; `before` is null for a new model. */
  rates: { name: keyof Rates; before: number | null; after: number }[];
}

export interface ImportedPrices {
  /** By family, one each. */
  prices: ModelPrice[];
  /** Entries of models Claude Code may use that could not be read. */
  skipped: string[];
}

const RATES = ['input', 'output', 'cacheWrite5m', 'cacheWrite1h', 'cacheRead'] as const;
/** 5-minute and 1-hour writes cost so many times the input (P26); used where the file names no price. */
const WRITE_5M = 1.25;
const WRITE_1H = 2;
const LONG = 200_000;

/** Dollars a token as dollars per million, without the noise of binary fractions: `1.5e-05` is exactly 15. */
export const perMillion = (perToken: number): number => Number((perToken * 1e6).toPrecision(9));

const isClaudes = (provider: string): boolean =>
  provider === 'anthropic' || provider.startsWith('bedrock') || provider === 'vertex_ai-anthropic_models';

/**
 * Reads such a file. `all`: models of other providers too. Throws an Error that says what is wrong when it is no price
 * file; an entry that is broken costs that entry.
 */
export function readLiteLlm(text: string, all = false): ImportedPrices {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`The price file is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const file = z.record(z.string(), z.unknown()).safeParse(value);
  if (!file.success) {
    throw new Error(
      'The price file is no object of models. Give LiteLLM’s model_prices_and_context_window.json as it was downloaded.',
    );
  }
  const found = new Map<string, { price: ModelPrice; provider: string; name: string }>();
  const skipped: string[] = [];
  for (const [name, raw] of Object.entries(file.data).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (name === 'sample_spec') continue;
    const entry = Entry.safeParse(raw);
    if (!entry.success) {
      if (familyOf(name).startsWith('claude-')) skipped.push(name);
      continue;
    }
    const { litellm_provider: provider, mode } = entry.data;
    if ((mode !== undefined && mode !== 'chat' && mode !== 'responses') || !(all || isClaudes(provider)))
      continue;
    const model = familyOf(name);
    const known = found.get(model);
    // The maker's own price is the list price; platforms differ by region (P30).
    if (known !== undefined && (known.provider === 'anthropic' || provider !== 'anthropic')) continue;
    found.set(model, { price: priceOf(model, entry.data), provider, name });
  }
  if (found.size === 0) {
    throw new Error(
      'The price file has no model with input and output prices. Give LiteLLM’s model_prices_and_context_window.json as it was downloaded.',
    );
  }
  return { prices: [...found.values()].map(({ price }) => price), skipped };
}

function priceOf(model: string, entry: Entry): ModelPrice {
  const base = ratesOf(
    entry.input_cost_per_token,
    entry.output_cost_per_token,
    entry.cache_creation_input_token_cost,
    entry.cache_creation_input_token_cost_above_1hr,
    entry.cache_read_input_token_cost,
  );
  const { input_cost_per_token_above_200k_tokens: input, output_cost_per_token_above_200k_tokens: output } =
    entry;
  if (input === undefined || output === undefined) return { model, ...base };
  const long = ratesOf(
    input,
    output,
    entry.cache_creation_input_token_cost_above_200k_tokens,
    undefined,
    entry.cache_read_input_token_cost_above_200k_tokens,
  );
  return { model, ...base, longContext: { above: LONG, ...long } };
}

function ratesOf(
  input: number,
  output: number,
  write5m: number | undefined,
  write1h: number | undefined,
  read: number | undefined,
): Rates {
  return {
    input: perMillion(input),
    output: perMillion(output),
    cacheWrite5m: perMillion(write5m ?? input * WRITE_5M),
    cacheWrite1h: perMillion(
      write1h ?? (write5m === undefined ? input * WRITE_1H : (write5m / WRITE_5M) * WRITE_1H),
    ),
    // Who names no price for reads gives no discount on them.
    cacheRead: perMillion(read ?? input),
  };
}

/**
 * The table with the imported prices in it from `day` (`YYYY-MM-DD`, UTC) on, and what that changes. Models of the table that the
 * file does not name stay; a fast mode stays, as such files do not know it.
 */
export function mergePrices(
  table: PriceTable,
  imported: readonly ModelPrice[],
  day: string,
): { table: PriceTable; changes: PriceChange[] } {
  const models = [...table.models];
  const changes: PriceChange[] = [];
  for (const price of imported) {
    const current = priceFor({ ...table, models }, price.model, null);
    if (current === null) {
      models.push(price);
      changes.push({
        model: price.model,
        kind: 'new',
        rates: RATES.map((name) => ({ name, before: null, after: price[name] })),
      });
      continue;
    }
    const rates = RATES.filter((name) => current[name] !== price[name]);
    const sameLong =
      JSON.stringify(current.longContext ?? null) === JSON.stringify(price.longContext ?? null);
    if (rates.length === 0 && (sameLong || price.longContext === undefined)) continue;
    const at = models.indexOf(current);
    const next: ModelPrice = {
      ...price,
      ...(current.fastMultiplier === undefined ? {} : { fastMultiplier: current.fastMultiplier }),
      from: day,
    };
    // Imported again on the day it began: the price of that day is replaced.
    if (current.from === day) models[at] = next;
    else models.splice(at, 1, { ...current, to: dayBefore(day) }, next);
    changes.push({
      model: price.model,
      kind: 'changed',
      rates: rates.map((name) => ({ name, before: current[name], after: price[name] })),
    });
  }
  return {
    table: { ...table, version: changes.length === 0 ? table.version : `${table.version}+${day}`, models },
    changes,
  };
}

const dayBefore = (day: string): string => formatISO(subDays(parseISO(day), 1), { representation: 'date' });

/** The difference for a person to read, before anything is changed. One line a model. */
export function describeChanges(
  changes: readonly PriceChange[],
  { skipped }: Pick<ImportedPrices, 'skipped'>,
): string {
  const lines = changes.map(({ model, kind, rates }) => {
    const parts = rates.map(({ name, before, after }) =>
      before === null ? `${name} ${after}` : `${name} ${before} → ${after}`,
    );
    return `${kind === 'new' ? 'new      ' : 'changed  '}${model}: ${parts.length > 0 ? parts.join(', ') : 'long context'}`;
  });
  return [
    changes.length === 0
      ? 'Nothing changes: every price in the file is known.'
      : `${changes.length} models change (dollars per million tokens):`,
    ...lines,
    ...(skipped.length > 0 ? [`Not readable: ${skipped.join(', ')}`] : []),
  ].join('\n');
}
