/** Cost over time for stacked bars: the three largest series, and the rest as one. Pure. */
import * as z from 'zod';
import type { Cube } from '../../../analysis/cube';
import { daysFrom } from '../../../usage/days';
import { compareTexts } from '../../../log/compareTexts';
import type { Step } from '../../../usage/over';

/** Most series, because more colours cannot be distinguished. */
const MOST_NAMED = 3;

export const Stack = z.object({
  /** The largest series, largest first; projects by folder, '' if no record names one. Micro-dollars. */
  series: z.array(z.object({ name: z.string(), totalMicroUsd: z.number() })),
  /** The rest. */
  rest: z.object({ count: z.number(), totalMicroUsd: z.number() }),
  /** For each step the amount of each series, and of the rest at the end. Micro-dollars of the priced part. */
  steps: z.array(z.array(z.number())),
});
export type Stack = z.infer<typeof Stack>;

export const STACKS = ['project', 'model'] as const;
export type StackBy = (typeof STACKS)[number];

/** The cost of these consecutive steps. Usage without a price or day is not included. */
export function stackOf(by: StackBy, cube: Cube, steps: readonly Step[]): Stack {
  const amounts = new Map<string, { total: number; steps: Map<number, number> }>();
  const days = steps.flatMap(({ from, to }, place) => [...daysFrom(from, to)].map((day) => ({ day, place })));
  for (const { day, place } of days) {
    const used = cube.get(day);
    const spent =
      by === 'project'
        ? (used?.projects ?? [])
        : [...(used?.models.values() ?? [])].map((one) => [one.key, one.costMicroUsd ?? 0] as const);
    for (const [name, micro] of spent) {
      if (micro === 0) continue;
      const known = amounts.get(name) ?? { total: 0, steps: new Map<number, number>() };
      amounts.set(name, known);
      known.total += micro;
      known.steps.set(place, (known.steps.get(place) ?? 0) + micro);
    }
  }
  const ranked = [...amounts].sort(([a, x], [b, y]) => y.total - x.total || compareTexts(a, b));
  const named = ranked.slice(0, MOST_NAMED);
  const others = ranked.slice(MOST_NAMED);
  const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
  return {
    series: named.map(([name, { total }]) => ({ name, totalMicroUsd: total })),
    rest: { count: others.length, totalMicroUsd: sum(others.map(([, { total }]) => total)) },
    steps: steps.map((_, i) => [
      ...named.map(([, { steps: of }]) => of.get(i) ?? 0),
      sum(others.map(([, { steps: of }]) => of.get(i) ?? 0)),
    ]),
  };
}
