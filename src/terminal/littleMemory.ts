/**
 * Has V8 use less memory while a command reads all logs: nearly all that is made then is of no use a moment later, and V8 would rather take
 * more room than look for it. There is no limit in this: a log that needs more gets it. Threads have such limits
 * from their start (`YOUNG_MB`, `HEAP_MB`); the one that a process begins with takes only flags.
 */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { heapGiver } from '../engine/heap';

/** The heap is looked through when it is larger by so much, in percent, than what was in use the last time. By itself V8 lets it grow fourfold. */
const GROWTH_PERCENT = 15;
/** Bytes from which on the room for what is new, which V8 doubles as long as it fills, stays as it is. */
const ENOUGH_NEW = 8 << 20;
const LOOK_MS = 50;
/**
 * MB of the room for what is new that threads begin with. By itself that is 1 MB, which a thread that reads looks through four times as often:
 * what ends the doubling here ends it in threads too.
 */
const THREADS_BEGIN_WITH = 4;

/** Begins with it; what it gives ends looking after it. */
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
  // V8 takes room away that is not used for a while: then it may double again.
  const timer = setInterval(look, LOOK_MS).unref();
  return () => clearInterval(timer);
}
