/** Writes reports, from the archive's figures or from logs. Deterministic: no wall-clock time in them. */
import { writtenName } from '../session/naming';
import * as z from 'zod';
import { en } from '../l10n/english';
import { changePoints } from '../analysis/changePoints';
import { cohorts } from '../analysis/cohorts';
import { aroundDay, compare, type Sides } from '../analysis/compare';
import { correlations } from '../analysis/correlations';
import { difference } from '../analysis/difference';
import { history } from '../analysis/history';
import { conversationsOf, METRICS, type Conversation } from '../analysis/metrics';
import { sealSecrets } from '../log/secrets';
import { escaped, visible } from '../log/visible';
import { toHtml, toMarkdown, type Document } from '../report/document';
import { contextSections } from '../report/context';
import { cohortCsv, cohortDocument, cohortTable, limitRows } from '../report/cohorts';
import { differenceDocument } from '../report/difference';
import { listCsv, listDocument } from '../report/list';
import {
  changesCsv,
  changesDocument,
  comparisonCsv,
  comparisonDocument,
  correlationsDocument,
} from '../report/many';
import { conditionText, withConditions } from '../report/conditions';
import { rangeWords } from '../report/overTime';
import { recentDocument, recentOf } from '../report/recent';
import { reportDocument, reportOf } from '../report/report';
import { sessionDocument } from '../report/session';
import { COLUMNS, csvOf } from '../report/csv';
import { toText } from '../report/tables';
import { conditionWords } from '../usage/conditions';
import type { Session } from '../session/join';
import { TASKS_OFF } from '../signals/task';
import type { SessionFigures } from '../store/figures';
import type { Reader } from '../library/knownSessions';
import { logsOf } from '../library/explain';
import { lineAt as lineNumberAt } from '../store/logBytes';
import { SessionSeverity } from '../signals/severity';
import { COHORTS } from '../analysis/cohortNames';
import { contextStory } from './contextParts';
import { courseOfTwo } from './shared/session/courseOfTwo';
import { sealFigures } from './shared/sealed';
import { heatmapOf } from './shared/session/sessionParts';
import { turnRows } from './shared/session/turnRows';
import { familiesIn, placeIn, Query, testOf, type Sources } from './shared/sources';
import type { Rules } from '../library/rules';
import { heatmapDocument } from '../report/heatmap';

const Day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const Days = { from: Day.nullable().default(null), to: Day.nullable().default(null) };

/**
 * A request for a report. Days are in the chosen zone, both included. `text` is for terminals; the `csv` of an overview, a session or a list
 * has a line for each session.
 */
export const ReportRequest = z.object({
  kind: z.enum([
    'overview',
    'cohort',
    'comparison',
    'changes',
    'correlations',
    'session',
    'list',
    'diff',
    'heatmap',
  ]),
  format: z.enum(['markdown', 'json', 'csv', 'html', 'text']),
  ...Days,
  /** For a cohort, or a heatmap of many sessions. */
  by: z.enum(COHORTS).default('week'),
  /** For a comparison: before this day and from it on, within `from` and `to`; or two periods. */
  pivot: Day.nullable().default(null),
  periods: z
    .object({ before: z.object({ from: Day, to: Day }), after: z.object({ from: Day, to: Day }) })
    .nullable()
    .default(null),
  /** For one session or two: ids, or their beginnings. */
  ids: z.array(z.string()).default([]),
  filter: z
    .object({
      project: z.string().optional(),
      severity: SessionSeverity.optional(),
      model: z.string().optional(),
      mode: z.string().optional(),
      task: z.string().optional(),
      text: z.string().optional(),
    })
    .default({}),
  /** Only sessions that match both queries (folders (`in:`) of one query are alternatives). Ignored with `ids`. */
  query: Query,
  within: Query,
  /** For a cohort: only these metrics; empty: all. */
  metrics: z.array(z.string()).max(50).default([]),
  /** For a list or cohort: most lines; null: the default. */
  limit: z.number().int().min(1).nullable().default(null),
  /** For one session: only turns with a failed call or a finding. */
  failures: z.boolean().default(false),
  /** For an overview without days: today; the report then covers 1, 7 and 30 days. */
  recent: Day.nullable().default(null),
});
export type ReportRequest = z.output<typeof ReportRequest>;
export const args = ReportRequest;
/** The text. Throws an Error with a message for people if the report cannot be written. */
export const reply = z.string();

