/** What equal texts and empty lists become. */
import { expect, test } from 'vitest';
import { newCommon } from '../../src/library/common';

test('what is shared is equal to what it was', () => {
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

test('lists and objects with nothing in them are one, and nobody can put something in', () => {
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
