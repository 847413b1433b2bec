/**
 * Composition root of the worker thread: tells the live sessions as they were told last, so that the badge is right, and only then loads the
 * rest of Vigil (`engine.run.ts`), which takes longer than all else until then.
 */
import { hostname } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { Surroundings } from './engine/parts';
import type { EngineStart, Notice } from './engine/protocol';
import { tellAhead } from './engine/tellAhead';
import { zoneOfMachine } from './session/zones';

declare const VIGIL_VERSION: string;

async function main(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('engine.worker runs in a worker thread only');
  const around: Surroundings = {
    version: VIGIL_VERSION,
    now: () => Date.now(),
    pid: process.pid,
    host: hostname(),
    timezone: zoneOfMachine(),
    emit: (notice: Notice) => port.postMessage(notice),
    watch: true,
  };
  // As the extension host made it. Whether it is whole is checked by what is loaded next, before anything is opened or written.
  const liveAhead = tellAhead(workerData as EngineStart, around);
  const { runEngine } = await import('./engine.run');
  await runEngine(port, workerData, around, liveAhead);
}

void main();
