/** Lines read by what is read of them: whatever the bytes, the reading is the one of the whole lines. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bothWays } from '../support/bothWays';
import { fuzz, mutated, PATIENCE } from './fuzz';
import { RECORDS, WITH_MORE } from './records';

const CASES = join(import.meta.dirname, '..', 'fixtures', 'cases');

const ALL: unknown[] = [...RECORDS, ...WITH_MORE, ...casesIn()];

/** Records of all kinds that the cases hold, a few of each. */
function casesIn(): unknown[] {
  const lines = readdirSync(CASES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(CASES, name), 'utf8').split('\n'));
  const records = lines.flatMap((one): { type?: unknown }[] => {
    try {
      return [JSON.parse(one) as { type?: unknown }];
    } catch {
      return [];
    }
  });
  return [...Map.groupBy(records, (one) => one?.type).values()].flatMap((alike) => alike.slice(0, 4));
}

/** Numbers that decide how something is spelled, over and over. */
type Dice = () => number;
const diceOf = (numbers: readonly number[]): Dice => {
  let at = 0;
  return () => numbers[at++ % numbers.length] ?? 0;
};

const ODD = [
  '1e2',
  '1E+400',
  '-0',
  '0.10',
  '-1.5e-3',
  '01',
  '1.',
  '-',
  'NaN',
  'nul',
  'true',
  '"x"',
  '{}',
  '[]',
  '\u00a01',
];
const BLANKS = ['', '', '', ' ', '\t', '  ', '\r', '\u00a0', '\u000b'];

/** JSON of a value as other programs may write it: blanks, escapes, keys in another order or twice, odd numbers. */
function spelled(value: unknown, dice: Dice): string {
  const rare = (times: number): boolean => dice() % times === 0;
  const blank = (): string => (rare(9) ? (BLANKS[dice() % (rare(20) ? 9 : 7)] ?? '') : '');
  const text = (one: string): string =>
    JSON.stringify(one).replace(/[^"\\]/g, (c) => {
      if (!rare(60)) return c === '/' && rare(4) ? '\\/' : c;
      return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
  const write = (one: unknown): string => {
    if (typeof one === 'string') return text(one);
    if (typeof one === 'number' && rare(12)) return ODD[dice() % ODD.length] ?? '0';
    if (typeof one !== 'object' || one === null) return JSON.stringify(one) ?? 'null';
    if (Array.isArray(one))
      return `[${blank()}${one.map((inner) => write(inner) + blank()).join(`,${blank()}`)}]`;
    const pairs = Object.entries(one).map(
      ([key, inner]) => `${text(key)}${blank()}:${blank()}${write(inner)}${blank()}`,
    );
    if (pairs.length > 0 && rare(10)) pairs.push(pairs[dice() % pairs.length] ?? '');
    if (pairs.length > 0 && rare(10))
      pairs.push(`${text(Object.keys(one)[dice() % pairs.length] ?? '')}:${ODD[dice() % ODD.length] ?? '0'}`);
    if (rare(6)) pairs.sort(() => (dice() % 2) - 0.5);
    return `{${blank()}${pairs.join(`,${blank()}`)}}`;
  };
  return write(value);
}

const INSERTED = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\u0001',
  '\0',
  '\0\0\0',
  ' ',
  '\t',
  '\r',
  '\n',
  '\\u12',
  '\ufeff',
  '\u2028',
].map((one) => Buffer.from(one));

/** The bytes with some flipped, left out or put in; not all are UTF-8 then. */
function damaged(
  bytes: Buffer,
  edits: readonly (readonly [kind: number, at: number, what: number])[],
): Buffer {
  let line = bytes;
  for (const [kind, where, what] of edits) {
    const at = where % Math.max(1, line.length);
    const [before, after] = [line.subarray(0, at), line.subarray(at)];
    if (kind === 0) line = Buffer.concat([before, Buffer.from([what & 0xff]), after.subarray(1)]);
    else if (kind === 1) line = Buffer.concat([before, after.subarray(1 + (what % 5))]);
    else if (kind === 2) line = Buffer.concat([before, INSERTED[what % INSERTED.length]!, after]);
    else if (kind === 3) line = Buffer.from(before);
    else if (kind === 4) line = Buffer.concat([line, bytes]);
    else if (kind === 5) line = Buffer.concat([before, Buffer.from([0xc3 + (what % 60)]), after]);
    else line = Buffer.concat([Buffer.from(what % 2 === 0 ? '\ufeff' : ' '), line]);
  }
  return line;
}

const line = fc
  .record({
    value: fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom(...ALL) },
      { weight: 2, arbitrary: mutated(ALL) },
    ),
    dice: fc.array(fc.nat(0xffff), { minLength: 5, maxLength: 40 }),
    plain: fc.boolean(),
    edits: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(6), fc.nat(0xffff), fc.nat(0xff)), { maxLength: 3 }) },
    ),
    end: fc.constantFrom('\n', '\n', '\n', '\r\n', ' \n', '\n\n'),
  })
  .map(({ value, dice, plain, edits, end }) =>
    Buffer.concat([
      damaged(Buffer.from(plain ? (JSON.stringify(value) ?? 'null') : spelled(value, diceOf(dice))), edits),
      Buffer.from(end),
    ]),
  );

const told = { projected: 0, whole: 0 };

test('both ways of reading come to the same', PATIENCE, async () => {
  expect(ALL.length).toBeGreaterThan(50);
  await fuzz('lines', fc.tuple(fc.array(line, { maxLength: 12 }), fc.boolean()), ([lines, ofAgent]) => {
    const { old, now, projected, whole } = bothWays(Buffer.concat(lines), ofAgent ? 'a1' : null);
    told.projected += projected;
    told.whole += whole;
    if (old.reading !== now.reading) expect(JSON.parse(now.reading)).toEqual(JSON.parse(old.reading));
    expect(now).toEqual(old);
  });
  // Neither way is never gone.
  expect(told.projected).toBeGreaterThan(told.whole / 20);
  expect(told.whole).toBeGreaterThan(0);
});
