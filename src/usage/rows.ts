import * as z from 'zod';
import { isRefusal, REFUSAL } from '../log/conditions';
import { compareTexts } from '../log/compareTexts';
import { getOwn, setOwn } from '../log/own';
import { addUsage, noUsage, TokenUsage, type Response } from '../log/response';
import { apportion } from './apportion';
import { costOf, exactMicroUsd, pricedOf, roundMicroUsd, type Priced } from './cost';
import { missingOutput } from './estimate';
import type { PriceTable } from './prices';

/** The amounts of a row of usage: tokens, and money in integer micro-dollars (null if unpriced). */
const amounts = {
  requests: z.number(),
  ...TokenUsage.shape,
  /** Number of requests without a final usage. */
  lowerBound: z.number(),
  /** Estimated output tokens of these beyond the logged ones (`estimate.ts`). */
  missingOutput: z.number().default(0),
  costMicroUsd: z.number().nullable(),
  /** Estimated cost of the missing output, in micro-dollars; 0 if nothing is missing or priced. */
  missingMicroUsd: z.number().default(0),
  /** Number of requests by condition without a known price: their cost is a lower bound (P66). */
  unknownConditions: z.record(z.string(), z.number()).default({}),
};

/** Usage of one session by model and day. */
export const UsageRow = z.object({
  model: z.string(),
  /** Day of the response's first line in the chosen zone, `YYYY-MM-DD`; null without a readable time. */
  day: z.string().nullable(),
  ...amounts,
});
export type UsageRow = z.infer<typeof UsageRow>;
export type Amounts = Omit<UsageRow, 'model' | 'day'>;

/**
 * A row's finest parts: by hour (0 to 23 in the chosen zone), branch ('' for none) and project. They add up to the row.
 * `project`: folder of the project it was done in, absent for the session's own.
 */
export const UsageCell = UsageRow.extend({
  hour: z.number().nullable(),
  branch: z.string(),
  project: z.string().optional(),
});
export type UsageCell = z.infer<typeof UsageCell>;

/** The number of "tokens" on every surface: input, output, cache reads and both kinds of cache writes. */
export const tokensOf = (usage: Omit<TokenUsage, 'webSearches'>): number =>
  usage.input + usage.output + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;

/** The model with most output; null if no response names one. */
export function mostUsedModel(usage: readonly { model: string; output: number }[]): string | null {
  const outputs = new Map<string, number>();
  for (const { model, output } of usage) outputs.set(model, (outputs.get(model) ?? 0) + output);
  const [most] = [...outputs].toSorted(([a, one], [b, other]) => other - one || compareTexts(a, b));
  return most?.[0] || null;
}

/** Share of the input side that came from the cache, 0 to 1; null without input. */
export function cacheHitShare(usage: Omit<TokenUsage, 'webSearches'>): number | null {
  const asked = usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
  return asked === 0 ? null : usage.cacheRead / asked;
}

/** The requests of a response: its own, and those made while answering that its totals do not include (P28, P55). */
export function requestsOf(response: Response): Priced[] {
  const { t, conditions } = response;
  // Whether a request was refused is known for each one (P73).
  const served = conditions.filter((condition) => !isRefusal(condition));
  return [
    response,
    ...response.advisors.map((advisor) => ({
      ...advisor,
      t,
      conditions: advisor.refused ? [...served, REFUSAL] : served,
    })),
  ];
}

/** A request and its amounts, before money is rounded. */
export interface Counted {
  request: Priced;
  counts: Amounts;
}

/** The requests of a response with their amounts, priced once for all sums. */
export const countedIn = (response: Response, table: PriceTable): Counted[] =>
  requestsOf(response).map((request) => ({ request, counts: amountsOf(response, request, table) }));

function amountsOf(response: Response, request: Priced, table: PriceTable): Amounts {
  const own = request === response;
  const missing = own ? missingOutput(response) : 0;
  const { microUsd: cost, unknown } = pricedOf(request, table);
  return {
    requests: 1,
    ...request.usage,
    lowerBound: own && !response.final ? 1 : 0,
    missingOutput: missing,
    costMicroUsd: cost,
    missingMicroUsd:
      missing === 0 || cost === null ? 0 : (costOf(withOutput(response, missing), table) ?? cost) - cost,
    unknownConditions: Object.fromEntries(unknown.map((condition) => [condition, 1])),
  };
}

/** The request with `more` output tokens, added to its last own request. */
function withOutput(response: Response, more: number): Priced {
  const grown = (usage: TokenUsage): TokenUsage => ({ ...usage, output: usage.output + more });
  const { own } = response;
  return {
    ...response,
    usage: grown(response.usage),
    own: own.map((one, i) => (i === own.length - 1 ? grown(one) : one)),
  };
}

export const noAmounts = (): Amounts => ({
  requests: 0,
  ...noUsage(),
  lowerBound: 0,
  missingOutput: 0,
  costMicroUsd: 0,
  missingMicroUsd: 0,
  unknownConditions: {},
});

/** True if the cost is a lower bound: a request has no final usage, or a condition without a known price. */
export const costsAtLeast = ({
  lowerBound,
  unknownConditions,
}: Pick<Amounts, 'lowerBound' | 'unknownConditions'>): boolean =>
  lowerBound > 0 || Object.keys(unknownConditions).length > 0;

