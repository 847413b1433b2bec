/** Conditions of a request that affect its price, from its record and the model's name (P66). Pure. */
import { enCount } from '../l10n/english';
import { isPlatform, isRefusal, REFUSAL } from '../log/conditions';
import { compareTexts } from '../log/compareTexts';
import { conditionFor, familyOf, type ConditionPrice, type PriceTable } from './prices';

/** Names of models on Amazon Bedrock with an inference profile, which says where they run: `us.anthropic.claude-…`. */
const PROFILE = /(?:^|[/:])([a-z][a-z-]{0,11})\.anthropic\./;
/** Bedrock names without a profile: a regional endpoint, for which sources give different prices. */
const BARE = /(?:^|\/)anthropic\.claude/;
/** Names of models on Google's Vertex AI: `claude-…@20260205`, `vertex_ai/claude-…`. The region is not in them. */
const VERTEX = /^(?:.*\/)?claude-[^/]*@|(?:^|\/)vertex_ai\//;

/** The platform in a model's name; null without one. */
export function platformInName(model: string): string | null {
  const name = model.toLowerCase();
  const profile = PROFILE.exec(name)?.[1];
  if (profile !== undefined) return `bedrock ${profile}`;
  if (BARE.test(name)) return 'bedrock';
  return VERTEX.test(name) ? 'vertex' : null;
}

/** The effect of conditions on the price of a request. */
export interface Terms {
  multiplier: number;
  /** Conditions without a known price: the cost is a lower bound. */
  unknown: string[];
}

interface Asked {
  model: string;
  t: number | null;
  conditions?: readonly string[];
}

/** The terms of a request. */
export function termsOf(table: PriceTable, { model, t, conditions = [] }: Asked): Terms {
  // The model's name may be more exact than the answer's id: it may have the region.
  const place = platformInName(model) ?? conditions.find(isPlatform) ?? null;
  const others = conditions.filter((condition) => !isPlatform(condition));
  const terms: Terms = { multiplier: 1, unknown: [] };
  for (const condition of place === null ? others : [...others, place]) {
    const refusal = isRefusal(condition);
    // No other platform is known to price refusals differently.
    if (refusal && (place !== null || !isClaude(model))) continue;
    // A table without prices by policy has one price for all refusals.
    const row = conditionFor(table, condition, t) ?? (refusal ? conditionFor(table, REFUSAL, t) : null);
    const multiplier = multiplierOf(row, model);
    if (multiplier === null) terms.unknown.push(condition);
    // A refusal may be free, so the lower bound is 0.
    terms.multiplier *= multiplier ?? (refusal ? 0 : 1);
  }
  return terms;
}

const isClaude = (model: string): boolean => familyOf(model).startsWith('claude-');

function multiplierOf(row: ConditionPrice | null, model: string): number | null {
  if (row === null || !isClaude(model)) return null;
  return row.listPriceFor?.includes(familyOf(model)) === true ? 1 : (row.multiplier ?? null);
}

/** Conditions without a known price, as text: “2 requests with service_tier priority”. */
export const conditionWords = (unknown: Readonly<Record<string, number>>): string =>
  Object.entries(unknown)
    .sort(([a], [b]) => compareTexts(a, b))
    .map(([condition, n]) => enCount(n, '{n0} request with {1}', '{n0} requests with {1}', condition))
    .join(', ');
