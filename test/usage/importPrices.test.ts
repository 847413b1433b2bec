import { describe, expect, test } from 'vitest';
import { describeChanges, mergePrices, perMillion, readLiteLlm } from '../../src/usage/importPrices';
import { priceFor, type PriceTable } from '../../src/usage/prices';

const entry = (input: number, output: number, more: object = {}) => ({
  litellm_provider: 'anthropic',
  mode: 'chat',
  input_cost_per_token: input,
  output_cost_per_token: output,
  ...more,
});
const read = (models: object, platform: string | null = null) =>
  readLiteLlm(JSON.stringify(models), platform);

test.each([
  [3e-6, 3],
  [1.5e-5, 15],
  [3.75e-6, 3.75],
  [3e-7, 0.3],
  [2.5e-7, 0.25],
  [1.0000000000000001e-7, 0.1],
  [0, 0],
])('%f dollars a token are %f a million', (perToken, expected) =>
  expect(perMillion(perToken)).toBe(expected),
);

describe('reading', () => {
  test('rates of a model, with those of long requests', () => {
    const { prices } = read({
      sample_spec: { litellm_provider: 'one of', mode: 'chat' },
      'claude-test-9-20260101': entry(3e-6, 1.5e-5, {
        cache_creation_input_token_cost: 3.75e-6,
        cache_creation_input_token_cost_above_1hr: 6e-6,
        cache_read_input_token_cost: 3e-7,
        input_cost_per_token_above_200k_tokens: 6e-6,
        output_cost_per_token_above_200k_tokens: 2.25e-5,
      }),
    });
    expect(prices).toEqual([
      {
        model: 'claude-test-9',
        input: 3,
        output: 15,
        cacheWrite5m: 3.75,
        cacheWrite1h: 6,
        cacheRead: 0.3,
        longContext: {
          above: 200_000,
          input: 6,
          output: 22.5,
          cacheWrite5m: 7.5,
          cacheWrite1h: 12,
          cacheRead: 6,
        },
      },
    ]);
  });

  test('Anthropic’s price is preferred over a platform’s, in any order', () => {
    const bedrock = entry(9e-6, 9e-6, { litellm_provider: 'bedrock_converse' });
    const { prices } = read({
      'anthropic.claude-test-9-v1:0': bedrock,
      'claude-test-9': entry(1e-6, 2e-6),
      'us.anthropic.claude-test-9-v1:0': bedrock,
    });
    expect(prices).toMatchObject([
      { model: 'claude-test-9', input: 1, output: 2, cacheWrite5m: 1.25, cacheWrite1h: 2 },
    ]);
  });

  test('models of all providers, but only chat models; a broken entry is skipped', () => {
    const models = {
      'claude-broken': entry(-1, 1),
      'claude-fine': entry(1e-6, 1e-6),
      'gpt-9': entry(1e-6, 1e-6, { litellm_provider: 'openai' }),
      embedder: entry(1e-6, 0, { mode: 'embedding' }),
      nonsense: 5,
    };
    const { prices, skipped } = read(models);
    expect([prices.map(({ model }) => model), skipped]).toEqual([
      ['claude-fine', 'gpt-9'],
      ['claude-broken'],
    ]);
  });

  test('models with different prices on several platforms are listed, not imported', () => {
    const at = (litellm_provider: string, input: number) => entry(input, 2 * input, { litellm_provider });
    const models = {
      'zai/glm-4.6': at('zai', 6e-7),
      'openrouter/z-ai/glm-4.6': at('openrouter', 4e-7),
      'deepseek/deepseek-v3': at('deepseek', 2e-7),
      'deepseek/deepseek-v3.2': at('deepseek', 3e-7),
      'moonshot/kimi-k2': at('moonshot', 6e-7),
      'openrouter/moonshotai/kimi-k2': at('openrouter', 6e-7),
      'minimax/MiniMax-M2': at('minimax', 3e-7),
      'openrouter/free': entry(0, 0, { litellm_provider: 'openrouter' }),
    };
    const all = read(models);
    expect(all.prices.map(({ model, input }) => [model, input])).toEqual([
      ['deepseek-v3', 0.2],
      ['deepseek-v3-2', 0.3],
      ['minimax-m2', 0.3],
      ['kimi-k2', 0.6],
    ]);
    expect(all.ambiguous).toEqual([{ model: 'glm-4-6', platforms: ['openrouter', 'zai'] }]);
    expect(all.platforms).toEqual([
      { name: 'deepseek', models: 2 },
      { name: 'openrouter', models: 2 },
      { name: 'minimax', models: 1 },
      { name: 'moonshot', models: 1 },
      { name: 'zai', models: 1 },
    ]);
    const chosen = read(models, 'openrouter');
    expect(chosen.prices.map(({ model, input }) => [model, input])).toEqual([
      ['kimi-k2', 0.6],
      ['glm-4-6', 0.4],
    ]);
    expect(chosen.ambiguous).toEqual([]);
    expect(() => read(models, 'nowhere')).toThrow(
      /no models of the platform nowhere\. It has deepseek, openrouter/,
    );
  });

  test('cache writes without a price cost as much as input, except for Claude', () => {
    const { prices } = read({
      'glm-9': entry(1e-6, 2e-6, { litellm_provider: 'zai' }),
      'claude-x-9': entry(1e-6, 2e-6),
    });
    expect(prices.map((one) => [one.model, one.cacheWrite5m, one.cacheWrite1h])).toEqual([
      ['claude-x-9', 1.25, 2],
      ['glm-9', 1, 1],
    ]);
  });

  test('of a platform, the price without a region is taken; if there are only regional ones, or several, none is', () => {
    const on = (input: number, litellm_provider = 'bedrock_converse') =>
      entry(input, input, { litellm_provider });
    const { prices, ambiguous } = read(
      {
        'claude-a-9': entry(9e-6, 9e-6),
        'anthropic.claude-a-9-v1:0': on(3e-6),
        'us.anthropic.claude-a-9-v1:0': on(3.3e-6),
        'bedrock/us-east-1/anthropic.claude-a-9': on(4e-6, 'bedrock'),
        'global.anthropic.claude-a-9-v1:0': on(3e-6),
        'eu.anthropic.claude-b-9': on(2e-6),
        'meta.c': on(1e-6),
        'bedrock/meta.c': on(2e-6, 'bedrock'),
      },
      'bedrock',
    );
    expect(prices.map(({ model, input }) => [model, input])).toEqual([['claude-a-9', 3]]);
    expect(ambiguous).toEqual([
      { model: 'meta-c', platforms: ['bedrock/meta.c', 'meta.c'] },
      { model: 'claude-b-9', platforms: ['eu.anthropic.claude-b-9'] },
    ]);
  });

  test('one threshold of long requests, and the window; an entry with several thresholds is skipped', () => {
    const long = (thousands: number) => ({
      [`input_cost_per_token_above_${thousands}k_tokens`]: 2e-6,
      [`output_cost_per_token_above_${thousands}k_tokens`]: 4e-6,
    });
    const more = { litellm_provider: 'x', max_input_tokens: 256_000 };
    const { prices, windows, skipped } = read(
      {
        a: entry(1e-6, 2e-6, { ...more, ...long(128) }),
        b: entry(1e-6, 2e-6, { ...more, ...long(128), ...long(272) }),
      },
      'x',
    );
    expect(prices).toMatchObject([{ model: 'a', longContext: { above: 128_000, input: 2, output: 4 } }]);
    expect(windows).toEqual([{ model: 'a', tokens: 256_000, source: 'LiteLLM price file' }]);
    expect(skipped).toEqual(['b']);
  });

  test.each([
    ['{', /not JSON/],
    ['[]', /not an object of models/],
    ['{"a":1}', /no model with input and output prices/],
  ])('%s is refused in words', (text, words) => expect(() => readLiteLlm(text)).toThrow(words));
});

