/** What `vigil watch` shows: live sessions by project or one by one. Pure. */
import { projectKey } from '../session/paths';
import { visible } from '../log/visible';
import type { LiveSession } from '../library/sessionRow';
import { SESSION_RANKED, type SessionSeverity } from '../findings/severity';
import { TASK_WORDS } from '../signals/task';
import { beyondWindow, contextShare } from '../usage/context';
import { formatCost, formatTokens } from '../usage/format';

export interface ScreenOptions {
  bySession: boolean;
  /** Of the terminal, in characters. */
  width: number;
  height: number;
  colours: boolean;
  /** Clock of the last change, for the head. */
  clock: string;
}

interface Line {
  name: string;
  severity: SessionSeverity;
  state: string;
  sessions: number;
  tokens: number;
  cost: number | null;
  lowerBound: boolean;
  context: string;
}

const COLOUR: Record<SessionSeverity, string> = {
  unjudged: '',
  ok: '\u001b[32m',
  warn: '\u001b[33m',
  critical: '\u001b[31m',
};
const PLAIN = '\u001b[0m';
/** Not judged yet is not OK: it has no word. */
const WORD: Record<SessionSeverity, string> = { unjudged: '–', ok: 'OK', warn: 'WARN', critical: 'CRITICAL' };
const STATES = ['active', 'waiting', 'idle', 'ended'] as const;

/** Text from logs without what could steer a terminal, cut to a width. */
export const fit = (text: string, width: number): string => {
  const flat = [...visible(text.replace(/[\t\n]/g, '�'), () => '�')];
  return flat.length > width
    ? `${flat.slice(0, Math.max(0, width - 1)).join('')}…`
    : flat.join('').padEnd(width);
};

function lineOf(name: string, sessions: readonly LiveSession[]): Line {
  const rows = sessions.map(({ row }) => row);
  const severity = rows.reduce<SessionSeverity>(
    (worst, row) =>
      SESSION_RANKED.indexOf(row.severity) > SESSION_RANKED.indexOf(worst) ? row.severity : worst,
    'unjudged',
  );
  const priced = rows.filter(({ costMicroUsd }) => costMicroUsd !== null);
  const contexts = sessions.flatMap(({ context }) => context ?? []);
  const fills = contexts.flatMap((one) => contextShare(one) ?? []);
  return {
    name,
    severity,
    state: STATES.find((state) => rows.some((row) => row.state === state)) ?? 'ended',
    sessions: rows.length,
    tokens: rows.reduce((sum, { tokens }) => sum + tokens, 0),
    cost: priced.length === 0 ? null : priced.reduce((sum, row) => sum + (row.costMicroUsd ?? 0), 0),
    lowerBound: rows.some(
      ({ lowerBound, unpriced, conditions }) => lowerBound || unpriced.length > 0 || conditions.length > 0,
    ),
    // More than the window holds is no share of it.
    context: contexts.some(beyondWindow)
      ? 'beyond'
      : fills.length === 0
        ? ''
        : `${Math.floor(Math.max(...fills) * 100)} %`,
  };
}

const keyOf = ({ repository, project }: LiveSession['row']): string => {
  const folder = repository ?? project;
  return folder === null ? '' : projectKey(folder);
};

/** A session, and its kind of task where that is told. */
export const nameOf = ({ title, id, task }: LiveSession['row']): string =>
  `${task === null ? '' : `[task: ${TASK_WORDS[task]}] `}${title ?? id}`;

/** The screen, one line after the other, never more of them than fit. */
export function screenOf(live: readonly LiveSession[], options: ScreenOptions): string[] {
  const { bySession, width, height, colours, clock } = options;
  const groups = bySession
    ? live.map((one) => lineOf(nameOf(one.row), [one]))
    : [...Map.groupBy(live, ({ row }) => keyOf(row))].map(([, sessions]) =>
        lineOf(sessions[0]?.row.repository ?? sessions[0]?.row.project ?? 'unknown', sessions),
      );
  const figures = 52;
  const nameWidth = Math.max(12, width - figures);
  const head = `${fit(bySession ? 'SESSION' : 'PROJECT', nameWidth)} ${'SEVERITY'.padEnd(9)}${'STATE'.padEnd(8)}${'LIVE'.padStart(4)}${'TOKENS'.padStart(9)}${'COST'.padStart(12)}${'CONTEXT'.padStart(8)}`;
  const body = groups
    .sort((a, b) => SESSION_RANKED.indexOf(b.severity) - SESSION_RANKED.indexOf(a.severity))
    .map((line) => {
      const severity = WORD[line.severity].padEnd(9);
      const shown = colours ? `${COLOUR[line.severity]}${severity}${PLAIN}` : severity;
      const cost = formatCost(line.cost, { lowerBound: line.cost !== null && line.lowerBound });
      return `${fit(line.name, nameWidth)} ${shown}${line.state.padEnd(8)}${String(line.sessions).padStart(4)}${formatTokens(line.tokens).padStart(9)}${cost.padStart(12)}${line.context.padStart(8)}`;
    });
  const title = fit(`Vigil  ${clock}  ${live.length} live  Ctrl+C ends`, width).trimEnd();
  const rest = body.length === 0 ? ['No live session.'] : body;
  const room = Math.max(1, height - 3);
  const more = rest.length > room ? [`… and ${rest.length - room + 1} more`] : [];
  return [title, '', head, ...rest.slice(0, room - more.length), ...more].slice(0, height);
}
