/** Expressions with many alternatives take less machine code with join points. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { withJoinPoints } from '../../../src/session/prefilter/joinPoints';

test.each([
  [/(?:a|b|c|d)/, '(?=)(?:a|b|c|d)(?=)'],
  [/x(?:a|b|c|d){1,3}?y/i, 'x(?=)(?:a|b|c|d){1,3}?(?=)y'],
  [/(?:a|(?:b|c|d|e)+|f|g)*/, '(?=)(?:a|(?=)(?:b|c|d|e)+(?=)|f|g)*(?=)'],
  // Not for: few alternatives, no group, a capturing group, a lookaround, a class, escaped signs.
  [/(?:a|b|c)/, null],
  [/a|b|c|d/, null],
  [/(a|b|c|d)(?<name>a|b|c|d)/, null],
  [/(?!a|b|c|d)(?<=a|b|c|d)/, null],
  [/(?:[|||(?:)]\|\|\(\)[\]|||])/, null],
])('%s', (expression, source) => {
  const { source: made, flags } = withJoinPoints(expression);
  expect([made, flags]).toEqual([source ?? expression.source, expression.flags]);
});

test('an expression with several groups of many alternatives takes less than half of the machine code', async () => {
  const words = 'reported said claimed assumed stated treated described wrote called inferred'.split(' ');
  const choices = `(?:${words.join('|')})`;
  const expression = new RegExp(
    String.raw`\bi(?:['’]d| had|['’]ve| have)? (?:just |also |now |then )?${choices} (?:it |that |this |so )?${choices}`,
    'gi',
  );
  const [written, met] = await codeOf([expression, withJoinPoints(expression)]);
  expect(written).toBeGreaterThan(5_000);
  expect(met).toBeLessThan(written! / 2);
});

/** Bytes of machine code of expressions, each in a thread of its own: beyond a certain amount of code, V8 compiles for size. */
const codeOf = async (expressions: readonly RegExp[]): Promise<number[]> =>
  Promise.all(
    expressions.map(async (expression) => {
      const worker = new Worker(MEASURE, { eval: true, workerData: expression });
      const [bytes] = (await once(worker, 'message')) as [number];
      return bytes;
    }),
  );

/** The median of several, as other code is compiled and freed meanwhile. Each expression differs, so that V8 has no code for it yet. */
const MEASURE = `
const { parentPort, workerData: { source, flags } } = require('node:worker_threads');
const { getHeapSpaceStatistics } = require('node:v8');
const used = () => getHeapSpaceStatistics()
  .reduce((sum, one) => sum + (one.space_name.startsWith('code') ? one.space_used_size : 0), 0);
const sizes = Array.from({ length: 9 }, (_, n) => {
  const one = new RegExp(source + '|another ' + n, flags);
  const before = used();
  // Compiled at once, as the text is long.
  one.test(' '.repeat(1000));
  return used() - before;
});
parentPort.postMessage(sizes.sort((a, b) => a - b)[4]);
`;
