/**
 * Look-ups in plain objects whose keys come from logs. A key such as `constructor` or `__proto__` must return what was stored there, not
 * what every object inherits.
 */
export function getOwn<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function setOwn<T>(record: Record<string, T>, key: string, value: T): T {
  // Assigning this name would set the prototype. Defining works, but takes many times as long as assigning.
  if (key === '__proto__')
    Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
  else record[key] = value;
  return value;
}
