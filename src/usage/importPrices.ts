/**
 * Imports prices from a LiteLLM price file (`model_prices_and_context_window.json`) that a person downloaded. They are merged into the
 * table: usage before the day of the import keeps its price (P31).
 */
import { subDays, formatISO, parseISO } from 'date-fns';
import * as z from 'zod';
import { errorText } from '../l10n/errorText';
import { en } from '../l10n/english';
import { platformInName } from './conditions';
import { compareTexts } from '../log/compareTexts';
import {
  familyOf,
  latestPrice,
  type ModelPrice,
  type ModelWindow,
  type PriceTable,
  type Rates,
} from './prices';

/** A price above a dollar per token is an error, and its products could overflow. */
const tokenPrice = z.number().min(0).max(1);
const cost = tokenPrice.optional().catch(undefined);

/** The fields of an entry that are used; US dollars per token. Fields for long requests have the threshold in their name. */
const Entry = z.looseObject({
  litellm_provider: z.string(),
  mode: z.string().optional(),
  input_cost_per_token: tokenPrice,
  output_cost_per_token: tokenPrice,
  cache_creation_input_token_cost: cost,
  cache_creation_input_token_cost_above_1hr: cost,
  cache_read_input_token_cost: cost,
  max_input_tokens: z.number().int().positive().optional().catch(undefined),
});
type Entry = z.infer<typeof Entry>;

export interface PriceChange {
  model: string;
  kind: 'new' | 'changed';
  /** Rates that differ, in dollars per million tokens; `before` is null for a new model. */
  rates: { name: keyof Rates; before: number | null; after: number }[];
}

export interface ImportedPrices {
  /** One for each family. */
  prices: ModelPrice[];
  /** Context windows in the file, by family. */
  windows: ModelWindow[];
  /** Entries of Claude models, or of the requested platform, that could not be read. */
  skipped: string[];
  /** Models that are not imported because their price differs between platforms or regions. */
  ambiguous: { model: string; platforms: string[] }[];
  /** The platforms of the file with the number of their models, the largest first. */
  platforms: { name: string; models: number }[];
}

const RATES = ['input', 'output', 'cacheWrite5m', 'cacheWrite1h', 'cacheRead'] as const;
/** Prices of Claude's 5-minute and 1-hour cache writes as multiples of the input price (P26), used if the file has none. */
const WRITE_5M = 1.25;
const WRITE_1H = 2;

/** Converts dollars per token to dollars per million tokens, without floating-point noise: `1.5e-05` is exactly 15. */
export const perMillion = (perToken: number): number => Number((perToken * 1e6).toPrecision(9));

/** The platform of a provider; variants count as one (`bedrock_converse`, `vertex_ai-anthropic_models`). */
const platformOf = (provider: string): string =>
  provider.startsWith('bedrock')
    ? 'bedrock'
    : provider.startsWith('vertex_ai')
      ? 'vertex_ai'
      : provider.toLowerCase();

/** Names with a region or a commitment, whose prices differ from the plain one. */
const REGION = /(?:^|\/)[a-z]{2}(?:-gov)?-[a-z]+-\d\/|commitment/;
const isRegional = (name: string): boolean => {
  const place = platformInName(name);
  return REGION.test(name) || (place?.startsWith('bedrock ') === true && place !== 'bedrock global');
};

interface Offer {
  name: string;
  platform: string;
  price: ModelPrice;
  window: number | null;
}

/**
 * Reads a price file. With a `platform` (a provider of LiteLLM, such as `anthropic`, `bedrock`, `deepseek`): the models of that platform.
 * Without: all models with the same price on every platform, and for Claude Anthropic's prices. Throws an Error with a message for people
 * if it is no price file or has no such platform. Broken entries are skipped.
 */
