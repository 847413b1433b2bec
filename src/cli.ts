/** Composition root of the `vigil` command: knows clock, environment and machine, and which function does what. */
import { homedir, hostname } from 'node:os';
import { cac } from 'cac';
import { COHORTS } from './analysis/dimensions';
import { DIMENSIONS } from './analysis/usage';
import {
  backupCommand,
  compactCommand,
  exportArchiveCommand,
  ingestCommand,
  mergeCommand,
  restoreCommand,
  sizeCommand,
  watchCommand,
  wipeCommand,
} from './terminal/archive';
import {
  blocksCommand,
  explainCommand,
  exportCommand,
  inspectCommand,
  pricesCommand,
  reconcileCommand,
  usageCommand,
} from './terminal/logs';
import { configCommand, historyCommand, reportCommand } from './terminal/reports';
import { alertsCommand } from './terminal/alerts';
import { claudeCommand } from './terminal/claude';
import type { Around } from './terminal/options';
import { DONE, NOTHING, say, USAGE, UsageError } from './terminal/output';

declare const VIGIL_VERSION: string;

const machine: Around = {
  version: VIGIL_VERSION,
  now: () => Date.now(),
  env: process.env,
  home: homedir(),
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  pid: process.pid,
  host: hostname(),
  wasmFolder: __dirname,
};

/** Resolves when the person or the system says that it is enough. */
const untilEnd = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });

type Done = number | Promise<number>;

