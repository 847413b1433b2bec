/**
 * What all fuzzers share. In `npm test` each takes about a second; `npm run fuzz -- --seconds N NAME` takes as long as one likes. What
 * one finds becomes a case of its own, tried first from then on: `FOUND` beside the property.
 */
import fc from 'fast-check';
import { performance } from 'node:perf_hooks';
import { expect } from 'vitest';

export const SECONDS = Number(process.env['VIGIL_TEST_FUZZ_SECONDS'] ?? 1);
const SEED = process.env['VIGIL_TEST_SEED'];

/** Tries a property for `SECONDS`, the cases found earlier first. Says how many it tried. */
export async function fuzz<T>(
  name: string,
  values: fc.Arbitrary<T>,
  holds: (value: T) => void | Promise<void>,
  found: readonly T[] = [],
): Promise<void> {
  let tries = 0;
  const from = performance.now();
  await fc.assert(
    fc.asyncProperty(values, async (value) => {
      tries++;
      await holds(value);
    }),
    {
      numRuns: 1_000_000_000,
      examples: found.map((value) => [value] as [T]),
      interruptAfterTimeLimit: SECONDS * 1_000,
      markInterruptAsFailure: false,
      ...(SEED === undefined ? {} : { seed: Number(SEED) }),
    },
  );
  const took = ((performance.now() - from) / 1_000).toFixed(1);
  if (SECONDS > 2) console.log(`fuzz: ${name}: ${tries} in ${took} s`);
  expect(tries).toBeGreaterThan(0);
}

/** Vitest's bound for a fuzzer. */
export const PATIENCE = { timeout: SECONDS * 3_000 + 60_000 };

/** Texts that have broken programs. */
export const nastyText = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ufeff',
    '\ud800',
    '\u2028',
    '\u202e',
    '\u001b[31m',
    '__proto__',
    'constructor',
    'toString',
    'null',
    'NaN',
    '-0',
    '1e999',
    '../../..',
    'C:\\',
    '//',
    '[[[',
    '}{"',
    '"',
    '\\',
    '<synthetic>',
    '<command-name>',
    '2026-02-30',
    '+275760-09-13T00:00:00.000Z',
    'x'.repeat(5_000),
    '['.repeat(3_000),
  ),
);

/** Numbers from all edges. */
export const nastyNumber = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(
    0,
    -0,
    -1,
    0.1,
    1e308,
    -1e308,
    5e-324,
    2 ** 53,
    -(2 ** 53),
    8.64e15,
    -8.64e15,
    8.65e15,
    NaN,
    Infinity,
  ),
);

/** Any value JSON can hold. */
export const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  nastyText,
  nastyNumber,
  fc.constantFrom(null, true, false),
  fc.array(fc.oneof(nastyText, nastyNumber, fc.constant(null)), { maxLength: 4 }),
  fc.dictionary(nastyText, fc.oneof(nastyText, nastyNumber), { maxKeys: 4 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Paths of all values inside a value. */
export function* pathsIn(value: unknown, path: (string | number)[] = []): Generator<(string | number)[]> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value))
    yield* pathsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]);
}

/** A value with another one in one or two of its places, or without what stood there. */
export const mutated = (from: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      fc.constantFrom(...from),
      fc.array(fc.tuple(fc.nat(), fc.option(nastyValue, { nil: undefined })), { minLength: 1, maxLength: 3 }),
    )
    .map(([original, changes]) => {
      let value: unknown = JSON.parse(JSON.stringify(original));
      for (const [at, change] of changes) {
        const paths = [...pathsIn(value)];
        const path = paths[at % paths.length] ?? [];
        const name = path.at(-1);
        if (name === undefined) {
          value = change ?? null;
          continue;
        }
        const holder = path
          .slice(0, -1)
          .reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
        const record = holder as Record<string, unknown>;
        if (change === undefined) delete record[name];
        else
          Object.defineProperty(record, name, {
            value: change,
            enumerable: true,
            configurable: true,
            writable: true,
          });
      }
      return value;
    });

/** Every number in a value, with where it stands. */
export function* numbersIn(value: unknown, path = ''): Generator<[string, number]> {
  if (typeof value === 'number') yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* numbersIn(inner, `${path}.${key}`);
}
