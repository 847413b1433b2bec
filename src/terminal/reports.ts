/** Commands that write reports, from logs or from the archive. */
import type { OptionsOf } from './commands';
import { METRICS } from '../analysis/metrics';
import { asksTask, ReportRequest, writeReport } from '../questions/report';
import { TASKS_OFF } from '../signals/task';
import { contradictions } from '../settings/contradictions';
import { adviceOn } from './advice';
import { daysOf, period } from './days';
import { found, withKnown } from './archiveOrLogs';
import { didYouMean } from './parse';
import { dayOption, rulesFrom, settingsOf, storeOf, type Around, type Run } from './options';
import { answer, DONE, json, NOTHING, print, say, printWrapped, USAGE, UsageError, widthFor } from './output';
import { daysOfRange } from '../usage/days';

type ReportOptions = OptionsOf<
  'report' | 'history list' | 'history show' | 'history diff' | 'history heatmap'
>;

function write(
  request: ReportRequest,
  paths: readonly string[],
  options: ReportOptions,
  around: Around,
): Promise<number> {
  if (asksTask(request) && !rulesFrom(options, around).taskType) throw new UsageError(TASKS_OFF);
  const { mode, model } = request.filter;
  return withKnown(paths, options, around, (known) => {
    if (known.figures.length > 0) {
      mustBeThere(
        'mode',
        mode,
        known.figures.flatMap(({ permissionModes }) => permissionModes),
      );
      mustBeThere(
        'model',
        model,
        known.figures.flatMap(({ usage }) => usage.map((row) => row.model)),
      );
    }
    const { text, sessions } = writeReport(request, known, widthFor(options, around.env));
    answer(text, options);
    if (sessions > 0 || known.figures.length === 0) return found(known.figures, known.none);
    const { kind, format } = request;
    // Lists and overviews for people say themselves that there is nothing.
    if (format === 'json' || format === 'csv' || (kind !== 'list' && kind !== 'overview'))
      say('no session is of the days and filters asked for.');
    return NOTHING;
  });
}

/** Throws a `UsageError` for a name that no session has. */
function mustBeThere(option: string, asked: string | undefined, there: readonly string[]): void {
  const names = [...new Set(there)].filter(Boolean).sort();
  if (asked === undefined || names.some((name) => name.toLowerCase().includes(asked.toLowerCase()))) return;
  throw new UsageError(
    `--${option} ${asked}: no session has it.${didYouMean(asked, names, '')} There ${names.length === 1 ? 'is' : 'are'} ${names.join(', ') || 'none'}.`,
  );
}

/** `--range` in days up to today of the chosen zone, or `--from` and `--to`. */
function rangeOf(options: ReportOptions, around: Around): { from: string | null; to: string | null } {
  const days = daysOf(options);
  const { range } = options;
  if (range === undefined) return days;
  if (days.from !== null || days.to !== null) throw new UsageError('Give --range, or --from and --to.');
  return daysOfRange(range, rulesFrom(options, around).dayOf(around.now())) ?? days;
}

type Format = ReportRequest['format'];

/** The requested format; else text on a terminal, and `elsewhere` in a pipe or file. */
function formatOf({ json: asJson, csv, format, output }: ReportOptions, elsewhere: Format): Format {
  const asked = [
    ...(asJson === true ? ['json'] : []),
    ...(csv === true ? ['csv'] : []),
    ...(format === undefined ? [] : [format]),
  ];
  if (new Set(asked).size > 1) throw new UsageError('Give one of --format, --json and --csv.');
  if (asJson === true) return 'json';
  if (csv === true) return 'csv';
  return format ?? (process.stdout.isTTY && output === undefined ? 'text' : elsewhere);
}

/** Parses `--metric`. Throws a `UsageError` for unknown names. */
function metricsOf({ metric = [] }: ReportOptions): string[] {
  const names = METRICS.map(({ name }) => name);
  const unknown = metric.find((one) => !names.includes(one));
  if (unknown !== undefined)
    throw new UsageError(
      `--metric ${unknown}: give one of ${names.join(', ')}.${didYouMean(unknown, names, '')}`,
    );
  return metric;
}

/** Parses `--limit`, a number from 1. Throws a `UsageError`. */
function limitOf({ limit }: ReportOptions): number | null {
  if (limit === undefined) return null;
  const count = Number(limit);
  if (!Number.isInteger(count) || count < 1)
    throw new UsageError(`--limit ${limit}: give a whole number from 1.`);
  return count;
}