/** Runs the command and gives its exit code. */
export async function vigil(argv: readonly string[], around: Around): Promise<number> {
  const cli = cac('vigil');
  let done = DONE as Done;
  const run =
    <O>(command: (given: readonly string[], options: O, around: Around) => Done) =>
    (given: string[], options: O) => {
      done = command(given, options, around);
    };
  const alone =
    <O>(command: (options: O, around: Around) => Done) =>
    (options: O) => {
      done = command(options, around);
    };
  const STORE = 'Folder of the archive (default: VIGIL_STORE, which VS Code’s terminals have)';
  const THRESHOLDS = 'codevigil: measures ring by its thresholds, and means are marked';
  const withReading = (name: string, description: string) =>
    cli
      .command(name, description)
      .option('--store <folder>', STORE)
      .option('--prices <file>', 'Price table (JSON) in place of the bundled one')
      .option('--timezone <zone>', 'IANA time zone of days and times (default: that of this machine)')
      .option('--thresholds <whose>', THRESHOLDS)
      .option('--config <file>', 'Settings (JSON) in place of the usual file')
      .option('--no-exclude', 'With PATHs: projects of the setting vigil.exclude are read, too')
      .option('--follow-links <folder>', 'A folder that links among the logs may lead to');
  const withFormat = (name: string, description: string) =>
    withReading(name, description)
      .option('--json', 'As JSON, schema 1')
      .option('--csv', 'As CSV with a head line');
  const withStore = (name: string, description: string) =>
    cli
      .command(name, description)
      .option('--store <folder>', STORE)
      .option('--config <file>', 'Settings (JSON) in place of the usual file')
      .option('--follow-links <folder>', 'A folder that links among the logs may lead to')
      .option('--json', 'As JSON, schema 1');

  withReading(
    'inspect [...paths]',
    'Everything derived from the logs below PATH; without PATHs from all that is known',
  )
    .option('--json', 'The whole of it as JSON, schema 1 (docs/inspect.md)')
    .action(run(inspectCommand));
  const withReport = (name: string, description: string) =>
    withStore(name, description)
      .option('--prices <file>', 'Price table (JSON) in place of the bundled one')
      .option('--timezone <zone>', 'IANA time zone of days and times (default: that of this machine)')
      .option('--thresholds <whose>', THRESHOLDS)
      .option('--no-exclude', 'With PATHs: projects of the setting vigil.exclude are read, too')
      .option('--format <format>', 'markdown, json, csv, html or text')
      .option('--csv', 'As CSV with a head line')
      .option('--output <file>', 'Write to this file instead of standard output')
      .option('--by <dimension>', `Cohorts: ${COHORTS.join(', ')}`)
      .option('--project <text>', 'Only sessions whose project has this in its path')
      .option('--severity <severity>', 'Only sessions at least ok, warn or critical; or those of unjudged')
      .option('--model <text>', 'Only sessions of this model')
      .option('--mode <text>', 'Only sessions of this permission mode')
      .option('--task <type>', 'Only sessions of this task type')
      .option('--text <text>', 'Only sessions with this in title, project, branch or id');
  withReport('report [...paths]', 'A report over the logs below PATH; without PATHs over all that is known')
    .option('--kind <kind>', 'overview, cohort, comparison or changes (default: what the options imply)')
    .option('--range <range>', 'today, 7d, 30d or all')
    .option('--from <day>', 'First day, YYYY-MM-DD')
    .option('--to <day>', 'Last day, YYYY-MM-DD, included')
    .option('--pivot <day>', 'Comparison: before this day and from it on')
    .option('--before <days>', 'Comparison: first period, FIRST..LAST')
    .option('--after <days>', 'Comparison: second period, FIRST..LAST')
    .action(run(reportCommand));
  withReport('history [...action]', '`history list`, `show ID`, `diff ID ID`, `heatmap ID`; then PATHs')
    .option('--since <day>', 'First day of a session’s start, YYYY-MM-DD')
    .option('--until <day>', 'Last day of a session’s start, included')
    .action(run(historyCommand));
  withStore('config [...action]', '`config check`: every setting, its value and where it comes from').action(
    run(configCommand),
  );
  withReading(
    'explain [...names]',
    'The log lines behind a FINDING or measure of a SESSION; then PATHs, if not all that is known',
  )
    .option('--json', 'As JSON, schema 1')
    .action(run(explainCommand));
  withFormat(
    'usage [...paths]',
    'Tokens and cost, grouped, of the logs below PATH; without PATHs of all that is known',
  )
    .option('--by <dimension>', `${DIMENSIONS.join(', ')} (default: day)`)
    .option('--from <day>', 'First day, YYYY-MM-DD')
    .option('--to <day>', 'Last day, YYYY-MM-DD, included')
    .action(run(usageCommand));
  withFormat('blocks [...paths]', 'The 5-hour blocks of plan limits: use, pace, what is left').action(
    run(blocksCommand),
  );
  withReading('reconcile [...paths]', 'Claude Code’s own account of sessions beside what their lines show')
    .option('--json', 'As JSON, schema 1')
    .action(run(reconcileCommand));
  cli
    .command('prices [...action]', '`prices import FILE`: what a LiteLLM price file would change')
    .option(
      '--platform <name>',
      'Models and prices of this platform of the file, for example bedrock or deepseek',
    )
    .option('--output <table>', 'Write the merged price table to this file, for --prices')
    .option('--json', 'As JSON, schema 1')
    .action(run(pricesCommand));

  withStore('ingest [...roots]', 'Reads what is new into the archive; ROOTs are Claude Code’s folders')
    .option('--force', 'Reads everything again from its start')
    .action(
      run<Parameters<typeof ingestCommand>[1]>((given, options, here) =>
        ingestCommand(given, options, here, untilEnd()),
      ),
    );
  withStore('watch [...roots]', 'Keeps the archive fresh until interrupted, and tells of live sessions')
    .option('--by-session', 'A line for each session in place of one for each project')
    .action(
      run<Parameters<typeof watchCommand>[1]>((given, options, here) =>
        watchCommand(given, options, here, untilEnd()),
      ),
    );
  withStore('export [...paths]', 'Events in the logs below PATH as NDJSON; without PATHs the archive')
    .option('--format <format>', 'Of the archive: json, csv or sqlite (default: json)')
    .option('--output <file>', 'File the archive is written to')
    .option('--no-exclude', 'With PATHs: projects of the setting vigil.exclude are read, too')
    .action(
      run<Parameters<typeof exportArchiveCommand>[0]>((paths, options, here) =>
        paths.length > 0 ? exportCommand(paths, options, here) : exportArchiveCommand(options, here),
      ),
    );
  cli
    .command(
      'claude [...action]',
      '`claude init [PATH]`, `claude template list`, `claude template create NAME`',
    )
    .option('--template <name>', 'Template to set up `.claude` from (default: default)')
    .option('--force', 'Overwrites files that are there, but never CLAUDE.md')
    .option('--dry-run', 'Shows what would be written, and writes nothing')
    .option('--path <project>', 'Project whose `.claude` becomes a template (default: this folder)')
    .option('--all', 'Saves all parts of `.claude` without asking')
    .option('--store <folder>', STORE)
    .option('--json', 'As JSON, schema 1')
    .action(run(claudeCommand));
  withStore('alerts', 'What wants attention now, and what did in the last 30 days')
    .option('--all', 'Also what was dismissed, muted or snoozed')
    .action(alone(alertsCommand));
  withStore('size', 'What the archive holds and takes').action(alone(sizeCommand));
  withStore('backup [...file]', 'Writes the archive as one FILE').action(run(backupCommand));
  withStore('restore [...file]', 'Puts a backup FILE in place of the archive, which is kept beside it')
    .option('--yes', 'Does not ask')
    .action(run(restoreCommand));
  withStore('merge [...file]', 'Takes in the archive of another machine: a backup FILE of it').action(
    run(mergeCommand),
  );
  withStore('compact', 'Gives back the room of what was removed').action(alone(compactCommand));
  withStore('wipe', 'Forgets everything, or a project')
    .option('--all', 'Everything')
    .option('--project <folder>', 'The sessions of this folder and those below')
    .option('--yes', 'Does not ask')
    .action(alone(wipeCommand));
  cli.help();
  cli.version(VIGIL_VERSION);
  try {
    const { options } = cli.parse([...argv], { run: false });
    if (options['help'] === true || options['version'] === true) return DONE;
    if (cli.matchedCommand === undefined) {
      if (cli.args[0] !== undefined) throw new UsageError(`Unknown command ${cli.args[0]}.`);
      cli.outputHelp();
      return USAGE;
    }
    void cli.runMatchedCommand();
    return await done;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const usage = error instanceof UsageError || error.name === 'CACError';
    say(`${error.message}${usage ? ' See vigil --help.' : ''}`);
    return usage ? USAGE : NOTHING;
  }
}

void vigil(process.argv, machine).then((code) => (process.exitCode = code));
