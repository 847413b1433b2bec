import { expect, test } from 'vitest';
import { answer, prompt, uuid } from '../../conformance/logs';
import { eventsOf, folded, record } from './lines';

test('a line that cannot be read costs that line', () => {
  const { reading } = folded([prompt('s', 'go'), '{"type":"user"', '', '  ', answer('s', 'done')]);
  expect(reading.parse).toMatchObject({ lines: 3, malformed: 1 });
  expect(reading.events.map(({ kind }) => kind)).toEqual(['prompt', 'text']);
});

test('a type that every object inherits is a record like any that is not known', () => {
  const types = ['constructor', '__proto__', 'toString', 'surprise'];
  const { reading } = folded(types.map((type) => record(type)));
  expect(reading.parse).toMatchObject({ lines: 4, malformed: 0 });
  expect(reading.events).toEqual([]);
  expect(reading.memory.lastUuid).not.toBeNull();
});

test('a byte order mark at the very start is none of the line', () => {
  const { reading } = folded([
    `\ufeff${JSON.stringify(prompt('s', 'go'))}`,
    JSON.stringify(prompt('s', 'on')),
  ]);
  expect(reading.parse.malformed).toBe(0);
  expect(reading.events).toHaveLength(2);
});

test('the first time and a fork are facts of the whole file', () => {
  const { reading } = folded([
    record('surprise', { timestamp: 'bad' }),
    record('surprise', { timestamp: '2026-08-01T10:05:00.000Z', forkedFrom: { sessionId: uuid() } }),
    record('surprise', { timestamp: '2026-08-01T10:01:00.000Z' }),
  ]);
  expect(reading).toMatchObject({ firstAt: Date.parse('2026-08-01T10:05:00.000Z'), fork: true });
});

test('a record without a parent of its own follows the one before it', () => {
  const [first, second] = [prompt('s', 'go'), prompt('s', 'on')];
  const { parentUuid: _, ...bare } = second;
  const state = folded([first, bare, prompt('s', 'anew', { parentUuid: null })]);
  expect(eventsOf(state, 'prompt').map(({ parent }) => parent)).toEqual([null, first['uuid'], null]);
});
