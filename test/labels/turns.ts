/** The kind of task of turns that people labelled by reading: rows, what Vigil says of them, and how often it is right. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readLogs } from '../../src/library/inspect';
import { stepsOf } from '../../src/session/step';
import { judgeTurns, TaskType, type JudgedTurn } from '../../src/signals/task';
import { taskTurns, type TaskTurn } from '../../src/signals/taskSigns';
import { wilson, type Share } from './measure';
import { partOf, type Part } from './rows';

const OWN = join(import.meta.dirname, '../fixtures/labels');
const GIVEN = join(import.meta.dirname, '../../../shared/labels');

/** A turn by its prompt's line, and its kind. */
export const TurnRow = z.object({
  /** Relative to the corpus. */
  file: z.string(),
  /** From 1. */
  line: z.number(),
  /** Byte offset of the line. */
  at: z.number(),
  label: TaskType,
});
export type TurnRow = z.infer<typeof TurnRow>;

const keyOf = ({ file, at }: Pick<TurnRow, 'file' | 'at'>): string => `${file} ${at}`;

function rowsOf(file: string): TurnRow[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : [TurnRow.parse(JSON.parse(line))]));
}

/** Every labelled turn once: those that came with the corpus first. */
export function turnRows(part?: Part): TurnRow[] {
  const rows = new Map<string, TurnRow>();
  for (const row of [...rowsOf(join(GIVEN, 'turns.jsonl')), ...rowsOf(join(OWN, 'turns.jsonl'))])
    if (!rows.has(keyOf(row))) rows.set(keyOf(row), row);
  return [...rows.values()].filter(({ file }) => part === undefined || partOf(file) === part);
}

/** Turns of one session in their order, each with its label where it has one. */
export type Labelled<T extends TaskTurn = TaskTurn> = readonly { turn: T; label: TaskType | null }[];

/** The sessions that hold labelled turns. Each log is read by itself: a turn is labelled where it stands. */
export function labelledSessions(corpus: string, rows: readonly TurnRow[]): Labelled[] {
  const labels = new Map(rows.map((row) => [keyOf(row), row.label]));
  const sessions = [...new Set(rows.map(({ file }) => file))].flatMap((file) =>
    readLogs([join(corpus, file)]).sessions.flatMap((session) => {
      if (session.parent !== null) return [];
      return [
        taskTurns(stepsOf(session.events)).map((turn) => {
          const label = labels.get(keyOf({ file, at: turn.at })) ?? null;
          labels.delete(keyOf({ file, at: turn.at }));
          return { turn, label };
        }),
      ];
    }),
  );
  const [lost] = labels.keys();
  if (lost !== undefined) throw new Error(`The corpus has no turn at ${lost}.`);
  return sessions;
}

/** What was said of a labelled turn; null: not told. */
export interface SaidOf {
  label: TaskType;
  said: TaskType | null;
}

export const saidOf = (
  sessions: readonly Labelled[],
  judge: (turns: readonly TaskTurn[]) => readonly Pick<JudgedTurn, 'kind'>[] = judgeTurns,
): SaidOf[] =>
  sessions.flatMap((session) => {
    const judged = judge(session.map(({ turn }) => turn));
    return session.flatMap(({ label }, i) => (label === null ? [] : [{ label, said: judged[i]!.kind }]));
  });

/** The order in which codevigil's kinds decide. */
const PLAIN_ORDER = ['debug_loop', 'mutation_heavy', 'exploration', 'planning'] as const;

/** codevigil's two stages: first what was done, then the first kind its prompt speaks of. */
export function plainTask({ mutations, reads, research, shell, calls, plain }: TaskTurn): TaskType {
  const looked = reads + research;
  if (mutations >= 3 && shell === 0) return 'mutation_heavy';
  if (shell >= 1 && mutations >= 1) return 'debug_loop';
  if (calls === 0) return 'planning';
  if (shell === 0 && mutations < 2 && looked > 2 * mutations) return 'exploration';
  return PLAIN_ORDER.find((kind) => plain.has(kind)) ?? 'mixed';
}

/** codevigil's rules, which judge every turn. */
export const byCodevigil = (turns: readonly TaskTurn[]): Pick<JudgedTurn, 'kind'>[] =>
  turns.map((turn) => ({ kind: plainTask(turn) }));

export interface TurnScore {
  turns: number;
  /** Turns of which a kind was told, and how many of these rightly. */
  told: number;
  right: number;
  accuracy: Share | null;
  share: number;
}

export function scoreTurns(said: readonly SaidOf[]): TurnScore {
  const told = said.filter((one) => one.said !== null);
  const right = told.filter((one) => one.said === one.label).length;
  return {
    turns: said.length,
    told: told.length,
    right,
    accuracy: wilson(right, told.length),
    share: said.length === 0 ? 0 : told.length / said.length,
  };
}

/** What the lower end of the interval, and the share of turns told, must reach before kinds of task are told without being asked for. */
export const GATE = { accuracy: 0.85, share: 0.7 } as const;

const percent = (share: number): string => `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;

function lineOf(name: string, { turns, told, right, accuracy, share }: TurnScore): string {
  const range =
    accuracy === null
      ? '–'
      : `${percent(accuracy.share)} (${(accuracy.low * 100).toFixed(0)} to ${(accuracy.high * 100).toFixed(0)})`;
  return `${name}: ${right} of ${told} told right, ${range}; ${told} of ${turns} turns told, ${percent(share)}`;
}

/** Accuracy of one part with its 95 % interval, by kind, and how far two readings agree. */
export function printTurns(corpus: string, part: Part): string {
  const sessions = labelledSessions(corpus, turnRows(part));
  const ours = saidOf(sessions);
  const first = new Map(turnRows().map((row) => [keyOf(row), row.label]));
  const twice = rowsOf(join(OWN, 'second', 'turns.jsonl')).flatMap((row) => {
    const label = first.get(keyOf(row));
    return label === undefined ? [] : [label === row.label];
  });
  const same = twice.filter(Boolean).length;
  return [
    'Kind of task, by turn',
    lineOf('Vigil', scoreTurns(ours)),
    lineOf('codevigil', scoreTurns(saidOf(sessions, byCodevigil))),
    ...TaskType.options.map((kind) => {
      const of = ours.filter(({ label }) => label === kind);
      const said = ours.filter((one) => one.said === kind);
      const right = of.filter((one) => one.said === kind).length;
      const untold = of.filter((one) => one.said === null).length;
      return `  ${kind}: ${of.length} labelled, ${said.length} said, ${right} right, ${untold} not told`;
    }),
    `Two readings of ${twice.length} turns: the same in ${same}${twice.length === 0 ? '' : `, ${percent(same / twice.length)}`}`,
    `Told without being asked for when surely ${percent(GATE.accuracy)} or more are right, on ${percent(GATE.share)} of the turns.`,
  ].join('\n');
}