export function answer(request: ReportRequest, sources: Sources): string {
  const { library, rules, bytes } = sources;
  return writeReport(request, {
    figures: library.figures.list(),
    session: library.session,
    rules: rules(),
    lineAt: (path, at) => lineNumberAt(bytes, placeIn(library, path), at),
    logs: { bytes, placeOf: (path) => placeIn(library, path) },
  }).text;
}

export interface ReportSources {
  figures: readonly SessionFigures[];
  /** A session with its events; null if unknown. */
  session: (id: string) => Session | null;
  rules: Rules;
  /** Number (from 1) of the line that begins at a byte of a log; null if the log cannot be read. */
  lineAt: (path: string, at: number) => number | null;
  /** Reads logs, for what filled a context; absent if logs are not read. */
  logs?: Reader;
}

interface Written {
  /** Number of its sessions, if they are not those of the days and the filter. */
  sessions?: number;
  document: Document;
  data: object;
  csv: () => string;
}

/** Writes a report with likely secrets redacted, and counts its sessions; `width`: columns of a terminal. Throws an Error with a message for people if it cannot be written. */
export function writeReport(
  request: ReportRequest,
  sources: ReportSources,
  width = Infinity,
): { text: string; sessions: number } {
  // Redact before writing: escaped for Markdown or HTML, secrets are not recognised.
  const sealedSources = { ...sources, figures: sources.figures.map(sealFigures) };
  const { document: whole, data, csv, sessions } = written(request, sealedSources);
  const conditions = request.ids.length === 0 ? conditionText(request) : '';
  const document = withConditions(whole, conditions);
  const plain = {
    markdown: () => toMarkdown(document),
    html: () => toHtml(document),
    text: () => toText(document, width),
    csv,
    json: () =>
      `${JSON.stringify({ schema: 1, ...(conditions === '' ? {} : { query: conditions }), ...data }, null, 2)}\n`,
  }[request.format]();
  const text = sealSecrets(plain);
  return { text: request.format === 'json' ? escaped(text) : visible(text), sessions };
}

interface Given {
  request: ReportRequest;
  sources: ReportSources;
  all: readonly Conversation[];
  /** Sessions that match the filter and the queries; of them, those in the days. */
  passing: readonly Conversation[];
  chosen: readonly Conversation[];
  /** The days as text. */
  range: string;
}

/** True if a request needs kinds of task, as groups or as a filter. */
export const asksTask = ({ kind, by, filter }: ReportRequest): boolean =>
  filter.task !== undefined || (kind === 'cohort' && by === 'task');

function written(request: ReportRequest, sources: ReportSources): Required<Written> {
  const { kind, from, to } = request;
  const { figures, rules } = sources;
  if (asksTask(request) && !rules.taskType) throw new Error(TASKS_OFF);
  const all = conversationsOf(figures);
  const passing = passingOf(request, all, rules);
  // Without a filter, sub-agents of unknown sessions are included.
  if (kind === 'overview')
    return overviewReport(request, passing === all ? figures : familiesIn(passing), rules);
  const chosen = history(passing, { since: from ?? undefined, until: to ?? undefined }, rules.dayOf);
  const report = REPORTS[kind]({ request, sources, all, passing, chosen, range: rangeWords(from, to) });
  return { sessions: chosen.length, ...report };
}

