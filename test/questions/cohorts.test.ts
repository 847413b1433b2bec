/** Quality › Groups, with values computed by hand. */
import { expect, test } from 'vitest';
import { COHORTS } from '../../src/analysis/cohortNames';
import { cohort } from '../../src/questions/cohorts';
import { Cohort } from '../../src/questions/cohorts';
import { find } from '../../src/questions/findSessions';
import { writeReport } from '../../src/questions/report';
import { groupQuery } from '../../webview/dashboard/queries';
import { dayOf, session, sources } from './dashboardRig';

test('the chosen metrics, without means of small groups', () => {
  const many = Array.from({ length: 7 }, (_, i) =>
    session(`s${i}`, '2026-03-10', 100 * (i + 1), { gitBranches: [i < 2 ? 'aside' : 'main'] }),
  );
  const found = Cohort.parse(cohort('branch', ['cost'], '7d', { ...sources, figures: many }));
  expect(found.metrics.map(({ name }) => name)).toEqual(['cost']);
  expect(found.all.length).toBeGreaterThan(20);
  expect(found.rows.map(({ key, cells }) => [key, cells[0]?.n, cells[0]?.mean])).toEqual([
    // The group with most sessions comes first, whatever its name.
    ['main', 5, 5_000],
    ['aside', 2, null],
  ]);
});

test('the sessions that began in the range, as in the report; each row’s query finds its sessions', () => {
  const many = [
    session('before', '2026-03-01', 1, { endedAt: '2026-03-09T11:00:00.000Z', repository: '/w/api' }),
    session('unknown', '2026-03-09', 1, { startedAt: null, endedAt: null }),
    session('future', '2026-04-01', 1),
    ...Array.from({ length: 5 }, (_, i) =>
      session(`s${i}`, `2026-03-0${5 + i}`, 1, {
        repository: i < 3 ? '/w/api' : '/w/api v2',
        claudeVersions: i < 2 ? ['2.1.1', '2.1.10'] : [i < 4 ? '2.1.1' : '2.1.10'],
        gitBranches: i === 0 ? [] : i === 1 ? ['main'] : ['main-2'],
        permissionModes: i < 3 ? ['plan'] : [],
      }),
    ),
  ];
  const of = { ...sources, figures: many };
  const report = (from: string | null, to: string | null): number => {
    const { text } = writeReport(
      {
        kind: 'cohort',
        format: 'json',
        by: 'project',
        metrics: ['cost'],
        from,
        to,
        pivot: null,
        periods: null,
        ids: [],
        limit: null,
        recent: null,
        failures: false,
        filter: {},
        query: '',
        within: '',
      },
      { figures: many, session: () => null, rules: { dayOf } as never, lineAt: () => null },
    );
    return (JSON.parse(text) as { sessions: number }).sessions;
  };
  const week = cohort('project', ['cost'], '7d', of);
  expect([week.sessions, report(week.from, week.to)]).toEqual([5, 5]);
  const ever = cohort('project', ['cost'], 'all', of);
  expect([ever.from, ever.sessions, report(null, null)]).toEqual([null, 8, 8]);
  for (const range of ['7d', '30d', 'all'] as const)
    for (const by of COHORTS) {
      const found = cohort(by, ['cost'], range, of);
      for (const { key, sessions } of found.rows) {
        const query = groupQuery(by, key, found)!;
        const listed = find(
          { query, sort: 'started', descending: true, offset: 0, limit: 1 },
          of,
          () => false,
        );
        expect([query, listed.error, listed.total]).toEqual([query, null, sessions]);
      }
    }
});

test('of many groups, those with most sessions and the number of the others', () => {
  const figures = Array.from({ length: 251 }, (_, i) =>
    session(`s${i}`, '2026-03-10', 1, { project: `/w/p${i % 250}` }),
  );
  const found = cohort('project', ['cost'], 'all', { ...sources, figures });
  expect([found.rows.length, found.more, found.rows[0]]).toMatchObject([
    200,
    50,
    { key: '/w/p0', sessions: 2 },
  ]);
});
