/** Reader threads for tests: what they are asked and answer is cloned and comes some turns of the event loop later, as between threads. */
import type { HelpingThreads } from '../../src/engine/parts';
import { newReader } from '../../src/engine/reader';
import type { ReaderAsked } from '../../src/engine/readers';

export interface ReadersHere extends HelpingThreads {
  /** Threads that were started, and those that run. */
  started: number;
  running: number;
  /** Units that were asked for. */
  asked: ReaderAsked[];
}

/** So many threads, for however little is to be read. `crashes`: whether a thread ends instead of reading what it is asked, of all the `n`th. */
export function readersHere(
  most: number,
  crashes: (asked: ReaderAsked, n: number) => boolean = () => false,
): ReadersHere {
  const readers: ReadersHere = {
    started: 0,
    running: 0,
    asked: [],
    from: 0,
    most: () => most,
    start(start, onAnswer, onEnd) {
      readers.started++;
      readers.running++;
      const read = newReader(structuredClone(start));
      let running = true;
      let last = Promise.resolve();
      const end = async (): Promise<void> => {
        if (!running) return;
        running = false;
        readers.running--;
        onEnd();
      };
      return {
        ask(asked) {
          const n = readers.asked.push(asked);
          last = last.then(async () => {
            await new Promise((resolve) => setImmediate(resolve));
            if (!running) return;
            if (crashes(asked, n)) return end();
            const answer = structuredClone(read(structuredClone(asked)));
            await new Promise((resolve) => setImmediate(resolve));
            if (running) onAnswer(answer);
          });
        },
        end,
      };
    },
  };
  return readers;
}
