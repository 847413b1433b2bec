import { expect, test } from 'vitest';
import { ownField, nameIn } from '../../../src/session/fold/fields';

test('only own fields are found', () => {
  expect(ownField({ a: 1 }, 'a')).toBe(1);
  for (const value of [null, undefined, 'text', 7, [], {}])
    expect(ownField(value, 'constructor')).toBeUndefined();
});

test('only texts that are not empty are names', () => {
  expect(nameIn({ a: 'x' }, 'a')).toBe('x');
  for (const a of ['', 7, null, ['x'], undefined]) expect(nameIn({ a }, 'a')).toBeNull();
});
