/** A report over sessions, as Markdown or JSON. Pure: the same figures give the same text. */
import { inGroups } from '../l10n/locale';
import { compareTexts } from '../log/compareTexts';
import { writtenName } from '../session/naming';
import { familiesOn, isOfPerson, membersOf, isDayWithin, type Family } from '../analysis/family';
import { billing, projectNames } from '../analysis/projects';
import { getOwn, setOwn } from '../log/own';
import { openOf } from '../findings/registry';
import type { SessionSeverity, Severity } from '../signals/severity';
import { signals as registry } from '../signals/registry';
import { counted } from '../signals/signal';
import type { SessionFigures } from '../store/figures';
import type { Clock } from '../usage/days';
import { formatShare, formatTokens } from '../usage/format';
import { conditionWords } from '../usage/conditions';
import { SEVERITY_CELL, type Cell, type Document } from './document';
import { highlights } from './highlights';
import { inline } from './markdown';
import { modelWords } from './modelWords';
import { costOverTime, rangeWords } from './overTime';
import { addRow, addSum, cost, noSum, sumsSection, tokens, type Sum } from './sums';
import { shortIds } from '../session/sessionId';

export interface ReportInput {
  /** Sessions and their sub-agents. */
  sessions: readonly SessionFigures[];
  /** First and last day, `YYYY-MM-DD`, both included; null: no bound. */
  from: string | null;
  to: string | null;
  /** Day of a time (ms) in the zone of the report. */
  dayOf: (t: number) => string;
  /** Times in that zone. */
  clock: Clock;
  /** Measures that ring are told, too, as codevigil has it. */
  marks?: boolean;
}

export interface SessionLine extends Sum {
  id: string;
  title: string | null;
  /** As every surface writes it. */
  name: string;
  project: string | null;
  startedAt: string | null;
  /** Nothing was said in the session itself, or its own log is not known: the line is that of its sub-agents, and counts as no session. */
  subAgentsOnly: boolean;
  /** Null where the session's own log is not known. */
  severity: SessionSeverity | null;
  /** What was found and is open, the worst first. */
  findings: { name: string; severity: Severity; sentence: string }[];
  prompts: number;
  subAgents: number;
  signals: { name: string; value: number | null; severity: Severity; label: string }[];
}

export interface Report {
  schema: 1;
  from: string | null;
  to: string | null;
  /** `sessions`: those a person had, as `vigil inspect` counts them. */
  total: Sum & { sessions: number; prompts: number; subAgents: number };
  byDay: (Sum & { day: string })[];
  byModel: (Sum & { model: string })[];
  byProject: (Sum & { project: string; sessions: number })[];
  tools: { name: string; calls: number; errors: number; denied: number }[];
  /** Newest first. They add up to the total. */
  sessions: SessionLine[];
}

/**
 * The report's figures. Usage counts by the day of its requests; prompts, signals and tools are those of every
 * session that was active in the range, as a whole. Usage without a day counts only when the range has no bound.
 * The lines add up to the total, whatever is missing: sub-agents whose own session is not known have a line, too.
 */
