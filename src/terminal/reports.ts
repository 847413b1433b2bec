/** Commands that write reports, from logs or from the archive. */
import { COHORTS } from '../analysis/dimensions';
import { ReportRequest } from '../engine/protocol';
import { asksTask, writeReport } from '../engine/reports';
import { SESSION_RANKED } from '../findings/severity';
import { TASKS_OFF } from '../signals/task';
import { oneLine } from '../log/visible';
import { found, withKnown } from './known';
import { dayOption, rulesFrom, settingsOf, text, type Around, type ReadingOptions } from './options';
import { DONE, json, NOTHING, print, UsageError, writeTo } from './output';

export interface ReportOptions extends ReadingOptions {
  kind?: string;
  by?: string;
  range?: string;
  from?: string;
  to?: string;
  pivot?: string;
  before?: string;
  after?: string;
  format?: string;
  output?: string;
  json?: boolean;
  csv?: boolean;
  project?: string;
  since?: string;
  until?: string;
  severity?: string;
  model?: string;
  mode?: string;
  task?: string;
  text?: string;
}

/** Writes a report from what is known. */
function write(
  request: ReportRequest,
  paths: readonly string[],
  options: ReportOptions,
  around: Around,
): Promise<number> {
  const output = text(options.output, 'output');
  if (asksTask(request) && !rulesFrom(options, around).taskType) throw new UsageError(TASKS_OFF);
  return withKnown(paths, options, around, (known) => {
    const report = writeReport(request, known);
    if (output !== undefined) writeTo(output, report);
    else print(report);
    return found(known.figures);
  });
}

const oneOf = <T extends string>(
  value: string | undefined,
  all: readonly T[],
  flag: string,
): T | undefined => {
  const chosen = all.find((one) => one === value);
  if (value !== undefined && chosen === undefined)
    throw new UsageError(`--${flag} ${value}: give one of ${all.join(', ')}.`);
  return chosen;
};

function daysOf(
  from: unknown,
  to: unknown,
  names: [string, string],
): { from: string | null; to: string | null } {
  const days = { from: dayOption(from, names[0]), to: dayOption(to, names[1]) };
  if (days.from !== null && days.to !== null && days.from > days.to)
    throw new UsageError(`--${names[0]} ${days.from} is after --${names[1]} ${days.to}.`);
  return days;
}

const RANGES = { today: 1, '7d': 7, '30d': 30, all: null } as const;

/** `--range` in days up to today of the chosen zone, or `--from` and `--to`. */
function rangeOf(options: ReportOptions, around: Around): { from: string | null; to: string | null } {
  const days = daysOf(options.from, options.to, ['from', 'to']);
  const range = oneOf(text(options.range, 'range'), ['today', '7d', '30d', 'all'] as const, 'range');
  if (range === undefined) return days;
  if (days.from !== null || days.to !== null) throw new UsageError('Give --range, or --from and --to.');
  const count = RANGES[range];
  if (count === null) return days;
  const { dayOf } = rulesFrom(options, around);
  return { from: dayOf(around.now() - (count - 1) * DAY_MS), to: dayOf(around.now()) };
}
const DAY_MS = 86_400_000;

/** `2026-10-01..2026-10-31` */
function period(value: unknown, flag: string): { from: string; to: string } | undefined {
  const given = text(value, flag);
  if (given === undefined) return undefined;
  const [from = '', to = '', rest] = given.split('..');
  const days = { from: dayOption(from, flag), to: dayOption(to, flag) };
  if (rest !== undefined || days.from === null || days.to === null)
    throw new UsageError(`--${flag} ${given}: give two days as FIRST..LAST.`);
  return { from: days.from, to: days.to };
}

const KINDS = ['overview', 'cohort', 'comparison', 'changes'] as const;
const FORMATS = ['markdown', 'json', 'csv', 'html', 'text'] as const;

