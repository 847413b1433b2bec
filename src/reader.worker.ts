/** Composition root of a reader thread: reads the requested conversations one after another until it is terminated. */
import { parentPort, workerData } from 'node:worker_threads';
import { newReader } from './engine/reader';
import type { ReaderAsked, ReaderStart } from './engine/readers';

function main(): void {
  const port = parentPort;
  if (port === null) throw new Error('reader.worker runs in a worker thread only');
  // Both ends come from the same build, so messages are not validated.
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
