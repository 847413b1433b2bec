import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noUsage } from '../../src/log/response';
import { estimateOutput, missingOutput } from '../../src/usage/estimate';
import { estimateErrors } from './estimateErrors';

const corpus = join(import.meta.dirname, '../../../shared/corpus');

test.each([
  ['claude-opus-4-6', 3300 / 3.3 + 2 * 55 + 100],
  ['claude-opus-4-5-20251101', 3300 / 3.3 + 2 * 55 + 100],
  ['claude-sonnet-4-20250514', 3300 / 3.3 + 2 * 55 + 100],
  ['claude-3-5-haiku-20241022', 3300 / 3.3 + 2 * 55 + 100],
  ['us.anthropic.claude-haiku-4-5-20251001-v1:0', 3300 / 3.3 + 2 * 55 + 100],
  ['claude-opus-4-7', Math.round(3300 / 2.6 + 2 * 70 + 100)],
  ['claude-opus-5', Math.round(3300 / 2.6 + 2 * 70 + 100)],
])('tokens of content by %s', (model, tokens) => {
  expect(estimateOutput({ chars: 3300, calls: 2, sealed: 300, model })).toBe(tokens);
  expect(estimateOutput({ chars: 0, calls: 0, sealed: 0, model })).toBe(0);
});

test('missing output is never negative, and 0 for a finished response', () => {
  const written = { chars: 330, calls: 0, sealed: 0, model: 'claude-opus-4-5' };
  const logged = (output: number, final: boolean) =>
    missingOutput({ ...written, final, stop: null, usage: { ...noUsage(), output } });
  expect([logged(1, false), logged(100, false), logged(400, false), logged(1, true)]).toEqual([99, 0, 0, 0]);
});

test.skipIf(!existsSync(corpus))(
  'on finished responses of the corpus: half are off by less than a tenth, the sum by less than a twentieth',
  () => {
    const { responses, median, sum } = estimateErrors(corpus);
    expect(responses).toBeGreaterThan(500);
    expect(median).toBeLessThan(0.1);
    expect(Math.abs(sum - 1)).toBeLessThan(0.05);
  },
);