/** The sessions that match the filter and the queries. */
function passingOf(
  { filter, query, within }: ReportRequest,
  all: readonly Conversation[],
  rules: Rules,
): readonly Conversation[] {
  const tests = [query, within].filter((text) => text.trim() !== '').map((text) => testOf(text, rules));
  const isFiltered = Object.values(filter).some((one) => one !== undefined);
  if (tests.length === 0 && !isFiltered) return all;
  return history(all, filter, rules.dayOf).filter((one) => tests.every((test) => test(one)));
}

function overviewReport(
  { from, to, recent: today }: ReportRequest,
  sessions: readonly SessionFigures[],
  { dayOf, clock, measures }: Rules,
): Required<Written> {
  const input = { sessions, from, to, dayOf, clock, marks: measures };
  const report = reportOf(input);
  const recent = today === null ? null : recentOf(input, today);
  return {
    sessions: report.sessions.length,
    document: recent === null ? reportDocument(input) : recentDocument(recent),
    data: recent === null ? report : { ...report, recent: recent.spans, movers: recent.movers },
    csv: () =>
      csvOf(
        report.sessions.map(
          ({ signals: _signals, findings: _findings, usage, unknownConditions, ...line }) => ({
            ...line,
            ...usage,
            unknownConditions: conditionWords(unknownConditions),
          }),
        ),
        COLUMNS.overview,
      ),
  };
}

const REPORTS: Record<Exclude<ReportRequest['kind'], 'overview'>, (given: Given) => Written> = {
  cohort({ request, sources, chosen, range }) {
    const { by, metrics, from, to, limit, format } = request;
    const table = cohorts(
      by,
      chosen,
      sources.rules.dayOf,
      metrics.length === 0 ? METRICS : METRICS.filter(({ name }) => metrics.includes(name)),
      sources.rules.measures,
    );
    const shown = limitRows(table, limit);
    return {
      document:
        format === 'text' || metrics.length > 0
          ? cohortTable(shown, range, metrics)
          : cohortDocument(shown, range),
      data: { range: { from, to }, ...shown },
      csv: () => cohortCsv(shown),
    };
  },
  comparison({ request, sources, passing, chosen }) {
    const { dayOf } = sources.rules;
    const comparison = compare(sidesOf(request, passing, chosen, dayOf), dayOf);
    return {
      sessions: comparison.before.sessions + comparison.after.sessions,
      document: comparisonDocument(comparison),
      data: comparison,
      csv: () => comparisonCsv(comparison),
    };
  },
  changes({ request: { from, to }, sources, chosen, range }) {
    const points = changePoints(chosen, sources.rules.dayOf);
    const pairs = correlations(chosen);
    return {
      document: changesDocument(points, pairs, chosen.length, range),
      data: { range: { from, to }, sessions: chosen.length, changes: points, correlations: pairs },
      csv: () => changesCsv(points),
    };
  },
  correlations({ request: { from, to }, chosen, range }) {
    const pairs = correlations(chosen);
    return {
      document: correlationsDocument(pairs, chosen.length, range),
      data: { range: { from, to }, sessions: chosen.length, correlations: pairs },
      csv: () => csvOf(pairs, COLUMNS.correlations),
    };
  },
  session({ request, sources, all }) {
    const one = find(all, request.ids[0]);
    const { clock, measures } = sources.rules;
    const turns = turnRows(one, sources, request.failures);
    const whole = sources.session(one.figures.id);
    // The CSV has no column for it.
    const reads = request.format === 'csv' ? null : sources.logs;
    const context = whole && reads ? contextStory(whole, reads) : null;
    const document = sessionDocument(one, clock, linesIn(one, sources), measures, turns);
    return {
      document:
        context === null
          ? document
          : { ...document, sections: [...document.sections, ...contextSections(context)] },
      data: {
        session: one.figures,
        subAgents: one.subAgents,
        ...(turns === null ? {} : { turns }),
        ...(context === null ? {} : { context }),
      },
      csv: () => listCsv([one]),
    };
  },
  diff({ request: { ids }, sources, all }) {
    const [a, b] = [find(all, ids[0]), find(all, ids[1])];
    const found = { ...difference(a, b), ...courseOfTwo(a, b, sources) };
    return {
      document: differenceDocument(a, b, found, sources.rules.clock),
      data: { a: a.figures.id, b: b.figures.id, ...found },
      csv: () => csvOf(found.metrics.map(({ name, a: x, b: y, delta }) => ({ name, a: x, b: y, delta }))),
    };
  },
  heatmap: ({ request, sources, all }) => heatmap(request.ids[0], all, sources),
  list({ request: { limit }, sources, chosen }) {
    const { clock, taskType } = sources.rules;
    const limited = limit === null ? chosen : chosen.slice(0, limit);
    return {
      document: listDocument(chosen, clock, taskType, limit ?? undefined),
      data: { sessions: limited.map(({ figures }) => figures) },
      csv: () => listCsv(limited),
    };
  },
};

