/** What a logged usage says of how the request was served, where its price may depend on it (P66). Pure. */
import type { LoggedUsage } from './record';

/** The usual: the price of the list. */
const USUAL: Readonly<Record<string, ReadonlySet<string>>> = {
  inference_geo: new Set(['', 'global', 'not_available']),
  service_tier: new Set(['', 'standard', 'default']),
};

/** A value is a short word; what else may stand there tells nothing. */
const VALUE = /^[a-z0-9_-]{1,40}$/;

/** Conditions that are not the usual, as `field value`. */
export function conditionsOf(usage: LoggedUsage): string[] {
  return (['inference_geo', 'service_tier'] as const).flatMap((field) => {
    const value = usage[field]?.trim().toLowerCase() ?? '';
    return VALUE.test(value) && !USUAL[field]!.has(value) ? [`${field} ${value}`] : [];
  });
}
