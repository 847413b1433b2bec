/**
 * Weights of signs from labelled turns: softmax regression that is pulled towards what was judged beforehand, by gradient descent.
 * The same turns give the same weights.
 */
import { oddsOf, signsAfter, TaskType } from '../../src/signals/task';
import type { Labelled } from './turns';

type Weights = Record<string, readonly number[]>;

const SETTINGS = {
  /** How hard a weight is pulled towards what was judged beforehand. */
  pull: 0.2,
  /** A sign that fewer labelled turns have keeps its weight. */
  least: 4,
  steps: 600,
  rate: 0.3,
  momentum: 0.9,
  /** What a turn was is a sign of the next: after each fit the unlabelled ones are judged anew. */
  rounds: 3,
} as const;

interface Example {
  signs: readonly string[];
  label: number;
}

const KINDS = TaskType.options;
const likeliest = (odds: Record<TaskType, number>): TaskType =>
  KINDS.reduce((most, kind) => (odds[kind] > odds[most] ? kind : most));

/** Labelled turns with all their signs; what an unlabelled one was is what the weights say. */
function examplesOf(sessions: readonly Labelled[], weights: Weights | null): Example[] {
  return sessions.flatMap((session) => {
    let before: TaskType | null = null;
    let asked = false;
    return session.flatMap(({ turn, label }): Example[] => {
      const signs = signsAfter(turn, before, asked);
      asked = turn.signs.has('answer: options');
      if (label !== null) before = label;
      else if (weights !== null) before = likeliest(oddsOf(signs, weights));
      return label === null ? [] : [{ signs, label: KINDS.indexOf(label) }];
    });
  });
}

function descend(examples: readonly Example[], priors: Weights): Weights {
  const counts = new Map<string, number>();
  for (const { signs } of examples) for (const sign of signs) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  const moved = [...counts].flatMap(([sign, n]) => (n >= SETTINGS.least ? [sign] : []));
  const none = KINDS.map(() => 0);
  // Kinds weigh the same: how frequent one is differs from project to project.
  const often = KINDS.map((_, i) => examples.filter(({ label }) => label === i).length);
  const shareOf = (label: number): number => examples.length / KINDS.length / often[label]!;
  const weights: Record<string, number[]> = Object.fromEntries(
    [...Object.keys(priors), ...moved].map((sign) => [sign, [...(priors[sign] ?? none)]]),
  );
  const speed = new Map(moved.map((sign) => [sign, [...none]]));
  for (let step = 0; step < SETTINGS.steps; step++) {
    const slope = new Map(moved.map((sign) => [sign, [...none]]));
    for (const { signs, label } of examples) {
      const odds = oddsOf(signs, weights);
      for (const sign of signs) {
        const of = slope.get(sign);
        if (of !== undefined)
          KINDS.forEach((kind, i) => (of[i]! += shareOf(label) * (odds[kind] - (i === label ? 1 : 0))));
      }
    }
    for (const sign of moved) {
      const of = weights[sign]!;
      const fast = speed.get(sign)!;
      KINDS.forEach((_, i) => {
        const back = SETTINGS.pull * (of[i]! - (priors[sign]?.[i] ?? 0));
        const by =
          SETTINGS.momentum * fast[i]! - SETTINGS.rate * (slope.get(sign)![i]! / examples.length + back);
        fast[i] = by;
        of[i]! += by;
      });
    }
  }
  return weights;
}

/** Weights by sign, to a tenth; signs that say nothing are left out. */
export function fitTask(sessions: readonly Labelled[], priors: Weights): Weights {
  let weights: Weights | null = null;
  for (let round = 0; round < SETTINGS.rounds; round++)
    weights = descend(examplesOf(sessions, weights), priors);
  return Object.fromEntries(
    Object.entries(weights ?? {})
      .map(([sign, of]) => [sign, of.map((one) => Math.round(one * 10) / 10 + 0)] as const)
      .filter(([, of]) => of.some((one) => one !== 0))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The weights as the module that Vigil reads. */
export function weightsModule(weights: Weights): string {
  const name = (sign: string): string => (/^\w+$/.test(sign) ? sign : `'${sign}'`);
  return `/** Made by \`node scripts/task-weights.mjs\` from the labelled turns of the tuning part: do not edit. */

/** A kind is told when it is at least so likely. */
export const SURE_FROM = 0.6;

/** What each sign of a turn says for exploration, mutation_heavy, debug_loop, planning and mixed. */
export const TASK_WEIGHTS: Readonly<Record<string, readonly number[]>> = {
${Object.entries(weights)
  .map(([sign, of]) => `  ${name(sign)}: [${of.join(', ')}],`)
  .join('\n')}
};
`;
}