describe('merging', () => {
  const rates = { input: 1, output: 2, cacheWrite5m: 1.25, cacheWrite1h: 2, cacheRead: 0.1 };
  const table: PriceTable = {
    version: '2026-11-10',
    currency: 'USD per million tokens',
    webSearchPerThousand: 10,
    models: [
      { model: 'a', ...rates, fastMultiplier: 2 },
      { model: 'b', ...rates },
    ],
  };
  const at = (merged: PriceTable, model: string, day: string) =>
    priceFor(merged, model, Date.parse(`${day}T12:00:00Z`));

  test('equal prices stay, new models are added, models not in the file are kept', () => {
    const { table: merged, changes } = mergePrices(
      table,
      [
        { model: 'a', ...rates },
        { model: 'c', ...rates },
      ],
      '2026-11-21',
    );
    expect(changes.map(({ model, kind }) => [model, kind])).toEqual([['c', 'new']]);
    expect(merged.models.map(({ model }) => model)).toEqual(['a', 'b', 'c']);
    expect(at(merged, 'c', '2020-01-01')).toMatchObject(rates);
    expect(mergePrices(table, [{ model: 'a', ...rates }], '2026-11-21').table).toEqual(table);
  });

  test('a new price applies from its day on; earlier usage keeps the old one; fast mode stays', () => {
    const { table: merged, changes } = mergePrices(table, [{ model: 'a', ...rates, input: 5 }], '2026-03-01');
    expect(changes).toEqual([
      { model: 'a', kind: 'changed', rates: [{ name: 'input', before: 1, after: 5 }] },
    ]);
    expect(at(merged, 'a', '2026-02-28')).toMatchObject({ input: 1, to: '2026-02-28' });
    expect(at(merged, 'a', '2026-03-01')).toMatchObject({ input: 5, fastMultiplier: 2 });
    expect(merged.version).toBe('2026-11-10+2026-03-01');
    // A second import on the same day with another price: one period, not two.
    const again = mergePrices(merged, [{ model: 'a', ...rates, input: 6 }], '2026-03-01').table;
    expect(again.models.filter(({ model }) => model === 'a')).toHaveLength(2);
    expect(at(again, 'a', '2026-03-01')?.input).toBe(6);
  });

  test('windows are added for models without one', () => {
    const known = { ...table, windows: [{ model: 'a', tokens: 1 }] };
    const windows = [
      { model: 'a', tokens: 2 },
      { model: 'c', tokens: 3, source: 'LiteLLM price file' },
    ];
    const merged = mergePrices(known, [{ model: 'c', ...rates }], '2026-11-21', windows).table;
    expect(merged.windows).toEqual([
      { model: 'a', tokens: 1 },
      { model: 'c', tokens: 3, source: 'LiteLLM price file', checked: '2026-11-21' },
    ]);
  });

  test('the changes as text', () => {
    const { changes } = mergePrices(
      table,
      [
        { model: 'a', ...rates, input: 5 },
        { model: 'c', ...rates },
      ],
      '2026-03-01',
    );
    expect(
      describeChanges(changes, { skipped: ['x'], ambiguous: [{ model: 'd', platforms: ['p', 'q'] }] }).split(
        '\n',
      ),
    ).toEqual([
      '2 models change (dollars per million tokens):',
      'changed  a: input 1 → 5',
      'new      c: input 1, output 2, cacheWrite5m 1.25, cacheWrite1h 2, cacheRead 0.1',
      'Not taken, as the file has several prices; choose a platform, or set vigil.prices:',
      '  d: p, q',
      'Not readable: x',
    ]);
    expect(describeChanges([], { skipped: [], ambiguous: [] })).toContain('Nothing changes');
  });
});
