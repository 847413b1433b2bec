/** The main part of the worker thread, loaded after the badge is shown (`engine.worker.ts`): runs the engine and answers calls of the host. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { errorText } from './l10n/errorText';
import { renewLauncher } from './agents/launcher';
import type { Surroundings } from './engine/parts';
import { Call, calls, EngineStart, type Answer, type Args, type CallName } from './engine/protocol';
import type { LiveContent } from './library/sessionRow';
import { sharedSettings } from './settings/shared';
import { openWindow, settingsFile } from './engine/window';

/**
 * Runs the engine on a port. `data`: the options of the worker; `liveAhead`: the live sessions that were sent already. Throws if `data` is
 * not valid.
 */
export async function runEngine(
  port: MessagePort,
  data: unknown,
  around: Surroundings,
  liveAhead: LiveContent | null,
): Promise<void> {
  const start = EngineStart.parse(data);
  const { emit } = around;
  const engine = await openWindow(start, around, liveAhead);
  const keepSettings = (settings: EngineStart['settings']): void => {
    try {
      if (start.storage !== null) settingsFile(start.storage).write(sharedSettings(settings));
    } catch {
      // The command then uses the file it finds. A folder that cannot be written to is reported with the archive.
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
      (error: unknown) => answer({ id, error: errorText(error) }),
    );
  });
}

/** Makes the launcher, if there is one, start this version of Vigil. */
function renew({ storage, wasmFolder }: EngineStart): void {
  if (storage === null) return;
  const launched = { node: process.execPath, cli: join(wasmFolder, 'cli.cjs'), store: storage };
  renewLauncher(launched, process.platform === 'win32', fs);
}

const isCall = (name: string): name is CallName => Object.hasOwn(calls, name);
