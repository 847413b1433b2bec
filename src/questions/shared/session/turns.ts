/** A session's turns: one prompt or command and what followed. Pure. */
import * as z from 'zod';
import { addUsage, isPlaceholder, lastRequest, noUsage, TokenUsage } from '../../../log/response';
import { getOwn, setOwn } from '../../../log/own';
import { tellingLine, type Found } from '../../../findings/finding';
import type { Event } from '../../../session/event';
import type { Session } from '../../../session/join';
import { stepsOf } from '../../../session/step';
import { turnByEvent } from '../../../session/turns';
import { taskAt, TaskType } from '../../../signals/task';
import { pricedOf } from '../../../usage/cost';
import { isoOf } from '../../../usage/days';
import { requestsOf } from '../../../usage/rows';
import type { Rules } from '../../../library/rules';
import { cachedBySession } from '../sources';

/** Tokens in the context after a response, by origin. */
export const ContextParts = z.object({ fresh: z.number(), cacheRead: z.number(), cacheWrite: z.number() });

/** One prompt and what followed until the next. Index 0 holds what came before the first prompt, if anything. */
export const Turn = z.object({
  index: z.number(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  via: z.enum(['typed', 'queued', 'scripted', 'command']).nullable(),
  /** The first 2,000 characters of the prompt, read from the log, or why they are not shown; null if the log is gone. */
  promptText: z.string().nullable(),
  requests: z.number(),
  usage: TokenUsage,
  costMicroUsd: z.number().nullable(),
  lowerBound: z.number(),
  /** Its cost is a lower bound. */
  costAtLeast: z.boolean(),
  tools: z.array(z.object({ name: z.string(), calls: z.number(), errors: z.number(), denied: z.number() })),
  interrupted: z.boolean(),
  compacted: z.boolean(),
  /** Tokens in the context after its last response, by origin; null without a response. */
  context: ContextParts.nullable(),
  /** Ids of the sub-agents it started. */
  subAgents: z.array(z.string()),
  /** Its kind of task; null if unknown, or if kinds of task are off. */
  task: TaskType.nullable(),
  /** Place of its first line, for opening the log; `file`: see `event.ts`. */
  at: z.number(),
  file: z.number().optional(),
});
export type Turn = z.infer<typeof Turn>;

/** A turn without its prompt's text; `len`: length of the prompt's line in bytes. */
export type TurnFigures = Omit<Turn, 'promptText'> & { len: number };

/** Turns in order. Events before the first prompt are a turn without `via`. */
function turnsOf(session: Session, rules: Rules): TurnFigures[] {
  const turns: OpenTurn[] = [];
  const turnOf = turnByEvent(session.events);
  /** By the key of a response: the turn in which it began. */
  const begun = new Map<string, OpenTurn>();
  const callers = new Map<string, TurnFigures['tools'][number]>();
  for (const [i, event] of session.events.entries()) {
    const turn = (turns[turnOf[i]!] ??= begunBy(turnOf[i]!, event));
    if (event.t !== null && (turn.ended === null || event.t > turn.ended)) turn.ended = event.t;
    if (event.kind === 'interrupt') turn.interrupted = true;
    if (event.kind === 'compaction') turn.compacted = true;
    if (event.kind === 'tool') callers.set(event.id, called(turn, event.name));
    if (event.kind === 'result') {
      if (event.agent !== null) turn.subAgents.push(`${session.id}/${event.agent}`);
      const tally = callers.get(event.id);
      if (tally !== undefined && event.outcome === 'error') tally.errors++;
      if (tally !== undefined && event.outcome === 'denied') tally.denied++;
    }
    if ('response' in event && !begun.has(event.response)) begun.set(event.response, turn);
  }
  const turnAt = turnByTime(turns);
  for (const response of session.responses) {
    // An answer without text, thinking or call, such as a refusal, has no event.
    const turn = begun.get(response.key) ?? turnAt(response.t);
    if (turn !== undefined) addResponse(turn, response, rules);
  }
  const tasks: (turn: { at: number; file?: number | undefined }) => TaskType | null =
    rules.taskType && session.parent === null ? taskAt(stepsOf(session.events)) : () => null;
  return turns.map(({ tallies, ended, ...turn }) => ({
    ...turn,
    endedAt: isoOf(ended),
    costMicroUsd: turn.costMicroUsd === null ? null : Math.round(turn.costMicroUsd),
    tools: Object.values(tallies),
    task: tasks(turn),
  }));
}

type OpenTurn = Omit<TurnFigures, 'endedAt'> & {
  ended: number | null;
  tallies: Record<string, TurnFigures['tools'][number]>;
};

/** Gives the turn at a time: the last that had begun, else the first. */
function turnByTime(turns: readonly OpenTurn[]): (t: number | null) => OpenTurn | undefined {
  const starts = turns.map(({ startedAt }) => (startedAt === null ? Infinity : Date.parse(startedAt)));
  return (t) =>
    turns[
      t === null
        ? 0
        : Math.max(
            0,
            starts.findLastIndex((start) => start <= t),
          )
    ];
}

const newTurn = (
  index: number,
  { at, len, t, file }: { at: number; len: number; t: number | null; file?: number | undefined },
  via: TurnFigures['via'],
): OpenTurn => ({
  index,
  startedAt: isoOf(t),
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

const begunBy = (index: number, event: Event): OpenTurn =>
  event.kind === 'prompt'
    ? newTurn(index, event, event.via)
    : event.kind === 'command'
      ? newTurn(index, event, 'command')
      : newTurn(index, { ...event, len: 0 }, null);

/** Counts a call of a tool; returns the tool's counts. */
function called(turn: OpenTurn, name: string): TurnFigures['tools'][number] {
  const tally =
    getOwn(turn.tallies, name) ?? setOwn(turn.tallies, name, { name, calls: 0, errors: 0, denied: 0 });
  tally.calls++;
  return tally;
}

function addResponse(turn: OpenTurn, response: Session['responses'][number], rules: Rules): void {
  const last = lastRequest(response);
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = last;
  if (!isPlaceholder(last))
    turn.context = { fresh: input, cacheRead, cacheWrite: cacheWrite5m + cacheWrite1h };
  if (!response.final) {
    turn.lowerBound++;
    turn.costAtLeast = true;
  }
  for (const request of requestsOf(response)) {
    turn.requests++;
    addUsage(turn.usage, request.usage);
    const { microUsd: cost, unknown } = pricedOf(request, rules.prices);
    if (unknown.length > 0) turn.costAtLeast = true;
    turn.costMicroUsd = cost === null || turn.costMicroUsd === null ? null : turn.costMicroUsd + cost;
  }
}

/** The same, cached by session object: the library returns the same object until a reading changes. */
export const turnsIn = (session: Session, rules: Rules): TurnFigures[] =>
  turnLists(session, [rules], () => turnsOf(session, rules));
const turnLists = /* @__PURE__ */ cachedBySession<TurnFigures[]>();

/** The findings of each turn, by the lines of their evidence. */
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

/** The worst severity of findings in each turn; null without findings. */
export const foundByTurn = (
  turns: readonly Pick<TurnFigures, 'at' | 'file'>[],
  findings: readonly Found[],
): (Found['severity'] | null)[] =>
  findingsByTurn(turns, findings).map((found) =>
    found.some(({ severity }) => severity === 'critical') ? 'critical' : (found[0]?.severity ?? null),
  );
