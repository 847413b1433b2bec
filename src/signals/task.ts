/**
 * The kind of task of a turn and of a session, by a table of weights over what can be seen of a turn (`taskSigns.ts`,
 * `taskWeights.ts`). A turn is a prompt and what followed until the next.
 */
import * as z from 'zod';
import { en } from '../l10n/english';
import { closed, foldTurn, taskTurns, type OpenTurn, type TaskTurn } from './taskSigns';
import { SURE_FROM, TASK_WEIGHTS } from './taskWeights';
import type { Step } from '../session/step';

export const TaskType = z.enum(['exploration', 'mutation_heavy', 'debug_loop', 'planning', 'mixed']);
export type TaskType = z.infer<typeof TaskType>;

/** Words for people. */
export const TASK_WORDS: Readonly<Record<TaskType, string>> = {
  exploration: en('exploring'),
  mutation_heavy: en('changing'),
  debug_loop: en('debugging'),
  planning: en('planning'),
  mixed: en('mixed'),
};

/** What is said to who asks for kinds of task while they are not told. */
export const TASKS_OFF = en(
  'Kinds of task are off. To see them, turn on the setting vigil.signals.taskType (experimental).',
);

/** How likely each kind is, from 0 to 1, by the weights of a turn's signs. */
export function oddsOf(signs: Iterable<string>, weights = TASK_WEIGHTS): Record<TaskType, number> {
  const sums = TaskType.options.map(() => 0);
  for (const sign of signs) for (const [i, weight] of (weights[sign] ?? []).entries()) sums[i]! += weight;
  const raised = sums.map((sum) => Math.exp(sum - Math.max(...sums)));
  const all = raised.reduce((sum, one) => sum + one, 0);
  return Object.fromEntries(TaskType.options.map((kind, i) => [kind, raised[i]! / all])) as Record<
    TaskType,
    number
  >;
}

/** A turn with what is said of it: null when too little was seen to tell. */
export interface JudgedTurn extends TaskTurn {
  kind: TaskType | null;
}

/** Signs that the turn before gives: a prompt of few words, or without a cue, goes on with what it was about. */
export function signsAfter(turn: TaskTurn, before: TaskType | null, asked: boolean): string[] {
  const signs = ['always', ...turn.signs];
  if (before !== null) {
    signs.push(`after: ${before}`);
    if (turn.signs.has('words: few')) signs.push(`few words after: ${before}`);
    if (turn.signs.has('opens: nothing')) signs.push(`no cue after: ${before}`);
  }
  if (asked && turn.signs.has('words: few')) signs.push('few words after: options');
  return signs;
}

/** What a turn gives the one after it. */
interface Before {
  kind: TaskType | null;
  asked: boolean;
}

/** The kind of a turn after another, and what it gives the next. */
function judge(turn: TaskTurn, before: Before): { kind: TaskType | null; gives: Before } {
  const odds = oddsOf(signsAfter(turn, before.kind, before.asked));
  const likely = TaskType.options.reduce((most, kind) => (odds[kind] > odds[most] ? kind : most));
  return {
    kind: odds[likely] >= SURE_FROM ? likely : null,
    gives: { kind: likely, asked: turn.signs.has('answer: options') },
  };
}

/** Judges turns in their order. */
export function judgeTurns(turns: readonly TaskTurn[]): JudgedTurn[] {
  let before: Before = { kind: null, asked: false };
  return turns.map((turn) => {
    const { kind, gives } = judge(turn, before);
    before = gives;
    return { ...turn, kind };
  });
}

/** What a session was for, up to a step: the turns that are over, and the one that is not. */
export interface Tasks {
  over: Pick<JudgedTurn, 'kind' | 'calls'>[];
  before: Before;
  open: OpenTurn | null;
}

export const noTasks = (): Tasks => ({ over: [], before: { kind: null, asked: false }, open: null });

export function foldTasks(state: Tasks, step: Step): void {
  if (step.kind === 'prompt') endTurn(state);
  state.open = foldTurn(state.open, step);
}

/** The kind of task up to here; changes `state`. */
export function taskOf(state: Tasks): TaskType | null {
  endTurn(state);
  return taskTypeOf(state.over);
}

function endTurn(state: Tasks): void {
  if (state.open === null) return;
  const { kind, gives } = judge(closed(state.open), state.before);
  state.over.push({ kind, calls: state.open.calls });
  state.before = gives;
  state.open = null;
}

/**
 * A session's kind: that of most of its turns, each weighing as much as its calls and one for its words. `mixed` when none has more than
 * half of what has a kind; null when no turn could be told.
 */
export function taskTypeOf(turns: readonly Pick<JudgedTurn, 'kind' | 'calls'>[]): TaskType | null {
  const withKind = turns.filter(({ kind }) => kind !== null);
  if (withKind.length === 0) return null;
  const weightOf = (some: typeof turns): number => some.reduce((sum, { calls }) => sum + calls + 1, 0);
  const kinds = withKind.filter(({ kind }) => kind !== 'mixed');
  const all = weightOf(kinds);
  return (
    TaskType.options.find((name) => weightOf(kinds.filter(({ kind }) => kind === name)) > all / 2) ?? 'mixed'
  );
}

/** The kind of the turn whose prompt stands at a place; null for what no prompt began, as a command, and where it is not told. */
export function taskAt(
  steps: readonly Step[],
): (place: { at: number; file?: number | undefined }) => TaskType | null {
  const kinds = new Map(
    judgeTurns(taskTurns(steps)).map(({ at, file, kind }) => [`${file} ${at}`, kind] as const),
  );
  return ({ at, file = 0 }) => kinds.get(`${file} ${at}`) ?? null;
}
