import { expect, test } from 'vitest';
import { answer, prompt, uuid } from '../../conformance/logs';
import { eventsOf, folded, record } from './lines';

test('an unreadable line loses only that line', () => {
  const { reading } = folded([prompt('s', 'go'), '{"type":"user"', '', '  ', answer('s', 'done')]);
  expect(reading.parse).toMatchObject({ lines: 3, malformed: 1 });
  expect(reading.events.map(({ kind }) => kind)).toEqual(['prompt', 'text']);
});

test('a record whose type is a name every object inherits is an unknown record', () => {
  const types = ['constructor', '__proto__', 'toString', 'surprise'];
  const { reading } = folded(types.map((type) => record(type)));
  expect(reading.parse).toMatchObject({ lines: 4, malformed: 0 });
  expect(reading.events).toEqual([]);
  expect(reading.memory.lastUuid).not.toBeNull();
});

test('a byte order mark at the start is ignored', () => {
  const { reading } = folded([
    `\ufeff${JSON.stringify(prompt('s', 'go'))}`,
    JSON.stringify(prompt('s', 'on')),
  ]);
  expect(reading.parse.malformed).toBe(0);
  expect(reading.events).toHaveLength(2);
});

test('first time and fork are facts of the whole file', () => {
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
