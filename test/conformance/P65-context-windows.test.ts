import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

const CASES = join(import.meta.dirname, '..', 'fixtures', 'cases');

// The window of a model stands in the table, with source and date.
test('180,002 tokens of Opus 4.8 are 18 % of its million', () => {
  const { sessions } = inspected(join(CASES, 'window-of-a-1m-model', 'logs'));
  expect(sessions[0]?.context).toEqual({ tokens: 180_002, window: 1_000_000 });
});

test.each([
  // Names that end in a number and are in no table: not known, not a guess.
  ['claude-novel-5', 10, null],
  ['glm-4.7', 10, null],
  // More than the window holds stays as it was logged; surfaces say that it is beyond it.
  ['claude-haiku-4-5-20251001', 2_306_000, 200_000],
  // Its larger window was asked for by name.
  ['claude-sonnet-4-5[1m]', 10, 1_000_000],
])('%s with %i tokens: window %s', (model, tokens, window) => {
  const log = folder({ 'a.jsonl': [answer('a', 'x', { model, usage: { input_tokens: tokens } })] });
  expect(one(inspected(log), 'a').context).toEqual({ tokens, window });
});

test('a window that an earlier request needed is that of the session, also after it shrank', () => {
  const model = 'claude-sonnet-4-5-20250929';
  const said = (tokens: number) => answer('a', `x${tokens}`, { model, usage: { input_tokens: tokens } });
  const log = folder({ 'a.jsonl': [said(250_000), said(30_000)] });
  expect(one(inspected(log), 'a').context).toEqual({ tokens: 30_000, window: 1_000_000 });
});
