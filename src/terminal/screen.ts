/** The screens of `vigil watch`: live sessions by project or one by one, one session in full, or the keys. Pure. */
import { projectKey } from '../session/paths';
import { visible } from '../log/visible';
import type { LiveSession } from '../library/sessionRow';
import { fitColumns, GAP, shorten, widthOf, wrap } from '../report/fit';
import { findingWords } from '../findings/registry';
import { SEVERITIES, bySeverity, worseOf, type SessionSeverity } from '../signals/severity';
import { MEASURE_WORD, SEVERITY_SHORT } from '../signals/severityWords';
import { PARSE_HEALTH } from '../signals/parseHealth';
import { signals as registry, verdictOf } from '../signals/registry';
import { counted, type SignalReading } from '../signals/signal';
import { TASK_WORDS } from '../signals/task';
import { beyondWindow, contextShare } from '../usage/contextShare';
import { formatCost, formatShare, formatTokens, isAtLeast } from '../usage/format';
import { pricedCost } from '../usage/rows';

export interface ScreenOptions {
  bySession: boolean;
  /** Only sessions of this project (`projectKey`); absent: all. */
  project?: string | null;
  /** Index of the selected line; absent if there are no keys. */
  chosen?: number | null;
  /** Width and height of the terminal in characters. */
  width: number;
  height: number;
  colours: boolean;
  /** Time of the last change, for the top line. */
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
  /** Why it has its severity, and the trend of its context. */
  reason: string;
}

const COLOUR: Record<SessionSeverity, string> = {
  unjudged: '',
  ok: '\u001b[32m',
  warn: '\u001b[33m',
  critical: '\u001b[31m',
};
const PLAIN = '\u001b[0m';
const STATES = ['active', 'waiting', 'idle', 'ended'] as const;

/** Text from logs on one line, without control characters. */
const flat = (text: string): string => visible(text.replace(/[\t\n]/g, '�'), () => '�');

/** Such text, cut or padded to a width. */
export const fitToWidth = (text: string, width: number): string => {
  const short = shorten(flat(text), width);
  return short + ' '.repeat(Math.max(0, width - widthOf(short)));
};

/** The trend of the context, `↗ 120K → 150K`; '' if fewer than two values are known. */
function trendOf(values: readonly number[]): string {
  const [first, last] = [values[0], values.at(-1)];
  if (first === undefined || last === undefined || values.length < 2) return '';
  const arrow = last > first * 1.05 ? '↗' : last < first * 0.95 ? '↘' : '→';
  return `${arrow} ${formatTokens(first)} → ${formatTokens(last)}`;
}

const titleOf = ({ name }: SignalReading): string => registry.find((one) => one.name === name)?.title ?? name;
/** Texts of measures beyond their thresholds. */
const unusual = ({ signals }: LiveSession): string[] =>
  signals
    .filter(({ severity, measure }) => severity !== 'ok' && measure !== null)
    .map((one) => `${titleOf(one)}: ${one.label}`);

/** The text below a session's line: findings, unusual measures, trend of the context. */
function reasonOf(sessions: readonly LiveSession[]): string {
  const found = [...new Set(sessions.flatMap(({ findings }) => findings.map(({ sentence }) => sentence)))];
  const measures = [...new Set(sessions.flatMap(unusual))];
  const [only] = sessions.length === 1 ? sessions : [];
  const trends = sessions.map(({ trend }) => trendOf(trend)).filter(Boolean);
  return [
    ...(only?.row.task == null ? [] : [`task: ${TASK_WORDS[only.row.task]}`]),
    ...found,
    ...measures,
    ...(trends.length === 1 ? [`context ${trends[0] ?? ''}`] : []),
  ].join(' · ');
}

function lineOf(name: string, sessions: readonly LiveSession[]): Line {
  const rows = sessions.map(({ row }) => row);
  const contexts = sessions.flatMap(({ context }) => context ?? []);
  const fills = contexts.flatMap((one) => contextShare(one) ?? []);
  return {
    name,
    severity: rows.reduce<SessionSeverity>((worst, { severity }) => worseOf(worst, severity), 'unjudged'),
    state: STATES.find((state) => rows.some((row) => row.state === state)) ?? 'ended',
    sessions: rows.length,
    tokens: rows.reduce((sum, { tokens }) => sum + tokens, 0),
    cost: pricedCost(rows),
    lowerBound: rows.some(isAtLeast),
    // A context larger than the window has no share.
    context: contexts.some(beyondWindow)
      ? 'beyond'
      : fills.length === 0
        ? ''
        : formatShare(Math.max(...fills), 1),
    reason: reasonOf(sessions),
  };
}

