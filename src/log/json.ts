/** JSON of values out of logs. */

/** Levels that JSON is written of. Writing recurses: of what is nested without end it would take the whole stack. */
const DEEPEST = 500;
const TOO_DEEP = '(nested too deeply)';

/** True of an object, false of a list. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as JSON; of one that is nested deeper than anything is that was meant, only that it is. */
export const jsonOf = (value: unknown): string => (isDeep(value) ? TOO_DEEP : (JSON.stringify(value) ?? ''));

function isDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}