export function reportOf({ sessions, from, to, dayOf }: ReportInput): Report {
  const days: Record<string, Sum> = {};
  const models: Record<string, Sum> = {};
  const projects: Record<string, Sum & { sessions: number }> = {};
  const tools: Record<string, Report['tools'][number]> = {};
  const projectOf = billing(sessions);
  const nameOf = projectNames(sessions);
  const projectSum = (project: string | null): Sum & { sessions: number } =>
    getOwn(projects, project ?? '') ?? setOwn(projects, project ?? '', { ...noSum(), sessions: 0 });
  const total = { ...noSum(), sessions: 0, prompts: 0, subAgents: 0 };
  const lines: SessionLine[] = [];
  for (const family of familiesOn(sessions, { from, to }, dayOf)) {
    const members = membersOf(family);
    const line = lineOf(family, members);
    for (const one of members) {
      for (const row of one.usage) {
        if (!isDayWithin(row.day, { from, to })) continue;
        for (const into of [
          line,
          total,
          getOwn(days, row.day ?? '') ?? setOwn(days, row.day ?? '', noSum()),
          getOwn(models, row.model) ?? setOwn(models, row.model, noSum()),
        ]) {
          addRow(into, row);
        }
      }
      for (const cell of one.cells)
        if (isDayWithin(cell.day, { from, to })) addRow(projectSum(projectOf(one, cell)), cell);
      for (const { name, calls, errors, denied } of one.tools) {
        const tool = getOwn(tools, name) ?? setOwn(tools, name, { name, calls: 0, errors: 0, denied: 0 });
        tool.calls += calls;
        tool.errors += errors;
        tool.denied += denied;
      }
    }
    total.subAgents += line.subAgents;
    total.prompts += line.prompts;
    if (!line.subAgentsOnly) {
      total.sessions++;
      projectSum(line.project === null ? null : nameOf(line.project)).sessions++;
    }
    lines.push(line);
  }
  const byName = <T>(sums: Record<string, T>): [string, T][] =>
    Object.entries(sums).sort(([a], [b]) => compareTexts(a, b));
  return {
    schema: 1,
    from,
    to,
    total,
    byDay: byName(days).map(([day, sum]) => ({ day, ...sum })),
    byModel: byName(models).map(([model, sum]) => ({ model, ...sum })),
    byProject: byName(projects).map(([project, sum]) => ({ project, ...sum })),
    tools: Object.values(tools).sort((a, b) => b.calls - a.calls || compareTexts(a.name, b.name)),
    sessions: lines.sort(
      (a, b) => compareTexts(b.startedAt ?? '', a.startedAt ?? '') || compareTexts(a.id, b.id),
    ),
  };
}

/** The line of a conversation, without its usage. `members`: those of it that count. */
function lineOf({ id, session }: Family, members: readonly SessionFigures[]): SessionLine {
  const [first] = members;
  return {
    id,
    title: session?.title ?? null,
    name: writtenName(session ?? { id, name: null, nameFrom: null }),
    project: session?.project ?? first?.project ?? null,
    startedAt: session === null ? (first?.startedAt ?? null) : session.startedAt,
    subAgentsOnly: session === null || !isOfPerson(session),
    severity: session === null ? null : session.severity,
    findings: openOf(session?.findings ?? []).map(({ name, severity, sentence }) => ({
      name,
      severity,
      sentence,
    })),
    prompts: session?.prompts ?? 0,
    subAgents: members.filter(({ parent }) => parent !== null).length,
    signals:
      session?.signals.map(({ name, value, severity, label }) => ({ name, value, severity, label })) ?? [],
    ...noSum(),
  };
}

const MOST_TOOLS = 20;
const MOST_SESSIONS = 200;

/** The lines that are not told one by one, in one, so that the table adds up. */
function restOf(lines: readonly SessionLine[]): Cell[] {
  const sum = { ...noSum(), prompts: 0, subAgents: 0 };
  for (const line of lines) {
    addSum(sum, line);
    sum.prompts += line.prompts;
    sum.subAgents += line.subAgents;
  }
  return [
    '–',
    `… and ${inGroups(lines.length)} more`,
    '–',
    '–',
    sum.prompts,
    sum.subAgents,
    tokens(sum),
    cost(sum),
    '–',
  ];
}

const modelRows = ({ byModel }: Report): (Sum & { name: string })[] => {
  const called = modelWords(byModel.map(({ model }) => model));
  return mostFirst(byModel.map((row) => ({ ...row, name: called(row.model) })));
};

/** What cost most stands first; what cost the same as it was. */
const mostFirst = <T extends Sum>(rows: readonly T[]): T[] =>
  rows.toSorted((a, b) => b.costMicroUsd - a.costMicroUsd);

