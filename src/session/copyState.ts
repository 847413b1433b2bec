/**
 * States of folds (measures, findings, what an agent knows of files) that are gone on from at two places: what is settled in a
 * session stays as it is, and a copy of it takes in what may still change.
 */

/** What has a place in a log (an event, a step, a line of evidence) and what is no plain object is never changed by a fold. */
function isFixed(value: object): boolean {
  if (Array.isArray(value) || value instanceof Map || value instanceof Set) return false;
  return Object.getPrototypeOf(value) !== Object.prototype || ('at' in value && 'len' in value);
}

/**
 * A copy of a state that can go on without changing the state: lists, maps, sets and plain objects in it are copies, the events,
 * steps and evidence they hold are the same. No object may stand in a state twice: its copies would be two.
 */
export const copyState = <T>(state: T): T => copyOf(state) as T;

function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return copyOfList(value);
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    for (const [key, one] of value) copy.set(key, copyOf(one));
    return copy;
  }
  if (value instanceof Set) return new Set(value);
  if (isFixed(value)) return value;
  // A key such as `__proto__` is one like all others here.
  const copy: Record<string, unknown> = { ...value };
  for (const [key, one] of Object.entries(copy)) if (typeof one === 'object') copy[key] = copyOf(one);
  return copy;
}

/** A list holds things of one kind: the first tells whether they are to be copied. */
function copyOfList(list: readonly unknown[]): unknown[] {
  const first = list[0];
  return typeof first !== 'object' || first === null || isFixed(first) ? list.slice() : list.map(copyOf);
}
