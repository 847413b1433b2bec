/**
 * Composition root of the worker thread: first sends the last known live sessions, so that the badge is right, and then loads the rest of
 * Vigil (`engine.run.ts`), which takes longest.
 */
import { hostname } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { Surroundings } from './engine/parts';
import type { EngineStart, Notice } from './engine/protocol';
import { publishLastKnown } from './engine/publishLastKnown';
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
  // From the extension host. `engine.run.ts` validates it before anything is opened or written.
  const liveAhead = publishLastKnown(workerData as EngineStart, around);
  const { runEngine } = await import('./engine.run');
  await runEngine(port, workerData, around, liveAhead);
}

void main();
