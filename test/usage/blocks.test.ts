import { expect, test } from 'vitest';
import { BLOCK_MS, blocksOf, type Spent } from '../../src/usage/blocks';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const at = (t: number, tokens = 100, costMicroUsd: number | null = 10): Spent => ({
  t,
  tokens,
  costMicroUsd,
});

test('a block opens with the first request after the last one has ended, and lasts five hours', () => {
  const requests = [at(0), at(2 * HOUR), at(BLOCK_MS - 1), at(BLOCK_MS), at(BLOCK_MS + 8 * HOUR)];
  // Requests may be in any order.
  expect(blocksOf(requests.toReversed(), 100 * HOUR).map(({ start, requests: n }) => [start, n])).toEqual([
    [0, 3],
    [BLOCK_MS, 1],
    [BLOCK_MS + 8 * HOUR, 1],
  ]);
  expect(blocksOf([], 0)).toEqual([]);
});

test('the running block: rate until now, time left, projection', () => {
  // 600 tokens and 60 µ$ in the first hour; four hours are left.
  const [block] = blocksOf([at(0, 200, 20), at(30 * MINUTE, 400, 40)], HOUR);
  expect(block).toEqual({
    start: 0,
    end: BLOCK_MS,
    known: 'estimated',
    reachedAt: null,
    firstAt: 0,
    lastAt: 30 * MINUTE,
    requests: 2,
    tokens: 600,
    costMicroUsd: 60,
    unpricedRequests: 0,
    costAtLeast: false,
    active: true,
    leftMs: 4 * HOUR,
    burn: { tokensPerMinute: 10, microUsdPerHour: 60 },
    projection: { tokens: 3000, costMicroUsd: 300 },
  });
});

test('a block that has ended has a rate until its last request, and no projection', () => {
  const [block] = blocksOf([at(0, 200), at(2 * HOUR, 400)], BLOCK_MS);
  expect(block).toMatchObject({ active: false, leftMs: 0, burn: { tokensPerMinute: 5 }, projection: null });
});

test('in its first minute there is no rate; unpriced requests are counted, not zero', () => {
  expect(blocksOf([at(0)], MINUTE - 1)[0]).toMatchObject({ burn: null, projection: null, active: true });
  expect(blocksOf([at(0, 100, null)], HOUR)[0]).toMatchObject({
    costMicroUsd: null,
    unpricedRequests: 1,
    burn: { microUsdPerHour: null },
    projection: { costMicroUsd: null },
  });
  expect(blocksOf([at(0, 100, null), at(1, 100, 7.6)], HOUR)[0]).toMatchObject({
    costMicroUsd: 8,
    unpricedRequests: 1,
  });
});

// A limit of five hours cannot reset later than five hours after it is spoken of: such a notice is of another limit, or wrong.
test('a notice counts up to five hours before its reset', () => {
  const known = (resetsAt: number) =>
    blocksOf([at(MINUTE)], HOUR, [{ t: 0, window: 'fiveHour', reached: false, resetsAt }])[0]!.known;
  expect([known(BLOCK_MS), known(BLOCK_MS + 1)]).toEqual(['log', 'estimated']);
});
