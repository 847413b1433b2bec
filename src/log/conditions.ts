/** What a logged answer says of how it was served, where its price may depend on it (P66, P73). Pure. */
import type { LoggedMessage, LoggedUsage } from './record';

/** The usual: the price of the list. */
const USUAL: Readonly<Record<string, ReadonlySet<string>>> = {
  inference_geo: new Set(['', 'global', 'not_available']),
  service_tier: new Set(['', 'standard', 'default']),
};

/** A value is a short word; what else may stand there tells nothing. */
const VALUE = /^[a-z0-9_-]{1,40}$/;

/** The condition of a request that was refused before any output; what is said of the policy follows it. */
export const REFUSAL = 'refusal';
export const isRefusal = (condition: string): boolean => condition.startsWith(REFUSAL);

/** Platforms whose answers have ids of their own, whatever the model is called. */
const PLATFORM_OF_ID: Readonly<Record<string, string>> = { bdrk: 'bedrock', vrtx: 'vertex' };
const PLATFORM_ID = /^msg_(bdrk|vrtx)_/;

/** True for a condition that says on which platform a request ran, not where there. */
export const isPlatform = (condition: string): boolean => Object.values(PLATFORM_OF_ID).includes(condition);

/** The platform that the id of an answer names; none for the API itself and for ids that tell nothing. */
function platformsIn(id: string | undefined): string[] {
  const platform = PLATFORM_OF_ID[PLATFORM_ID.exec(id ?? '')?.[1] ?? ''];
  return platform === undefined ? [] : [platform];
}

/** Conditions of an answer with so much output that are not the usual, as `field value`, and its platform. */
export function conditionsOf(message: LoggedMessage, output: number): string[] {
  const { id, usage, stop_reason, stop_details } = message;
  const served = [...(usage ? servedUnder(usage) : []), ...platformsIn(id)];
  if (stop_reason !== 'refusal' || output > 0) return served;
  const policy = stop_details?.category?.toLowerCase() ?? '';
  return [...served, VALUE.test(policy) ? `${REFUSAL} ${policy}` : REFUSAL];
}

const servedUnder = (usage: LoggedUsage): string[] =>
  (['inference_geo', 'service_tier'] as const).flatMap((field) => {
    const given = usage[field] ?? '';
    if (USUAL[field]!.has(given)) return [];
    const value = given.trim().toLowerCase();
    return VALUE.test(value) && !USUAL[field]!.has(value) ? [`${field} ${value}`] : [];
  });
