/** Work that nobody waits for gives way while the machine is busy. */
import type { CpuInfo } from 'node:os';

/** Share of all processors that must be idle for the work to continue. */
const IDLE = 0.25;
/** How long one check takes, and how many checks in a row may delay the work; then a piece is done anyway. */
const LOOK_MS = 200;
const MOST_LOOKS = 50;
/** Bytes of log processed between two checks. */
const BETWEEN = 4 << 20;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** Waits until processors are idle. The engine's own work does not count, because it pauses during a check. */
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
      // If the system does not report the load, the machine does not count as busy.
      if (all <= 0 || (after.idle - before.idle) / all >= IDLE) return;
    }
  };
}

/** Share of all processors that others may keep busy before the machine counts as in use. */
const OTHERS = 0.25;
/** Minimum duration of a check, in ms. */
const LONG_LOOK_MS = 500;

/**
 * Returns whether other programs keep the machine busy, as of the last check; `own`: processor time of this process, in µs. Before the
 * first check has ended, the answer is no.
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

/** A third thread saves less time than its memory is worth: the engine's own part then takes longer than reading. */
const MOST_HELPERS = 2;

/** How many threads besides the engine's may read: `auto` leaves one core to the engine, and another to other programs that need it. */
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
