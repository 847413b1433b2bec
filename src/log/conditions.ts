/** What a logged answer says of how it was served, where its price may depend on it (P66, P73). Pure. */
import type { LoggedMessage, LoggedUsage } from './record';

/** The usual values, which have the list price. */
const USUAL: Readonly<Record<string, ReadonlySet<string>>> = {
  inference_geo: new Set(['', 'global', 'not_available']),
  service_tier: new Set(['', 'standard', 'default']),
};

/** A value is a short word; anything else is ignored. */
const VALUE = /^[a-z0-9_-]{1,40}$/;

/** The condition of a request that was refused before any output. The policy follows it, if the log names one. */
export const REFUSAL = 'refusal';
export const isRefusal = (condition: string): boolean => condition.startsWith(REFUSAL);

/** Platforms that can be recognised by the ids of their answers, whatever the model's name. */
const PLATFORM_OF_ID: Readonly<Record<string, string>> = { bdrk: 'bedrock', vrtx: 'vertex' };
const PLATFORM_ID = /^msg_(bdrk|vrtx)_/;

/** True for a condition that names the platform of a request, but not its region. */
export const isPlatform = (condition: string): boolean => Object.values(PLATFORM_OF_ID).includes(condition);

/** The platform that an answer's id names; none for the API itself and for other ids. */
function platformsIn(id: string | undefined): string[] {
  const platform = PLATFORM_OF_ID[PLATFORM_ID.exec(id ?? '')?.[1] ?? ''];
  return platform === undefined ? [] : [platform];
}

/** The unusual conditions of an answer with this much output, as `field value`, and its platform. */
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
