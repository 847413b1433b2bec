/**
 * Composition root of the `vigil` command: reads the clock, the environment and the machine. Help, version and completion are answered
 * immediately; the rest of Vigil is loaded only for a command that needs it.
 */
import { homedir, hostname } from 'node:os';
import { zoneOfMachine } from './session/zones';
import { COMMANDS } from './terminal/commands';
import type { Command } from './terminal/commandParts';
import { completionFor } from './terminal/completion';
import { shortHelp, commandHelp, overview } from './terminal/help';
import { DONE, print, say, USAGE, UsageError, widthFor } from './terminal/say';
import type { Around } from './terminal/options';
import { parse } from './terminal/parse';

declare const VIGIL_VERSION: string;

const machine: Around = {
  version: VIGIL_VERSION,
  now: () => Date.now(),
  env: process.env,
  home: homedir(),
  platform: process.platform,
  // Read only when needed: help does not need it.
  get timezone() {
    return zoneOfMachine();
  },
  pid: process.pid,
  host: hostname(),
  wasmFolder: __dirname,
};

/** Help is as wide as the terminal, up to a readable width. */
const WIDEST = 100;

/** Runs the command and returns its exit code. */
export async function vigil(argv: readonly string[], around: Around): Promise<number> {
  try {
    const asked = parse(argv.slice(2));
    const width = Math.min(widthFor({}, around.env), WIDEST);
    if (asked.do === 'version') {
      print(`vigil/${around.version} ${process.platform}-${process.arch} node-${process.version}\n`);
      return DONE;
    }
    if (asked.do === 'help') {
      const command = COMMANDS.find(({ name }) => name === asked.words.join(' ')) as Command | undefined;
      const all = command !== undefined ? commandHelp(command, width) : overview(asked.words, width);
      if (!asked.alone) print(all);
      else if (asked.words.length === 0) print(shortHelp(width));
      // The command is incomplete: scripts need an exit code for this.
      else process.stderr.write(all);
      return asked.alone && asked.words.length > 0 ? USAGE : DONE;
    }
    if (asked.name === 'completion') {
      print(completionFor(asked.given[0] ?? ''));
      return DONE;
    }
    if (asked.name === 'ingest') {
      const { ingestAgain } = await import('./terminal/ingestAgain');
      const code = ingestAgain(asked.given, asked.options, around);
      if (code !== null) return code;
    }
    const { run } = await import('./terminal/run');
    return await run(asked, around);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(error.message);
    return USAGE;
  }
}

// If nobody reads the messages (`2>&1 | head`), the work continues.
process.stderr.on('error', () => undefined);
void vigil(process.argv, machine).then((code) => (process.exitCode = code));
