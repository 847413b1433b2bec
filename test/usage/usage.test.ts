import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noUsage, type Response, type TokenUsage } from '../../src/log/response';
import { costOf, roundMicroUsd } from '../../src/usage/cost';
import { apportion } from '../../src/usage/apportion';
import { addToolUsage, toolUsage, type ToolSums } from '../../src/usage/tools';
import { calendarOf, dayFormatter, hourFormatter } from '../../src/usage/days';
import { formatCost, formatDifference, formatSize, formatTokens } from '../../src/usage/format';
import { bundledPrices, familyOf, parsePriceTable, priceFor } from '../../src/usage/prices';
import {
  addCells,
  cacheHitShare,
  countedIn,
  tokensOf,
  roundedCells,
  usageRows,
  type Cells,
} from '../../src/usage/rows';

const M = 1_000_000;
const usage = (part: Partial<TokenUsage>): TokenUsage => ({ ...noUsage(), ...part });
const dollars = (model: string, part: Partial<TokenUsage>, fast = false) => {
  const cost = costOf({ model, t: Date.UTC(2026, 7, 1), usage: usage(part), fast }, bundledPrices());
  return cost === null ? null : cost / M;
};

test.each([
  // model, a million tokens of each kind: input, output, cache read, write 5m, write 1h
  ['claude-fable-5-1', [10, 50, 0.25, 12.5, 20]],
  ['claude-mythos-5', [10, 50, 1, 12.5, 20]],
  ['claude-fable-5-2', [8, 40, 0.2, 10, 16]],
  ['claude-opus-5-5', [4, 20, 0.2, 5, 8]],
  ['claude-sonnet-5-5', [2, 10, 0.2, 2.5, 4]],
  ['claude-haiku-5-5', [0.1, 0.5, 0.01, 0.125, 0.2]],
  ['claude-3-7-sonnet-20250219', [3, 15, 0.3, 3.75, 6]],
  ['claude-3-opus-20240229', [15, 75, 1.5, 18.75, 30]],
  ['claude-opus-5', [5, 25, 0.5, 6.25, 10]],
  ['claude-opus-4-1', [15, 75, 1.5, 18.75, 30]],
  ['claude-sonnet-5', [2, 10, 0.2, 2.5, 4]],
  ['claude-sonnet-4-6', [3, 15, 0.3, 3.75, 6]],
  ['claude-haiku-4-5', [1, 5, 0.1, 1.25, 2]],
  ['claude-3-5-haiku-20241022', [0.8, 4, 0.08, 1, 1.6]],
  ['claude-3-haiku-20240307', [0.25, 1.25, 0.03, 0.3, 0.5]],
])('%s costs %j dollars a million', (model, prices) => {
  // 100,000 of each alone, so that no long-context tier is reached.
  const kinds = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'] as const;
  kinds.forEach((kind, i) => expect(dollars(model, { [kind]: M / 10 })).toBeCloseTo(prices[i]! / 10, 9));
});

test.each([
  ['claude-opus-4-5-20251101', 'claude-opus-4-5'],
  ['claude-opus-4-6[1m]', 'claude-opus-4-6'],
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
  ['anthropic.claude-opus-4-20250514-v1:0', 'claude-opus-4'],
  ['claude-haiku-4-5@20251001', 'claude-haiku-4-5'],
  ['anthropic/claude-sonnet-4.6', 'claude-sonnet-4-6'],
  ['anthropic--claude-4.5-sonnet', 'claude-sonnet-4-5'],
  ['claude-3-5-haiku-latest', 'claude-haiku-3-5'],
  ['Claude-Opus-5', 'claude-opus-5'],
  ['claude-sonnet-4-0', 'claude-sonnet-4'],
  ['claude-3-5-sonnet-v2@20241022', 'claude-sonnet-3-5'],
  ['us-gov.anthropic.claude-3-5-sonnet-20240620-v1:0', 'claude-sonnet-3-5'],
  ['bedrock/global.anthropic.claude-opus-4-6-v1[1m]', 'claude-opus-4-6'],
  ['claude-fable-5.1', 'claude-fable-5-1'],
])('%s is of the family %s', (name, family) => {
  expect(familyOf(name)).toBe(family);
  expect(priceFor(bundledPrices(), name, null)).not.toBeNull();
});