/** The report as a document, for Markdown and HTML. */
export function reportDocument(input: ReportInput): Document {
  const report = reportOf(input);
  const { total } = report;
  const title = `Claude Code sessions, ${rangeWords(report.from, report.to)}`;
  if (total.sessions === 0 && total.requests === 0) {
    const text = [
      'No session was active in this time. Choose a longer range, or see that `vigil.roots` names the folder Claude Code writes to.',
    ];
    return { title, sections: [{ heading: null, text }] };
  }
  const { usage } = total;
  const notes = [
    `Tokens: ${formatTokens(usage.input)} input, ${formatTokens(usage.output)} output, ${formatTokens(usage.cacheRead)} read from the cache, ${formatTokens(usage.cacheWrite5m + usage.cacheWrite1h)} written to it.`,
  ];
  if (total.lowerBound > 0)
    notes.push(
      `“≥” marks lower bounds: Claude Code did not log all output of ${inGroups(total.lowerBound)} of ${counted(total.requests, 'request')}.`,
    );
  if (Object.keys(total.unknownConditions).length > 0)
    notes.push(
      `Cost is a lower bound: no price is known for ${inline(conditionWords(total.unknownConditions))}.`,
    );
  if (total.unpriced > 0) {
    const names = modelRows(report)
      .filter((row) => row.unpriced > 0)
      .map((row) => inline(row.name));
    notes.push(
      `Not in the cost: ${counted(total.unpriced, 'request')} to models without a price: ${names.join(', ')}.`,
    );
  }
  notes.push('Cost is at API list prices; with a subscription it is not what you pay.');

  const shown = report.sessions.slice(0, MOST_SESSIONS);
  const rest = report.sessions.slice(MOST_SESSIONS);
  const { clock } = input;
  // JSON and CSV have all of it.
  const idOf = shortIds(shown.map(({ id }) => id));
  const rowOf = (line: SessionLine): Cell[] => [
    line.startedAt === null ? '–' : clock.time(Date.parse(line.startedAt)),
    `${line.name}${line.subAgentsOnly ? ' (sub-agents only)' : ''}`,
    line.severity === null ? '–' : SEVERITY_CELL[line.severity],
    [
      ...line.findings.map(({ sentence }) => sentence),
      ...line.signals
        .filter(({ severity }) => input.marks === true && severity !== 'ok')
        .map(
          ({ name, label }) => `${registry.find((signal) => signal.name === name)?.title ?? name}: ${label}`,
        ),
    ].join('; ') || '–',
    line.prompts,
    line.subAgents,
    tokens(line),
    cost(line),
    idOf(line.id),
  ];
  const leading = report.tools.slice(0, MOST_TOOLS);
  const more = (all: readonly unknown[], some: readonly unknown[]): string[] =>
    all.length > some.length ? [`… and ${inGroups(all.length - some.length)} more.`] : [];
  return {
    title,
    sections: [
      {
        heading: null,
        text: highlights(report),
        head: ['Sessions', 'Sub-agents', 'Prompts', 'Requests', 'Tokens', 'Cost'],
        rows: [[total.sessions, total.subAgents, total.prompts, total.requests, tokens(total), cost(total)]],
        notes,
      },
      costOverTime(report.byDay, input),
      sumsSection('By model', 'Model', modelRows(report)),
      sumsSection(
        'By project',
        'Project',
        mostFirst(report.byProject.map((row) => ({ ...row, name: row.project || '(unknown)' }))),
      ),
      {
        heading: 'Sessions',
        // The id last: it is for those who look a session up, not for reading.
        head: [
          `Started (${clock.zone})`,
          'Session',
          'Severity',
          'To check',
          'Prompts',
          'Sub-agents',
          'Tokens',
          'Cost',
          'Id',
        ],
        rows: [...shown.map(rowOf), ...(rest.length > 0 ? [restOf(rest)] : [])],
        goFirst: ['Sub-agents', 'Prompts', 'Tokens', `Started (${clock.zone})`, 'Severity'],
        notes: report.sessions.some(({ subAgentsOnly }) => subAgentsOnly)
          ? ['Sub-agents only: nothing was said in the session itself, or its own log is not there.']
          : [],
      },
      {
        heading: 'Tools',
        ...(leading.length === 0
          ? { text: ['No tool was called.'] }
          : {
              head: ['Tool', 'Calls', 'Failed', 'Share failed', 'Denied'],
              rows: leading.map(({ name, calls, errors, denied }) => [
                name,
                calls,
                errors,
                formatShare(errors, calls),
                denied,
              ]),
            }),
        notes: [
          ...more(report.tools, leading),
          `Times and days are those of ${clock.zone}. Measures describe; they prove nothing by themselves.`,
        ],
      },
    ],
  };
}
