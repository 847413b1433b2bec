/** This week compared with the five before, with values computed by hand. */
import { expect, test } from 'vitest';
import { Measures, measures } from '../../src/questions/measures';
import { usage } from '../store/makers';
import { session, sources } from './dashboardRig';

/** Sessions on a day, each with so many failed calls of ten. */
const week = (day: string, errors: number, n = 5) =>
  Array.from({ length: n }, (_, i) =>
    session(`${day}-${i}`, day, 1, {
      tools: [{ name: 'Bash', server: null, calls: 10, errors, denied: 0, interrupted: 0, cancelled: 0 }],
    }),
  );
const failures = (figures: ReturnType<typeof week>) => {
  const found = Measures.parse(measures({ ...sources, figures }));
  return { found, row: found.rows.find(({ name }) => name === 'tool_error_share') };
};

test('means by week, and the usual range', () => {
  const { found, row } = failures([
    ...week('2026-02-02', 3),
    ...week('2026-02-10', 1),
    ...week('2026-02-17', 2),
    ...week('2026-02-24', 9, 4),
    ...week('2026-03-09', 4),
  ]);
  expect(found.weeks).toEqual([
    '2026-02-02',
    '2026-02-09',
    '2026-02-16',
    '2026-02-23',
    '2026-03-02',
    '2026-03-09',
  ]);
  expect(row).toMatchObject({
    title: 'Failed tool calls',
    weeks: [0.3, 0.1, 0.2, null, null, 0.4],
    n: 5,
    usual: { low: 0.1, high: 0.3 },
  });
});

test('two weeks have no usual range; four sessions have no mean', () => {
  const { row } = failures([...week('2026-02-02', 3), ...week('2026-02-10', 1), ...week('2026-03-09', 4, 4)]);
  expect(row).toMatchObject({ weeks: [0.3, 0.1, null, null, null, null], n: 4, usual: null });
});

test('a mean with a missing price or final usage is a lower bound', () => {
  const of = (lowerBound: number) =>
    measures({
      ...sources,
      figures: week('2026-03-09', 1).map((one) => ({ ...one, usage: [usage({ lowerBound })] })),
    }).rows.find(({ name }) => name === 'cost_per_prompt')?.lowerBound;
  expect([of(0), of(1)]).toEqual([false, true]);
});
