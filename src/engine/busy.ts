/** Work that nobody waits for gives way while the machine is busy. */
import type { CpuInfo } from 'node:os';

/** Share of all processors that must be idle for the work to go on. */
const IDLE = 0.25;
/** How long one look takes, and how many in a row are waited for at most: then a piece is done all the same. */
const LOOK_MS = 200;
const MOST_LOOKS = 50;
/** So many bytes of log are worked on between two looks. */
const BETWEEN = 4 << 20;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** A wait that ends when processors are idle. Its own work does not count: while it looks it rests. */
export function restWhileBusy(
  cpus: () => readonly Pick<CpuInfo, 'times'>[],
  wait = sleep,
): (stopped: () => boolean, worked: number) => Promise<void> {
  let left = 0;
  return async (stopped, worked) => {
    left -= worked;
    if (left > 0) return;
    left = BETWEEN;
    for (let looks = 0; looks < MOST_LOOKS && !stopped(); looks++) {
      const before = sums(cpus());
      await wait(LOOK_MS);
      const after = sums(cpus());
      const all = after.all - before.all;
      // Where the system does not tell, nothing is known to be busy.
      if (all <= 0 || (after.idle - before.idle) / all >= IDLE) return;
    }
  };
}

/** Share of all processors that others may keep busy before the machine counts as in use. */
const OTHERS = 0.25;
/** How long a look at them lasts at least, in ms. */
const LONG_LOOK_MS = 500;

/**
 * Tells whether other programs keep the machine busy, as of the last look; `own`: processor time of this process, in µs. Until the first
 * look has ended they do not.
 */
export function othersAreBusy(
  cpus: () => readonly Pick<CpuInfo, 'times'>[],
  own: () => number,
): () => boolean {
  const look = (): { idle: number; all: number; own: number; count: number } => {
    const all = cpus();
    return { ...sums(all), own: own() / 1000, count: all.length };
  };
  let before = look();
  let busy = false;
  return () => {
    const now = look();
    const all = now.all - before.all;
    if (all < LONG_LOOK_MS * now.count) return busy;
    busy = (all - (now.idle - before.idle) - (now.own - before.own)) / all > OTHERS;
    before = now;
    return busy;
  };
}

/** A third thread saves less time than its memory is worth: what the engine's own does then takes longer than reading. */
const MOST_HELPERS = 2;

/** How many threads beside the engine's own may read: `auto` leaves a core to it, and another one to others that need it. */
export function helpersBy(cores: number, busy: () => boolean): (asked: 'auto' | number) => number {
  return (asked) => {
    if (asked !== 'auto') return asked;
    const most = Math.min(MOST_HELPERS, cores - 1);
    return most > 0 && busy() ? most - 1 : most;
  };
}

function sums(cpus: readonly Pick<CpuInfo, 'times'>[]): { idle: number; all: number } {
  let idle = 0;
  let all = 0;
  for (const { times } of cpus) {
    idle += times.idle;
    all += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  return { idle, all };
}
