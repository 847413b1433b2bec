import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noUsage } from '../../src/log/response';
import { estimateOutput, missingOutput } from '../../src/usage/estimate';
import { estimateErrors } from './estimateErrors';

const corpus = join(import.meta.dirname, '../../../shared/corpus');

test('tokens of content: characters ÷ 3.2, 55 a call, sealed characters ÷ 3', () => {
  expect(estimateOutput({ chars: 3200, calls: 2, sealed: 300 })).toBe(1000 + 110 + 100);
  expect(estimateOutput({ chars: 0, calls: 0, sealed: 0 })).toBe(0);
});

test('what is missing is never less than nothing, and nothing where the log is final', () => {
  const written = { chars: 320, calls: 0, sealed: 0 };
  const logged = (output: number, final: boolean) =>
    missingOutput({ ...written, final, usage: { ...noUsage(), output } });
  expect([logged(1, false), logged(100, false), logged(400, false), logged(1, true)]).toEqual([99, 0, 0, 0]);
});

test.skipIf(!existsSync(corpus))(
  'on finished responses of the corpus: half are off by less than a fifth',
  () => {
    const { responses, median, sum } = estimateErrors(corpus);
    expect(responses).toBeGreaterThan(500);
    expect(median).toBeLessThan(0.2);
    expect(Math.abs(sum - 1)).toBeLessThan(0.1);
  },
);
