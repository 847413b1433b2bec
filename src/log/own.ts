/**
 * Look-ups in plain objects whose keys come from logs. A key such as `constructor` or `__proto__` must find
 * what was put there, not what every object inherits.
 */
export function getOwn<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function setOwn<T>(record: Record<string, T>, key: string, value: T): T {
  // The one name that would set something else; defining takes many times as long as setting.
  if (key === '__proto__')
    Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
  else record[key] = value;
  return value;
}
