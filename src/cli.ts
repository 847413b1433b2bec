/** Composition root of the `vigil` command: reads logs once, prints, ends. Reads the clock and environment here only. */
import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import { cac } from 'cac';
import { homedir } from 'node:os';
import { explain } from './engine/explain';
import { eventsOf, inspect, readLogs, type Inspection, type Logs } from './engine/inspect';
import { Settings } from './engine/settings';
import { editsOf, rulesOf, type Rules } from './engine/summarise';
import { DIMENSIONS, toolsBy, totalOf, usageBy, type Dimension } from './analysis/usage';
import { spentOf } from './engine/spend';
import { eventLine } from './report/events';
import { blockTable, csvOf, toolTable, usageTable } from './report/tables';
import { codeOf } from './log/discover';
import { rootsOf } from './log/roots';
import { reportJson, reportMarkdown } from './report/report';
import { signals, verdictOf, worst } from './signals/registry';
import { blocksOf } from './usage/blocks';
import { formatCost, formatTokens } from './usage/format';
import { describeChanges, mergePrices, readLiteLlm } from './usage/importPrices';
import { calendarOf } from './usage/days';
import { bundledPrices, parsePriceTable } from './usage/prices';
import { tokensOf } from './usage/rows';

declare const VIGIL_VERSION: string;

/** Exit codes (docs/cli.md): 0 done, 1 nothing found or not readable, 2 wrong usage. */
const DONE = 0;
const NOTHING = 1;
const USAGE = 2;

/** A mistake in how the command was called. */
class UsageError extends Error {}

interface ReadingOptions {
  prices?: string;
  timezone?: string;
}
interface ReportOptions extends ReadingOptions {
  from?: string;
  to?: string;
  format?: string;
  output?: string;
}

/** A text option; cac makes numbers of what looks like one. */
const text = (value: unknown, name: string): string | undefined => {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) throw new UsageError(`--${name} is given more than once.`);
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value === '') throw new UsageError(`--${name} needs a value.`);
  return value;
};

