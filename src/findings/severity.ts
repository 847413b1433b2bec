/** The severity of a session: one rule for every surface. Pure. */
import type { Step } from '../session/step';
import { PARSE_HEALTH } from '../signals/parseHealth';
import { worst } from '../signals/registry';
import { worseOf, type SessionSeverity, type Severity } from '../signals/severity';
import type { SignalReading } from '../signals/signal';
import type { Found } from './finding';
import { openOf } from './registry';
import { isClosed, newTurn, type Turn } from './turns';

/** Sessions of fewer calls, in which no turn has ended, are not judged. */
export const LEAST_CALLS = 5;

/** What the severity of a session follows from. */
export interface Judged {
  findings: readonly Found[];
  signals: readonly SignalReading[];
  tools: readonly { calls: number }[];
  /** A turn of it has ended. */
  closedTurn: boolean;
  /** Null for a session of its own. Findings of a sub-agent are its parent's: it is not judged. */
  parent: string | null;
}

/**
 * That of the worst open finding. Measures describe and do not ring, unless `measures`: then they count as codevigil has them
 * (setting `vigil.alerts.measures`).
 */
export function severityOfSession(session: Judged, measures: boolean): SessionSeverity {
  const found: Severity = openOf(session.findings)[0]?.severity ?? 'ok';
  const severity = measures && found !== 'critical' ? worseOf(found, worst(session.signals)) : found;
  return severity === 'ok' && !isJudged(session) ? 'unjudged' : severity;
}

function isJudged({ tools, closedTurn, parent, signals }: Judged): boolean {
  const calls = tools.reduce((sum, one) => sum + one.calls, 0);
  return parent === null && (calls >= LEAST_CALLS || closedTurn) && !isNotUnderstood(signals);
}

/** Too few of the log's lines are understood: every figure is in doubt. */
export const isNotUnderstood = (signals: readonly SignalReading[]): boolean =>
  signals.some(({ name, severity }) => name === PARSE_HEALTH.name && severity === 'critical');

/** Whether the agent has said its last word in a turn, up to a step. */
export interface LastWords {
  said: boolean;
  turn: Turn;
}

export const noLastWords = (): LastWords => ({ said: false, turn: newTurn() });

export function foldLastWords(state: LastWords, step: Step): void {
  const { turn } = state;
  if (step.kind === 'text') turn.closing = step;
  else if (step.kind === 'tool') turn.closing = null;
  else if (step.kind === 'prompt' || step.kind === 'turnEnd') {
    state.said ||= isClosed(turn, true);
    turn.closing = null;
  }
}

/** True when the agent has said its last word in a turn. */
export const areLastWords = ({ said, turn }: LastWords): boolean => said || isClosed(turn, false);
