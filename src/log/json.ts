/** Values out of logs, as JSON and by their fields. */

/** Levels that JSON is written of. Writing recurses: of what is nested without end it would take the whole stack. */
const DEEPEST = 500;
const TOO_DEEP = '(nested too deeply)';

/** True of an object, false of a list. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of an object, the entries of a list, a text: of what no schema describes, and so may be anything. */
export const fieldsOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What a text is in JSON; undefined when it is none. */
export function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A value as JSON; of one that is nested deeper than anything is that was meant, only that it is. */
export const jsonOf = (value: unknown): string => (isDeep(value) ? TOO_DEEP : (JSON.stringify(value) ?? ''));

/** Goes no deeper than it asks for, and makes nothing on the way: nearly every value is flat. */
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
