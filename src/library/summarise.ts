/** A session's figures: what the store keeps and every face shows. Pure. */
import { inputSide, lastRequest, type Response } from '../log/response';
import { getOwn, setOwn } from '../log/own';
import { findIn } from '../findings/registry';
import { hasClosedTurn, severityOfSession } from '../findings/severity';
import { readSignals, type ThresholdsBySignal } from '../signals/registry';
import { type SignalOptions } from '../signals/signal';
import { endsTurn, isEdit, stepsOf, type Step } from '../session/step';
import { taskTypeOfSteps } from '../signals/task';
import type { Event, ToolOutcome } from '../session/event';
import { rewindsOf, type Session } from '../session/join';
import { nameOf } from '../session/naming';
import { repositoryOf } from '../session/fileKey';
import { placesOfWork } from '../session/paths';
import { serverOf } from '../session/tools';
import type { SessionFigures, ToolRow } from '../store/figures';
import { contextWindow } from '../usage/context';
import type { calendarOf, Clock } from '../usage/days';
import type { PriceTable } from '../usage/prices';
import type { Settings } from '../settings/settings';
import { asCodevigil, thresholdsOf } from '../settings/thresholds';
import { silenceOf, type Silence } from './lifeCycle';
import { resetTime } from '../usage/resets';
import { addAmounts, usageCells, usageRows } from '../usage/rows';
import { toolUsage } from '../usage/tools';

/** Raised when figures come out otherwise from the same readings: stored ones are then derived again. */
export const FIGURES_VERSION = 7;

/** What the figures depend on beside the logs. */
export interface Rules {
  prices: PriceTable;
  /** Day of a time in the chosen zone, `YYYY-MM-DD`. */
  dayOf: (t: number) => string;
  /** Hour of a time in the chosen zone, 0 to 23. */
  hourOf: (t: number) => number;
  /** IANA name of the zone. */
  zone: string;
  /** Times of that zone, for documents. */
  clock: Clock;
  thresholds: ThresholdsBySignal;
  /** Measures ring and means are marked, as codevigil has it. */
  measures: boolean;
  options: SignalOptions;
  /** When a session is idle, and when it has ended. */
  silence: Silence;
  /** Say what kind of task sessions and turns were. */
  taskType: boolean;
}

/** The rules under given settings. */
export function rulesOf(
  asked: Settings,
  prices: PriceTable,
  { day, hour, clock, zone }: ReturnType<typeof calendarOf>,
): Rules {
  const { measures } = asked.alerts;
  const settings = measures ? asCodevigil(asked) : asked;
  return {
    prices,
    dayOf: day,
    hourOf: hour,
    clock,
    zone,
    thresholds: thresholdsOf(settings),
    measures,
    options: { ...settings.signals, plain: measures },
    silence: silenceOf(settings),
    taskType: settings.signals.taskType,
  };
}

const iso = (t: number | null): string | null => (t === null ? null : new Date(t).toISOString());

const OUTCOME_FIELD: Record<ToolOutcome, 'errors' | 'denied' | 'interrupted' | 'cancelled' | null> = {
  ok: null,
  error: 'errors',
  denied: 'denied',
  interrupted: 'interrupted',
  cancelled: 'cancelled',
};

