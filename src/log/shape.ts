/** The shape of a record without its content: only keys and types, for a bug report that reveals nothing. */

const DEEPEST = 6;
const MOST_KEYS = 60;
/** Keys that look like names of fields. Others (paths, ids, names of people) are data. */
const FIELD = /^[A-Za-z_$][A-Za-z0-9_$-]{0,40}$/;
/** Fields whose value names a kind; the value is kept if it looks like one. */
const NAMES_A_KIND = new Set(['type', 'subtype', 'operation']);
const KIND = /^[a-z][a-z0-9_-]{0,40}$/;

/** Keys and types of a value: strings become `string`, lists the shape of their first entry. */
export function shapeOf(value: unknown, depth = 0): unknown {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0], depth + 1)];
  if (typeof value !== 'object') return typeof value;
  if (depth >= DEEPEST) return 'object';
  const shape: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value).slice(0, MOST_KEYS)) {
    if (!FIELD.test(key) || key === '__proto__') shape['<key>'] = shapeOf(inner, depth + 1);
    else if (NAMES_A_KIND.has(key) && typeof inner === 'string' && KIND.test(inner)) shape[key] = inner;
    else shape[key] = shapeOf(inner, depth + 1);
  }
  return shape;
}
