/** Counts over a session's events, as a fold. Pure. */
import { getOwn, setOwn } from '../log/own';
import type { Event, EventOf, ToolOutcome } from '../session/event';
import type { Spawn } from '../session/join';
import { serverOf } from '../session/tools';
import { compareTexts } from '../log/compareTexts';
import type { ToolRow } from '../store/figures';

/** The counts up to an event. */
export interface Tally {
  prompts: number;
  scriptedPrompts: number;
  slashCommands: number;
  interrupts: number;
  compactions: number;
  /** Number of prompts by their parent record. `rewinds`: those beyond the first of each parent (P20). */
  children: Map<string, number>;
  rewinds: number;
  tools: Record<string, ToolRow>;
  /** Calls without a result yet, by id. */
  open: Map<string, { name: string; spawn: Spawn }>;
  /** The sub-agents that were started, by agent id. */
  spawns: Map<string, Spawn>;
  /** Names of the tools each response called, one for each call, by the response's key. */
  called: Map<string, string[]>;
  /** Times of all events, ms since the epoch. Unless `mixed`, they are sorted and `activeMs` is up to date. */
  times: number[];
  mixed: boolean;
  activeMs: number;
  limits: EventOf<'limit'>[];
  compaction: EventOf<'compaction'> | null;
}

export const noTally = (): Tally => ({
  prompts: 0,
  scriptedPrompts: 0,
  slashCommands: 0,
  interrupts: 0,
  compactions: 0,
  children: new Map(),
  rewinds: 0,
  tools: {},
  open: new Map(),
  spawns: new Map(),
  called: new Map(),
  times: [],
  mixed: false,
  activeMs: 0,
  limits: [],
  compaction: null,
});

/** Adds an event to the counts. */
export function tally(state: Tally, event: Event): void {
  if (event.t !== null) addTime(state, event.t);
  switch (event.kind) {
    case 'prompt':
      return addPrompt(state, event);
    case 'tool':
      return addCall(state, event);
    case 'result':
      return addResult(state, event);
    case 'command':
      state.slashCommands++;
      break;
    case 'interrupt':
      state.interrupts++;
      break;
    case 'compaction':
      state.compactions++;
      state.compaction = event;
      break;
    case 'limit':
      state.limits.push(event);
      break;
    default:
  }
}

function addPrompt(state: Tally, { via, parent }: EventOf<'prompt'>): void {
  if (via === 'scripted') {
    state.scriptedPrompts++;
    return;
  }
  state.prompts++;
  if (parent === null) return;
  const children = state.children.get(parent) ?? 0;
  state.children.set(parent, children + 1);
  if (children > 0) state.rewinds++;
}

const OUTCOME_FIELD: Record<ToolOutcome, 'errors' | 'denied' | 'interrupted' | 'cancelled' | null> = {
  ok: null,
  error: 'errors',
  denied: 'denied',
  interrupted: 'interrupted',
  cancelled: 'cancelled',
};

function addCall(state: Tally, { id, name, response, agentType, task }: EventOf<'tool'>): void {
  const row =
    getOwn(state.tools, name) ??
    setOwn(state.tools, name, {
      name,
      server: serverOf(name),
      calls: 0,
      errors: 0,
      denied: 0,
      interrupted: 0,
      cancelled: 0,
    });
  row.calls++;
  state.open.set(id, { name, spawn: { agentType, task } });
  const called = state.called.get(response);
  if (called === undefined) state.called.set(response, [name]);
  else called.push(name);
}

/** A call has one result. */
function addResult(state: Tally, { id, outcome, agent, agentType }: EventOf<'result'>): void {
  const call = state.open.get(id);
  state.open.delete(id);
  const field = OUTCOME_FIELD[outcome];
  const row = call === undefined ? undefined : getOwn(state.tools, call.name);
  if (row !== undefined && field !== null) row[field]++;
  if (agent !== null)
    state.spawns.set(agent, {
      agentType: agentType ?? call?.spawn.agentType ?? null,
      task: call?.spawn.task ?? null,
    });
}

/** A longer gap between two lines is a pause (codevigil's idle time), in ms. */
const PAUSE_MS = 5 * 60_000;

/** The part of a gap between two times that was no pause. */
const workIn = (from: number | undefined, to: number | undefined): number =>
  from === undefined || to === undefined || to - from > PAUSE_MS ? 0 : to - from;

/** A late time is inserted in order among the last so many times; otherwise the times are `mixed` and sorted when needed. */
const LATE = 64;

function addTime(state: Tally, t: number): void {
  const { times } = state;
  let i = times.length;
  const least = Math.max(0, i - LATE);
  while (i > least && times[i - 1]! > t) i--;
  const [before, after] = [times[i - 1], times[i]];
  state.mixed ||= before !== undefined && before > t;
  state.activeMs += workIn(before, t) + workIn(t, after) - workIn(before, after);
  if (i === times.length || state.mixed) times.push(t);
  else times.splice(i, 0, t);
}

/** Calls and outcomes by tool, sorted by name. */
export const toolRows = ({ tools }: Tally): ToolRow[] =>
  Object.values(tools).sort((a, b) => compareTexts(a.name, b.name));

/** Time between events without pauses, in ms. */
export const activeMsOf = ({ times, mixed, activeMs }: Tally): number =>
  mixed
    ? Float64Array.from(times)
        .sort()
        .reduce((sum, t, i, sorted) => sum + workIn(sorted[i - 1], t), 0)
    : activeMs;

/** True if all prompts came from scripts, so nobody can answer. */
export const isHeadless = ({
  prompts,
  scriptedPrompts,
}: Pick<Tally, 'prompts' | 'scriptedPrompts'>): boolean => prompts === 0 && scriptedPrompts > 0;