/** Returns a function that gives the line number of evidence; null if the log cannot be read. */
function linesIn(
  { figures }: Conversation,
  { session, lineAt }: ReportSources,
): (place: { at: number; file?: number | undefined }) => number | null {
  const whole = session(figures.id);
  if (whole === null) return () => null;
  const files = logsOf(whole);
  return ({ at, file = 0 }) => lineAt(files[file] ?? whole.file, at);
}

function heatmap(
  id: string | undefined,
  all: readonly Conversation[],
  { session, rules }: ReportSources,
): Written {
  const one = find(all, id);
  const whole = session(one.figures.id);
  if (whole === null) throw new Error(en('What happened in session {0} is no longer known.', one.figures.id));
  const map = heatmapOf(whole, rules);
  const rows = map.tools.flatMap(({ name: tool, cells }) =>
    cells.map((cell, part) => ({ tool, part: part + 1, ...cell })),
  );
  return {
    document: heatmapDocument(writtenName(one.figures), map, rules.clock, rules.measures),
    data: { session: one.figures.id, ...map },
    csv: () => csvOf(rows, COLUMNS.heatmap),
  };
}

function sidesOf(
  { pivot, periods, from, to }: ReportRequest,
  passing: readonly Conversation[],
  chosen: readonly Conversation[],
  dayOf: (t: number) => string,
): Sides {
  if (pivot !== null) {
    if ((from !== null && pivot <= from) || (to !== null && pivot > to))
      throw new Error(en('The pivot {0} does not lie inside {w1}.', pivot, rangeWords(from, to)));
    return aroundDay(chosen, pivot, dayOf);
  }
  if (periods === null) throw new Error(en('A comparison needs a pivot day, or two periods.'));
  const { before, after } = periods;
  for (const period of [before, after])
    if (period.from > period.to)
      throw new Error(en('The period {0} to {1} ends before it begins.', period.from, period.to));
  if (before.to >= after.from && after.to >= before.from) throw new Error(en('The two periods overlap.'));
  const inside = (period: typeof before): Conversation[] =>
    history(passing, { since: period.from, until: period.to }, dayOf);
  return {
    before: inside(before),
    after: inside(after),
    labels: { before: rangeWords(before.from, before.to), after: rangeWords(after.from, after.to) },
  };
}

/** The session with this id, or the only one whose id begins with it. Throws an Error with a message for people. */
function find(all: readonly Conversation[], id: string | undefined): Conversation {
  if (id === undefined || id === '') throw new Error(en('Name a session: its id, or the beginning of it.'));
  const exact = all.filter(({ figures }) => figures.id === id);
  const meant = exact.length > 0 ? exact : all.filter(({ figures }) => figures.id.startsWith(id));
  const [one] = meant;
  if (one === undefined) throw new Error(en('There is no session {0}.', id));
  if (meant.length > 1)
    throw new Error(
      en(
        '{0} is the beginning of {n1} sessions: {2}.',
        id,
        meant.length,
        meant.map(({ figures }) => figures.id).join(', '),
      ),
    );
  return one;
}
