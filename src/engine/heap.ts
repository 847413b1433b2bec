/**
 * Memory of a window's thread. By itself V8 lets a heap grow by two thirds before it looks what of it is still in use, and a thread that does
 * little keeps for hours what its start left behind: here V8 is told to look as soon as some megabytes have come.
 */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that must have come since the last look, and their share of what was in use then: a look takes longer the more is in use. */
const GROWN = { least: 6 << 20, share: 0.15 };

/** Has the heap looked through where it has grown, or in any case. */
export type ClearUp = (always?: boolean) => void;

/** `collect` looks the heap through, `used` says how many bytes of it are in use or not yet known to be free. */
export function heapClearer(collect = collector(), used = usedBytes): ClearUp {
  let before = 0;
  return (always = false) => {
    if (!always && used() < before + Math.max(GROWN.least, before * GROWN.share)) return;
    collect();
    before = used();
  };
}

const usedBytes = (): number => getHeapStatistics().used_heap_size;

/**
 * What looks this thread's heap through; does nothing where V8 hands nothing out. V8 does so in contexts that are made while a flag of
 * the process says so: one is made, and the flag taken back. Node and Electron leave flags open to change, also where extensions run.
 */
function collector(): () => void {
  const own: unknown = Reflect.get(globalThis, 'gc');
  if (isFunction(own)) return own;
  setFlagsFromString('--expose-gc');
  const made: unknown = runInNewContext('globalThis.gc');
  setFlagsFromString('--no-expose-gc');
  return isFunction(made) ? made : () => undefined;
}

const isFunction = (value: unknown): value is () => void => typeof value === 'function';