test.each(['glm-4.7', '', 'claude-opus-9', 'constructor', 'gpt-5'])(
  '%j has no price, which is not zero',
  (model) => {
    expect(dollars(model, { input: 1 })).toBeNull();
  },
);

describe('what changes a price', () => {
  test('above 200,000 tokens of input of all kinds the whole request of Sonnet 4.5 costs more; at 200,000 it does not (P29)', () => {
    expect(dollars('claude-sonnet-4-5', { input: 100_000, cacheRead: 100_000, output: 1000 })).toBeCloseTo(
      0.3 + 0.03 + 0.015,
      9,
    );
    expect(dollars('claude-sonnet-4-5', { input: 100_001, cacheRead: 100_000, output: 1000 })).toBeCloseTo(
      0.600006 + 0.06 + 0.0225,
      9,
    );
    expect(dollars('claude-opus-4-6', { input: 300_000 })).toBeCloseTo(1.5, 9);
  });
  test('fast mode multiplies (P27), and is unpriced where it does not exist', () => {
    expect(dollars('claude-opus-4-6', { input: M / 10, output: M / 10 }, true)).toBeCloseTo(6 * 3, 9);
    expect(dollars('claude-opus-5', { output: M / 10 }, true)).toBeCloseTo(5, 9);
    expect(dollars('claude-haiku-4-5', { input: 1 }, true)).toBeNull();
  });
  test('Haiku 5.5 has its own band, above 100,000 tokens', () => {
    expect(dollars('claude-haiku-5-5', { cacheRead: 100_000, output: 1000 })).toBeCloseTo(0.001 + 0.0005, 9);
    expect(dollars('claude-haiku-5-5', { cacheRead: 100_001, output: 1000 })).toBeCloseTo(
      0.00500005 + 0.0025,
      9,
    );
  });
  test('cache reads of Sonnet 5.5 became cheaper on 7 October 2026', () => {
    const at = (t: number | null) =>
      costOf(
        { model: 'claude-sonnet-5-5', t, usage: usage({ cacheRead: 10 }), fast: false },
        bundledPrices(),
      );
    expect([at(Date.UTC(2026, 9, 6, 23)), at(Date.UTC(2026, 9, 7)), at(null)]).toEqual([2, 1, 1]);
  });
  test('an empty request costs 0 with a price, and is unpriced without one', () => {
    expect([dollars('claude-opus-5', {}), dollars('glm-4.7', {})]).toEqual([0, null]);
  });
  test('a thousand web searches cost ten dollars (P28)', () => {
    expect(dollars('claude-opus-5', { webSearches: 3 })).toBeCloseTo(0.03, 9);
  });
  test('the price is that of the day of the request (P31)', () => {
    const rates = { input: 1, output: 1, cacheWrite5m: 1, cacheWrite1h: 1, cacheRead: 1 };
    const table = parsePriceTable(
      JSON.stringify({
        version: 'x',
        currency: 'USD per million tokens',
        webSearchPerThousand: 0,
        models: [
          { model: 'm', ...rates, to: '2026-07-31' },
          { model: 'm', ...rates, input: 3, from: '2026-08-01' },
        ],
      }),
    );
    const at = (t: number | null) =>
      costOf({ model: 'm', t, usage: usage({ input: 1 }), fast: false }, table);
    expect([at(Date.UTC(2026, 6, 31, 23, 59)), at(Date.UTC(2026, 7, 1)), at(null)]).toEqual([1, 3, 3]);
  });
});

