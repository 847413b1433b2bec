/** Conditions of a request that its price depends on, as the record and the model's name state them (P66). Pure. */
import { enCount } from '../l10n/english';
import { isPlatform, isRefusal, REFUSAL } from '../log/conditions';
import { conditionFor, familyOf, type ConditionPrice, type PriceTable } from './prices';

/** Names of models on Amazon Bedrock with the profile that says where they run: `us.anthropic.claude-…`. */
const PROFILE = /(?:^|[/:])([a-z][a-z-]{0,11})\.anthropic\./;
/** Those without one: an endpoint in a region, which sources price differently. */
const BARE = /(?:^|\/)anthropic\.claude/;
/** Names of models on Google's Vertex AI: `claude-…@20260205`, `vertex_ai/claude-…`. The region is not in them. */
const VERTEX = /^(?:.*\/)?claude-[^/]*@|(?:^|\/)vertex_ai\//;

/** Where a model's name says that it runs; null when it says nothing. */
export function placeOf(model: string): string | null {
  const name = model.toLowerCase();
  const profile = PROFILE.exec(name)?.[1];
  if (profile !== undefined) return `bedrock ${profile}`;
  if (BARE.test(name)) return 'bedrock';
  return VERTEX.test(name) ? 'vertex' : null;
}

/** What a request costs beside its rates. */
export interface Terms {
  multiplier: number;
  /** Conditions whose price is not known: the cost is at least what is said. */
  unknown: string[];
}

/** What the terms of a request follow from. */
interface Asked {
  model: string;
  t: number | null;
  conditions?: readonly string[];
}

/** The terms of a request, made under the conditions its record states. */
export function termsOf(table: PriceTable, { model, t, conditions = [] }: Asked): Terms {
  // A name may say more than the answer's id: where on the platform it ran.
  const place = placeOf(model) ?? conditions.find(isPlatform) ?? null;
  const others = conditions.filter((condition) => !isPlatform(condition));
  const terms: Terms = { multiplier: 1, unknown: [] };
  for (const condition of place === null ? others : [...others, place]) {
    const refusal = isRefusal(condition);
    // What other platforms ask for one is not known to be another price.
    if (refusal && (place !== null || !isClaude(model))) continue;
    // Until the table knows of policies it is one price for all refusals.
    const row = conditionFor(table, condition, t) ?? (refusal ? conditionFor(table, REFUSAL, t) : null);
    const multiplier = multiplierOf(row, model);
    if (multiplier === null) terms.unknown.push(condition);
    // A refusal may have cost nothing: the least is what is said.
    terms.multiplier *= multiplier ?? (refusal ? 0 : 1);
  }
  return terms;
}

const isClaude = (model: string): boolean => familyOf(model).startsWith('claude-');

function multiplierOf(row: ConditionPrice | null, model: string): number | null {
  if (row === null || !isClaude(model)) return null;
  return row.listPriceFor?.includes(familyOf(model)) === true ? 1 : (row.multiplier ?? null);
}

/** Conditions without a known price, in words: “2 requests with service_tier priority”. */
export const conditionWords = (unknown: Readonly<Record<string, number>>): string =>
  Object.entries(unknown)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([condition, n]) => enCount(n, '{n0} request with {1}', '{n0} requests with {1}', condition))
    .join(', ');
