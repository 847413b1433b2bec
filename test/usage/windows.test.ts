/** Context windows and conditions in the price table (P65, P66). */
import { describe, expect, test } from 'vitest';
import { noUsage } from '../../src/log/response';
import { conditionWords, platformInName } from '../../src/usage/conditions';
import { contextWindow } from '../../src/usage/context';
import { beyondWindow, contextShare, isNearlyFull } from '../../src/usage/contextShare';
import { pricedOf } from '../../src/usage/cost';
import { bundledPrices, parsePriceTable, priceFor, windowFor } from '../../src/usage/prices';

const table = bundledPrices();
const M = 1_000_000;
const K = 200_000;

test('every row of the table says where it is from and when it was looked up', () => {
  const rows = [...table.models, ...(table.windows ?? []), ...(table.conditions ?? [])];
  expect(rows.length).toBeGreaterThan(60);
  expect(
    rows.filter(({ source, checked }) => source?.startsWith('https://') !== true || checked === undefined),
  ).toEqual([]);
});

test('every model with a price has a window', () => {
  expect(table.models.filter(({ model }) => windowFor(table, model, null) === null)).toEqual([]);
  // Its window is known but not its price: it is unpriced, and never gets the price of another model.
  expect(windowFor(table, 'claude-mythos-5-2', null)?.tokens).toBe(M);
  expect(priceFor(table, 'claude-mythos-5-2', null)).toBeNull();
});

const may = Date.parse('2026-05-01');
const march12 = Date.parse('2026-03-12T23:00:00Z');
const march13 = Date.parse('2026-03-13T00:00:00Z');

test.each([
  ['claude-opus-4-8', may, 180_002, M],
  ['claude-opus-4-7', may, 1, M],
  ['us.anthropic.claude-opus-5-v1:0', null, 1, M],
  ['claude-sonnet-5-5', null, 1, M],
  ['claude-haiku-5-5', null, 1, M],
  ['claude-fable-5-2', null, 1, M],
  ['claude-opus-4-6', march12, K, K],
  ['claude-opus-4-6', march12, K + 1, M],
  ['claude-opus-4-6', march13, 1, M],
  ['claude-opus-4-6[1m]', march12, 1, M],
  ['claude-sonnet-4-5-20250929', may, K, K],
  ['claude-sonnet-4-5-20250929', may, K + 1, M],
  ['claude-sonnet-4-5-20250929[1m]', may, 1, M],
  ['claude-haiku-4-5-20251001', may, 1, K],
  // There is no larger window, so the context is beyond it.
  ['claude-haiku-4-5-20251001', may, 2_306_000, K],
  ['claude-opus-4-5-20251101', may, K + 1, K],
  // A number in a name is no rule: a model that is not in the table has no known window.
  ['claude-novel-5', may, 1, null],
  ['claude-opus-6', may, 900_000, null],
  ['glm-4.7', may, 1, null],
  ['x[1m]', may, 1, M],
  ['', may, 1, null],
])('%s at %s having held %i: %s', (model, t, asked, window) =>
  expect(contextWindow(table, model, t, asked)).toBe(window),
);

test('there is a share only if the window is known and not smaller than the context', () => {
  const of = (tokens: number, window: number | null) => {
    const context = { tokens, window };
    return [contextShare(context), beyondWindow(context), isNearlyFull(context, 0.8)];
  };
  expect(of(180_000, M)).toEqual([0.18, false, false]);
  expect(of(800_000, M)).toEqual([0.8, false, true]);
  expect(of(M, M)).toEqual([1, false, true]);
  expect(of(M + 1, M)).toEqual([null, true, false]);
  expect(of(5, null)).toEqual([null, false, false]);
});

const cost = (
  model: string,
  conditions: string[] = [],
  more: { fast?: boolean; webSearches?: number } = {},
) => {
  const { fast = false, webSearches = 0 } = more;
  const usage = { ...noUsage(), input: M, webSearches };
  return pricedOf({ model, t: null, usage, fast, conditions }, table);
};

describe('conditions', () => {
  test.each([
    ['claude-opus-5-5', [], 4 * M, []],
    ['claude-opus-5-5', ['inference_geo us'], 4.4 * M, []],
    ['claude-opus-5-5', ['service_tier batch'], 2 * M, []],
    ['claude-opus-5-5', ['inference_geo us', 'service_tier batch'], 2.2 * M, []],
    ['claude-opus-5-5', ['service_tier priority'], 4 * M, ['service_tier priority']],
    ['claude-opus-5-5', ['inference_geo eu'], 4 * M, ['inference_geo eu']],
    // Models before Opus 4.6 are priced the same wherever they run.
    ['claude-opus-4-5', ['inference_geo us'], 5 * M, []],
    ['us.anthropic.claude-opus-5-5-v1:0', [], 4.4 * M, []],
    ['eu.anthropic.claude-opus-5-5', [], 4.4 * M, []],
    ['apac.anthropic.claude-sonnet-4-5-20250929-v1:0', [], 3.3 * M * 2, []],
    ['global.anthropic.claude-opus-5-5-v1:0', [], 4 * M, []],
    ['bedrock/us.anthropic.claude-opus-4-1-20250805-v1:0', [], 15 * M, []],
    ['arn:aws:bedrock:us-east-1:1:inference-profile/eu.anthropic.claude-opus-5-5', [], 4.4 * M, []],
    ['us-gov.anthropic.claude-opus-5-5', [], 4 * M, ['bedrock us-gov']],
    ['anthropic.claude-opus-5-5-v1:0', [], 4 * M, ['bedrock']],
    ['anthropic.claude-opus-4-1-20250805-v1:0', [], 15 * M, []],
    ['claude-opus-5-5@20260922', [], 4 * M, ['vertex']],
    ['vertex_ai/claude-opus-5-5', [], 4 * M, ['vertex']],
    ['claude-opus-4-1@20250805', [], 15 * M, []],
  ])('%s %j', (model, stated, microUsd, unknown) => {
    const of = cost(model, stated);
    // A million tokens of input is a long request of Sonnet 4.5.
    expect(of.microUsd).toBeCloseTo(microUsd, 3);
    expect(of.unknown).toEqual(unknown);
  });

  test('they multiply tokens, also in fast mode, but not searches', () => {
    expect(
      cost('claude-opus-5-5', ['inference_geo us'], { fast: true, webSearches: 2 }).microUsd,
    ).toBeCloseTo(8.8 * M + 20_000, 3);
    expect(cost('claude-fable-5-2', [], { fast: true }).microUsd).toBe(16 * M);
    expect(cost('claude-fable-5-1', [], { fast: true }).microUsd).toBeNull();
  });

  test('an unpriced request has no lower bound', () => {
    expect(cost('claude-nobody-9', ['service_tier priority'])).toEqual({ microUsd: null, unknown: [] });
  });

  test('hostile names are no platforms', () => {
    expect(platformInName(`${'a'.repeat(100_000)}.anthropic.`)).toBeNull();
    expect(platformInName('')).toBeNull();
  });

  test('in words', () =>
    expect(conditionWords({ vertex: 1, 'service_tier priority': 2 })).toBe(
      '2 requests with service_tier priority, 1 request with vertex',
    ));
});

test('a custom table without windows and conditions has the shipped ones', () => {
  const own = parsePriceTable(
    '{"version":"x","currency":"USD per million tokens","webSearchPerThousand":1,"models":[]}',
  );
  expect([own.windows, own.conditions]).toEqual([table.windows, table.conditions]);
});