test('an invalid price table is rejected with the name of the entry', () => {
  expect(() => parsePriceTable('{')).toThrow(/not JSON/);
  expect(() =>
    parsePriceTable(
      '{"version":"x","currency":"USD per million tokens","webSearchPerThousand":1,"models":[{"model":"m","input":-1}]}',
    ),
  ).toThrow(/models\[0\]\.input/);
});

const response = (part: Partial<Response>): Response => ({
  key: 'k',
  requestId: null,
  model: 'claude-opus-5',
  t: Date.UTC(2026, 7, 1, 12),
  at: 0,
  usage: noUsage(),
  final: true,
  thread: '',
  fast: false,
  advisors: [],
  own: [],
  line: null,
  mark: null,
  asked: null,
  chars: 0,
  stop: null,
  calls: 0,
  sealed: 0,
  branch: '',
  conditions: [],
  cwd: '',
  ...part,
});

const cellsOf = (responses: Response[], zone: string) => {
  const cells: Cells = {};
  for (const one of responses)
    addCells(cells, one, countedIn(one, bundledPrices()), calendarOf(zone), undefined);
  return roundedCells(cells);
};
const rowsOf = (responses: Response[]) => usageRows(cellsOf(responses, 'UTC'));
const nothingMissing = { unknownConditions: {}, missingOutput: 0, missingMicroUsd: 0 };

test('rows by model and day: advisors under their own model, lower bounds counted, money rounded once', () => {
  const rows = rowsOf([
    response({ usage: usage({ output: 1 }) }),
    response({ usage: usage({ output: 1, cacheRead: 1 }), final: false }),
    response({ t: null, usage: usage({ input: 2 }) }),
    response({
      model: 'claude-haiku-4-5',
      usage: usage({ input: 1 }),
      advisors: [{ model: 'other', usage: usage({ input: 7 }), fast: false, refused: false }],
    }),
  ]);
  expect(rows).toEqual([
    {
      model: 'claude-haiku-4-5',
      day: '2026-08-01',
      requests: 1,
      ...usage({ input: 1 }),
      lowerBound: 0,
      ...nothingMissing,
      costMicroUsd: 1,
    },
    // 2 × 25 + 0.5 = 50.5 µ$, rounded once.
    {
      model: 'claude-opus-5',
      day: '2026-08-01',
      requests: 2,
      ...usage({ output: 2, cacheRead: 1 }),
      lowerBound: 1,
      ...nothingMissing,
      costMicroUsd: 51,
    },
    {
      model: 'claude-opus-5',
      day: null,
      requests: 1,
      ...usage({ input: 2 }),
      lowerBound: 0,
      ...nothingMissing,
      costMicroUsd: 10,
    },
    {
      model: 'other',
      day: '2026-08-01',
      requests: 1,
      ...usage({ input: 7 }),
      lowerBound: 0,
      ...nothingMissing,
      costMicroUsd: null,
    },
  ]);
});

test('usage of advisors is known even if a response has no final usage (P04)', () => {
  const advisors = [{ model: 'other', usage: usage({ input: 7 }), fast: false, refused: false }];
  const rows = rowsOf([response({ usage: usage({ output: 1 }), final: false, advisors })]);
  expect(rows.map(({ model, lowerBound }) => [model, lowerBound])).toEqual([
    ['claude-opus-5', 1],
    ['other', 0],
  ]);
});

test('the order of the requests does not change a cost that ends in half a micro-dollar', () => {
  // 15 cache reads of Sonnet at 0.3 µ$ are 4.5 µ$; added as 0.3 × 8, × 6, × 1 floats give 4.499….
  const cost = (reads: number[]) =>
    rowsOf(reads.map((cacheRead) => response({ model: 'claude-sonnet-4-6', usage: usage({ cacheRead }) })))[0]
      ?.costMicroUsd;
  expect([cost([8, 1, 6]), cost([8, 6, 1])]).toEqual([5, 5]);
  expect([roundMicroUsd(4.4999), roundMicroUsd(0), roundMicroUsd(0.5)]).toEqual([4, 0, 1]);
});