/** Calls and outcomes by tool, sorted by name. */
export function toolRows(events: readonly Event[]): ToolRow[] {
  const rows: Record<string, ToolRow> = {};
  const byCall = new Map<string, ToolRow>();
  for (const event of events) {
    if (event.kind === 'tool') {
      const row =
        getOwn(rows, event.name) ??
        setOwn(rows, event.name, {
          name: event.name,
          server: serverOf(event.name),
          calls: 0,
          errors: 0,
          denied: 0,
          interrupted: 0,
          cancelled: 0,
        });
      row.calls++;
      byCall.set(event.id, row);
    } else if (event.kind === 'result') {
      const row = byCall.get(event.id);
      const field = OUTCOME_FIELD[event.outcome];
      if (row !== undefined && field !== null) row[field]++;
    }
  }
  return Object.values(rows).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Tokens in the context after the last response, or after the compaction that followed it (P21, P22, P55); null
 * when nothing says it: a compaction without `postTokens`, no response. The window is that of the last response's model (P65).
 */
export function contextOf(
  responses: readonly Response[],
  events: readonly Event[],
  prices: PriceTable,
): SessionFigures['context'] {
  const last = responses.findLast((response) => inputSide(lastRequest(response)) > 0);
  if (last === undefined) return null;
  const compaction = events.findLast((event) => event.kind === 'compaction');
  const follows = compaction !== undefined && compaction.at > last.at;
  const tokens = follows ? compaction.postTokens : inputSide(lastRequest(last));
  if (tokens === null) return null;
  let most = 0;
  for (const one of responses)
    if (one.model === last.model) most = Math.max(most, inputSide(lastRequest(one)));
  return { tokens, window: contextWindow(prices, last.model, last.t, most) };
}

/** What a session's figures take from the sessions around it. */
export interface Family {
  /** Ids of the sessions that have it as parent. */
  subAgents: readonly string[];
  /** Its own type and task, when it is a sub-agent and its parent's log names them. */
  agentType: string | null;
  task: string | null;
  /** Edits of its sub-agents. */
  edits: SessionFigures['edited'];
}

/** The edits that worked, with their times. */
export const editsOf = (events: readonly Event[]): SessionFigures['edited'] =>
  stepsOf(events).flatMap((step) =>
    isEdit(step) && step.path !== null && step.t !== null ? [{ path: step.path, t: step.t }] : [],
  );

/** The events with those edits of others put between them, by time. */
export function withChanges(events: readonly Event[], edits: SessionFigures['edited']): readonly Event[] {
  if (edits.length === 0) return events;
  const waiting = edits.toSorted((a, b) => a.t - b.t);
  const merged: Event[] = [];
  for (const event of events) {
    while (event.t !== null && waiting[0] !== undefined && waiting[0].t < event.t) {
      const { path, t } = waiting.shift()!;
      merged.push({
        kind: 'changed',
        id: '',
        told: false,
        path,
        t,
        at: event.at,
        len: event.len,
        thread: '',
      });
    }
    merged.push(event);
  }
  return merged;
}

/** Tools that ask the person something and wait. */
const ASKING = new Set(['AskUserQuestion', 'ExitPlanMode']);

/** What happens beside the conversation. */
const ASIDE: ReadonlySet<Event['kind']> = new Set([
  'changed',
  'attached',
  'compaction',
  'apiError',
  'fallback',
]);

/** True when it is the person's move: the agent's turn is over, was interrupted, or it asks with a tool. */
export function isWaiting(steps: readonly Step[]): boolean {
  const last = steps.findLast(({ kind }) => !ASIDE.has(kind));
  if (last?.kind === 'interrupt' || last?.kind === 'turnEnd') return true;
  if (last?.kind === 'tool') return last.outcome === null && ASKING.has(last.name);
  return last?.kind === 'text' && endsTurn(last.stop) === true;
}

/** Names of the tools each response called, once a call, by response. */
function callsByResponse(events: readonly Event[]): Map<string, string[]> {
  const calls = new Map<string, string[]>();
  for (const event of events) {
    if (event.kind !== 'tool') continue;
    const known = calls.get(event.response);
    if (known === undefined) calls.set(event.response, [event.name]);
    else known.push(event.name);
  }
  return calls;
}

/** A longer pause between two lines is no work (codevigil's idle time), in ms. */
const PAUSE_MS = 5 * 60_000;

/** Time from the first to the last event, and without the pauses, in ms. */
export function timesOf(events: readonly Event[]): { wallMs: number; activeMs: number } {
  const times = events.flatMap(({ t }) => (t === null ? [] : [t])).sort((a, b) => a - b);
  let activeMs = 0;
  for (let i = 1; i < times.length; i++) {
    const gap = times[i]! - times[i - 1]!;
    if (gap <= PAUSE_MS) activeMs += gap;
  }
  return { wallMs: (times.at(-1) ?? 0) - (times[0] ?? 0), activeMs };
}

/** A session's steps, with edits of others put between them. */
const stepsWith = (
  { events, inherited }: Pick<Session, 'events' | 'inherited'>,
  edits: SessionFigures['edited'],
): Step[] => stepsOf(withChanges(events, edits), inherited);

/** A session's signals with detail and evidence; `edits`: those of its sub-agents. */
export const signalsOf = (
  session: Pick<Session, 'events' | 'inherited' | 'parse'>,
  edits: SessionFigures['edited'],
  rules: Rules,
  steps = stepsWith(session, edits),
): SessionFigures['signals'] =>
  readSignals([], session.parse, rules.options, rules.thresholds, false, [], steps);

/** True when nobody sits there: all that was asked came from a script. */
const isHeadless = (events: readonly Event[]): boolean => {
  const prompts = events.filter((event) => event.kind === 'prompt');
  return prompts.length > 0 && prompts.every(({ via }) => via === 'scripted');
};

/** A session's findings, sub-agents' edits put between its steps; none of a sub-agent: its parent answers for it. */
export function findingsOf(
  session: Session,
  edits: SessionFigures['edited'],
  steps = stepsWith(session, edits),
): SessionFigures['findings'] {
  if (session.parent !== null) return [];
  const models = new Map(session.responses.map(({ key, model }) => [key, model]));
  return findIn(steps, {
    headless: isHeadless(session.events),
    modelOf: (response) => models.get(response) ?? null,
  });
}

/** The figures of one session. */
export function summarise(session: Session, family: Family, rules: Rules): SessionFigures {
  const { facts, events, responses } = session;
  const count = (kind: Event['kind']): number => events.filter((event) => event.kind === kind).length;
  const prompts = events.filter((event) => event.kind === 'prompt');
  const task = session.parent === null ? null : (session.task ?? family.task);
  const [own] = facts.cwds;
  const places = placesOfWork(facts.cwds);
  const repository = own === undefined ? null : repositoryOf(own);
  const cells = usageCells(responses, rules.prices, { day: rules.dayOf, hour: rules.hourOf }, (cwd) => {
    const place = places.get(cwd);
    return place === repository ? undefined : place;
  });
  const usage = usageRows(cells);
  const changed = stepsWith(session, family.edits);
  const signals = signalsOf(session, family.edits, rules, changed);
  const findings = findingsOf(session, family.edits, changed);
  const steps = family.edits.length === 0 ? changed : stepsOf(events, session.inherited);
  const judged = {
    signals,
    findings,
    tools: toolRows(events),
    closedTurn: hasClosedTurn(steps),
    parent: session.parent,
  };
  return {
    ...judged,
    severity: severityOfSession(judged, rules.measures),
    id: session.id,
    file: session.file,
    // In the order in which evidence counts them.
    alsoIn: session.alsoIn,
    project: own ?? null,
    repository,
    title: session.title,
    ...nameOf({ title: session.title, task, opening: facts.opening }),
    opening: facts.opening,
    agentType: session.agentType ?? family.agentType,
    task,
    subAgents: [...family.subAgents].sort(),
    startedAt: iso(facts.startedAt),
    endedAt: iso(facts.endedAt),
    claudeVersions: facts.versions,
    permissionModes: facts.modes,
    gitBranches: facts.branches,
    pullRequests: facts.pullRequests,
    prompts: prompts.filter((prompt) => prompt.via !== 'scripted').length,
    messages: responses.length,
    copies: session.copies,
    scriptedPrompts: prompts.filter((prompt) => prompt.via === 'scripted').length,
    slashCommands: count('command'),
    interrupts: count('interrupt'),
    compactions: count('compaction'),
    rewinds: rewindsOf(events),
    context: contextOf(responses, events, rules.prices),
    usage,
    account: session.account,
    limits: limitsOf(events, rules.zone),
    cells,
    byTool: toolUsage(
      responses,
      callsByResponse(events),
      rules.prices,
      usage.reduce((sum, row) => sum + (row.costMicroUsd ?? 0), 0),
    ),
    ...timesOf(events),
    toolDays: toolDaysOf(steps, rules.dayOf),
    taskType: rules.taskType && session.parent === null ? taskTypeOfSteps(steps) : null,
    edited: session.parent === null ? [] : editsOf(events),
    waiting: isWaiting(steps),
    parse: session.parse,
  };
}

/** The notices of limits, with the time each resets. Those without a time cannot be placed. */
export const limitsOf = (events: readonly Event[], zone: string): SessionFigures['limits'] =>
  events.flatMap((event) => {
    if (event.kind !== 'limit' || event.t === null) return [];
    const { t, window, reached, resets, at, len, file } = event;
    const place = file === undefined ? { at, len } : { at, len, file };
    return [{ t, window, reached, resetsAt: resetTime(resets, t, zone), ...place }];
  });

/** Tool calls by the day they were made on; those without a time are left out. */
function toolDaysOf(steps: readonly Step[], dayOf: (t: number) => string): SessionFigures['toolDays'] {
  const days: Record<string, SessionFigures['toolDays'][number]> = {};
  for (const step of steps) {
    if (step.kind !== 'tool' || step.t === null) continue;
    const day = dayOf(step.t);
    const row = getOwn(days, day) ?? setOwn(days, day, { day, calls: 0, errors: 0, denied: 0 });
    row.calls++;
    if (step.outcome === 'error') row.errors++;
    if (step.outcome === 'denied') row.denied++;
  }
  return Object.values(days).sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** Usage of several sessions added up by model, as the totals of `vigil inspect` show it. */
export function totalUsage(
  sessions: readonly SessionFigures[],
): Omit<SessionFigures['usage'][number], 'day'>[] {
  const rows: Record<string, Omit<SessionFigures['usage'][number], 'day'>> = {};
  for (const session of sessions) {
    for (const { day: _, ...row } of session.usage) {
      const known = getOwn(rows, row.model);
      if (known === undefined) setOwn(rows, row.model, row);
      else addAmounts(known, row);
    }
  }
  return Object.values(rows).sort((a, b) => (a.model < b.model ? -1 : 1));
}
