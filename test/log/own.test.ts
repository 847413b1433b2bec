import { expect, test } from 'vitest';
import { getOwn, setOwn } from '../../src/log/own';

test.each(['a', '__proto__', 'constructor', 'toString', '1'])('%s is what was put there', (key) => {
  const record: Record<string, { n: number }> = {};
  expect(getOwn(record, key)).toBeUndefined();
  expect(setOwn(record, key, { n: 1 })).toEqual({ n: 1 });
  setOwn(record, key, { n: 2 });
  expect(getOwn(record, key)).toEqual({ n: 2 });
  expect(Object.keys(record)).toEqual([key]);
  expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
  expect(JSON.stringify(record)).toBe(`{"${key}":{"n":2}}`);
});
