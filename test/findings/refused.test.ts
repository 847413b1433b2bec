import { expect, test } from 'vitest';
import { refused } from '../../src/findings/refused';
import { asked, deny, done, found, times, tool } from './rig';

const call = (id: string, outcome: 'ok' | 'machine' | 'person') => [
  tool('other', null, id),
  outcome === 'ok' ? done(id) : deny(id, outcome),
];

test('three refusals by machine among seven calls are told, with each line', () => {
  const events = [
    asked('typed'),
    ...times(4, (i) => call(`ok${i}`, 'ok')).flat(),
    ...times(3, (i) => call(`no${i}`, 'machine')).flat(),
  ];
  const [one, ...others] = found(refused, events);
  expect(others).toEqual([]);
  expect(one).toMatchObject({ severity: 'critical', open: true });
  expect(one?.evidence).toHaveLength(3);
});

test.each([
  ['two refusals', times(2, (i) => call(`no${i}`, 'machine')).flat()],
  ['refusals by the person', times(5, (i) => call(`no${i}`, 'person')).flat()],
  [
    'a small share of the calls',
    [...times(3, (i) => call(`no${i}`, 'machine')), ...times(5, (i) => call(`ok${i}`, 'ok'))].flat(),
  ],
])('not this: %s', (_, events) => {
  expect(found(refused, events)).toEqual([]);
});
