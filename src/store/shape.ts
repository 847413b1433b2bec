/** Checks whether values have the shape of a schema, many times faster than zod: each start checks thousands of sessions. */
import * as z from 'zod';
import { isObject } from '../log/json';

type Test = (value: unknown) => boolean;

/**
 * A test that passes only values that `schema.parse` would return unchanged: with every field, including defaults. A value that fails may
 * still be one that the schema completes. Kinds of schema it does not know are left to zod. `exact`: objects may have no fields other than
 * the schema's.
 */
export function fits(schema: z.ZodType, exact = false): Test {
  if (schema instanceof z.ZodString && (schema.def.checks ?? []).length === 0)
    return (value) => typeof value === 'string';
  if (schema instanceof z.ZodNumber && (schema.def.checks ?? []).length === 0) return Number.isFinite;
  if (schema instanceof z.ZodBoolean) return (value) => typeof value === 'boolean';
  if (schema instanceof z.ZodUnknown) return () => true;
  if (schema instanceof z.ZodEnum) {
    const values = new Set<unknown>(schema.options);
    return (value) => values.has(value);
  }
  if (schema instanceof z.ZodDefault) return fits(schema.unwrap() as z.ZodType, exact);
  if (schema instanceof z.ZodNullable) {
    const inner = fits(schema.unwrap() as z.ZodType, exact);
    return (value) => value === null || inner(value);
  }
  if (schema instanceof z.ZodOptional) {
    const inner = fits(schema.unwrap() as z.ZodType, exact);
    return (value) => value === undefined || inner(value);
  }
  if (schema instanceof z.ZodArray) {
    const inner = fits(schema.element as z.ZodType, exact);
    return (value) => Array.isArray(value) && value.every(inner);
  }
  if (schema instanceof z.ZodRecord) {
    const inner = fits(schema.valueType as z.ZodType, exact);
    // zod leaves out a key that would set the prototype.
    return (value) =>
      isObject(value) && !Object.hasOwn(value, '__proto__') && Object.values(value).every(inner);
  }
  if (schema instanceof z.ZodObject) return fitsObject(schema, exact);
  if (schema instanceof z.ZodLiteral) {
    const values = schema.values as ReadonlySet<unknown>;
    return (value) => values.has(value);
  }
  // Before the union, of which it is a special case.
  if (schema instanceof z.ZodDiscriminatedUnion) return fitsKind(schema, exact);
  if (schema instanceof z.ZodUnion) {
    const tests = schema.options.map((option) => fits(option as z.ZodType, exact));
    return (value) => tests.some((test) => test(value));
  }
  return (value) => schema.safeParse(value).success;
}

function fitsObject(schema: z.ZodObject, exact: boolean): Test {
  const names = Object.keys(schema.shape);
  const tests = names.map((name) => fits(schema.shape[name] as z.ZodType, exact));
  const known = new Set(names);
  return (value) => {
    if (!isObject(value)) return false;
    for (let i = 0; i < names.length; i++) if (!tests[i]!(value[names[i]!])) return false;
    return !exact || Object.keys(value).every((name) => known.has(name));
  };
}

/** For objects of several kinds, the field with the kind selects the test. */
function fitsKind(schema: z.ZodDiscriminatedUnion, exact: boolean): Test {
  const { discriminator, options } = schema.def;
  const byKind = new Map<unknown, Test>();
  for (const option of options as unknown as readonly z.ZodObject[]) {
    const test = fits(option, exact);
    for (const kind of (option.shape[discriminator] as z.ZodLiteral).values) byKind.set(kind, test);
  }
  return (value) => isObject(value) && byKind.get(value[discriminator])?.(value) === true;
}

/** No sum of tokens, money or bytes is this large. */
const MOST = 1e18;
/** Fields that may be negative: times, and measured values of signals. */
const NO_COUNTS = new Set(['t', 'firstAt', 'startedAt', 'endedAt', 'signals']);

/** Whether the numbers in a value can be counts: not negative and not absurd. A value with the right shape may still be made up. */
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
