/** The choices of the filter bar. */
import { expect, test } from 'vitest';
import { namesIn } from '../../src/questions/filterChoices';
import { session, sources } from './dashboardRig';

test('names in the sessions of the range, those of most sessions first', () => {
  const figures = [
    session('a', '2026-03-10', 1, { gitBranches: ['side', 'main'] }),
    session('b', '2026-03-09', 1, { gitBranches: ['side'] }),
    session('c', '2026-03-09', 1, { gitBranches: ['apart'] }),
    session('d', '2026-01-05', 1, { gitBranches: ['old'] }),
  ];
  const branches = (range: '7d' | 'all') =>
    namesIn(range, { ...sources, figures }, ({ figures: of }) => of.gitBranches);
  expect(branches('7d')).toEqual([
    { name: 'side', sessions: 2 },
    { name: 'apart', sessions: 1 },
    { name: 'main', sessions: 1 },
  ]);
  expect(branches('all').at(-1)).toEqual({ name: 'old', sessions: 1 });
});

test('the number of names is bounded', () => {
  const figures = Array.from({ length: 150 }, (_, i) =>
    session(`s${i}`, '2026-03-10', 1, { gitBranches: [`b${i}`] }),
  );
  expect(namesIn('7d', { ...sources, figures }, ({ figures: of }) => of.gitBranches)).toHaveLength(100);
});