export function readLiteLlm(text: string, platform: string | null = null): ImportedPrices {
  const asked = platform === null ? null : platformOf(platform.trim());
  const all: Offer[] = [];
  const skipped: string[] = [];
  for (const [name, raw] of Object.entries(modelsOf(text)).sort(([a], [b]) => compareTexts(a, b))) {
    if (name === 'sample_spec') continue;
    const offer = offerOf(name, raw);
    if (offer === 'other') continue;
    if (offer !== null) all.push(offer);
    else if (asked === null ? familyOf(name).startsWith('claude-') : platformIn(raw) === asked)
      skipped.push(name);
  }
  if (all.length === 0)
    throw new Error(
      en(
        'The price file has no model with input and output prices. Give LiteLLM’s model_prices_and_context_window.json as it was downloaded.',
      ),
    );
  const platforms = platformsOf(all);
  const offers = asked === null ? all : all.filter((one) => one.platform === asked);
  if (offers.length === 0)
    throw new Error(
      en(
        'The price file has no models of the platform {0}. It has {1}.',
        String(platform),
        platforms.map(({ name }) => name).join(', '),
      ),
    );
  const imported: ImportedPrices = { prices: [], windows: [], skipped, ambiguous: [], platforms };
  for (const [model, rivals] of Map.groupBy(offers, ({ price }) => price.model)) {
    const chosen = chooseFrom(rivals, asked);
    if (chosen === null) {
      const names = [...new Set(rivals.map((one) => (asked === null ? one.platform : one.name)))].sort();
      imported.ambiguous.push({ model, platforms: names });
      continue;
    }
    imported.prices.push(chosen.price);
    if (chosen.window !== null)
      imported.windows.push({ model, tokens: chosen.window, source: 'LiteLLM price file' });
  }
  return imported;
}

/** The entries of a price file by name. Throws an Error with a message for people if it is none. */
function modelsOf(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new Error(en('The price file is not JSON: {0}', errorText(error)), {
      cause: error,
    });
  }
  const file = z.record(z.string(), z.unknown()).safeParse(value);
  if (!file.success) {
    throw new Error(
      en(
        'The price file is not an object of models. Give LiteLLM’s model_prices_and_context_window.json as it was downloaded.',
      ),
    );
  }
  return file.data;
}

/** The offer of an entry; null if it cannot be read, `other` if it is no chat model or has no price. */
function offerOf(name: string, raw: unknown): Offer | 'other' | null {
  const entry = Entry.safeParse(raw);
  if (!entry.success) return null;
  const { mode, litellm_provider: provider, max_input_tokens: window } = entry.data;
  if (mode !== undefined && mode !== 'chat' && mode !== 'responses') return 'other';
  // A price of zero means a flat rate, not the price of tokens.
  if (entry.data.input_cost_per_token === 0 && entry.data.output_cost_per_token === 0) return 'other';
  const price = priceOf(familyOf(name), entry.data);
  return price === null ? null : { name, platform: platformOf(provider), price, window: window ?? null };
}

const platformIn = (raw: unknown): string | null => {
  const entry = Entry.pick({ litellm_provider: true }).safeParse(raw);
  return entry.success ? platformOf(entry.data.litellm_provider) : null;
};

function platformsOf(offers: readonly Offer[]): ImportedPrices['platforms'] {
  return [...Map.groupBy(offers, ({ platform }) => platform)]
    .map(([name, group]) => ({ name, models: new Set(group.map(({ price }) => price.model)).size }))
    .sort((a, b) => b.models - a.models || compareTexts(a.name, b.name));
}

/** The offer of a model whose price is used; null if prices differ. */
function chooseFrom(rivals: readonly Offer[], asked: string | null): Offer | null {
  const own = asked === null ? rivals.filter(({ platform }) => platform === 'anthropic') : [];
  const among = own.length > 0 ? own : rivals;
  const plain = among.filter(({ name }) => !isRegional(name));
  // Regional prices are derived from the plain one by conditions (P66), but not the other way round.
  const kept = plain.length > 0 ? plain : among;
  if (plain.length === 0) return null;
  const [first] = kept;
  return kept.every(({ price }) => JSON.stringify(price) === JSON.stringify(first!.price)) ? first! : null;
}

/** A field of an entry as a price per token. */
const field = (entry: Entry, name: string): number | undefined => cost.parse(entry[name]);

/** The price of an entry; null if it has several thresholds for long requests, which the table does not support. */
function priceOf(model: string, entry: Entry): ModelPrice | null {
  const claude = model.startsWith('claude-');
  const base = ratesOf(
    claude,
    entry.input_cost_per_token,
    entry.output_cost_per_token,
    entry.cache_creation_input_token_cost,
    entry.cache_creation_input_token_cost_above_1hr,
    entry.cache_read_input_token_cost,
  );
  const thresholds = Object.keys(entry).flatMap((name) => {
    const thousands = /^input_cost_per_token_above_(\d+)k_tokens$/.exec(name)?.[1];
    return thousands === undefined || field(entry, name) === undefined ? [] : [thousands];
  });
  if (thresholds.length > 1) return null;
  const above = thresholds[0];
  if (above === undefined) return { model, ...base };
  const at = (name: string): number | undefined => field(entry, `${name}_above_${above}k_tokens`);
  const output = at('output_cost_per_token');
  if (output === undefined) return { model, ...base };
  const long = ratesOf(
    claude,
    at('input_cost_per_token')!,
    output,
    at('cache_creation_input_token_cost'),
    undefined,
    at('cache_read_input_token_cost'),
  );
  return { model, ...base, longContext: { above: Number(above) * 1000, ...long } };
}

