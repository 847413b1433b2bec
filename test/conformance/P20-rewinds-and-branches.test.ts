import { expect, test } from 'vitest';
import { answer, folder, inspected, one, prompt, result, toolUse } from '../support/logs';

// parentUuid makes a tree. Two typed prompts under one record are a rewind; parallel tool results are not. A missing
// parent inherits the record before, an explicit null is a root.
const tree = (...records: Record<string, unknown>[]) =>
  one(inspected(folder({ 'a.jsonl': records })), 'a').rewinds;

test('a second prompt under the same record is a rewind, a third another', () => {
  const said = answer('a', 'x', { more: { uuid: 'r1' } });
  expect(tree(said, prompt('a', 'one', { parentUuid: 'r1' }), prompt('a', 'two', { parentUuid: 'r1' }))).toBe(
    1,
  );
  expect(
    tree(
      said,
      prompt('a', 'one', { parentUuid: 'r1' }),
      prompt('a', 'two', { parentUuid: 'r1' }),
      prompt('a', 'three', { parentUuid: 'r1' }),
    ),
  ).toBe(2);
});
test('parallel tool results are none, roots are none', () => {
  const two = [toolUse('Read', {}, 't1'), toolUse('Read', {}, 't2')];
  expect(
    tree(
      answer('a', two, { more: { uuid: 'r1' } }),
      result('a', 't1', 'x', { parentUuid: 'r1' }),
      result('a', 't2', 'y', { parentUuid: 'r1' }),
    ),
  ).toBe(0);
  expect(tree(prompt('a', 'one', { parentUuid: null }), prompt('a', 'two', { parentUuid: null }))).toBe(0);
});
test('a missing parent is the record before', () => {
  expect(
    tree(prompt('a', 'one', { uuid: 'p1' }), prompt('a', 'two'), prompt('a', 'three', { parentUuid: 'p1' })),
  ).toBe(1);
});
test('cost counts dead branches too', () => {
  const a = one(
    inspected(
      folder({
        'a.jsonl': [
          answer('a', 'x', { more: { uuid: 'r1', parentUuid: null } }),
          answer('a', 'y', { more: { parentUuid: 'r1' } }),
          answer('a', 'z', { more: { parentUuid: 'r1' } }),
        ],
      }),
    ),
    'a',
  );
  expect(a.messages).toBe(3);
});
