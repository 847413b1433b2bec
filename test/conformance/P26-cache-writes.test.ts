import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

// One-hour writes cost twice the input, five-minute ones 1.25 times. A partial split leaves the rest at five minutes;
// without a split `iterations` may tell, else all is five minutes.
const row = (usage: object) =>
  one(
    inspected(
      folder({ 'a.jsonl': [answer('a', 'x', { usage: { input_tokens: 0, output_tokens: 0, ...usage } })] }),
    ),
    'a',
  ).usage[0];

test.each([
  [
    'split',
    {
      cache_creation_input_tokens: 1000,
      cache_creation: { ephemeral_5m_input_tokens: 400, ephemeral_1h_input_tokens: 600 },
    },
    400,
    600,
  ],
  [
    'partial split',
    { cache_creation_input_tokens: 1000, cache_creation: { ephemeral_1h_input_tokens: 600 } },
    400,
    600,
  ],
  [
    'zeros in the split',
    {
      cache_creation_input_tokens: 1000,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    },
    1000,
    0,
  ],
  [
    'a split that says more than was written: a gateway left what it said first beside what replaced it',
    {
      cache_creation_input_tokens: 1000,
      cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 1000 },
    },
    0,
    1000,
  ],
  [
    'only a split',
    { cache_creation: { ephemeral_5m_input_tokens: 400, ephemeral_1h_input_tokens: 600 } },
    400,
    600,
  ],
  [
    'a split that says more than was written beside one in iterations',
    {
      cache_creation_input_tokens: 1000,
      cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 400 },
      iterations: [
        {
          type: 'message',
          cache_creation: { ephemeral_1h_input_tokens: 0, ephemeral_5m_input_tokens: 1000 },
        },
      ],
    },
    1000,
    0,
  ],
  ['no split', { cache_creation_input_tokens: 1000 }, 1000, 0],
  [
    'split in iterations',
    {
      cache_creation_input_tokens: 1000,
      iterations: [
        {
          type: 'message',
          cache_creation: { ephemeral_1h_input_tokens: 1000, ephemeral_5m_input_tokens: 0 },
        },
      ],
    },
    0,
    1000,
  ],
])('%s', (_, usage, fiveMinutes, oneHour) => {
  // Opus 4.6: $6.25 and $10 a million, so as many µ$ a token.
  expect(row(usage)).toMatchObject({
    cacheWrite5m: fiveMinutes,
    cacheWrite1h: oneHour,
    costMicroUsd: fiveMinutes * 6.25 + oneHour * 10,
  });
});
