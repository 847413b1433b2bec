/** The function of each command. Loaded only when a command has work to do. */
import type { CommandName } from './commands';
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
import { systemWords } from '../l10n/systemWords';
import { NOTHING, say, USAGE, UsageError } from './say';
import type { Around, Run, RunUntil } from './options';
import type { Asked } from './parse';
import { pricesImportCommand, pricesListCommand } from './prices';
import { configCommand, historyCommand, reportCommand } from './reports';
import { statusLineCommand } from './statusLine';
import { searchClearCommand, searchCommand, searchStatusCommand } from './search';
import { switchSearchCommand } from './searchSwitch';
import { watchCommand } from './watch';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs a command until it is done; `end` resolves when a signal asks the process to stop. */
const untilEnd =
  <Name extends CommandName>(command: RunUntil<Name>): Run<Name> =>
  async (...args) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = (): void => resolve();
    for (const signal of SIGNALS) process.once(signal, stop);
    try {
      return await command(...args, promise);
    } finally {
      for (const signal of SIGNALS) process.off(signal, stop);
    }
  };

const RUN: { readonly [Name in Exclude<CommandName, 'completion'>]: Run<Name> } = {
  inspect: logs.inspectCommand,
  'history list': historyCommand('list'),
  'history show': historyCommand('show'),
  'history diff': historyCommand('diff'),
  'history heatmap': historyCommand('heatmap'),
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
  ingest: untilEnd(archive.ingestCommand),
  watch: untilEnd(watchCommand),
  size: archive.sizeCommand,
  backup: archive.backupCommand,
  restore: archive.restoreCommand,
  merge: archive.mergeCommand,
  export: (options, around, given) =>
    (given.length > 0 ? exportCommand : archive.exportArchiveCommand)(options, around, given),
  compact: archive.compactCommand,
  wipe: archive.wipeCommand,
  'daemon run': untilEnd(daemon.runCommand),
  'daemon start': daemon.startCommand,
  'daemon stop': daemon.stopCommand,
  'daemon restart': daemon.restartCommand,
  'daemon status': daemon.statusCommand,
  'daemon logs': untilEnd(daemon.logsCommand),
  'daemon install': installDaemon,
  'daemon uninstall': uninstallDaemon,
  'mcp install': connectCommand('mcp', 'install'),
  'mcp uninstall': connectCommand('mcp', 'uninstall'),
  mcp: untilEnd(mcpCommand),
  'hook install': connectCommand('hook', 'install'),
  'hook uninstall': connectCommand('hook', 'uninstall'),
  hook: hookCommand,
  'statusline install': connectCommand('statusline', 'install'),
  'statusline uninstall': connectCommand('statusline', 'uninstall'),
  statusline: statusLineCommand,
  'claude init': claudeCommand('init'),
  'claude template list': claudeCommand('list'),
  'claude template create': claudeCommand('create'),
  'config check': configCommand,
};

/** Runs a command. A usage error is printed with a hint to the help of the command. */
export async function run(asked: Extract<Asked, { do: 'run' }>, around: Around): Promise<number> {
  try {
    // `parse` has checked the options.
    const command: (...args: [never, Around, readonly string[]]) => number | Promise<number> =
      RUN[asked.name as keyof typeof RUN];
    return await command(asked.options as never, around, asked.given);
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
  if (typeof error.code !== 'string' || systemWords(error.code) === error.code) return error.message;
  const words = systemWords(error.code);
  return typeof error.path === 'string' ? `${error.path}: ${words}.` : `${error.message} (${words}).`;
}
