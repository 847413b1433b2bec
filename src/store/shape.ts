/** Whether values have the shape of a schema, many times faster than zod tells: thousands of sessions are looked at with every start. */
import * as z from 'zod';
import { isObject } from '../log/json';

type Test = (value: unknown) => boolean;

/**
 * A test that holds only for values that `schema.parse` would give back as they are: with every field, defaults too. What it does not hold for
 * may still be a value the schema makes good. Kinds it does not know are left to zod.
 */
export function fits(schema: z.ZodType): Test {
  if (schema instanceof z.ZodString && (schema.def.checks ?? []).length === 0)
    return (value) => typeof value === 'string';
  if (schema instanceof z.ZodNumber && (schema.def.checks ?? []).length === 0) return Number.isFinite;
  if (schema instanceof z.ZodBoolean) return (value) => typeof value === 'boolean';
  if (schema instanceof z.ZodUnknown) return () => true;
  if (schema instanceof z.ZodEnum) {
    const values = new Set<unknown>(schema.options);
    return (value) => values.has(value);
  }
  if (schema instanceof z.ZodDefault) return fits(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodNullable) {
    const inner = fits(schema.unwrap() as z.ZodType);
    return (value) => value === null || inner(value);
  }
  if (schema instanceof z.ZodOptional) {
    const inner = fits(schema.unwrap() as z.ZodType);
    return (value) => value === undefined || inner(value);
  }
  if (schema instanceof z.ZodArray) {
    const inner = fits(schema.element as z.ZodType);
    return (value) => Array.isArray(value) && value.every(inner);
  }
  if (schema instanceof z.ZodRecord) {
    const inner = fits(schema.valueType as z.ZodType);
    return (value) => isObject(value) && Object.values(value).every(inner);
  }
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape as Record<string, z.ZodType>).map(
      ([name, field]) => [name, fits(field)] as const,
    );
    return (value) => isObject(value) && fields.every(([name, test]) => test(value[name]));
  }
  return (value) => schema.safeParse(value).success;
}

/** No sum of tokens, money or bytes gets there. */
const MOST = 1e18;
/** What may be below zero: times, and what a signal measured. */
const NO_COUNTS = new Set(['t', 'firstAt', 'startedAt', 'endedAt', 'signals']);

/** Whether the numbers in a value can be counts: not below zero, and none that is absurd. What has a shape may still be made up. */
export function areCounts(value: unknown): boolean {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one === 'number' && !(one >= 0 && one <= MOST)) return false;
    if (typeof one !== 'object' || one === null) continue;
    for (const [name, inner] of Object.entries(one)) if (!NO_COUNTS.has(name)) waiting.push(inner);
  }
  return true;
}