test('tokens are all kinds, without searches', () => {
  expect(
    tokensOf(
      usage({ input: 1, output: 2, cacheRead: 4, cacheWrite5m: 8, cacheWrite1h: 16, webSearches: 32 }),
    ),
  ).toBe(31);
});

test.each([
  ['UTC', '2026-08-01T23:59:59.999Z', '2026-08-01'],
  ['UTC', '2026-08-02T00:00:00.000Z', '2026-08-02'],
  ['Asia/Kolkata', '2026-08-01T18:29:59Z', '2026-08-01'],
  ['Asia/Kolkata', '2026-08-01T18:30:00Z', '2026-08-02'],
  ['Asia/Kathmandu', '2026-08-01T18:15:00Z', '2026-08-02'],
  ['Asia/Kathmandu', '2026-08-01T18:14:59Z', '2026-08-01'],
  // Summer time in Berlin ends on 25 October 2026: midnight moves from 22:00 to 23:00 UTC.
  ['Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25'],
  ['Europe/Berlin', '2026-10-25T22:59:59Z', '2026-10-25'],
  ['Europe/Berlin', '2026-10-25T23:00:00Z', '2026-10-26'],
  ['America/New_York', '2026-03-08T04:59:00Z', '2026-03-07'],
  ['America/New_York', '2026-03-09T03:59:00Z', '2026-03-08'],
  ['America/New_York', '2026-03-09T04:00:00Z', '2026-03-09'],
])('in %s %s is on %s', (zone, iso, day) => expect(dayFormatter(zone)(Date.parse(iso))).toBe(day));

test('an unknown zone is an error', () => expect(() => dayFormatter('Mars/Olympus')).toThrow(RangeError));

test.each([
  [null, false, 'unpriced'],
  [0, false, '$0.00'],
  [4_200, false, '$0.0042'],
  [1_234_567_890, false, '$1,234.57'],
  [1_230_000, true, '≥ $1.23'],
  [49, false, '<$0.0001'],
  [50, false, '$0.0001'],
  [49, true, '≥ $0.00'],
  [-4_200, false, '−$0.0042'],
  [-500_000, false, '−$0.50'],
  [-1_234_567_890, false, '−$1,234.57'],
  [-49, false, '−<$0.0001'],
  [-0, false, '$0.00'],
  [-4_200, true, '≥ −$0.0042'],
])('%s micro-dollars (%s)', (cost, lowerBound, text) => expect(formatCost(cost, { lowerBound })).toBe(text));

test.each([
  [0, '0'],
  [999, '999'],
  [999.4, '999'],
  [999.5, '1.00K'],
  [1_000, '1.00K'],
  [12_345, '12.3K'],
  [99_949, '99.9K'],
  [99_951, '100K'],
  [996_000, '996K'],
  [999_499, '999K'],
  [999_500, '1.00M'],
  [4_560_000, '4.56M'],
  [56_700_000, '56.7M'],
  [566_700_000, '567M'],
  [999_500_000, '1.00B'],
  [7_890_000_000, '7.89B'],
  [1_234_567_000_000, '1,235B'],
  [-999, '−999'],
  [-1_234_567, '−1.23M'],
])('%i tokens', (n, text) => expect(formatTokens(n)).toBe(text));

test.each([
  [999, '999 bytes'],
  [1_000, '1.00 KB'],
  [999_949, '999.9 KB'],
  // Not 1000.0 KB.
  [999_950, '1.00 MB'],
  [999_960_000, '1.00 GB'],
])('%i bytes', (n, text) => expect(formatSize(n)).toBe(text));

test('a difference begins with its sign, with the same minus everywhere', () => {
  const written = [
    formatDifference(0.0004, 'share'),
    formatDifference(-0.0004, 'share'),
    formatDifference(-20, 'microUsd'),
    formatDifference(-999_500, 'tokens'),
    formatDifference(0, 'minutes'),
    formatDifference(-3, 'number', true),
  ];
  expect(written).toEqual(['+< 0.1 %', '−< 0.1 %', '−<$0.0001', '−1.00M', '0.0 min', '−3']);
});

