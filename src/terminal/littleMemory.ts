/**
 * Makes V8 use less memory while a command reads all logs: nearly all objects are short-lived, but V8 prefers a larger heap to more frequent
 * garbage collection. This is no limit: a log that needs more memory gets it. Worker threads have limits of their own (`YOUNG_MB`, `HEAP_MB`);
 * the main thread can only be configured by flags.
 */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { heapGiver } from '../engine/heap';

/** The heap is collected when it has grown by so many per cent since the last collection. By default V8 lets it grow fourfold. */
const GROWTH_PERCENT = 15;
/** V8 doubles the young generation as it fills; from so many bytes on it no longer does. */
const ENOUGH_NEW = 8 << 20;
const LOOK_MS = 50;
/**
 * Initial size of the young generation of threads, in MB. With the default of 1 MB, a reading thread would collect four times as often, because
 * the flag that ends the doubling applies to threads too.
 */
const THREADS_BEGIN_WITH = 4;

/** Starts this; the returned function stops the timer. */
export function useLittleMemory(): () => void {
  setFlagsFromString(`--min-semi-space-size=${THREADS_BEGIN_WITH}`);
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
  const giveBack = heapGiver();
  let factor = 0;
  const look = (): void => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    const now = (young?.space_size ?? 0) < ENOUGH_NEW ? 2 : 1;
    if (now !== factor) setFlagsFromString(`--semi-space-growth-factor=${now}`);
    factor = now;
    giveBack();
  };
  look();
  // V8 shrinks an unused young generation, which may then double again.
  const timer = setInterval(look, LOOK_MS).unref();
  return () => clearInterval(timer);
}
