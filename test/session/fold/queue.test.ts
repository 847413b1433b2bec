import { expect, test } from 'vitest';
import { answer, minute, prompt } from '../../conformance/logs';
import { eventsOf, folded, record } from './lines';

let at = 0;
const queue = (operation: string, content?: string) =>
  record('queue-operation', { operation, content, timestamp: minute(at++) });
const said = (records: Parameters<typeof folded>[0], agent: string | null = null) =>
  eventsOf(folded(records, agent), 'prompt').map(({ chars, via }) => [chars, via]);

test('what is taken out was said in the middle of a turn', () => {
  expect(said([queue('enqueue', 'and tests'), queue('remove')])).toEqual([[9, 'queued']]);
});

test('what is let go by, or thrown away, was not', () => {
  expect(said([queue('enqueue', 'a'), queue('dequeue'), queue('remove')])).toEqual([]);
  expect(said([queue('enqueue', 'a'), queue('enqueue', 'b'), queue('popAll'), queue('remove')])).toEqual([]);
});

test('what is named is taken out, else what waits longest', () => {
  const three = [queue('enqueue', 'a'), queue('enqueue', 'bb'), queue('enqueue', 'ccc')];
  expect(said([...three, queue('remove', 'bb'), queue('remove')])).toEqual([
    [2, 'queued'],
    [1, 'queued'],
  ]);
});

test('what was delivered already is not told again', () => {
  expect(said([queue('enqueue', 'a'), prompt('s', 'a'), queue('remove')])).toEqual([[1, 'typed']]);
});

test('what Claude Code puts into the queue is nobody’s words', () => {
  const notice = '<task-notification><task-id>b1</task-id></task-notification>';
  expect(said([queue('enqueue', notice), queue('remove')])).toEqual([]);
});

test('a sub-agent’s queue says nothing of a person', () => {
  expect(said([queue('enqueue', 'a'), queue('remove')], 'a1')).toEqual([]);
});

test('an operation on an empty queue, or one that is not known, changes nothing', () => {
  const { reading } = folded([queue('remove'), queue('dequeue'), queue('shuffle'), answer('s', 'x')]);
  expect(reading.events.map(({ kind }) => kind)).toEqual(['text']);
});
