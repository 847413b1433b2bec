/** Fields of values that no schema describes, since their shape differs from version to version. */
import { cutName } from '../../log/names';

/** The value of an own field; undefined if there is none. */
export const ownField = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

/** The text of an own field, cut like names; null if it is no text, or empty. */
export function nameIn(value: unknown, name: string): string | null {
  const found = ownField(value, name);
  return typeof found === 'string' && found !== '' ? cutName(found) : null;
}