/** Rates of a model. Only for Claude do cache writes cost more than input. */
function ratesOf(
  claude: boolean,
  input: number,
  output: number,
  write5m: number | undefined,
  write1h: number | undefined,
  read: number | undefined,
): Rates {
  return {
    input: perMillion(input),
    output: perMillion(output),
    cacheWrite5m: perMillion(write5m ?? (claude ? input * WRITE_5M : input)),
    cacheWrite1h: perMillion(
      write1h ??
        (claude
          ? write5m === undefined
            ? input * WRITE_1H
            : (write5m / WRITE_5M) * WRITE_1H
          : (write5m ?? input)),
    ),
    // Without a price for cache reads there is no discount.
    cacheRead: perMillion(read ?? input),
  };
}

/**
 * Merges imported prices into a table from `day` (`YYYY-MM-DD`, UTC) on, and lists the changes. Models that were not imported stay, as do
 * fast modes, which such files do not have. Windows are added for models without one.
 */
export function mergePrices(
  table: PriceTable,
  imported: readonly ModelPrice[],
  day: string,
  windows: readonly ModelWindow[] = [],
): { table: PriceTable; changes: PriceChange[] } {
  const models = [...table.models];
  const changes: PriceChange[] = [];
  for (const price of imported) {
    const current = latestPrice(models, price.model);
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
    // A second import on the same day replaces that day's price.
    if (current.from === day) models[at] = next;
    else models.splice(at, 1, { ...current, to: dayBefore(day) }, next);
    changes.push({
      model: price.model,
      kind: 'changed',
      rates: rates.map((name) => ({ name, before: current[name], after: price[name] })),
    });
  }
  const known = new Set((table.windows ?? []).map(({ model }) => model));
  const added = windows.filter(({ model }) => !known.has(model)).map((one) => ({ ...one, checked: day }));
  return {
    table: {
      ...table,
      ...(added.length === 0 ? {} : { windows: [...(table.windows ?? []), ...added] }),
      version: changes.length === 0 ? table.version : `${table.version}+${day}`,
      models,
    },
    changes,
  };
}

const dayBefore = (day: string): string => formatISO(subDays(parseISO(day), 1), { representation: 'date' });

/** Most lines for changes, and for ambiguous models: a whole file has thousands. */
const MOST_LINES = 100;
const MOST_AMBIGUOUS = 40;

/** The changes as text, shown before anything is changed: one line per model, changed models before new ones. */
export function describeChanges(
  changes: readonly PriceChange[],
  { skipped, ambiguous }: Pick<ImportedPrices, 'skipped' | 'ambiguous'>,
): string {
  const ordered = [
    ...changes.filter(({ kind }) => kind === 'changed'),
    ...changes.filter(({ kind }) => kind === 'new'),
  ];
  const more = (all: readonly unknown[], most: number): string[] =>
    all.length > most ? [en('… and {n0} more.', all.length - most)] : [];
  const lines = ordered.slice(0, MOST_LINES).map(({ model, kind, rates }) => {
    const parts = rates.map(({ name, before, after }) =>
      before === null ? `${name} ${after}` : `${name} ${before} → ${after}`,
    );
    const what = parts.length > 0 ? parts.join(', ') : en('long context');
    return `${kind === 'new' ? 'new      ' : 'changed  '}${model}: ${what}`;
  });
  return [
    changes.length === 0
      ? en('Nothing changes: every price in the file is already known.')
      : en('{n0} models change (dollars per million tokens):', changes.length),
    ...lines,
    ...more(ordered, MOST_LINES),
    ...(ambiguous.length > 0
      ? [
          en('Not taken, as the file has several prices; choose a platform, or set vigil.prices:'),
          ...ambiguous
            .slice(0, MOST_AMBIGUOUS)
            .map(({ model, platforms }) => `  ${model}: ${platforms.slice(0, 8).join(', ')}`),
          ...more(ambiguous, MOST_AMBIGUOUS),
        ]
      : []),
    ...(skipped.length > 0 ? [en('Not readable: {0}', skipped.join(', '))] : []),
  ].join('\n');
}
