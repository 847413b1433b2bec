import { expect, test } from 'vitest';
import { answer, minute, prompt } from '../../conformance/logs';
import { eventsOf, folded, record } from './lines';

let at = 0;
const queue = (operation: string, content?: string) =>
  record('queue-operation', { operation, content, timestamp: minute(at++) });
const said = (records: Parameters<typeof folded>[0], agent: string | null = null) =>
  eventsOf(folded(records, agent), 'prompt').map(({ chars, via }) => [chars, via]);

test('a removed entry is a prompt in the middle of a turn', () => {
  expect(said([queue('enqueue', 'and tests'), queue('remove')])).toEqual([[9, 'queued']]);
});

test('a dequeued or discarded entry is none', () => {
  expect(said([queue('enqueue', 'a'), queue('dequeue'), queue('remove')])).toEqual([]);
  expect(said([queue('enqueue', 'a'), queue('enqueue', 'b'), queue('popAll'), queue('remove')])).toEqual([]);
});

test('the named entry is removed, else the oldest', () => {
  const three = [queue('enqueue', 'a'), queue('enqueue', 'bb'), queue('enqueue', 'ccc')];
  expect(said([...three, queue('remove', 'bb'), queue('remove')])).toEqual([
    [2, 'queued'],
    [1, 'queued'],
  ]);
});

test('a prompt that was already delivered is not added again', () => {
  expect(said([queue('enqueue', 'a'), prompt('s', 'a'), queue('remove')])).toEqual([[1, 'typed']]);
});

test('an entry of Claude Code is no prompt', () => {
  const notice = '<task-notification><task-id>b1</task-id></task-notification>';
  expect(said([queue('enqueue', notice), queue('remove')])).toEqual([]);
});

test('the queue of a sub-agent adds no prompts', () => {
  expect(said([queue('enqueue', 'a'), queue('remove')], 'a1')).toEqual([]);
});

test('an unknown operation, or one on an empty queue, changes nothing', () => {
  const { reading } = folded([queue('remove'), queue('dequeue'), queue('shuffle'), answer('s', 'x')]);
  expect(reading.events.map(({ kind }) => kind)).toEqual(['text']);
});
