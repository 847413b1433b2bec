/** Composition root of a reader thread: reads the conversations it is asked for, one after the other, until it is ended. */
import { parentPort, workerData } from 'node:worker_threads';
import { newReader } from './engine/reader';
import type { ReaderAsked, ReaderStart } from './engine/readers';

function main(): void {
  const port = parentPort;
  if (port === null) throw new Error('reader.worker runs in a worker thread only');
  // Both ends are of one build.
  const read = newReader(workerData as ReaderStart);
  port.on('message', (asked: ReaderAsked) => {
    const answer = read(asked);
    port.postMessage(
      answer,
      (answer?.files ?? []).map(({ change }) => change.reading.buffer as ArrayBuffer),
    );
  });
}

main();
