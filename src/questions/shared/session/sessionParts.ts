/** One session part by part: outcomes of tools, and verdicts of signals. */
import * as z from 'zod';
import { followSignals, readSignals } from '../../../signals/registry';
import { worseOf, Severity } from '../../../signals/severity';
import { taskAt, TaskType } from '../../../signals/task';
import { stepsOf, type Step } from '../../../session/step';
import type { Session } from '../../../session/join';
import { turnByEvent } from '../../../session/turns';
import type { Rules } from '../../../library/rules';
import { compareTexts } from '../../../log/compareTexts';
import { isoOf } from '../../../usage/days';

export const Heatmap = z.object({
  /** Start of each part, ISO; null if no line has a time. */
  parts: z.array(z.string().nullable()),
  /** The kind of task of most events of each part, null if unknown; null as a whole if kinds of task are off. */
  tasks: z.array(TaskType.nullable()).nullable(),
  tools: z.array(
    z.object({
      name: z.string(),
      cells: z.array(z.object({ calls: z.number(), failed: z.number(), denied: z.number() })),
    }),
  ),
  /** Severity at the end of each part; null without a verdict. */
  signals: z.array(z.object({ name: z.string(), cells: z.array(Severity.nullable()) })),
});
export type Heatmap = z.infer<typeof Heatmap>;

/** Number of parts, each with the same number of events. */
export const PARTS = 12;

export function heatmapOf(session: Session, rules: Rules, parts = PARTS): Heatmap {
  const { events } = session;
  const count = Math.max(1, Math.min(parts, events.length));
  const ends = Array.from({ length: count }, (_, i) => Math.ceil(((i + 1) * events.length) / count));
  const begins = [0, ...ends.slice(0, -1)];
  const steps = stepsOf(events);
  const place = new Map(events.map((event, i) => [event, i]));
  const tools = new Map<string, Heatmap['tools'][number]['cells']>();
  // Steps of tool calls are new objects, so they are found by their ids.
  const index = new Map(
    events.flatMap((event, i) => (event.kind === 'tool' ? [[event.id, i] as const] : [])),
  );
  for (const step of steps) {
    if (step.kind !== 'tool') continue;
    const at = index.get(step.id) ?? place.get(step) ?? 0;
    const part = ends.findIndex((end) => at < end);
    const cells =
      tools.get(step.name) ?? Array.from({ length: count }, () => ({ calls: 0, failed: 0, denied: 0 }));
    tools.set(step.name, cells);
    const cell = cells[part === -1 ? count - 1 : part];
    if (cell === undefined) continue;
    cell.calls++;
    if (step.outcome === 'error') cell.failed++;
    if (step.outcome === 'denied') cell.denied++;
  }
  const readings = ends.map((end) =>
    readSignals(events.slice(0, end), session.parse, rules.options, rules.thresholds),
  );
  const names = readings[0]?.map(({ name }) => name) ?? [];
  return {
    parts: begins.map((at) => isoOf(events.slice(at).find(({ t }) => t !== null)?.t ?? null)),
    tasks: rules.taskType && session.parent === null ? tasksOf(events, steps, ends) : null,
    tools: [...tools]
      .map(([name, cells]) => ({ name, cells }))
      .sort((a, b) => sum(b.cells) - sum(a.cells) || compareTexts(a.name, b.name)),
    signals: names.map((name) => ({
      name,
      cells: readings.map((all) => {
        const one = all.find((reading) => reading.name === name);
        return one === undefined || one.measure === null ? null : one.severity;
      }),
    })),
  };
}

/** The kind of task of most events of each part, among turns with a known kind. */
function tasksOf(
  events: Session['events'],
  steps: readonly Step[],
  ends: readonly number[],
): (TaskType | null)[] {
  const kindOf = taskAt(steps);
  let kind: TaskType | null = null;
  const kinds = events.map((event) => {
    if (event.kind === 'prompt') kind = kindOf(event);
    return kind;
  });
  return ends.map((end, i) => {
    const counts = new Map<TaskType, number>();
    for (const one of kinds.slice(i === 0 ? 0 : ends[i - 1], end))
      if (one !== null) counts.set(one, (counts.get(one) ?? 0) + 1);
    return [...counts].reduce<[TaskType | null, number]>(
      (most, one) => (one[1] > most[1] ? one : most),
      [null, 0],
    )[0];
  });
}

/** Most turns whose severity is computed; with more turns, those in between get that of the turn before. */
const MOST_JUDGED = 400;

/** The worst severity of the signals at the end of each turn, by index; null without a verdict. */
export function severitiesOf({ events }: Pick<Session, 'events'>, rules: Rules): (Severity | null)[] {
  const turns = turnByEvent(events);
  const ends = turns.flatMap((turn, i) => (turn === turns[i + 1] ? [] : [i + 1]));
  const every = Math.max(1, Math.ceil(ends.length / MOST_JUDGED));
  const judged = ends.map((_, i) => i).filter((i) => i % every === 0 || i === ends.length - 1);
  const followed = followSignals(
    events,
    rules.options,
    rules.thresholds,
    judged.map((i) => ends[i]!),
  );
  const severities = judged.map((_, at) =>
    followed
      .map(({ severities: grades }) => grades[at] ?? null)
      .reduce((a, b) => (a === null ? b : b === null ? a : worseOf(a, b)), null),
  );
  const last = ends.length - 1;
  return ends.map((_, i) => (i === last ? severities.at(-1) : severities[Math.floor(i / every)]) ?? null);
}

const sum = (cells: readonly { calls: number }[]): number =>
  cells.reduce((total, { calls }) => total + calls, 0);
