/** What thousands of sessions have in common, kept once. */
import { listOrNone } from '../session/lean';

/** Texts that are longer are hardly ever those of another session. */
const LONGEST = 100;
/** More are not remembered: texts that come later are shared among themselves. */
const MOST_TEXTS = 20_000;
const NOTHING = Object.freeze({});

/**
 * Makes texts within values that are equal one text, and lists and objects with nothing in them one that is frozen; over all values it is
 * given. Changes the values; who else holds them sees what is equal, and changes nothing in them.
 */
export function newCommon(): (value: object) => void {
  const texts = new Map<string, string>();
  const common = (value: unknown): unknown => {
    if (typeof value === 'string') return value.length > LONGEST ? value : commonText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) value[i] = common(value[i]);
      return listOrNone(value);
    }
    // What is frozen is shared already.
    if (Object.isFrozen(value)) return value;
    return within(value as Record<string, unknown>) ? value : NOTHING;
  };
  const commonText = (text: string): string => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    if (texts.size === MOST_TEXTS) texts.clear();
    texts.set(text, text);
    return text;
  };
  /** False when there is nothing in it. */
  const within = (fields: Record<string, unknown>): boolean => {
    let some = false;
    for (const name in fields) {
      some = true;
      const value = fields[name];
      if (typeof value === 'string' || typeof value === 'object') fields[name] = common(value);
    }
    return some;
  };
  return (value) => void within(value as Record<string, unknown>);
}
