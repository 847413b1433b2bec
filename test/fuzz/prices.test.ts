/** Price files: LiteLLM's shape and Vigil's own, with hostile values in any place. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeChanges, mergePrices, readLiteLlm } from '../../src/usage/importPrices';
import { bundledPrices, familyOf, parsePriceTable, priceFor, PriceTable } from '../../src/usage/prices';
import { fuzz, mutated, nastyText, numbersIn, PATIENCE } from './fuzz';

/** Found: a price of 1e308 dollars a token became one without end. */
const FOUND = [
  JSON.stringify({
    'claude-next-5': {
      litellm_provider: 'anthropic',
      input_cost_per_token: 1e308,
      output_cost_per_token: 1.5e-5,
    },
  }),
];

const LITELLM = {
  'claude-next-5': {
    litellm_provider: 'anthropic',
    mode: 'chat',
    input_cost_per_token: 3e-6,
    output_cost_per_token: 1.5e-5,
    cache_read_input_token_cost: 3e-7,
    cache_creation_input_token_cost: 3.75e-6,
    input_cost_per_token_above_200k_tokens: 6e-6,
    output_cost_per_token_above_200k_tokens: 2.25e-5,
  },
  'bedrock/us.anthropic.claude-next-5-v1:0': {
    litellm_provider: 'bedrock',
    input_cost_per_token: 3e-6,
    output_cost_per_token: 1.5e-5,
  },
};

test('a price file is read, or refused in words; no price is below zero or beyond all', PATIENCE, () =>
  fuzz(
    'price files',
    fc.oneof(
      mutated([LITELLM]).map((value) => JSON.stringify(value) ?? ''),
      nastyText,
    ),
    (text) => {
      let imported: ReturnType<typeof readLiteLlm>;
      try {
        imported = readLiteLlm(text);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        expect((error as Error).message).not.toMatch(/undefined|Cannot read/);
        return;
      }
      const { table, changes } = mergePrices(bundledPrices(), imported.prices, '2026-03-01');
      expect(PriceTable.safeParse(table).error).toBeUndefined();
      for (const [where, number] of numbersIn(imported.prices))
        if (!(number >= 0 && Number.isFinite(number))) throw new Error(`${where} is ${number}`);
      describeChanges(changes, imported);
    },
    FOUND,
  ),
);

test('a table is read, or refused in words', PATIENCE, () =>
  fuzz('price tables', mutated([bundledPrices()]), (value) => {
    try {
      const table = parsePriceTable(JSON.stringify(value) ?? '');
      priceFor(table, 'claude-sonnet-4-5', 0);
    } catch (error) {
      expect((error as Error).message).toMatch(/^The price table is not/);
    }
  }),
);

const MODELS = [
  'claude-3-5-haiku-20241022[1m]',
  'us.anthropic.claude-opus-4-0@2025-v1:0',
  'provider/claude-x',
];

test('any name of a model has a family, no longer than itself', PATIENCE, () =>
  fuzz(
    'model names',
    fc.oneof(
      nastyText,
      fc
        .tuple(fc.constantFrom(...MODELS), nastyText, fc.constantFrom(...MODELS))
        .map((parts) => parts.join('')),
    ),
    (name) => expect(familyOf(name).length).toBeLessThanOrEqual(name.toLowerCase().length),
  ),
);