test('cells by hour and branch add up to the rows, money included', () => {
  const at = (hour: number, part: Partial<Response>) => response({ t: Date.UTC(2026, 7, 1, hour), ...part });
  // 10.5, 10.5 and 110.5 µ$: the row is 131.5, rounded to 132; its cells share that.
  const cells = cellsOf(
    [
      at(9, { usage: usage({ cacheRead: 21 }) }),
      at(9, { usage: usage({ cacheRead: 21 }), branch: 'fix' }),
      at(10, { usage: usage({ cacheRead: 21 }) }),
      at(10, { usage: usage({ output: 4 }), final: false, chars: 320, calls: 1, sealed: 30 }),
    ],
    'Asia/Kolkata',
  );
  expect(cells.map(({ hour, branch, costMicroUsd }) => [hour, branch, costMicroUsd])).toEqual([
    [14, '', 11],
    [14, 'fix', 10],
    [15, '', 111],
  ]);
  // 320 ÷ 2.6 + 70 + 30 ÷ 3 = 203 tokens, 199 more than the log says, at 25 µ$.
  expect(cells[2]).toMatchObject({ lowerBound: 1, missingOutput: 199, missingMicroUsd: 4975 });
  expect(usageRows(cells)).toMatchObject([
    { day: '2026-08-01', requests: 4, costMicroUsd: 132, missingOutput: 199, missingMicroUsd: 4975 },
  ]);
});

test.each([
  [10, [1, 1, 1], [4, 3, 3]],
  [7, [0, 0], [4, 3]],
  [100, [2, 1, 1], [50, 25, 25]],
  [0, [3, 4], [0, 0]],
  [5, [1, 0, 0.5], [3, 0, 2]],
])('%i shared by %j is %j', (total, weights, parts) => expect(apportion(total, weights)).toEqual(parts));

test('shares always add up', () => {
  fc.assert(
    fc.property(
      fc.nat(1_000_000),
      fc.array(fc.nat(1000), { minLength: 1, maxLength: 20 }),
      (total, weights) => {
        const parts = apportion(total, weights);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
        expect(parts.every((part) => part >= 0)).toBe(true);
      },
    ),
  );
});

test('tokens and money of a response are apportioned among its calls without loss', () => {
  const sums: ToolSums = {};
  const add = (one: Response, called?: string[]) =>
    addToolUsage(sums, countedIn(one, bundledPrices()), called);
  add(response({ key: 'a', usage: usage({ output: 10 }) }), ['Read', 'Read', 'Edit']);
  add(response({ key: 'b', usage: usage({ output: 4 }) }));
  add(response({ key: 'c', usage: usage({ input: 3 }), model: 'unknown' }), ['Edit']);
  const rows = toolUsage(sums, 350);
  // 250 µ$ of a: 166⅔ for Read, 83⅓ for Edit; 100 of b.
  expect(rows).toEqual([
    { tool: '', tokens: 4, costMicroUsd: 100, unpricedTokens: 0 },
    { tool: 'Edit', tokens: 6, costMicroUsd: 83, unpricedTokens: 3 },
    { tool: 'Read', tokens: 7, costMicroUsd: 167, unpricedTokens: 0 },
  ]);
});

test.each([
  ['UTC', '2026-08-01T23:59:59Z', 23],
  ['Asia/Kathmandu', '2026-08-01T18:14:59Z', 23],
  ['Asia/Kathmandu', '2026-08-01T18:15:00Z', 0],
])('in %s %s is in hour %i', (zone, iso, hour) => expect(hourFormatter(zone)(Date.parse(iso))).toBe(hour));

test('cache hits are the share of the input side that was read from the cache', () => {
  expect(cacheHitShare(usage({ input: 10, cacheRead: 80, cacheWrite1h: 10, output: 99 }))).toBe(0.8);
  expect(cacheHitShare(usage({ output: 5 }))).toBeNull();
});
