import { expect, test, vi } from 'vitest';
import { Waiting } from '../../src/library/waiting';

function waitingFor(...ids: string[]): Waiting {
  const waiting = new Waiting();
  for (const id of ids) waiting.add(id, []);
  return waiting;
}

test('conversations that share messages come one after the other, others keep their order', () => {
  const waiting = waitingFor('a', 'b', 'c', 'd', 'e');
  waiting.relate(['a', 'd']);
  waiting.relate(['b', 'c']);
  waiting.relate(['e', 'd']);
  expect(waiting.ready(false)).toEqual(['a', 'd', 'e', 'b', 'c']);
  waiting.relate(['c', 'a']);
  expect(waiting.ready(false).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('derived conversations, and those that do not wait, are not among them', () => {
  const waiting = waitingFor('a', 'b', 'c');
  waiting.relate(['a', 'known', 'c']);
  expect(waiting.ready(false)).toEqual(['a', 'c', 'b']);
  waiting.delete('a');
  expect(waiting.ready(false)).toEqual(['b', 'c']);
  waiting.add('a');
  expect(waiting.ready(false)).toEqual(['b', 'c', 'a']);
});

test('while more logs come, conversations that share messages wait, except live ones', () => {
  const waiting = waitingFor('a', 'b', 'c');
  waiting.relate(['a', 'b']);
  for (const id of ['a', 'b']) waiting.share(id, true);
  expect(waiting.ready(true)).toEqual(['c']);
  waiting.live('b');
  expect(waiting.ready(true)).toEqual(['b', 'c']);
});

test('asking for a few of thousands visits only a few', () => {
  const ids = Array.from({ length: 20_000 }, (_, n) => `s${n}`);
  const waiting = waitingFor(...ids);
  let asked = 0;
  const has = Map.prototype.has;
  const counted = vi.spyOn(Map.prototype, 'has').mockImplementation(function (
    this: Map<unknown, unknown>,
    key,
  ) {
    asked++;
    return has.call(this, key);
  });
  const first = waiting.ready(false, 20);
  counted.mockRestore();
  expect(first).toEqual(ids.slice(0, 20));
  expect(asked).toBeLessThan(100);
});

test('a group of thousands is visited once', () => {
  const ids = Array.from({ length: 20_000 }, (_, n) => `s${n}`);
  const waiting = waitingFor(...ids);
  for (const id of ids) waiting.relate(['s0', id]);
  expect(waiting.ready(false)).toHaveLength(ids.length);
});
