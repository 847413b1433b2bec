import { expect, test } from 'vitest';
import { inspect, readLogs } from '../../src/library/inspect';
import { Settings } from '../../src/settings/settings';
import { rulesOf } from '../../src/library/rules';
import { calendarOf } from '../../src/usage/days';
import { bundledPrices } from '../../src/usage/prices';
import { answer, folder, inspected, minute, one, prompt, type Json } from '../support/logs';

// Counts that cannot be, times before 2020 and more than a day after the clock: the value is none and named in the ledger.
const session = (usage: Json) => one(inspected(folder({ 'a.jsonl': [answer('a', 'x', { usage })] })), 'a');

test.each([1e12 + 1, 1e300, -1, 0.5, '12', true, [], 2 ** 60])('a count of %j adds nothing', (count) => {
  const a = session({ input_tokens: count, output_tokens: 5, cache_read_input_tokens: 30 });
  expect(a.usage).toMatchObject([{ requests: 1, input: 0, output: 5, cacheRead: 30 }]);
  expect(a.parse.drift).toEqual([
    { what: 'value', name: 'usage.input_tokens', version: '2.1.230', count: 1 },
  ]);
  expect(Number.isInteger(a.usage[0]!.costMicroUsd)).toBe(true);
});
test.each([0, 1, 1e12, null, 3.0])('a count of %j is one, or says nothing', (count) => {
  const a = session({ input_tokens: 5, cache_read_input_tokens: count });
  expect(a.usage).toMatchObject([{ cacheRead: count ?? 0 }]);
  expect(a.parse.drift).toEqual([]);
});
test.each([
  ['cache_creation.ephemeral_1h_input_tokens', { cache_creation: { ephemeral_1h_input_tokens: -4 } }],
  ['server_tool_use.web_search_requests', { server_tool_use: { web_search_requests: 2.5 } }],
  ['iterations.output_tokens', { iterations: [{ type: 'message', input_tokens: 100, output_tokens: 1e13 }] }],
])('%s is looked at too', (name, usage) => {
  const a = session({ ...usage });
  expect(a.parse.drift).toEqual([{ what: 'value', name: `usage.${name}`, version: '2.1.230', count: 1 }]);
  expect(a.usage).toMatchObject([{ requests: 1, input: 100, output: 10, cacheWrite1h: 0, webSearches: 0 }]);
});
test('tokens of a compaction that cannot be leave the context unknown', () => {
  const boundary = {
    type: 'system',
    subtype: 'compact_boundary',
    uuid: 'c',
    compactMetadata: { postTokens: 1e15 },
  };
  const a = one(inspected(folder({ 'a.jsonl': [answer('a', 'x'), boundary] })), 'a');
  expect(a.context).toBeNull();
  expect(a.parse.drift).toMatchObject([{ what: 'value', name: 'compactMetadata.postTokens' }]);
});

const at = (...times: string[]): Json[] =>
  times.map((timestamp) => answer('a', 'x', { more: { timestamp } }));
test.each(['2019-12-31T23:59:59.999Z', '1970-01-01T00:00:00Z', '0001-01-01T00:00:00Z'])(
  '%s is no time',
  (early) => {
    const a = one(inspected(folder({ 'a.jsonl': at(early, minute(0)) })), 'a');
    expect(a).toMatchObject({ startedAt: minute(0), usage: [{ day: '2026-08-01' }, { day: null }] });
    expect(a.parse.drift).toMatchObject([{ what: 'value', name: 'timestamp', count: 1 }]);
  },
);
test('2020 is one', () => {
  const a = one(inspected(folder({ 'a.jsonl': at('2020-01-01T00:00:00Z') })), 'a');
  expect([a.usage[0]!.day, a.parse.drift]).toEqual(['2020-01-01', []]);
});

test('a time more than a day after the clock is none, and is one again when the clock has come there', () => {
  const root = folder({
    'a.jsonl': [...at(minute(0), '2026-08-03T10:00:00.001Z'), prompt('a', 'x', { timestamp: minute(3) })],
  });
  const seen = (now: string) => {
    const logs = readLogs([root], { now: Date.parse(now) });
    return one(inspect(logs, rulesOf(Settings.parse({}), bundledPrices(), calendarOf('UTC'))), 'a');
  };
  const early = seen('2026-08-02T10:00:00Z');
  expect(early.usage.map(({ day }) => day)).toEqual(['2026-08-01', null]);
  expect(early).toMatchObject({ startedAt: minute(0), endedAt: minute(3), messages: 2, prompts: 1 });
  expect(early.parse.drift).toEqual([{ what: 'value', name: 'timestamp', version: '', count: 1 }]);
  const later = seen('2026-08-02T10:00:00.001Z');
  expect(later.usage.map(({ day }) => day)).toEqual(['2026-08-01', '2026-08-03']);
  expect(later.parse.drift).toEqual([]);
});
