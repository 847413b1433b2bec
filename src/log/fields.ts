/**
 * Reads values of a log by a schema, many times faster than zod: each line has some twenty checked fields, and zod creates an error for
 * each that does not fit. The schema decides everything; this code only walks it.
 */
import * as z from 'zod';

const NONE = Symbol('does not fit');

/** Applies the schema to a value; `NONE` if it does not fit. */
type Read = (value: unknown) => unknown;

const isUnchecked = (schema: z.ZodString | z.ZodArray | z.ZodObject): boolean =>
  (schema.def.checks ?? []).length === 0;

const isText = (schema: z.ZodType): boolean => schema instanceof z.ZodString && isUnchecked(schema);

/** A reader for a schema. Kinds of schema it does not know are left to zod. */
function readOf(schema: z.ZodType): Read {
  if (schema instanceof z.ZodUnknown) return (value) => value;
  if (isText(schema)) return (value) => (typeof value === 'string' ? value : NONE);
  if (schema instanceof z.ZodBoolean) return (value) => (typeof value === 'boolean' ? value : NONE);
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) {
    const values = new Set<unknown>(schema instanceof z.ZodEnum ? schema.options : schema.values);
    return (value) => (values.has(value) ? value : NONE);
  }
  return readOfNumber(schema) ?? readOfWrapped(schema) ?? readOfMany(schema) ?? readBySchema(schema);
}

const readBySchema =
  (schema: z.ZodType): Read =>
  (value) => {
    const read = schema.safeParse(value);
    return read.success ? read.data : NONE;
  };

/** Whole numbers between two bounds, as counts are. */
function readOfNumber(schema: z.ZodType): Read | null {
  if (!(schema instanceof z.ZodNumber) || !schema.isInt || (schema.def.checks ?? []).length !== 3)
    return null;
  const { minValue, maxValue } = schema;
  if (minValue === null || maxValue === null) return null;
  return (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= minValue && value <= maxValue
      ? value
      : NONE;
}

/** Transforms could report values that do not fit; no transform of a log does. */
const UNTOLD: z.core.ParsePayload = Object.freeze({ value: undefined, issues: Object.freeze([]) as never[] });

function readOfWrapped(schema: z.ZodType): Read | null {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    const inner = readOf(schema.unwrap() as z.ZodType);
    const without = schema instanceof z.ZodOptional ? undefined : null;
    return (value) => (value === without ? value : inner(value));
  }
  if (schema instanceof z.ZodCatch) {
    const inner = readOf(schema.def.innerType as z.ZodType);
    const caught: unknown = schema.parse(NONE);
    if (typeof caught === 'object' && caught !== null) return null;
    return (value) => {
      const read = inner(value);
      return read === NONE ? caught : read;
    };
  }
  if (schema instanceof z.ZodPipe && schema.def.out instanceof z.ZodTransform) {
    const inner = readOf(schema.def.in as z.ZodType);
    const { transform } = schema.def.out.def;
    // Nearly all of them are names, and a line has twenty of them.
    if (isText(schema.def.in as z.ZodType))
      return (value) => (typeof value === 'string' ? transform(value, UNTOLD) : NONE);
    return (value) => {
      const read = inner(value);
      return read === NONE ? NONE : transform(read, UNTOLD);
    };
  }
  return null;
}

function readOfMany(schema: z.ZodType): Read | null {
  if (schema instanceof z.ZodUnion) {
    const options = schema.options.map((option) => readOf(option as z.ZodType));
    return (value) => {
      for (const read of options) {
        const found = read(value);
        if (found !== NONE) return found;
      }
      return NONE;
    };
  }
  if (schema instanceof z.ZodArray && isUnchecked(schema) && isUnknown(schema.element as z.ZodType))
    return (value) => (Array.isArray(value) ? (value as unknown) : NONE);
  if (schema instanceof z.ZodObject && isUnchecked(schema) && schema.def.catchall === undefined)
    return readOfObject(schema);
  return null;
}

const isUnknown = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodUnknown ||
  (schema instanceof z.ZodOptional && isUnknown(schema.unwrap() as z.ZodType));

/**
 * Checks only fields that are present: a record has about ten of some fifty. An object that already fits is returned as it is; so is
 * nearly every object of which only the needed parts were read (projection.ts).
 */
function readOfObject(schema: z.ZodObject): Read | null {
  const fields = new Map(
    Object.entries(schema.shape).map(([name, field]) => [name, readOf(field as z.ZodType)]),
  );
  const needed: string[] = [];
  for (const [name, read] of fields) {
    const missing = read(undefined);
    if (missing === NONE) needed.push(name);
    else if (missing !== undefined) return null;
  }
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return NONE;
    for (const name of needed) if (!Object.hasOwn(value, name)) return NONE;
    const given = value as Record<string, unknown>;
    for (const name in given) {
      const read = fields.get(name);
      if (read === undefined || read(given[name]) !== given[name]) return readAnew(given, fields);
    }
    return given;
  };
}

/** Copies the parts that fit of an object that does not fit as a whole. */
function readAnew(given: Record<string, unknown>, fields: ReadonlyMap<string, Read>): unknown {
  const found: Record<string, unknown> = {};
  for (const name of Object.keys(given)) {
    const read = fields.get(name);
    if (read === undefined) continue;
    const field = read(given[name]);
    if (field === NONE) return NONE;
    found[name] = field;
  }
  return found;
}

/** The same as `schema.safeParse(value).data`, for a value from JSON. */
export function readerBy<T extends z.ZodType>(schema: T): (value: unknown) => z.output<T> | undefined {
  const read = readOf(schema);
  return (value) => {
    const found = read(value);
    return found === NONE ? undefined : (found as z.output<T>);
  };
}
