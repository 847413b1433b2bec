/** The sub-agents of a session: which started which, what each did and when, and what it returned. */
import * as z from 'zod';
import { compareTexts } from '../log/compareTexts';
import { fieldsOf } from '../log/json';
import { blocksOf, textOf, type LogRecord } from '../log/record';
import { ToolAction, type Event, type EventOf } from '../session/event';
import type { Session } from '../session/join';
import { agentOf } from '../session/sessionId';
import { stepsOf } from '../session/step';
import { startsAgent } from '../session/tools';
import { isoOf } from '../usage/days';
import { mostUsedModel } from '../usage/rows';
import { taskAt } from './shared/session/edits';
import { lastReply } from './shared/transcript/lastReply';
import { recordAt } from './shared/transcript/spokenLines';
import { placesIn, rowIn, type Sources } from './shared/sources';

export const args = z.object({ id: z.string() });

/** The timeline of a sub-agent. */
export const Timeline = z.object({
  id: z.string(),
  /** The sub-agent that started it; null for those the session itself started. */
  startedBy: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Its tool calls, thinned evenly if there are many; `t`: ms since the epoch. */
  steps: z.array(z.object({ t: z.number(), action: ToolAction, failed: z.boolean() })),
  calls: z.number(),
  errors: z.number(),
  /** Its task, cut, read from the log; null if the log is gone. Untrusted text. */
  task: z.string().nullable(),
});
export type Timeline = z.infer<typeof Timeline>;

const AgentState = z.enum(['running', 'done', 'failed', 'stopped', 'unknown']);
type AgentState = z.infer<typeof AgentState>;

/** A sub-agent with a log. Its tokens, cost and name are those of its row. */
const Agent = Timeline.extend({
  /** The model with most output; null if no line names one. */
  model: z.string().nullable(),
  state: AgentState,
  /** The beginning of what it returned. Untrusted text. */
  returned: z.string().nullable(),
  /** The workflow it ran in; null without one. */
  workflow: z.string().nullable(),
});

/** A sub-agent without a log, known from the call that started it and its result. */
const Unlogged = z.object({
  task: z.string().nullable(),
  kind: z.string().nullable(),
  startedBy: z.string().nullable(),
  startedAt: z.string().nullable(),
  state: AgentState,
  /** As reported with the result; null if not. */
  tokens: z.number().nullable(),
  ms: z.number().nullable(),
  calls: z.number().nullable(),
  model: z.string().nullable(),
  returned: z.string().nullable(),
  at: z.number(),
  file: z.number(),
});
export type Agent = z.infer<typeof Agent>;
export type Unlogged = z.infer<typeof Unlogged>;

export const reply = z.object({ agents: z.array(Agent), unlogged: z.array(Unlogged) });

/** Most characters of what a sub-agent returned, and of all together: with many sub-agents each has fewer. */
const RETURNED_CHARS = 2_000;
const RETURNED_CHARS_OF_ALL = 400_000;
/** Most sub-agents without a log that are listed. */
const MOST_UNLOGGED = 300;

export function answer({ id }: z.output<typeof args>, sources: Sources): z.output<typeof reply> {
  const { library, bytes } = sources;
  const session = library.session(id);
  const subAgents = library.figures.get(id)?.subAgents ?? [];
  if (session === null) return { agents: [], unlogged: [] };
  const children = subAgents.flatMap((child) => library.session(child) ?? []);
  const taskOf = (by: Session, call: StartingCall): string | null => {
    const { at, len, id: tool, file = 0 } = call;
    const task = tasks.get(call) ?? taskAt(bytes, placesIn(library, by)(file), at, len, tool);
    if (task !== null) tasks.set(call, task);
    return task;
  };
  const byId = new Map(children.map((one) => [one.id, one]));
  const starts = startsOf(session, children);
  const logged = new Set([...starts].flatMap(([agent, { call }]) => (byId.has(agent) ? [call] : [])));
  const ends = endsOf([session, ...children]);
  const chars = Math.min(RETURNED_CHARS, Math.ceil(RETURNED_CHARS_OF_ALL / children.length));
  return {
    agents: timelinesOf(session, children, starts, taskOf).map((line) => {
      const agent = byId.get(line.id)!;
      const end = ends.get(line.id.slice(id.length + 1)) ?? null;
      return {
        ...line,
        model: mostUsedModel(library.figures.get(line.id)?.usage ?? []),
        state: stateOf(line.id, end?.result ?? null, sources),
        returned: returnedBy(agent, end, chars, sources),
        workflow: workflowOf(agent),
      };
    }),
    unlogged: [session, ...children]
      .flatMap((by) => unloggedIn(by, session, byId, logged, taskOf, sources))
      .slice(0, MOST_UNLOGGED),
  };
}

interface End {
  by: Session;
  result: EventOf<'result'>;
}

