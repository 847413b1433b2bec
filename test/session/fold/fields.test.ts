import { expect, test } from 'vitest';
import { innerOf, nameIn } from '../../../src/session/fold/fields';

test('only own fields are found', () => {
  expect(innerOf({ a: 1 }, 'a')).toBe(1);
  for (const value of [null, undefined, 'text', 7, [], {}])
    expect(innerOf(value, 'constructor')).toBeUndefined();
});

test('only texts that are not empty are names', () => {
  expect(nameIn({ a: 'x' }, 'a')).toBe('x');
  for (const a of ['', 7, null, ['x'], undefined]) expect(nameIn({ a }, 'a')).toBeNull();
});
