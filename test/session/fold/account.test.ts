import { expect, test } from 'vitest';
import { minute, prompt } from '../../conformance/logs';
import { folded, record } from './lines';

const state = (usd: unknown, more = {}) =>
  record('cost-state', { totalCostUSD: usd, modelUsage: {}, timestamp: undefined, ...more });

test('the last account counts, at its time or at the last one before it', () => {
  const { accounts } = folded([prompt('s', 'go', { timestamp: minute(4) }), state(0.1), state(0.2)]).reading;
  expect(accounts['s']).toMatchObject({ costMicroUsd: 200_000, t: Date.parse(minute(4)) });
});

test('a copied account belongs to its own session', () => {
  const { accounts } = folded([state(0.1), state(0.7, { sessionId: 'other' })]).reading;
  expect([accounts['s']?.costMicroUsd, accounts['other']?.costMicroUsd]).toEqual([100_000, 700_000]);
});

test('a field that is no figure is counted as drift; a sub-agent’s log has no account', () => {
  const { parse } = folded([state('a lot')]).reading;
  expect(parse.drift.map(({ name }) => name)).toContain('cost-state.totalCostUSD (not a figure)');
  expect(folded([state(0.1)], 'a1').reading.accounts).toEqual({});
});
