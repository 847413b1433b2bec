/** The sessions a query finds, with values worked out by hand. */
import { expect, test } from 'vitest';
import { Found, type Sort } from '../../src/questions/findSessions';
import { find } from '../../src/questions/findSessions';
import { sources } from './dashboardRig';

test('finding: query, order, pages, and what is wrong with a query', () => {
  const listed = (query: string, sort: Sort, descending = true, offset = 0, limit = 10) =>
    Found.parse(find({ query, sort, descending, offset, limit }, sources, (file) => file.includes('/c')));
  expect(listed('', 'started').rows.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  expect(listed('', 'cost', false).rows.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  expect(listed('', 'cost').rows.map(({ id, costMicroUsd }) => [id, costMicroUsd])[0]).toEqual(['d', 10_000]);
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