/** The results of sub-agents, by agent id; of several the last. */
const endsOf = (sessions: readonly Session[]): Map<string, End> =>
  new Map(
    sessions.flatMap((by) =>
      by.events.flatMap((result) =>
        result.kind === 'result' && result.agent !== null ? [[result.agent, { by, result }] as const] : [],
      ),
    ),
  );

const ENDS: Record<EventOf<'result'>['outcome'], AgentState> = {
  ok: 'done',
  error: 'failed',
  denied: 'stopped',
  interrupted: 'stopped',
  cancelled: 'stopped',
};

/** The state of a sub-agent with a log. In the background, the result comes when it is started, so its own log counts. */
function stateOf(id: string, end: EventOf<'result'> | null, sources: Sources): AgentState {
  const figures = sources.library.figures.get(id);
  if (end !== null && end.outcome !== 'ok') return ENDS[end.outcome];
  if (figures === undefined) return 'unknown';
  const row = rowIn(sources, figures);
  const last = figures.endedAt === null ? null : Date.parse(figures.endedAt);
  // A result after its last line means that it has ended.
  if (end?.t != null && last !== null && end.t >= last) return 'done';
  if (figures.closedTurn) return 'done';
  return row.state === 'active' ? 'running' : 'unknown';
}

/** The beginning of what a sub-agent returned: its last reply, else the text of its result, as copies of its lines may lack the reply. */
function returnedBy(
  agent: Session,
  end: End | null,
  chars: number,
  { library, bytes }: Sources,
): string | null {
  const said = lastReply(agent, bytes, placesIn(library, agent), chars)?.text ?? null;
  if (said !== null || end === null) return said;
  const record = recordAt(bytes, placesIn(library, end.by)(end.result.file ?? 0), end.result);
  return reportedIn(record, 'unknown').returned?.slice(0, chars) ?? null;
}

function unloggedIn(
  by: Session,
  session: Session,
  logged: ReadonlyMap<string, Session>,
  calls: ReadonlySet<StartingCall | undefined>,
  taskOf: (by: Session, call: StartingCall) => string | null,
  { library, bytes }: Sources,
): Unlogged[] {
  const results = new Map(
    by.events.flatMap((event) => (event.kind === 'result' ? [[event.id, event] as const] : [])),
  );
  return by.events.flatMap((call): Unlogged[] => {
    if (!isStart(call) || calls.has(call)) return [];
    const result = results.get(call.id) ?? null;
    if (result?.agent != null && logged.has(`${session.id}/${result.agent}`)) return [];
    const { at, file = 0, t } = call;
    const record = result === null ? null : recordAt(bytes, placesIn(library, by)(result.file ?? 0), result);
    return [
      {
        task: taskOf(by, call),
        kind: call.agentType ?? result?.agentType ?? null,
        startedBy: by === session ? null : by.id,
        startedAt: isoOf(t),
        ...reportedIn(record, result === null ? 'unknown' : ENDS[result.outcome]),
        at,
        file,
      },
    ];
  });
}

const count = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;

/** The fields of a result's record about a sub-agent. If it was only launched, it has no state yet. */
function reportedIn(
  record: LogRecord | null,
  state: AgentState,
): Pick<Unlogged, 'state' | 'tokens' | 'ms' | 'calls' | 'model' | 'returned'> {
  const result = fieldsOf(record?.toolUseResult);
  const launched = result['isAsync'] === true || result['status'] === 'async_launched';
  const text = textOf(result['content']) || resultText(record);
  return {
    state: launched ? 'unknown' : state,
    tokens: count(result['totalTokens']),
    ms: count(result['totalDurationMs']),
    calls: count(result['totalToolUseCount']),
    model: typeof result['resolvedModel'] === 'string' ? result['resolvedModel'].slice(0, 100) : null,
    returned: launched || text === '' ? null : text.slice(0, RETURNED_CHARS),
  };
}

const resultText = (record: LogRecord | null): string =>
  blocksOf(record?.message?.content)
    .filter(({ type }) => type === 'tool_result')
    .map(({ content }) => textOf(content))
    .join('\n');

const tasks = new WeakMap<StartingCall, string>();

/** Most tool calls in a timeline, and in all together; more are thinned evenly. */
const MOST_STEPS = 200;
const MOST_STEPS_OF_ALL = 20_000;

/** A tool call that may have started a sub-agent. */
export type StartingCall = Extract<Event, { kind: 'tool' }>;

const isStart = (event: Event): event is StartingCall =>
  event.kind === 'tool' && (event.agentType !== null || startsAgent(event.name));

/** The session and the call that started a sub-agent. */
interface Start {
  by: Session;
  call: StartingCall | undefined;
}

/**
 * What started each sub-agent with a log, by its id. Results say so. While a sub-agent works there is no result: then a call is matched with a
 * log of the same type and task, else with the next log of that type that began after the call.
 */
