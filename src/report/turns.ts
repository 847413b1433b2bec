/** The turns of a session in its report. Pure. */
import type { Found } from '../findings/finding';
import { SEVERITY_WORD } from '../signals/severityWords';
import { TASK_WORDS, type TaskType } from '../signals/task';
import type { Clock } from '../usage/days';
import { formatCost } from '../usage/format';
import type { Cell, Section } from './document';

/** Where the lines that prove a finding stand. */
export type LineOf = (place: { at: number; file?: number | undefined }) => number | null;

/** A turn as it is told: one prompt and what followed. */
export interface TurnRow {
  /** From 1. */
  turn: number;
  /** Place of its first line. */
  at: number;
  file?: number;
  startedAt: string | null;
  calls: number;
  failed: number;
  /** With the sub-agents it started. */
  costMicroUsd: number | null;
  costAtLeast: boolean;
  findings: Pick<Found, 'name' | 'severity' | 'sentence' | 'open'>[];
  /** Its kind of task, null where too little was seen to tell; absent when kinds are not told. */
  task?: TaskType | null;
}

/** The turns in order, with their kinds where these are told. */
export function turnSection(
  turns: readonly TurnRow[],
  hasAgents: boolean,
  clock: Clock,
  lineOf: LineOf,
): Section {
  const tasks = turns.some(({ task }) => task !== undefined);
  return {
    heading: 'Turns',
    ...(hasAgents ? { text: ['Cost includes the sub-agents a turn started; calls are its own.'] } : {}),
    wraps: true,
    goFirst: ['Cost', 'Line'],
    head: [
      'Turn',
      `Started (${clock.zone})`,
      'Line',
      'Calls',
      'Failed',
      'Cost',
      ...(tasks ? ['Kind of task'] : []),
      'Found',
    ],
    rows: turns.map((turn): Cell[] => [
      turn.turn,
      turn.startedAt === null ? '–' : clock.time(Date.parse(turn.startedAt)),
      String(lineOf(turn) ?? '?'),
      turn.calls,
      turn.failed,
      turn.costMicroUsd === 0
        ? '–'
        : formatCost(turn.costMicroUsd, { lowerBound: turn.costAtLeast && turn.costMicroUsd !== null }),
      ...(tasks ? [turn.task === null || turn.task === undefined ? 'not told' : TASK_WORDS[turn.task]] : []),
      turn.findings
        .map(({ sentence, open, severity }) => `${open ? SEVERITY_WORD[severity] : 'repaired'}: ${sentence}`)
        .join('; ') || '–',
    ]),
  };
}
