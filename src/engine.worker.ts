/** Composition root of the worker thread: gives the engine its clock and the way to its host. */
import * as fs from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { errorText } from './l10n/errorText';
import { renewLauncher } from './agents/launcher';
import {
  Call,
  calls,
  EngineStart,
  type Answer,
  type Args,
  type CallName,
  type Notice,
} from './engine/protocol';
import { sharedSettings } from './settings/settings';
import { openWindow, settingsFile } from './engine/window';

declare const VIGIL_VERSION: string;

async function main(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('engine.worker runs in a worker thread only');
  const start = EngineStart.parse(workerData);
  const emit = (notice: Notice): void => port.postMessage(notice);
  const engine = await openWindow(start, {
    version: VIGIL_VERSION,
    now: () => Date.now(),
    pid: process.pid,
    host: hostname(),
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    emit,
    watch: true,
  });
  const keepSettings = (settings: EngineStart['settings']): void => {
    try {
      if (start.storage !== null) settingsFile(start.storage).write(sharedSettings(settings));
    } catch {
      // The command then uses what it finds; a folder that cannot be written to is told of when the archive is.
    }
  };
  keepSettings(start.settings);
  try {
    renew(start);
  } catch (error) {
    emit({
      notice: 'problem',
      problem: { level: 'warn', code: 'launcher', message: errorText(error), file: start.storage },
    });
  }
  const answer = (message: Answer): void => port.postMessage(message);
  port.on('message', (message: unknown) => {
    const call = Call.safeParse(message);
    if (!call.success) return;
    const { id, call: name, args } = call.data;
    if (!isCall(name)) return answer({ id, error: `unknown call ${name}` });
    if (name === 'configure') {
      const settings = calls.configure.args.safeParse(args);
      if (settings.success) keepSettings(settings.data);
    }
    engine.call(name, args as Args<typeof name>).then(
      (result) => answer({ id, result }),
      (error: unknown) =>
        answer({
          id,
          error: error instanceof z.ZodError ? z.prettifyError(error) : errorText(error),
        }),
    );
  });
}

/** Has the launcher, where there is one, start this version of Vigil. */
function renew({ storage, wasmFolder }: EngineStart): void {
  if (storage === null) return;
  const launched = { node: process.execPath, cli: join(wasmFolder, 'cli.cjs'), store: storage };
  renewLauncher(launched, process.platform === 'win32', fs);
}

const isCall = (name: string): name is CallName => Object.hasOwn(calls, name);

void main();
