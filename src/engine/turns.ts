/** A session's turns: one prompt or command and what followed. Pure. */
import { addUsage, inputSide, lastRequest, noUsage } from '../log/response';
import { getOwn, setOwn } from '../log/own';
import { tellingLine, type Found } from '../findings/finding';
import type { Session } from '../session/join';
import { stepsOf } from '../session/step';
import { taskAt, type TaskType } from '../signals/task';
import { pricedOf } from '../usage/cost';
import { requestsOf } from '../usage/rows';
import type { Turn } from './protocol';
import type { Rules } from '../library/summarise';

/** A turn without its prompt's text, which is read from the log when asked; `len` is the prompt line's length. */
export type TurnFigures = Omit<Turn, 'promptText'> & { len: number };

const iso = (t: number | null): string | null => (t === null ? null : new Date(t).toISOString());

/** Turns in order. What came before the first prompt makes a turn of its own, without `via`. */
export function turnsOf(session: Session, rules: Rules): TurnFigures[] {
  const turns: (Omit<TurnFigures, 'endedAt'> & {
    ended: number | null;
    tallies: Record<string, TurnFigures['tools'][number]>;
  })[] = [];
  const open = (
    at: number,
    len: number,
    t: number | null,
    via: TurnFigures['via'],
    file: number | undefined,
  ) => {
    turns.push({
      index: turns.length,
      startedAt: iso(t),
      ended: t,
      via,
      requests: 0,
      usage: noUsage(),
      costMicroUsd: 0,
      lowerBound: 0,
      costAtLeast: false,
      tools: [],
      interrupted: false,
      compacted: false,
      context: null,
      subAgents: [],
      task: null,
      at,
      ...(file === undefined ? {} : { file }),
      len,
      tallies: {},
    });
  };
  const current = (at: number, t: number | null) => {
    if (turns.length === 0) open(at, 0, t, null, undefined);
    return turns[turns.length - 1]!;
  };
  const responses = new Map(session.responses.map((response) => [response.key, response]));
  const counted = new Set<string>();
  const callers = new Map<string, TurnFigures['tools'][number]>();
  for (const event of session.events) {
    if (event.kind === 'prompt') open(event.at, event.len, event.t, event.via, event.file);
    else if (event.kind === 'command') open(event.at, event.len, event.t, 'command', event.file);
    const turn = current(event.at, event.t);
    if (event.t !== null && (turn.ended === null || event.t > turn.ended)) turn.ended = event.t;
    if (event.kind === 'interrupt') turn.interrupted = true;
    if (event.kind === 'compaction') turn.compacted = true;
    if (event.kind === 'tool') {
      const tally =
        getOwn(turn.tallies, event.name) ??
        setOwn(turn.tallies, event.name, { name: event.name, calls: 0, errors: 0, denied: 0 });
      tally.calls++;
      callers.set(event.id, tally);
    }
    if (event.kind === 'result') {
      if (event.agent !== null) turn.subAgents.push(`${session.id}/${event.agent}`);
      const tally = callers.get(event.id);
      if (tally !== undefined && event.outcome === 'error') tally.errors++;
      if (tally !== undefined && event.outcome === 'denied') tally.denied++;
    }
    if ('response' in event && !counted.has(event.response)) {
      counted.add(event.response);
      const response = responses.get(event.response);
      if (response === undefined) continue;
      turn.requests++;
      const last = lastRequest(response);
      const { input, cacheRead, cacheWrite5m, cacheWrite1h } = last;
      if (inputSide(last) > 0)
        turn.context = { fresh: input, cacheRead, cacheWrite: cacheWrite5m + cacheWrite1h };
      addUsage(turn.usage, response.usage);
      if (!response.final) turn.lowerBound++;
      if (!response.final) turn.costAtLeast = true;
      for (const request of requestsOf(response)) {
        const { microUsd: cost, unknown } = pricedOf(request, rules.prices);
        if (unknown.length > 0) turn.costAtLeast = true;
        turn.costMicroUsd = cost === null || turn.costMicroUsd === null ? null : turn.costMicroUsd + cost;
      }
    }
  }
  const tasks: (turn: { at: number; file?: number | undefined }) => TaskType | null =
    rules.taskType && session.parent === null ? taskAt(stepsOf(session.events)) : () => null;
  return turns.map(({ tallies, ended, ...turn }) => ({
    ...turn,
    endedAt: iso(ended),
    costMicroUsd: turn.costMicroUsd === null ? null : Math.round(turn.costMicroUsd),
    tools: Object.values(tallies),
    task: tasks(turn),
  }));
}

/** What was found in each turn, by the line that tells it. */
export function findingsByTurn(
  turns: readonly Pick<TurnFigures, 'at' | 'file'>[],
  findings: readonly Found[],
): Found[][] {
  const found = turns.map((): Found[] => []);
  for (const one of findings) {
    const line = tellingLine(one);
    found[turns.findLastIndex((turn) => (turn.file ?? 0) === line.file && turn.at <= line.at)]?.push(one);
  }
  return found;
}

/** The worst that was found in each turn; null where nothing was. */
export const foundByTurn = (
  turns: readonly Pick<TurnFigures, 'at' | 'file'>[],
  findings: readonly Found[],
): (Found['severity'] | null)[] =>
  findingsByTurn(turns, findings).map((found) =>
    found.some(({ severity }) => severity === 'critical') ? 'critical' : (found[0]?.severity ?? null),
  );
