/** Checks objects of a log against a schema of which each of them has few fields. */
import type * as z from 'zod';

/**
 * The same as `schema.safeParse(value).data` of an object whose fields are optional but for `type`, undefined when it does not fit:
 * only the fields that are there are checked. A record has ten of some fifty, and checking those that are missing was most of the time.
 */
export function fieldsBy<Shape extends Readonly<Record<string, z.ZodType>> & { type: z.ZodType }>(
  schema: z.ZodObject<Shape>,
): (value: object) => z.output<z.ZodObject<Shape>> | undefined {
  const checks = new Map<string, z.ZodType>(Object.entries(schema.shape));
  return (value) => {
    if (!Object.hasOwn(value, 'type')) return undefined;
    const fields: Record<string, unknown> = {};
    for (const [name, given] of Object.entries(value)) {
      const checked = checks.get(name)?.safeParse(given);
      if (checked?.success === false) return undefined;
      if (checked !== undefined) fields[name] = checked.data;
    }
    return fields as z.output<z.ZodObject<Shape>>;
  };
}
