/** The function of each command. Loaded only when a command has work to do. */
import type { CommandName, OptionsOf } from './commands';
import * as archive from './archive';
import { alertsCommand } from './alerts';
import { claudeCommand } from './claude';
import { connectCommand } from './connect';
import * as daemon from './daemon';
import { installDaemon, uninstallDaemon } from './daemonUnit';
import { hookCommand } from './hook';
import { errorsCommand, exportCommand, secretsCommand } from './lines';
import * as logs from './logs';
import { mcpCommand } from './mcp';
import { wordsOf } from '../l10n/systemWords';
import { NOTHING, say, USAGE, UsageError } from './say';
import type { Around } from './options';
import type { Asked } from './parse';
import { pricesImportCommand, pricesListCommand } from './prices';
import { configCommand, historyCommand, reportCommand } from './reports';
import { statusLineCommand } from './statusLine';
import { searchClearCommand, searchCommand, searchStatusCommand } from './search';
import { switchSearchCommand } from './searchSwitch';
import { watchCommand } from './watch';

type Run = (options: never, around: Around, given: readonly string[]) => number | Promise<number>;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs work until it is done; `end` resolves when a signal asks the process to stop. */
async function untilEnd<T>(work: (end: Promise<void>) => T | Promise<T>): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = (): void => resolve();
  for (const signal of SIGNALS) process.once(signal, stop);
  try {
    return await work(promise);
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}

/** Options were checked against the table of commands before. */
const RUN: Readonly<Record<Exclude<CommandName, 'completion'>, Run>> = {
  inspect: logs.inspectCommand,
  'history list': (options, around, given) => historyCommand('list', given, options, around),
  'history show': (options, around, given) => historyCommand('show', given, options, around),
  'history diff': (options, around, given) => historyCommand('diff', given, options, around),
  'history heatmap': (options, around, given) => historyCommand('heatmap', given, options, around),
  explain: logs.explainCommand,
  'search enable': switchSearchCommand(true),
  'search disable': switchSearchCommand(false),
  'search status': searchStatusCommand,
  'search clear': searchClearCommand,
  search: searchCommand,
  alerts: alertsCommand,
  errors: errorsCommand,
  secrets: secretsCommand,
  usage: logs.usageCommand,
  blocks: logs.blocksCommand,
  reconcile: logs.reconcileCommand,
  report: reportCommand,
  'prices list': pricesListCommand,
  'prices import': pricesImportCommand,
  ingest: (options, around, given) => untilEnd((end) => archive.ingestCommand(given, options, around, end)),
  watch: (options, around, given) => untilEnd((end) => watchCommand(given, options, around, end)),
  size: archive.sizeCommand,
  backup: archive.backupCommand,
  restore: archive.restoreCommand,
  merge: archive.mergeCommand,
  export: (options: OptionsOf<'export'>, around, given) =>
    given.length > 0 ? exportCommand(options, around, given) : archive.exportArchiveCommand(options, around),
  compact: archive.compactCommand,
  wipe: archive.wipeCommand,
  'daemon run': (options, around) => untilEnd((end) => daemon.runCommand(options, around, end)),
  'daemon start': daemon.startCommand,
  'daemon stop': daemon.stopCommand,
  'daemon restart': daemon.restartCommand,
  'daemon status': daemon.statusCommand,
  'daemon logs': (options, around) => untilEnd((end) => daemon.logsCommand(options, around, end)),
  'daemon install': installDaemon,
  'daemon uninstall': uninstallDaemon,
  'mcp install': (options, around) => connectCommand('mcp', 'install', options, around),
  'mcp uninstall': (options, around) => connectCommand('mcp', 'uninstall', options, around),
  mcp: (options, around) => untilEnd((end) => mcpCommand(options, around, end)),
  'hook install': (options, around) => connectCommand('hook', 'install', options, around),
  'hook uninstall': (options, around) => connectCommand('hook', 'uninstall', options, around),
  hook: hookCommand,
  'statusline install': (options, around) => connectCommand('statusline', 'install', options, around),
  'statusline uninstall': (options, around) => connectCommand('statusline', 'uninstall', options, around),
  statusline: statusLineCommand,
  'claude init': (options, around, given) => claudeCommand('init', given, options, around),
  'claude template list': (options, around, given) => claudeCommand('list', given, options, around),
  'claude template create': (options, around, given) => claudeCommand('create', given, options, around),
  'config check': configCommand,
};

/** Runs a command. A usage error is printed with a hint to the help of the command. */
export async function run(asked: Extract<Asked, { do: 'run' }>, around: Around): Promise<number> {
  try {
    return await RUN[asked.name as Exclude<CommandName, 'completion'>](
      asked.options as never,
      around,
      asked.given,
    );
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (!(error instanceof UsageError)) {
      say(inWords(error));
      return NOTHING;
    }
    say(
      /\bvigil help\b/.test(error.message) ? error.message : `${error.message} See vigil help ${asked.name}.`,
    );
    return USAGE;
  }
}

/** The message of an error; for system errors a sentence that names the file. */
function inWords(error: Error & { code?: unknown; path?: unknown }): string {
  if (typeof error.code !== 'string' || wordsOf(error.code) === error.code) return error.message;
  const words = wordsOf(error.code);
  return typeof error.path === 'string' ? `${error.path}: ${words}.` : `${error.message} (${words}).`;
}
