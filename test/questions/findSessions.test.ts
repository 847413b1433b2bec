/** The sessions that match a query, with values computed by hand. */
import { expect, test } from 'vitest';
import { FoundSessions, type Sort } from '../../src/questions/findSessions';
import { find } from '../../src/questions/findSessions';
import type { SessionFigures } from '../../src/store/figures';
import { usage } from '../store/makers';
import { session, sources } from './dashboardRig';

test('query, order, pages, and the error of a wrong query', () => {
  const listed = (query: string, sort: Sort, descending = true, offset = 0, limit = 10) =>
    FoundSessions.parse(
      find({ query, sort, descending, offset, limit }, sources, (file) => file.includes('/c')),
    );
  expect(listed('', 'started').rows.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  expect(listed('', 'cost', false).rows.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  expect(listed('', 'cost').rows.map(({ id, costMicroUsd }) => [id, costMicroUsd])[0]).toEqual(['d', 10_000]);
  // Folders of all matching sessions, so that names are the same on every page.
  expect(listed('', 'started', true, 1, 2).projects).toEqual(listed('', 'started').projects);
  expect(listed('', 'started').projects).toEqual([listed('', 'started').rows[0]!.project]);
  expect(listed('', 'started', true, 1, 2)).toMatchObject({
    total: 4,
    rows: [{ id: 'b' }, { id: 'c', gone: true }],
  });
  expect(listed('cost:>0.003', 'started').total).toBe(2);
  expect(listed('x:y', 'started')).toMatchObject({
    rows: [],
    total: 0,
    error: expect.stringContaining('“x:”') as string,
  });
});

test('only sessions active in the range; their total cost, and how many are lower bounds', () => {
  const asked = { query: '', sort: 'started', descending: true, offset: 0, limit: 1 } as const;
  const found = (range: '7d' | 'all') => FoundSessions.parse(find({ ...asked, range }, sources, () => false));
  expect(found('7d')).toMatchObject({
    total: 2,
    costMicroUsd: 3_500,
    atLeast: 0,
    from: '2026-03-04',
    to: '2026-03-10',
  });
  expect(found('all')).toMatchObject({ total: 4, costMicroUsd: 17_500, from: null });
});

test('the cost is null if nothing is priced, and 0 without sessions', () => {
  const asked = { query: '', sort: 'started', descending: true, offset: 0, limit: 1 } as const;
  const free = session('a', '2026-03-10', 1, { usage: [usage({ costMicroUsd: null })] });
  const costs = (...figures: SessionFigures[]) =>
    find(asked, { ...sources, figures }, () => false).costMicroUsd;
  expect([costs(free), costs(), costs(free, session('b', '2026-03-10', 1))]).toEqual([null, 0, 10]);
});
