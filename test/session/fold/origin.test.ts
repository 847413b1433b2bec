import { expect, test } from 'vitest';
import { note } from '../../../src/session/fold/origin';
import { answer, minute, prompt } from '../../conformance/logs';
import { eventsOf, folded, record } from './lines';

const ONE = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';

test('a log belongs to the first session its records name', () => {
  const { reading } = folded([
    record('mode'),
    record('mode', { sessionId: ONE }),
    record('mode', { sessionId: OTHER }),
  ]);
  expect(reading).toMatchObject({ sessionId: ONE, stream: false });
  expect(folded([record('mode', { sessionId: undefined, session_id: ONE })]).reading.stream).toBe(true);
});

test('a sub-agent’s log belongs to the session it was found under, else to the one its records name', () => {
  const named = [record('mode', { sessionId: ONE }), record('mode', { sessionId: OTHER })];
  expect(folded(named, 'a', OTHER).reading.sessionId).toBe(OTHER);
  expect(folded(named, 'a', 's').reading.sessionId).toBe(ONE);
  expect(folded([record('mode')], 'a', 'folder').reading.sessionId).toBe('folder');
});

test('a side-chain without an agent id is one conversation from its first record on', () => {
  const side = { isSidechain: true };
  const first = prompt('s', 'look', { ...side, parentUuid: null });
  const next = answer('s', 'found', { more: { ...side, parentUuid: first['uuid'] } });
  const another = prompt('s', 'look there', { ...side, parentUuid: null, uuid: 'feedbeef-1' });
  const named = answer('s', 'x', { more: { ...side, agentId: 'b1' } });
  const state = folded([first, next, another, named]);
  const threads = Object.keys(state.reading.facts);
  expect(threads).toHaveLength(3);
  expect(threads).toContain('sidechain-feedbeef');
  expect(eventsOf(state, 'text').map(({ thread }) => thread)).toEqual([threads[0], 'b1']);
});

test('facts are listed once; start and end cover all times', () => {
  const { reading } = folded([
    prompt('s', 'a', { timestamp: minute(5), cwd: '/a', permissionMode: 'plan' }),
    prompt('s', 'b', { timestamp: minute(2), cwd: '/b' }),
    prompt('s', 'c', { timestamp: minute(9), cwd: '/a', permissionMode: 'plan', gitBranch: '' }),
    prompt('s', 'd', { timestamp: 'bad' }),
  ]);
  expect(reading.facts['']).toMatchObject({
    startedAt: Date.parse(minute(2)),
    endedAt: Date.parse(minute(9)),
    cwds: ['/a', '/b', '/home/ada/project'],
    modes: ['plan'],
    branches: ['main'],
    copied: false,
  });
});

test('a response has the branch and the folder of its own record', () => {
  const { reading } = folded([
    answer('s', 'a', { more: { cwd: '/a', gitBranch: 'one' } }),
    answer('s', 'b', { more: { cwd: undefined, gitBranch: undefined } }),
  ]);
  expect(reading.responses.map(({ branch, cwd }) => [branch, cwd])).toEqual([
    ['one', '/a'],
    ['', ''],
  ]);
});

test('at most a thousand values of a fact are kept', () => {
  const list: string[] = [];
  for (let i = 0; i < 1100; i++) note(list, `v${i}`);
  note(list, undefined);
  expect(list).toHaveLength(1000);
});
