/** Shares equal values of thousands of sessions in memory. */
import { listOrNone } from '../session/lean';

/** Longer texts are hardly ever equal to those of other sessions. Characters. */
const LONGEST = 100;
const MOST_TEXTS = 20_000;
const NOTHING = Object.freeze({});

/**
 * Returns a function that replaces equal texts in the values it gets by one string, and empty lists and objects by one frozen one. It
 * changes the values in place; the replacements are equal to the originals.
 */
export function newCommon(): (value: object) => void {
  const texts = new Map<string, string>();
  const share = (value: unknown): unknown => {
    if (typeof value === 'string') return value.length > LONGEST ? value : shareText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) value[i] = share(value[i]);
      return listOrNone(value);
    }
    // Frozen values are already shared.
    if (Object.isFrozen(value)) return value;
    return shareFields(value as Record<string, unknown>) ? value : NOTHING;
  };
  const shareText = (text: string): string => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    if (texts.size === MOST_TEXTS) texts.clear();
    texts.set(text, text);
    return text;
  };
  /** Shares the values of an object's fields; false if it has none. */
  const shareFields = (fields: Record<string, unknown>): boolean => {
    let some = false;
    for (const name in fields) {
      some = true;
      const value = fields[name];
      if (typeof value === 'string' || typeof value === 'object') fields[name] = share(value);
    }
    return some;
  };
  return (value) => void shareFields(value as Record<string, unknown>);
}
