/** A session's figures: what the archive keeps and every surface shows. Pure. */
import { getOwn, setOwn } from '../log/own';
import { areLastWords, severityOfSession } from '../findings/severity';
import { readSignals } from '../signals/registry';
import { endsTurn, type Step } from '../session/step';
import { taskOf } from '../signals/task';
import type { Event } from '../session/event';
import type { Session } from '../session/join';
import { nameOf } from '../session/naming';
import { repositoryOf } from '../session/fileKey';
import type { SessionFigures } from '../store/figures';
import { contextWindow } from '../usage/context';
import { isoOf } from '../usage/days';
import type { PriceTable } from '../usage/prices';
import { Derivation, type Sums, type Derived } from './derivation';
import { withChanges } from './edits';
import { resetTime } from '../usage/resets';
import { addAmounts, roundedCells, usageRows } from '../usage/rows';
import { toolUsage } from '../usage/tools';
import type { Rules } from './rules';
import { compareTexts } from '../log/compareTexts';
import { activeMsOf, toolRows } from './tally';

/** Raised when figures come out otherwise from the same readings: stored ones are then derived again. */
export const FIGURES_VERSION = 16;

/**
 * Tokens in the context after the last response, or after a later compaction (P21, P22, P55); null if unknown: a compaction without
 * `postTokens`, or no response. The window is that of the last response's model (P65).
 */
function contextOf(
  { used: { last, most }, tally: { compaction } }: Sums,
  prices: PriceTable,
): SessionFigures['context'] {
  if (last === null) return null;
  const tokens = compaction !== null && compaction.at > last.at ? compaction.postTokens : last.tokens;
  if (tokens === null) return null;
  return { tokens, window: contextWindow(prices, last.model, last.t, getOwn(most, last.model) ?? 0) };
}

/** What a session's figures depend on in related sessions. */
export interface Family {
  /** Ids of the sessions that have it as parent. */
  subAgents: readonly string[];
  /** Type and task of a sub-agent, from its parent's log. */
  agentType: string | null;
  task: string | null;
  /** Edits of its sub-agents. */
  edits: SessionFigures['edited'];
}

/** Tools that ask the person something and wait. */
const ASKING = new Set(['AskUserQuestion', 'ExitPlanMode']);

/** True if Claude waits for the person after the last step: its turn is over, was interrupted or failed, or it asks with a tool. */
function isWaiting(last: Step | null): boolean {
  if (last?.kind === 'apiError') return last.final === true;
  if (last?.kind === 'interrupt' || last?.kind === 'turnEnd') return true;
  if (last?.kind === 'tool') return last.outcome === null && ASKING.has(last.name);
  return last?.kind === 'text' && endsTurn(last.stop) === true;
}

/** A session's signals with detail and evidence; `edits`: those of its sub-agents. */
export const signalsOf = (
  { events, inherited, parse }: Pick<Session, 'events' | 'inherited' | 'parse'>,
  edits: SessionFigures['edited'],
  { options, thresholds }: Rules,
): SessionFigures['signals'] =>
  readSignals(withChanges(events, edits), parse, options, thresholds, false, inherited);

/** The figures of one session. */
export const summarise = (session: Session, family: Family, rules: Rules): SessionFigures =>
  figuresOf(session, family, rules, Derivation.of(session, family.edits, rules, false));

/** The figures of one session from its derivation. */
export function figuresOf(
  session: Session,
  family: Omit<Family, 'edits'>,
  rules: Rules,
  { sums, found }: Pick<Derived, 'sums' | 'found'>,
): SessionFigures {
  const { facts, responses } = session;
  const { tally, walked } = sums;
  const task = session.parent === null ? null : (session.task ?? family.task);
  const [own] = facts.cwds;
  const cells = roundedCells(sums.used.cells);
  const usage = usageRows(cells);
  const judged = {
    signals: sums.measures.read(session.parse, rules.thresholds),
    findings: found,
    tools: toolRows(tally),
    closedTurn: areLastWords(walked.lastWords),
    parent: session.parent,
  };
  return {
    ...judged,
    severity: severityOfSession(judged, rules.measures),
    id: session.id,
    file: session.file,
    // The order matters: evidence has indexes into it.
    alsoIn: session.alsoIn,
    project: own ?? null,
    repository: own === undefined ? null : repositoryOf(own, facts.worktrees),
    title: session.title,
    ...nameOf({ title: session.title, task, opening: facts.opening }),
    opening: facts.opening,
    agentType: session.agentType ?? family.agentType,
    task,
    subAgents: [...family.subAgents].sort(),
    startedAt: isoOf(facts.startedAt),
    endedAt: isoOf(facts.endedAt),
    claudeVersions: facts.versions,
    permissionModes: facts.modes,
    gitBranches: facts.branches,
    pullRequests: facts.pullRequests,
    prompts: tally.prompts,
    messages: responses.length,
    copies: session.copies,
    scriptedPrompts: tally.scriptedPrompts,
    slashCommands: tally.slashCommands,
    interrupts: tally.interrupts,
    compactions: tally.compactions,
    rewinds: tally.rewinds,
    context: contextOf(sums, rules.prices),
    usage,
    account: session.account,
    limits: limitsOf(tally.limits, rules.zone),
    cells,
    byTool: toolUsage(
      sums.used.tools,
      usage.reduce((sum, row) => sum + (row.costMicroUsd ?? 0), 0),
    ),
    // From `startedAt` to `endedAt`, so that it agrees with what surfaces show.
    wallMs: (facts.endedAt ?? 0) - (facts.startedAt ?? 0),
    activeMs: activeMsOf(tally),
    toolDays: Object.values(walked.days).sort((a, b) => compareTexts(a.day, b.day)),
    taskType: rules.taskType && session.parent === null ? taskOf(walked.tasks) : null,
    edited: walked.edited,
    waiting: isWaiting(walked.last),
    parse: session.parse,
  };
}

/** The notices of limits, with the time each resets. Those without a time cannot be placed. */
export const limitsOf = (events: readonly Event[], zone: string): SessionFigures['limits'] =>
  events.flatMap((event) => {
    if (event.kind !== 'limit' || event.t === null) return [];
    const { t, window, reached, resets, at, len, file } = event;
    const place = file === undefined ? { at, len } : { at, len, file };
    return [{ t, window, reached, resetsAt: resetTime(resets, t, zone, window), ...place }];
  });

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
  return Object.values(rows).sort((a, b) => compareTexts(a.model, b.model));
}
