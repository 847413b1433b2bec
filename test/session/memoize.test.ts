import { expect, test } from 'vitest';
import { memoize } from '../../src/session/memoize';

test('the result for a text is cached', () => {
  const asked: string[] = [];
  const upper = memoize((text) => {
    asked.push(text);
    return text === '' ? null : text.toUpperCase();
  });
  expect(['git', 'cat', 'git', '', ''].map(upper)).toEqual(['GIT', 'CAT', 'GIT', null, null]);
  expect(asked).toEqual(['git', 'cat', '']);
});

test('texts beyond the bounds of the cache give the same results', () => {
  let worked = 0;
  const length = memoize((text) => {
    worked++;
    return text.length;
  }, 3);
  const texts = ['a', 'bb', 'ccc', 'dddd', 'a', 'x'.repeat(1001), 'x'.repeat(1001)];
  expect(texts.map(length)).toEqual([1, 2, 3, 4, 1, 1001, 1001]);
  expect(worked).toBe(texts.length);
});