function startsOf(parent: Session, subAgents: readonly Session[]): Map<string, Start> {
  const starts = new Map<string, Start>();
  const open: { by: Session; call: StartingCall }[] = [];
  for (const by of [parent, ...subAgents]) {
    const calls = new Map<string, StartingCall>();
    const done = new Set<string>();
    for (const event of by.events) {
      if (event.kind === 'tool' && !calls.has(event.id)) calls.set(event.id, event);
      if (event.kind === 'result' && event.agent !== null)
        starts.set(`${parent.id}/${event.agent}`, { by, call: calls.get(event.id) });
      if (event.kind === 'result') done.add(event.id);
    }
    for (const [id, call] of calls) if (isStart(call) && !done.has(id)) open.push({ by, call });
  }
  const logs = subAgents.filter((one) => !starts.has(one.id) && isCalled(one));
  const free = new Set(logs.sort((a, b) => begun(a) - begun(b)));
  const take = (fits: (log: Session, call: StartingCall) => boolean) => (one: (typeof open)[number]) => {
    for (const log of free) {
      if (log === one.by || begun(log) < (one.call.t ?? 0) || !fits(log, one.call)) continue;
      free.delete(log);
      starts.set(log.id, one);
      return false;
    }
    return true;
  };
  open
    .sort((a, b) => (a.call.t ?? 0) - (b.call.t ?? 0))
    .filter(
      take(
        (log, call) => log.task !== null && log.task === call.task && mayEqual(log.agentType, call.agentType),
      ),
    )
    .forEach(take((log, call) => mayEqual(log.agentType, call.agentType) && mayEqual(log.task, call.task)));
  return starts;
}

/** True if the values are equal, or one is unknown. */
const mayEqual = (one: string | null, other: string | null): boolean =>
  one === null || other === null || one === other;

/** True if a call started it. Sub-agents in a workflow are started by a script; those with a name before their id and no type by Claude Code. */
const isCalled = (one: Session): boolean =>
  workflowOf(one) === null && (one.agentType !== null || !/^a[a-z_]+-/.test(agentOf(one.id)));

const workflowOf = ({ file }: Session): string | null =>
  /[\\/]workflows[\\/]([^\\/]{1,100})[\\/][^\\/]*$/.exec(file)?.[1] ?? null;

const begun = ({ facts }: Session): number => facts.startedAt ?? 0;

/** A timeline for each sub-agent, in the order of their starts. */
function timelinesOf(
  parent: Session,
  subAgents: readonly Session[],
  starts: ReadonlyMap<string, Start>,
  taskOf: (by: Session, call: StartingCall) => string | null,
): Timeline[] {
  const startedBy = startersOf(subAgents, (id) => {
    const by = starts.get(id)?.by;
    return by === undefined || by === parent ? null : by.id;
  });
  const most = Math.min(MOST_STEPS, Math.ceil(MOST_STEPS_OF_ALL / subAgents.length));
  return subAgents
    .map((one): Timeline => {
      const calls = stepsOf(one.events).filter((step) => step.kind === 'tool');
      const thin = Math.max(1, calls.length / most);
      const { by, call } = starts.get(one.id) ?? { by: parent, call: undefined };
      return {
        id: one.id,
        startedBy: startedBy.get(one.id) ?? null,
        startedAt: isoOf(one.facts.startedAt),
        endedAt: isoOf(one.facts.endedAt),
        steps: Array.from(
          { length: Math.min(calls.length, most) },
          (_, i) => calls[Math.floor(i * thin)]!,
        ).flatMap(({ t, action, outcome }) =>
          t === null ? [] : [{ t, action, failed: outcome === 'error' }],
        ),
        calls: calls.length,
        errors: calls.filter(({ outcome }) => outcome === 'error').length,
        task: call === undefined ? null : taskOf(by, call),
      };
    })
    .sort((a, b) => compareTexts(a.startedAt ?? '', b.startedAt ?? '') || compareTexts(a.id, b.id));
}

/**
 * Which sub-agent started which; null: the session itself. If a log says that sub-agents started each other in a cycle, the first counts as
 * started by the session, because the tree would otherwise lack them.
 */
function startersOf(
  subAgents: readonly Session[],
  starterOf: (id: string) => string | null,
): Map<string, string | null> {
  const starters = new Map(subAgents.map(({ id }) => [id, starterOf(id)]));
  const settled = new Set<string>();
  for (const first of starters.keys()) {
    const path = new Set<string>();
    let id: string | null = first;
    while (id !== null && !settled.has(id) && !path.has(id)) {
      path.add(id);
      id = starters.get(id) ?? null;
    }
    if (id !== null && path.has(id)) starters.set(id, null);
    for (const one of path) settled.add(one);
  }
  return starters;
}
