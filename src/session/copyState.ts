/**
 * Copies of fold states (measures, findings, knowledge of files). The state contains what is settled in a session; what may still
 * change is added to a copy.
 */

/** True for values that folds never change: those with a place in a log (events, steps, evidence), and instances of classes. */
function isFixed(value: object): boolean {
  if (Array.isArray(value) || value instanceof Map || value instanceof Set) return false;
  return Object.getPrototypeOf(value) !== Object.prototype || ('at' in value && 'len' in value);
}

/**
 * A copy that can change without changing `state`: lists, maps, sets and plain objects are copied; events, steps and evidence are
 * shared. The state must not contain an object twice, as it would be copied twice.
 */
export const copyState = <T>(state: T): T => copyValue(state) as T;

function copyValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return copyList(value);
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    for (const [key, one] of value) copy.set(key, copyValue(one));
    return copy;
  }
  if (value instanceof Set) return new Set(value);
  if (isFixed(value)) return value;
  // Spreading keeps an own key `__proto__`, which an assignment would not.
  const copy: Record<string, unknown> = { ...value };
  for (const [key, one] of Object.entries(copy)) if (typeof one === 'object') copy[key] = copyValue(one);
  return copy;
}

/** Items of a list are of one kind, so the first decides whether they are copied. */
function copyList(list: readonly unknown[]): unknown[] {
  const first = list[0];
  return typeof first !== 'object' || first === null || isFixed(first) ? list.slice() : list.map(copyValue);
}