const formatOf = (options: ReportOptions, otherwise: (typeof FORMATS)[number]): (typeof FORMATS)[number] => {
  if (options.json === true && options.csv === true) throw new UsageError('Give --json or --csv, not both.');
  if (options.json === true) return 'json';
  if (options.csv === true) return 'csv';
  return oneOf(text(options.format, 'format'), FORMATS, 'format') ?? otherwise;
};

const filterOf = (options: ReportOptions): ReportRequest['filter'] => ({
  project: text(options.project, 'project'),
  severity: oneOf(text(options.severity, 'severity'), SESSION_RANKED, 'severity'),
  model: text(options.model, 'model'),
  mode: text(options.mode, 'mode'),
  task: text(options.task, 'task'),
  text: text(options.text, 'text'),
});

/** `report`: an overview; with `--by` cohorts, with `--pivot` or two periods a comparison, with `--kind changes` change points. */
export function reportCommand(
  paths: readonly string[],
  options: ReportOptions,
  around: Around,
): Promise<number> {
  const by = oneOf(text(options.by, 'by'), COHORTS, 'by');
  const pivot = dayOption(options.pivot, 'pivot');
  const [before, after] = [period(options.before, 'before'), period(options.after, 'after')];
  if ((before === undefined) !== (after === undefined))
    throw new UsageError('Give both --before and --after.');
  if (before !== undefined && pivot !== null) throw new UsageError('Give --pivot, or --before and --after.');
  const implied =
    by !== undefined ? 'cohort' : pivot !== null || before !== undefined ? 'comparison' : 'overview';
  const kind = oneOf(text(options.kind, 'kind'), KINDS, 'kind') ?? implied;
  if (kind === 'comparison' && pivot === null && before === undefined)
    throw new UsageError('A comparison needs --pivot DAY, or --before FIRST..LAST and --after FIRST..LAST.');
  const request = ReportRequest.parse({
    kind,
    format: formatOf(options, 'markdown'),
    ...rangeOf(options, around),
    by,
    pivot,
    periods: before === undefined || after === undefined ? null : { before, after },
    filter: filterOf(options),
  });
  return write(request, paths, options, around);
}

/** `history list|show|diff|heatmap`. */
export function historyCommand(
  [action = '', ...given]: readonly string[],
  options: ReportOptions,
  around: Around,
): Promise<number> {
  const kinds = {
    list: ['list', 0],
    show: ['session', 1],
    diff: ['diff', 2],
    heatmap: ['heatmap', 1],
  } as const;
  const known = Object.hasOwn(kinds, action) ? kinds[action as keyof typeof kinds] : undefined;
  if (known === undefined) throw new UsageError('Give history list, show ID, diff ID ID or heatmap ID.');
  const [kind, count] = known;
  const across = action === 'heatmap' && options.by !== undefined;
  const wanted = across ? 0 : count;
  const ids = given.slice(0, wanted);
  if (ids.length < wanted)
    throw new UsageError(`history ${action} needs ${wanted === 1 ? 'a session' : 'two sessions'}.`);
  const days = daysOf(options.since, options.until, ['since', 'until']);
  const by = oneOf(text(options.by, 'by'), COHORTS, 'by');
  const request = ReportRequest.parse({
    kind: across ? 'cohort' : kind,
    format: formatOf(options, 'text'),
    ...days,
    by,
    ids,
    filter: filterOf(options),
  });
  return write(request, given.slice(wanted), options, around);
}

/** `config check`: every setting, its value and where it comes from. */
export function configCommand(
  [action = '']: readonly string[],
  options: ReportOptions,
  around: Around,
): number {
  if (action !== 'check') throw new UsageError('Give config check.');
  const { keys } = settingsOf(options, around);
  if (options.json === true) print(json({ schema: 1, settings: keys }));
  else
    print(
      keys
        .map(({ key, value, source }) => `${oneLine(`${key} = ${JSON.stringify(value)} (${source})`)}\n`)
        .join(''),
    );
  return keys.length > 0 ? DONE : NOTHING;
}
