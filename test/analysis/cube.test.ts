/** The cube says what a walk over all sessions says, whatever the sessions, the filter and what changed before. */
import { expect, test } from 'vitest';
import { cubeOf, modelsIn, toolsIn, usedDays } from '../../src/analysis/cube';
import { modelKey, isDayWithin, type Days } from '../../src/analysis/family';
import { billing } from '../../src/analysis/projects';
import { usageBy, type UsageGroup } from '../../src/analysis/usage';
import { AllFigures } from '../../src/library/allFigures';
import type { SessionFigures } from '../../src/store/figures';
import { addConditions, type UsageCell } from '../../src/usage/rows';
import { figures, usage } from '../store/makers';

/** Numbers that look random and are the same every time. */
function numbers(seed: number): (below: number) => number {
  let a = seed;
  return (below) => {
    a = (Math.imul(a, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((a / 2 ** 32) * below);
  };
}

const DAYS = ['2026-03-01', '2026-03-02', '2026-03-09', null] as const;

function made(n: number, next: ReturnType<typeof numbers>): SessionFigures {
  const pick = <T>(all: readonly T[]): T => all[next(all.length)]!;
  const parent = next(4) === 0 ? `s${next(8)}` : null;
  const cells = Array.from({ length: next(5) }, (): UsageCell => {
    const day = pick(DAYS);
    return {
      ...usage({
        model: pick(['opus', 'sonnet', '']),
        day,
        requests: 1 + next(3),
        output: next(1_000),
        lowerBound: next(2),
        costMicroUsd: pick([null, 0, 1 + next(9_999)]),
        unknownConditions: pick<Record<string, number>>([{}, { fast: 1 }]),
      }),
      hour: day === null ? null : next(24),
      branch: pick(['', 'main']),
      ...(next(3) === 0 ? { project: pick(['/w/a', '/W/A', '/w/b/deep']) } : {}),
    };
  });
  const call = { name: 'Bash', server: null, interrupted: 0, cancelled: 0 };
  const [calls, dated] = [next(9), next(3)];
  return figures(parent === null ? `s${n}` : `${parent}/${n}`, {
    parent,
    project: pick(['/w/a', '/w/b', null]),
    startedAt: pick(['2026-03-01T10:00:00.000Z', '2026-03-02T10:00:00.000Z', null]),
    cells,
    tools: calls === 0 ? [] : [{ ...call, calls: calls + dated, errors: next(2), denied: 0 }],
    toolDays: calls === 0 || dated === 0 ? [] : [{ day: DAYS[next(3)]!, calls: dated, errors: 0, denied: 0 }],
  });
}

/** What a cube says, and what a walk over the cells of its own says, figure by figure. */
function bothWays(sessions: readonly SessionFigures[], days: Days): { told: unknown[]; walked: unknown[] } {
  const told: unknown[] = [];
  const walked: unknown[] = [];
  const put = (one: unknown, other: unknown): void => void (told.push(one), walked.push(other));
  const cube = cubeOf(sessions);
  const cells = sessions.flatMap((session) => session.cells.map((cell) => ({ session, cell })));
  // A session may be in several parts of a cube: it does not count them.
  const uncounted = (groups: readonly UsageGroup[]) => groups.map((group) => ({ ...group, sessions: 0 }));
  put(modelsIn(cube, days), uncounted(usageBy('model', sessions, days)));
  put(
    [...usedDays(cube)]
      .map(([day, group]) => ({ ...group, key: day ?? 'unknown' }))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
    uncounted(usageBy('day', sessions, { from: null, to: null })),
  );
  const projectOf = billing(sessions);
  for (const [day, { models, hours, projects }] of cube) {
    const here = cells.filter(({ cell }) => cell.day === day);
    for (const [hour, requests] of hours)
      put(
        requests,
        here.reduce((sum, { cell }) => sum + (cell.hour === hour ? cell.requests : 0), 0),
      );
    for (const [project, micro] of projects)
      put(
        micro,
        here.reduce(
          (sum, { session, cell }) =>
            sum + ((projectOf(session, cell) ?? '') === project ? (cell.costMicroUsd ?? 0) : 0),
          0,
        ),
      );
    for (const [model, group] of models)
      put(
        group.unknownConditions,
        here
          .filter(({ cell }) => modelKey(cell) === model)
          .reduce((sum, { cell }) => addConditions(sum, cell.unknownConditions), {}),
      );
  }
  const tools = { calls: 0, errors: 0, denied: 0 };
  const rows = sessions.flatMap((one): readonly (typeof tools)[] =>
    days.from === null ? one.tools : one.toolDays.filter(({ day }) => isDayWithin(day, days)),
  );
  for (const row of rows)
    for (const count of ['calls', 'errors', 'denied'] as const) tools[count] += row[count];
  put(toolsIn(cube, days), tools);
  return { told, walked };
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('sessions that come, change, are filtered and go, run %i', (seed) => {
  const next = numbers(seed);
  const all = new AllFigures();
  for (let step = 0; step < 40; step++) {
    const one = made(next(8), next);
    if (next(5) === 0) all.delete(one.id);
    else all.set(one.id, one);
    const from = DAYS[next(4)] ?? null;
    const days: Days = from === null ? { from: null, to: null } : { from, to: '2026-03-09' };
    const project = next(2) === 0 ? '/w/a' : null;
    for (const list of [all.list(), all.list().filter((passed) => passed.project === project)]) {
      const { told, walked } = bothWays(list, days);
      expect(told).toEqual(walked);
    }
  }
});

test('all figures are one list until one of them changes', () => {
  const all = new AllFigures();
  const one = figures('a', {});
  all.set('a', one);
  const before = all.list();
  expect(all.list()).toBe(before);
  expect(cubeOf(all.list())).toBe(cubeOf(before));
  all.set('a', { ...one, prompts: 9 });
  expect(all.list()).not.toBe(before);
  expect(all.list().map(({ prompts }) => prompts)).toEqual([9]);
  all.delete('a');
  expect(all.list()).toEqual([]);
  all.set('b', one);
  expect(all.list()).toHaveLength(1);
  all.clear();
  expect(all.list()).toEqual([]);
});