export const keyOf = ({ repository, project }: LiveSession['row']): string => {
  const folder = repository ?? project;
  return folder === null ? '' : projectKey(folder);
};

/** The name of a session, with its kind of task if known. */
export const nameOf = ({ name, task }: LiveSession['row']): string =>
  `${task === null ? '' : `[task: ${TASK_WORDS[task]}] `}${name}`;

/** The groups of the list, the worst first. */
export function groupsOf(
  live: readonly LiveSession[],
  { bySession, project = null }: Pick<ScreenOptions, 'bySession' | 'project'>,
): { line: Line; sessions: readonly LiveSession[] }[] {
  const inside = project === null ? live : live.filter(({ row }) => keyOf(row) === project);
  const groups = bySession
    ? inside.map((one) => ({ line: lineOf(one.row.name, [one]), sessions: [one] }))
    : [...Map.groupBy(inside, ({ row }) => keyOf(row))].map(([, sessions]) => ({
        line: lineOf(sessions[0]?.row.repository ?? sessions[0]?.row.project ?? 'unknown', sessions),
        sessions,
      }));
  return groups.sort((a, b) => bySeverity(a.line, b.line));
}

/**
 * The top line: time, number of sessions by state, number of projects, unknown parts of logs, and `keys`. In a narrow terminal it is shorter,
 * then has fewer parts.
 */
export function headOf(live: readonly LiveSession[], clock: string, keys: string, width: number): string {
  const tally = SEVERITIES.toReversed().flatMap((severity) => {
    const count = live.filter(({ row }) => row.severity === severity).length;
    return count === 0
      ? []
      : [`${count} ${severity === 'unjudged' ? 'not judged' : SEVERITY_SHORT[severity]}`];
  });
  const projects = new Set(live.map(({ row }) => keyOf(row))).size;
  const shares = live.flatMap(
    ({ signals }) => signals.find(({ name }) => name === PARSE_HEALTH.name)?.value ?? [],
  );
  const health = shares.length === 0 ? null : formatShare(Math.min(...shares), 1);
  const sessions = `${counted(live.length, 'session')}${tally.length === 0 ? '' : `: ${tally.join(', ')}`}`;
  const inProjects = projects === 0 ? [] : [counted(projects, 'project')];
  const [hour = ''] = clock.split(' ');
  const short = health === null ? [] : [`${health} understood`];
  const lines = [
    [
      `Vigil  ${clock}`,
      sessions,
      ...inProjects,
      ...(health === null ? [] : [`${health} of lines understood`]),
    ],
    [`Vigil  ${hour}`, sessions, ...inProjects, ...short],
    [hour, sessions, ...short],
    [sessions],
  ].map((parts) => [...parts, keys].join('  '));
  return lines.find((line) => widthOf(line) <= width) ?? lines.at(-1) ?? '';
}

const HEADS = ['SEVERITY', 'STATE', 'LIVE', 'TOKENS', 'COST', 'CONTEXT'] as const;
const WIDTHS = [8, 7, 4, 7, 11, 7] as const;
/** Indexes of columns in the order in which they are left out in a narrow terminal; the first column is the name. */
const GO_FIRST = [3, 5, 4, 2, 6];
const NAME_LEAST = 16;

const PAD = [false, false, true, true, true, true] as const;

/** The lines of the screen, at most as many as fit. */
export function screenOf(live: readonly LiveSession[], options: ScreenOptions): string[] {
  const { bySession, width, height, colours, clock, chosen = null } = options;
  const groups = groupsOf(live, options);
  const margin = chosen === null ? '' : '  ';
  const room = width - margin.length;
  const longest = Math.max(NAME_LEAST, ...groups.map(({ line }) => widthOf(flat(line.name))));
  const left = room - WIDTHS.reduce((sum, one) => sum + one + GAP, 0);
  const names = Math.max(NAME_LEAST, Math.min(longest, left));
  const { columns, widths } = fitColumns(
    [names, ...WIDTHS],
    [false, ...WIDTHS.map(() => true)],
    room,
    GO_FIRST,
  );
  const draw = (cells: readonly string[], colour: string): string =>
    columns
      .map((i, at) => {
        const space = widths[at] ?? 0;
        const cell = fitToWidth(cells[i] ?? '', space);
        const put = i > 0 && PAD[i - 1] === true ? cell.trimEnd().padStart(space) : cell;
        return i === 1 && colour !== '' ? `${colour}${put}${PLAIN}` : put;
      })
      .join(' '.repeat(GAP));
  const blocks = groups.map(({ line }, nth) => {
    const cost = formatCost(line.cost, { lowerBound: line.cost !== null && line.lowerBound });
    const cells = [
      line.name,
      SEVERITY_SHORT[line.severity],
      line.state,
      String(line.sessions),
      formatTokens(line.tokens),
      cost,
      line.context,
    ];
    const mark = chosen === null ? '' : chosen === nth ? '> ' : '  ';
    const row = `${mark}${draw(cells, colours ? COLOUR[line.severity] : '')}`;
    return line.reason === '' ? [row] : [row, fitToWidth(`${margin}  ${flat(line.reason)}`, width).trimEnd()];
  });
  const head = fitToWidth(
    `${margin}${draw([bySession ? 'SESSION' : 'PROJECT', ...HEADS], '')}`,
    width,
  ).trimEnd();
  const keys = chosen === null ? 'Ctrl+C ends' : '? keys';
  const title = fitToWidth(headOf(live, clock, keys, width), width).trimEnd();
  return [title, '', head, ...fill(blocks, Math.max(1, height - 3), chosen ?? 0)].slice(0, height);
}