/** `report`: today, 7 and 30 days in one; with days an overview of them; cohorts, a comparison, change points. */
export const reportCommand: Run<'report'> = (options, around, paths) => {
  const { by } = options;
  const pivot = dayOption(options.pivot, 'pivot');
  const [before, after] = [period(options.before, 'before'), period(options.after, 'after')];
  if ((before === undefined) !== (after === undefined))
    throw new UsageError('Give both --before and --after.');
  if (before !== undefined && pivot !== null) throw new UsageError('Give --pivot, or --before and --after.');
  const kind = kindOf(options);
  allMatter(kind, options);
  if (kind === 'comparison' && pivot === null && before === undefined)
    throw new UsageError('A comparison needs --pivot DAY, or --before FIRST..LAST and --after FIRST..LAST.');
  const range = rangeOf(options, around);
  const noDays = range.from === null && range.to === null && options.range === undefined;
  const request = ReportRequest.parse({
    kind,
    format: formatOf(options, 'markdown'),
    ...range,
    by,
    pivot,
    periods: before === undefined || after === undefined ? null : { before, after },
    filter: options,
    metrics: metricsOf(options),
    limit: limitOf(options),
    recent: kind === 'overview' && noDays ? rulesFrom(options, around).dayOf(around.now()) : null,
  });
  return write(request, paths, options, around);
};

/** Options for one kind of report only, and how to request that kind. */
const FOR = {
  cohort: { names: ['by', 'metric', 'limit'], asked: 'of groups: --by DIMENSION' },
  comparison: {
    names: ['pivot', 'before', 'after'],
    asked: 'that compares: --pivot DAY, or --before and --after, without --by',
  },
} as const;

/** Throws a `UsageError` for options without effect, because the person expects one. */
function allMatter(kind: string, options: ReportOptions): void {
  for (const [only, { names, asked }] of Object.entries(FOR)) {
    const idle = names.find((name) => options[name] !== undefined);
    if (kind !== only && idle !== undefined)
      throw new UsageError(`--${idle} has no effect in this report. It is for one ${asked}.`);
  }
}

/** The requested kind of report, else the one that the options imply. */
function kindOf({ kind, by, pivot, before, correlations }: ReportOptions): ReportRequest['kind'] {
  if (kind !== undefined) return kind;
  if (correlations === true) return 'correlations';
  if (by !== undefined) return 'cohort';
  return pivot !== undefined || before !== undefined ? 'comparison' : 'overview';
}

const HISTORY = {
  list: ['list', 0],
  show: ['session', 1],
  diff: ['diff', 2],
  heatmap: ['heatmap', 1],
} as const;

/** `history list|show|diff|heatmap`. */
export const historyCommand =
  <Action extends keyof typeof HISTORY>(action: Action): Run<`history ${Action}`> =>
  (options: ReportOptions, around, given) => {
    const [kind, count] = HISTORY[action];
    const across = action === 'heatmap' && options.by !== undefined;
    const wanted = across ? 0 : count;
    if (action === 'heatmap') allMatter(across ? 'cohort' : kind, options);
    const request = ReportRequest.parse({
      kind: across ? 'cohort' : kind,
      format: formatOf(options, 'text'),
      ...daysOf(options),
      by: options.by,
      ids: given.slice(0, wanted),
      failures: options.failures === true,
      filter: options,
      metrics: metricsOf(options),
      limit: limitOf(options),
    });
    return write(request, given.slice(wanted), options, around);
  };

/** `config check`: all settings with value and source, then advice. */
export const configCommand: Run<'config check'> = (options, around) => {
  const { keys, settings } = settingsOf(options, around);
  // Reports a setting with an invalid time zone.
  rulesFrom(options, around);
  const wrong = contradictions(settings);
  const advice = adviceOn(around, storeOf(options, around));
  if (options.json === true) print(json({ schema: 1, settings: keys, contradictions: wrong, advice }));
  else
    printWrapped(
      [...keys.map(({ key, value, source }) => `${key} = ${JSON.stringify(value)} (${source})`), ...advice],
      around.env,
    );
  for (const said of wrong) say(said);
  return wrong.length > 0 ? USAGE : DONE;
};
