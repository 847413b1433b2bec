import { expect, test } from 'vitest';
import { answer, folder, inspected, one, type Json } from '../support/logs';

// What the record says of how it was served is priced (P66). Where it says nothing, nothing is guessed: no key, no plan, no
// platform that only a gateway knows makes a price of its own.
test('what only the gateway knows changes nothing', () => {
  const cost = (usage: Json, more: Json = {}) =>
    one(inspected(folder({ 'a.jsonl': [answer('a', 'x', { usage, more })] })), 'a').usage[0];
  const plain = cost({});
  expect(plain).toMatchObject({ costMicroUsd: 750, unknownConditions: {} });
  expect(cost({ platform: 'bedrock', region: 'eu-central-1' }, { gateway: 'x' })).toEqual(plain);
});
