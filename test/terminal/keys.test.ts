/** Keys of `vigil watch`. */
import { expect, test } from 'vitest';
import type { LiveSession } from '../../src/library/sessionRow';
import { keysIn, afterKey, START, type Key, type Navigation } from '../../src/terminal/keys';
import { row } from '../host/rig';

const session = (id: string, repository: string): LiveSession => ({
  row: row({ id, name: id, repository }),
  findings: [],
  dismissed: [],
  signals: [],
  limits: [],
  context: null,
  trend: [],
  model: null,
});
const live = [session('a', '/w/app'), session('b', '/w/app'), session('c', '/w/zoo')];
const after = (keys: Key[], from: Navigation = START): Navigation | null =>
  keys.reduce<Navigation | null>((place, key) => (place === null ? null : afterKey(place, key, live)), from);

test('keys in the input of a terminal', () => {
  expect(keysIn('\u001b[A\u001b[Bjk\r')).toEqual(['up', 'down', 'down', 'up', 'open']);
  expect(keysIn('\u001b')).toEqual(['back']);
  expect(keysIn('x\u001b[5~é\u001b[1;5A')).toEqual([]);
  expect(keysIn('__proto__')).toEqual([]);
  expect(keysIn('\u0003')).toEqual(['end']);
});

test('the selection stays on the list', () => {
  expect(after(['up'])).toMatchObject({ chosen: 0 });
  expect(after(['down', 'down', 'down'])).toMatchObject({ chosen: 1 });
  expect(afterKey(START, 'down', [])).toMatchObject({ chosen: 0 });
  expect(afterKey(START, 'open', [])).toEqual(START);
});

test('Enter leads from a project to its sessions and to one of them, Esc back', () => {
  const sessions = after(['open']);
  expect(sessions).toMatchObject({ bySession: true, project: expect.stringContaining('app'), chosen: 0 });
  const one = after(['open', 'down', 'open']);
  expect(one).toMatchObject({ session: 'b' });
  expect(afterKey(one!, 'back', live)).toMatchObject({ session: null, bySession: true, chosen: 1 });
  expect(after(['open', 'down', 'open', 'back', 'back'])).toEqual(START);
});

test('switching between projects and sessions, help on keys, quitting', () => {
  expect(after(['switch'])).toMatchObject({ bySession: true, project: null });
  expect(after(['switch', 'switch'])).toEqual(START);
  expect(after(['keys'])).toMatchObject({ keys: true });
  expect(after(['keys', 'down'])).toEqual(START);
  expect(after(['end'])).toBeNull();
});
