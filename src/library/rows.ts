/** Sessions as lists and the badge show them. Pure. */
import { isOfPerson } from '../analysis/family';
import { openOf } from '../findings/registry';
import type { SessionFigures } from '../store/figures';
import { tokensOf } from '../usage/rows';
import type { Library } from './library';
import type { LiveSession, LiveState, SessionRow } from './sessionRow';

/** codevigil's life cycle: silence of 5 minutes is idle, of 35 minutes the end. In ms. */
const IDLE_MS = 5 * 60_000;
export const ENDED_MS = 35 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/**
 * State of a session whose last line was written at `endedAt` (ISO), at the time `now`. `waiting`: the agent has ended its
 * turn or asks. A session that is written to again goes on as it was (coffee-break rule): nothing is forgotten at the end.
 */
export function stateOf(endedAt: string | null, waiting: boolean, now: number): LiveState {
  if (endedAt === null) return 'ended';
  const silence = now - Date.parse(endedAt);
  // A line from tomorrow is none of a clock that goes a little fast.
  if (silence >= ENDED_MS || silence < -DAY_MS) return 'ended';
  if (waiting) return 'waiting';
  return silence < IDLE_MS ? 'active' : 'idle';
}

/** Latest of ISO times; null when there is none. */
const latest = (times: (string | null)[]): string | null =>
  times.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);

/** Row of a session with its sub-agents' usage in it. Severity is the session's own (P16). `kept`: in the vault. */
export function rowOf(
  library: Library,
  figures: SessionFigures,
  now: number,
  dayOf: (t: number) => string,
  kept: (path: string) => boolean = () => false,
): SessionRow {
  const family = [figures, ...figures.subAgents.flatMap((id) => library.figures.get(id) ?? [])];
  const usage = family.flatMap((one) => one.usage);
  const priced = usage.filter((row) => row.costMicroUsd !== null);
  const endedAt = latest(family.map((one) => one.endedAt));
  const entry = library.entries.get(figures.file);
  const left = entry === undefined || entry.gone;
  const copied = left && kept(figures.file);
  return {
    id: figures.id,
    title: figures.title,
    project: figures.project,
    repository: figures.repository,
    startedAt: figures.startedAt,
    endedAt,
    day: figures.startedAt === null ? null : dayOf(Date.parse(figures.startedAt)),
    // A log that has left the disk is written by nobody.
    state: left ? 'ended' : stateOf(endedAt, figures.waiting, now),
    severity: figures.severity,
    prompts: figures.prompts,
    messages: figures.messages,
    subAgents: figures.subAgents.length,
    agentType: figures.agentType,
    task: figures.taskType,
    tokens: usage.reduce((sum, row) => sum + tokensOf(row), 0),
    costMicroUsd:
      priced.length === 0 && usage.length > 0
        ? null
        : priced.reduce((sum, row) => sum + (row.costMicroUsd ?? 0), 0),
    lowerBound: usage.some((row) => row.lowerBound > 0),
    conditions: [...new Set(usage.flatMap((row) => Object.keys(row.unknownConditions)))].sort(),
    unpriced: [...new Set(usage.filter((row) => row.costMicroUsd === null).map((row) => row.model))].sort(),
    gone: left && !copied,
    copied,
  };
}

/** Sessions a person had are listed. */
export const isListed = isOfPerson;

const RANK = { critical: 0, warn: 1, ok: 2, unjudged: 2 } as const;

/** Sessions that have not ended, worst first, then the most recent. */
export function liveSessions(
  library: Library,
  now: number,
  dayOf: (t: number) => string,
  trendOf: (id: string) => number[],
): LiveSession[] {
  const live: LiveSession[] = [];
  for (const figures of library.figures.values()) {
    if (!isListed(figures)) continue;
    // Most sessions ended long ago: look at sub-agents only where they may have outlived their parent.
    const ended = (one: SessionFigures | undefined): boolean =>
      stateOf(one?.endedAt ?? null, false, now) === 'ended';
    if (ended(figures) && figures.subAgents.every((id) => ended(library.figures.get(id)))) continue;
    const row = rowOf(library, figures, now, dayOf);
    if (row.state === 'ended') continue;
    live.push({
      row,
      signals: figures.signals,
      findings: openOf(figures.findings),
      limits: figures.limits,
      context: figures.context,
      trend: trendOf(figures.id),
    });
  }
  return live.sort(
    (a, b) =>
      RANK[a.row.severity] - RANK[b.row.severity] || ((a.row.endedAt ?? '') < (b.row.endedAt ?? '') ? 1 : -1),
  );
}