function rulesFrom(options: ReadingOptions): Rules {
  const timezone = text(options.timezone, 'timezone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const prices = text(options.prices, 'prices');
  try {
    const table = prices === undefined ? bundledPrices() : parsePriceTable(readFileSync(prices, 'utf8'));
    return rulesOf(Settings.parse({}), table, calendarOf(timezone));
  } catch (error) {
    if (error instanceof RangeError) {
      throw new UsageError(
        `--timezone ${timezone}: no such time zone. Give an IANA name, for example Europe/Berlin.`,
      );
    }
    throw new UsageError(
      `--prices ${prices ?? ''}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function dayOption(value: unknown, name: string): string | null {
  const day = text(value, name);
  if (day === undefined) return null;
  const real =
    /^\d{4}-\d\d-\d\d$/.test(day) &&
    !Number.isNaN(Date.parse(day)) &&
    new Date(day).toISOString().startsWith(day);
  if (!real) throw new UsageError(`--${name} ${day}: give a day as YYYY-MM-DD.`);
  return day;
}

function read(paths: readonly string[]): Logs {
  if (paths.length === 0) throw new UsageError('Name at least one log file or folder.');
  const logs = readLogs(paths);
  for (const { path, code } of logs.unreadable) {
    process.stderr.write(`vigil: ${path}: cannot be read (${code}); the rest goes on.\n`);
  }
  return logs;
}

const found = (logs: Logs): number => {
  if (logs.sessions.length > 0) return DONE;
  process.stderr.write('vigil: no session log there. Claude Code writes them to ~/.claude/projects.\n');
  return NOTHING;
};

/** Keys sorted at every depth: the same figures give the same bytes. */
const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

function inspectCommand(paths: readonly string[], options: ReadingOptions & { json?: boolean }): number {
  const rules = rulesFrom(options);
  const logs = read(paths);
  const inspection = inspect(logs, rules);
  print(options.json === true ? `${JSON.stringify(inspection, sorted, 2)}\n` : overview(inspection));
  return found(logs);
}

/** The short form for people. */
function overview({ sessions, totals }: Inspection): string {
  const lines = [
    `${totals.sessions} sessions, ${totals.subAgents} sub-agents, ${totals.messages} responses`,
    '',
  ];
  for (const session of sessions) {
    if (session.parent !== null || (session.prompts === 0 && session.messages === 0)) continue;
    const priced = session.usage.filter((row) => row.costMicroUsd !== null);
    const cost =
      priced.length === 0 && session.usage.length > 0
        ? null
        : priced.reduce((sum, row) => sum + (row.costMicroUsd ?? 0), 0);
    const lowerBound = session.usage.some((row) => row.lowerBound > 0 || row.costMicroUsd === null);
    const tokens = session.usage.reduce((sum, row) => sum + tokensOf(row), 0);
    lines.push(
      `${session.id}  ${worst(session.signals).toUpperCase().padEnd(8)}  ${formatTokens(tokens).padStart(7)} tokens  ${formatCost(cost, { lowerBound })}`,
    );
    for (const { name, severity, label } of session.signals) {
      if (severity !== 'ok')
        lines.push(`    ${signals.find((signal) => signal.name === name)?.title ?? name}: ${label}`);
    }
  }
  const cost = formatCost(totals.costMicroUsd, {
    lowerBound: totals.unpricedModels.length > 0 || totals.usage.some((row) => row.lowerBound > 0),
  });
  lines.push('', `Cost ${cost}`);
  if (totals.unpricedModels.length > 0)
    lines.push(
      `Without a price: ${totals.unpricedModels.map((name) => name || '(no model named)').join(', ')}`,
    );
  lines.push('', ...distribution(sessions));
  return clean(lines.join('\n'));
}

/** Text from logs without what could steer a terminal. */
const clean = (output: string): string =>
  `${output.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '�')}\n`;

/** How many sessions each signal judged, and how: what thresholds do on these logs. */
function distribution(sessions: Inspection['sessions']): string[] {
  const judged = sessions.filter((one) => one.parent === null && (one.prompts > 0 || one.messages > 0));
  const head = `${'Signal'.padEnd(22)}${['OK', 'WARN', 'CRITICAL', 'too short'].map((word) => word.padStart(10)).join('')}`;
  const rows = signals
    .filter(({ alarm }) => alarm !== null)
    .map(({ name, title }) => {
      const readings = judged.flatMap((one) => one.signals.filter((reading) => reading.name === name));
      const graded = readings.filter(({ measure }) => measure !== null);
      const of = (severity: string): number => graded.filter((one) => one.severity === severity).length;
      const counts = [of('ok'), of('warn'), of('critical'), readings.length - graded.length];
      return `${title.padEnd(22)}${counts.map((count) => String(count).padStart(10)).join('')}`;
    });
  return [head, ...rows];
}

/** The reading of a signal with the lines behind it. */
function explainCommand([id = '', name = '', ...given]: readonly string[], options: ReadingOptions): number {
  if (id === '' || name === '')
    throw new UsageError('Name a session (its id or the beginning of it) and a signal.');
  const words = signals.find((signal) => signal.name === name);
  if (words === undefined) {
    throw new UsageError(
      `${name}: no such signal. Give one of ${signals.map((one) => one.name).join(', ')}.`,
    );
  }
  const rules = rulesFrom(options);
  const logs = read(given.length > 0 ? given : defaultRoots());
  const exact = logs.sessions.filter((session) => session.id === id);
  // The beginning of an id means a conversation: its sub-agents share it.
  const begins = logs.sessions.filter(
    (session) => session.id.startsWith(id) && (id.includes('/') || session.parent === null),
  );
  const meant = exact.length > 0 ? exact : begins;
  const session = meant[0];
  if (session === undefined) {
    process.stderr.write(`vigil: no session ${id} there.\n`);
    return NOTHING;
  }
  if (meant.length > 1) {
    throw new UsageError(
      `${id} is the beginning of ${meant.length} sessions: ${meant.map((one) => one.id).join(', ')}.`,
    );
  }
  const edits = logs.sessions
    .filter(({ parent }) => parent === session.id)
    .flatMap((one) => editsOf(one.events));
  const explained = explain(session, name, edits, rules);
  if (explained === null) return NOTHING;
  const { reading, lines } = explained;
  print(
    clean(
      [
        `${words.title}: ${reading.label}`,
        `value ${reading.value ?? 'unknown'}, ${VERDICT[verdictOf(reading)]}${words.experimental ? ', experimental' : ''}`,
        words.meaning,
        '',
        ...lines.map(
          ({ file, line, note, text: said }) =>
            `${logs.shown(file)}:${line ?? '?'}  ${note}${said === '' ? '' : `\n    ${said}`}`,
        ),
        ...(lines.length === 0 ? ['No line in the log stands behind it.'] : []),
      ].join('\n'),
    ),
  );
  return DONE;
}

const VERDICT = {
  ok: 'OK',
  warn: 'WARN',
  critical: 'CRITICAL',
  tooShort: 'not judged',
  describes: 'never an alarm',
};

/** Where Claude Code writes, when no path is given. */
const defaultRoots = (): string[] =>
  rootsOf({
    setting: [],
    claudeConfigDir: process.env['CLAUDE_CONFIG_DIR'] ?? null,
    xdgConfigHome: process.env['XDG_CONFIG_HOME'] ?? null,
    home: homedir(),
  });

function reportCommand(paths: readonly string[], options: ReportOptions): number {
  const rules = rulesFrom(options);
  const format = text(options.format, 'format') ?? 'markdown';
  if (format !== 'markdown' && format !== 'json')
    throw new UsageError(`--format ${format}: give markdown or json.`);
  const from = dayOption(options.from, 'from');
  const to = dayOption(options.to, 'to');
  if (from !== null && to !== null && from > to) throw new UsageError(`--from ${from} is after --to ${to}.`);
  const output = text(options.output, 'output');
  const logs = read(paths);
  const input = { sessions: inspect(logs, rules).sessions, from, to, dayOf: rules.dayOf };
  const report = format === 'json' ? reportJson(input) : reportMarkdown(input);
  if (output === undefined) print(report);
  else writeTo(output, report);
  return found(logs);
}

function writeTo(file: string, content: string): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new Error(
      `--output ${file}: cannot be written (${codeOf(error)}). Name a file you may write, in a folder that exists.`,
      { cause: error },
    );
  }
}

function exportCommand(paths: readonly string[]): number {
  const logs = read(paths);
  let batch: string[] = [];
  for (const event of eventsOf(logs)) {
    batch.push(eventLine(event));
    if (batch.length === 1000) {
      print(`${batch.join('\n')}\n`);
      batch = [];
    }
  }
  if (batch.length > 0) print(`${batch.join('\n')}\n`);
  return found(logs);
}

interface UsageOptions extends ReadingOptions {
  by?: string;
  from?: string;
  to?: string;
  json?: boolean;
  csv?: boolean;
}

const isDimension = (by: string): by is Dimension => (DIMENSIONS as readonly string[]).includes(by);

/** Usage grouped by one dimension, with a total that is that of `vigil inspect`. */
function usageCommand(given: readonly string[], options: UsageOptions): number {
  const by = text(options.by, 'by') ?? 'day';
  if (!isDimension(by)) throw new UsageError(`--by ${by}: give one of ${DIMENSIONS.join(', ')}.`);
  const days = { from: dayOption(options.from, 'from'), to: dayOption(options.to, 'to') };
  if (options.json === true && options.csv === true) throw new UsageError('Give --json or --csv, not both.');
  const rules = rulesFrom(options);
  const logs = read(given.length > 0 ? given : defaultRoots());
  const { sessions } = inspect(logs, rules);
  const total = totalOf(sessions, days);
  if (by === 'tool' || by === 'server') {
    if (days.from !== null || days.to !== null)
      throw new UsageError(
        `--from and --to do not go with --by ${by}: tools are counted for whole sessions.`,
      );
    const groups = toolsBy(by, sessions);
    print(
      options.json === true
        ? `${JSON.stringify({ schema: 1, by, groups, total }, sorted, 2)}\n`
        : options.csv === true
          ? csvOf(groups)
          : toolTable(by, groups),
    );
    return found(logs);
  }
  const groups = usageBy(by, sessions, days);
  print(
    options.json === true
      ? `${JSON.stringify({ schema: 1, by, ...days, groups, total }, sorted, 2)}\n`
      : options.csv === true
        ? csvOf(groups)
        : usageTable(by, groups, total),
  );
  return found(logs);
}

/** The 5-hour blocks of everything below the paths. */
function blocksCommand(given: readonly string[], options: UsageOptions): number {
  if (options.json === true && options.csv === true) throw new UsageError('Give --json or --csv, not both.');
  const rules = rulesFrom(options);
  const logs = read(given.length > 0 ? given : defaultRoots());
  const blocks = blocksOf(
    logs.sessions.flatMap((session) => spentOf(session, rules)),
    Date.now(),
  );
  print(
    options.json === true
      ? `${JSON.stringify({ schema: 1, blocks }, sorted, 2)}\n`
      : options.csv === true
        ? csvOf(blocks)
        : blockTable(blocks),
  );
  return found(logs);
}

/** `prices import FILE`: shows what a LiteLLM price file changes; with `--output` writes the merged table. */
function pricesCommand(
  [action = '', file = '']: readonly string[],
  options: { output?: string; all?: boolean },
): number {
  if (action !== 'import' || file === '') throw new UsageError('Give prices import FILE.');
  const output = text(options.output, 'output');
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${file}: cannot be read (${codeOf(error)}).`, { cause: error });
  }
  const imported = readLiteLlm(content, options.all === true);
  const today = new Date().toISOString().slice(0, 10);
  const { table, changes } = mergePrices(bundledPrices(), imported.prices, today);
  print(clean(describeChanges(changes, imported)));
  if (output === undefined) {
    print(
      'Nothing was written. With --output TABLE the merged table is, for --prices; in VS Code use “Vigil: Import Prices…”.\n',
    );
  } else writeTo(output, `${JSON.stringify(table, null, 2)}\n`);
  return DONE;
}

