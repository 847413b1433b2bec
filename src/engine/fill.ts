/** The order in which logs are read: complete conversations, newest first, divided among threads if there is much to read. */
import type { UnitRead } from '../library/adopted';
import { breathe, type Core } from './core';
import { Readers } from './readers';
import { bytesOf, firstUnit, unitsOf, type LogToRead, type Unit } from './units';

/** While this thread waits for the others, it reports progress and checks whether to stop this often, in ms. */
const WAIT_MS = 100;

/** What is done with the logs. */
export interface FillSteps {
  /** Reads what is new in one log, in this thread. */
  read(found: LogToRead): void;
  /** Accepts what a thread has read; false: this thread must read it. */
  adopt(read: UnitRead): boolean;
  /**
   * After logs were read: counts them, and from time to time derives, reports and stores the changes. `whole`: their conversation is
   * complete.
   */
  count(found: readonly LogToRead[], whole: boolean): Promise<void>;
  /** Derives and reports what was read. */
  tell(): void;
  /** Reads what is written meanwhile. */
  readNamed(): void;
  stop(): boolean;
}

/** The work to divide: logs that no thread was asked for, and the threads. */
interface Work {
  queue: Unit[];
  readers: Readers | null;
}

/**
 * Reads logs, newest first. When logs are followed, the conversation of the first log is shown before others are opened. A caller that
 * only reads waits until everything is read, so its threads start at once.
 */
export async function fill(found: readonly LogToRead[], core: Core, steps: FillSteps): Promise<void> {
  const [first, rest] = firstUnit(found);
  let work = core.parts.follows === true ? null : begin(rest, core);
  try {
    for (const one of first) {
      if (steps.stop()) return;
      steps.read(one);
      await steps.count([one], one === first.at(-1));
    }
    if (rest.length === 0) return;
    steps.tell();
    await breathe();
    work ??= begin(rest, core);
    await share(work, steps);
  } finally {
    await work?.readers?.end();
  }
}

function begin(found: readonly LogToRead[], core: Core): Work {
  const queue = unitsOf(found, core.gate);
  const readers = readersFor(queue, core);
  readers?.give(queue);
  return { queue, readers };
}

/** This thread reads what the reader threads leave. */
async function share({ queue, readers }: Work, steps: FillSteps): Promise<void> {
  /** What this thread must read. */
  const here: LogToRead[] = [];
  while (!steps.stop()) {
    steps.readNamed();
    readers?.give(queue);
    const read = readers?.take();
    if (read !== undefined) {
      const { unit, answer } = read;
      if (answer !== null && steps.adopt(answer)) await steps.count(unit.files, true);
      else here.push(...unit.files);
      continue;
    }
    if (here.length === 0)
      here.push(...((readers === null ? queue.shift() : readers.leave(queue))?.files ?? []));
    const found = here.shift();
    if (found !== undefined) {
      steps.read(found);
      await steps.count([found], here.length === 0);
      // Answers of threads come in meanwhile.
      if (readers !== null) await breathe();
    } else if (readers?.isWorking !== true) return;
    // What was accepted must not wait for slow work.
    else if (!(await readers.wait(WAIT_MS))) steps.tell();
  }
}

/** Null if threads would take longer to start than they save. */
function readersFor(queue: readonly Unit[], core: Core): Readers | null {
  const { library, basis, parts, now } = core;
  const { readers } = parts;
  const isNew = ({ files }: Unit): boolean => files.every(({ file }) => !library.entries.has(file.path));
  if (readers === undefined || bytesOf(queue.filter(isNew)) < readers.from) return null;
  return new Readers({
    start: readers.start,
    startWith: () => core.readerStart(),
    rules: () => basis.taken,
    most: () => readers.most(basis.settings.reading.threads),
    now,
    isNew,
  });
}