/** As many blocks as fit, including the selected one, with a count of the rest. */
function fill(blocks: readonly (readonly string[])[], room: number, chosen: number): string[] {
  if (blocks.length === 0) return ['No live session.'];
  let first = 0;
  const heightTo = (from: number, to: number): number =>
    blocks.slice(from, to + 1).reduce((sum, block) => sum + block.length, 0);
  while (first < chosen && heightTo(first, chosen) > room - 1) first++;
  const out: string[] = [];
  for (let i = first; i < blocks.length; i++) {
    const block = blocks[i]!;
    const last = i === blocks.length - 1;
    if (out.length + block.length > room - (last ? 0 : 1)) {
      // Show at least the first line of a block that does not fit.
      const part = out.length + 1 < room ? block.slice(0, 1) : [];
      const rest = blocks.length - i - part.length;
      return [...out, ...part, ...(rest > 0 ? [`… and ${rest} more`] : [])];
    }
    out.push(...block);
  }
  return out;
}

/** One session in full. */
export function sessionScreen(
  { row, findings, signals, context, trend, limits }: LiveSession,
  { width, height, clock }: Pick<ScreenOptions, 'width' | 'height' | 'clock'>,
): string[] {
  const said = (text: string, indent = ''): string[] =>
    wrap(flat(text), Math.max(1, width - indent.length)).map((one) => indent + one);
  const share = context === null ? null : contextShare(context);
  const course = trendOf(trend);
  const lines = [
    ...said(`Vigil  ${clock}  Esc goes back, q ends`),
    '',
    ...said(nameOf(row)),
    ...said(
      `${SEVERITY_SHORT[row.severity]}, ${row.state}, ${counted(row.prompts, 'prompt')}, ${formatTokens(row.tokens)} tokens, ${formatCost(row.costMicroUsd, { lowerBound: row.lowerBound && row.costMicroUsd !== null })}`,
    ),
    ...(context === null
      ? []
      : said(
          `Context ${formatTokens(context.tokens)}${share === null ? '' : `, ${formatShare(share, 1)}`}${course === '' ? '' : `, ${course}`}`,
        )),
    ...said(row.project ?? 'unknown project'),
    ...said(`vigil history show ${row.id}`),
    '',
    ...(findings.length === 0 ? said('Nothing was found.') : []),
    ...findings.flatMap((one) => [
      ...said(`${SEVERITY_SHORT[one.severity]} ${one.sentence}`),
      ...said(findingWords(one.name).advice, '  '),
    ]),
    ...(limits.length === 0
      ? []
      : said(`Limits of the plan are told of: ${counted(limits.length, 'notice')}.`)),
    '',
    ...signals.flatMap((one) => said(`${titleOf(one)}: ${one.label} (${MEASURE[verdictOf(one)]})`)),
  ];
  return lines.length > height ? [...lines.slice(0, Math.max(0, height - 1)), '…'].slice(0, height) : lines;
}

const MEASURE = { ...MEASURE_WORD, describes: 'describes' };

const KEYS = [
  ['↑ ↓', 'choose a line (also k and j)'],
  ['Enter', 'open it: the sessions of a project, or a session in full'],
  ['Esc', 'go back'],
  ['s', 'projects or sessions'],
  ['q', 'end (also Ctrl+C)'],
] as const;

/** The screen with the keys. */
export const keysScreen = (width: number, height: number): string[] =>
  [
    'Keys of vigil watch',
    '',
    ...KEYS.map(([key, does]) => fitToWidth(`${key.padEnd(7)}${does}`, width).trimEnd()),
    '',
    'Esc goes back.',
  ].slice(0, height);
