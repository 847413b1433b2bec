/** Sharing of equal texts and empty lists. */
import { expect, test } from 'vitest';
import { newCommon } from '../../src/library/common';

test('shared values equal the originals', () => {
  const made = () => ({
    id: 'a',
    none: null,
    day: '2026-03-01',
    lists: [[], ['2026-03-01', 1, null, true], [{ day: '2026-03-01', unknown: {} }]],
    long: 'x'.repeat(1_000),
  });
  const value = made();
  newCommon()(value);
  expect(value).toEqual(made());
});

test('empty lists and objects are one frozen object', () => {
  const share = newCommon();
  const [one, other] = [
    { list: [] as number[], counts: {} as object },
    { list: [] as number[], counts: {} },
  ];
  share(one);
  share(other);
  expect(one.list).toBe(other.list);
  expect(one.counts).toBe(other.counts);
  expect(() => one.list.push(1)).toThrow(TypeError);
});
