import { expect, test } from 'vitest';
import { parseLink, sessionAddress } from '../../src/pages/links';

test.each([
  ['/dashboard', '', { to: 'dashboard', place: 'home', query: undefined }],
  ['/dashboard/trends', '', { to: 'dashboard', place: 'trends', query: undefined }],
  [
    '/dashboard/sessions',
    'query=project:c++ cost:>=2',
    { to: 'dashboard', place: 'sessions', query: 'project:c++ cost:>=2' },
  ],
  ['/dashboard/nowhere', '', null],
  ['/dashboard/trends/more', '', null],
  ['/session/0a1b', 'tab=cost', { to: 'session', id: '0a1b', tab: 'cost', turn: null }],
  ['/session/0a1b', 'turn=3', { to: 'session', id: '0a1b', tab: 'transcript', turn: 2 }],
  ['/session/0a1b', 'tab=timeline&turn=3', { to: 'session', id: '0a1b', tab: 'details', turn: 2 }],
  ['/session/0a1b', 'tab=signals', { to: 'session', id: '0a1b', tab: 'details', turn: null }],
  ['/session/0a1b', 'tab=subAgents', { to: 'session', id: '0a1b', tab: 'agents', turn: null }],
  ['/session/0a1b', 'tab=constructor', { to: 'session', id: '0a1b', tab: 'story', turn: null }],
  ['/session/0a1b', 'turn=0&tab=nothing', { to: 'session', id: '0a1b', tab: 'story', turn: null }],
  ['/session/../../etc', '', null],
  ['/session/', '', null],
  ['/', '', null],
])('%s ? %s', (path, query, link) => {
  expect(parseLink(path, query)).toEqual(link);
});

test('a query of an address is bounded', () => {
  const link = parseLink('/dashboard/sessions', `query=${'x'.repeat(5_000)}`);
  expect(link).toMatchObject({ to: 'dashboard' });
  expect(link?.to === 'dashboard' && link.query?.length).toBe(1_000);
});

test('the address of a session, and of a turn of it, leads back to it', () => {
  const back = (turn: number | null) => {
    const { protocol, host, pathname, search } = new URL(
      sessionAddress('cursor', 'a.vigil', '0a1b-2c', turn),
    );
    return [protocol, host, parseLink(pathname, search.slice(1))];
  };
  expect(back(null)).toEqual([
    'cursor:',
    'a.vigil',
    { to: 'session', id: '0a1b-2c', tab: 'story', turn: null },
  ]);
  expect(back(0)).toEqual([
    'cursor:',
    'a.vigil',
    { to: 'session', id: '0a1b-2c', tab: 'transcript', turn: 0 },
  ]);
});
