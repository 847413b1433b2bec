/** Helpers for values from logs: as JSON, and by field. */

/** Maximum depth for writing JSON. Writing recurses, so a value nested without end would exhaust the stack. */
const DEEPEST = 500;
const TOO_DEEP = '(nested too deeply)';

/** True of an object, false of a list. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields of an object, entries of a list, or a text, for values that no schema describes. */
export const fieldsOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Parses a text as JSON; undefined if it is not JSON. */
export function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A value as JSON. For a value nested absurdly deep, the result says only that it is. */
export const jsonOf = (value: unknown): string => (isDeep(value) ? TOO_DEEP : (JSON.stringify(value) ?? ''));

/** Descends only as far as needed and allocates nothing: nearly every value is flat. */
function isDeep(value: unknown, left = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return Object.keys(value).length > 0;
  if (Array.isArray(value)) {
    for (const one of value) if (isDeep(one, left - 1)) return true;
    return false;
  }
  for (const name in value) if (isDeep((value as Record<string, unknown>)[name], left - 1)) return true;
  return false;
}