/** Adds counts of conditions, in a new object because rows share these objects. */
export function addConditions(
  a: Amounts['unknownConditions'],
  b: Amounts['unknownConditions'],
): Amounts['unknownConditions'] {
  if (Object.keys(b).length === 0) return a;
  const sum = { ...a };
  for (const [condition, n] of Object.entries(b)) sum[condition] = (getOwn(sum, condition) ?? 0) + n;
  return sum;
}

/** Adds `b` to `a` in place. Money stays null once something is unpriced, unless `skipUnpriced`. */
export function addAmounts(a: Amounts, b: Amounts, skipUnpriced = false): void {
  addUsage(a, b);
  a.requests += b.requests;
  a.lowerBound += b.lowerBound;
  a.missingOutput += b.missingOutput;
  a.missingMicroUsd += b.missingMicroUsd;
  a.unknownConditions = addConditions(a.unknownConditions, b.unknownConditions);
  if (b.costMicroUsd === null && skipUnpriced) return;
  a.costMicroUsd =
    a.costMicroUsd === null || b.costMicroUsd === null ? null : a.costMicroUsd + b.costMicroUsd;
}

/** Day and hour of times in the chosen zone. */
export interface Calendar {
  /** `YYYY-MM-DD` */
  day: (t: number) => string;
  /** 0 to 23 */
  hour: (t: number) => number;
  /** IANA name of the zone. */
  zone: string;
}

const keyOf = ({ model, day }: Pick<UsageRow, 'model' | 'day'>): string => `${model}\0${day ?? '~'}`;

/** Sums by model, day, hour, branch and project, before money is rounded. */
export type Cells = Record<string, UsageCell>;

/** Adds the requests of a response; `project`: undefined for the session's own. */
export function addCells(
  cells: Cells,
  { branch }: Response,
  requests: readonly Counted[],
  calendar: Pick<Calendar, 'day' | 'hour'>,
  project: string | undefined,
): void {
  for (const { request, counts } of requests) {
    const { t } = request;
    const day = t === null ? null : calendar.day(t);
    const hour = t === null ? null : calendar.hour(t);
    const key = `${keyOf({ model: request.model, day })}\0${String(hour ?? '~').padStart(2, '0')}\0${branch}\0${project ?? ''}`;
    const cell =
      getOwn(cells, key) ??
      setOwn(cells, key, {
        model: request.model,
        day,
        hour,
        branch,
        ...(project !== undefined && { project }),
        ...noAmounts(),
      });
    addAmounts(cell, counts);
  }
}

/**
 * The cells, sorted by their keys (unknown last; the session's own project first). Money is rounded once for each model and day (P35) and
 * apportioned among the cells, so that cells add up to rows. Changes `cells`.
 */
export function roundedCells(cells: Cells): UsageCell[] {
  const sorted = Object.entries(cells)
    .sort(([a], [b]) => compareTexts(a, b))
    .map(([, cell]) => cell);
  for (const row of Map.groupBy(sorted, keyOf).values()) {
    const whole = row.reduce<Amounts>((sum, cell) => (addAmounts(sum, cell), sum), noAmounts());
    // If a model is unpriced in some cells of a day, the whole row is unpriced.
    const costs =
      whole.costMicroUsd === null
        ? null
        : apportion(
            roundMicroUsd(whole.costMicroUsd),
            row.map((cell) => exactMicroUsd(cell.costMicroUsd ?? 0)),
          );
    const missing = apportion(
      roundMicroUsd(whole.missingMicroUsd),
      row.map((cell) => exactMicroUsd(cell.missingMicroUsd)),
    );
    row.forEach((cell, i) => {
      cell.costMicroUsd = costs?.[i] ?? (costs === null ? null : 0);
      cell.missingMicroUsd = missing[i] ?? 0;
    });
  }
  return sorted;
}

/** The cost of the rows with a price; null if none has one. */
export function pricedCost(rows: readonly { costMicroUsd: number | null }[]): number | null {
  const known = rows.flatMap(({ costMicroUsd }) => costMicroUsd ?? []);
  return known.length === 0 ? null : known.reduce((sum, cost) => sum + cost, 0);
}

/** Usage by model and day, sorted by model, then day (unknown days last). */
export const usageRows = (cells: readonly UsageCell[]): UsageRow[] =>
  [...Map.groupBy(cells, keyOf).values()].map((group) => {
    const { model, day } = group[0]!;
    return group.reduce<UsageRow>((row, cell) => (addAmounts(row, cell), row), {
      model,
      day,
      ...noAmounts(),
    });
  });

/** Adds rows of several sessions: one row for each model and day. */
export function byModelAndDay(rows: readonly UsageRow[]): UsageRow[] {
  const sums = [...Map.groupBy(rows, ({ model, day }) => `${day ?? '~'}\0${model}`)].map(([key, alike]) => {
    const sum = { ...alike[0]!, ...noAmounts() };
    for (const one of alike) addAmounts(sum, one);
    return { key, sum };
  });
  return sums.toSorted((a, b) => compareTexts(a.key, b.key)).map(({ sum }) => sum);
}
