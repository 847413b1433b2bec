import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

const CASES = join(import.meta.dirname, '..', 'fixtures', 'cases');

// Two requests of a million tokens at $4, one of them kept in the US at 1.1 times the price.
test('inference_geo "us" is priced', () => {
  const { totals, sessions } = inspected(join(CASES, 'inference-geo-us', 'logs'));
  expect(totals.costMicroUsd).toBe(8_400_000);
  expect(sessions[0]?.usage[0]).toMatchObject({ costMicroUsd: 8_400_000, unknownConditions: {} });
});

// 100 input at $5, 10 output at $25 a million: 750 µ$.
test.each([
  [{}, 750, {}],
  [{ inference_geo: 'not_available', service_tier: 'standard' }, 750, {}],
  [{ inference_geo: '', service_tier: null }, 750, {}],
  [{ inference_geo: 'US' }, 825, {}],
  [{ service_tier: 'batch' }, 375, {}],
  [{ service_tier: 'priority' }, 750, { 'service_tier priority': 1 }],
  [{ inference_geo: 'eu', service_tier: 'batch' }, 375, { 'inference_geo eu': 1 }],
  // What is no value says nothing.
  [{ service_tier: '[trimmed for fixture]', inference_geo: 7 }, 750, {}],
  [{ service_tier: 'x'.repeat(100_000) }, 750, {}],
])('%o costs %i µ$, not known: %o', (usage, costMicroUsd, unknownConditions) => {
  const log = folder({ 'a.jsonl': [answer('a', 'x', { usage })] });
  expect(one(inspected(log), 'a').usage[0]).toMatchObject({ costMicroUsd, unknownConditions });
});

test('the conditions are those of the line that has the final usage', () => {
  const line = (output: number, tier: string | null) =>
    answer('a', `x${output}`, {
      id: 'msg_1',
      request: 'req_1',
      usage: { output_tokens: output, service_tier: tier },
    });
  const log = folder({ 'a.jsonl': [line(1, null), line(10, 'batch')] });
  expect(one(inspected(log), 'a').usage[0]).toMatchObject({ requests: 1, costMicroUsd: 375 });
});

// The API answers with the plain name of the model on every platform; its id says which one it was.
test.each([
  ['msg_bdrk_015pNYi6bWStpDG95pKQepuH', 'claude-opus-4-6', 750, { bedrock: 1 }],
  ['msg_vrtx_0154LUXjFVzQGUca3yK2RUeo', 'claude-opus-4-6', 750, { vertex: 1 }],
  // Where on the platform it ran a name tells, once.
  ['msg_bdrk_015pNYi6bWStpDG95pKQepuH', 'us.anthropic.claude-opus-4-6-v1', 825, {}],
  ['msg_vrtx_0154LUXjFVzQGUca3yK2RUeo', 'claude-opus-4-6@20260205', 750, { vertex: 1 }],
  // These had one price everywhere.
  ['msg_bdrk_015pNYi6bWStpDG95pKQepuH', 'claude-sonnet-4-20250514', 450, {}],
  ['msg_01bdrkSK3CsA23VBbZig4Hqem', 'claude-opus-4-6', 750, {}],
])('%s of %s costs %i µ$, not known: %o', (id, model, costMicroUsd, unknownConditions) => {
  const log = folder({ 'a.jsonl': [answer('a', 'x', { id, model })] });
  expect(one(inspected(log), 'a').usage[0]).toMatchObject({ costMicroUsd, unknownConditions });
});

test('advisors are served under the conditions of their response', () => {
  const iterations = [{ type: 'advisor_message', model: 'claude-opus-5', input_tokens: 1000 }];
  const log = folder({ 'a.jsonl': [answer('a', 'x', { usage: { inference_geo: 'us', iterations } })] });
  expect(one(inspected(log), 'a').usage.map(({ costMicroUsd }) => costMicroUsd)).toEqual([825, 5500]);
});
