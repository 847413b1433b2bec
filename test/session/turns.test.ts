/** Which turn an event is in. */
import { expect, test } from 'vitest';
import type { Event } from '../../src/session/event';
import { turnByEvent } from '../../src/session/turns';

const turns = (...kinds: Event['kind'][]): number[] => turnByEvent(kinds.map((kind) => ({ kind }) as Event));

test('each prompt or command starts a turn; earlier events are a turn of their own', () => {
  expect(turns('prompt', 'text', 'command', 'text')).toEqual([0, 0, 1, 1]);
  expect(turns('text', 'prompt', 'text')).toEqual([0, 1, 1]);
  expect(turns('text', 'text')).toEqual([0, 0]);
  expect(turns()).toEqual([]);
});