/** Writes all of it before it returns, also into a slow pipe. A reader that went away ends the command quietly. */
function print(output: string): void {
  let rest = Buffer.from(output);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'EPIPE') process.exit(DONE);
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PIPE_PAUSE_MS);
    }
  }
}
const PIPE_PAUSE_MS = 5;

function main(argv: string[]): number {
  const cli = cac('vigil');
  let code: number = DONE;
  const run =
    <O>(command: (paths: readonly string[], options: O) => number) =>
    (paths: string[], options: O) => {
      code = command(paths, options);
    };
  const withReading = (name: string, description: string) =>
    cli
      .command(name, description)
      .option('--prices <file>', 'Price table (JSON) in place of the bundled one')
      .option('--timezone <zone>', 'IANA time zone of days (default: that of this machine)');
  withReading('inspect [...paths]', 'Everything derived from the logs below PATH, without a store')
    .option('--json', 'The whole of it as JSON, schema 1 (docs/inspect.md)')
    .action(run(inspectCommand));
  withReading('report [...paths]', 'A report over the logs below PATH')
    .option('--from <day>', 'First day, YYYY-MM-DD')
    .option('--to <day>', 'Last day, YYYY-MM-DD, included')
    .option('--format <format>', 'markdown or json (default: markdown)')
    .option('--output <file>', 'Write to this file instead of standard output')
    .action(run(reportCommand));
  withReading(
    'explain [...names]',
    'The log lines behind a SIGNAL of a SESSION; then PATHs, if not the usual ones',
  ).action(run(explainCommand));
  cli
    .command('export [...paths]', 'The events in the logs below PATH as NDJSON, one a line')
    .action(run(exportCommand));
  const withFormat = (name: string, description: string) =>
    withReading(name, description)
      .option('--json', 'As JSON, schema 1')
      .option('--csv', 'As CSV with a head line');
  withFormat('usage [...paths]', 'Tokens and cost, grouped; without PATHs those of Claude Code’s own folders')
    .option('--by <dimension>', `${DIMENSIONS.join(', ')} (default: day)`)
    .option('--from <day>', 'First day, YYYY-MM-DD')
    .option('--to <day>', 'Last day, YYYY-MM-DD, included')
    .action(run(usageCommand));
  withFormat('blocks [...paths]', 'The 5-hour blocks of plan limits: use, pace, what is left').action(
    run(blocksCommand),
  );
  cli
    .command('prices [...action]', '`prices import FILE`: what a LiteLLM price file would change')
    .option('--all', 'Models of other providers than Anthropic too')
    .option('--output <table>', 'Write the merged price table to this file, for --prices')
    .action(run(pricesCommand));
  cli.help();
  cli.version(VIGIL_VERSION);
  try {
    const { options } = cli.parse(argv, { run: false });
    if (options['help'] === true || options['version'] === true) return DONE;
    if (cli.matchedCommand === undefined) {
      if (cli.args[0] !== undefined) throw new UsageError(`Unknown command ${cli.args[0]}.`);
      cli.outputHelp();
      return USAGE;
    }
    void cli.runMatchedCommand();
    return code;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const usage = error instanceof UsageError || error.name === 'CACError';
    process.stderr.write(`vigil: ${error.message}${usage ? ' See vigil --help.' : ''}\n`);
    return usage ? USAGE : NOTHING;
  }
}

process.exitCode = main(process.argv);
