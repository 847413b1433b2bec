/**
 * Memory of Vigil's threads. On its own, V8 lets a heap grow by two thirds before it collects, and keeps for hours what a start or a first
 * ingest left behind. Here V8 is made to collect after a few megabytes of growth, and to return unused memory.
 */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Growth since the last collection before the next one, whichever is more: bytes, or a share of what was in use. The more is in use, the
 * longer a collection takes.
 */
const GROWN = { least: 6 << 20, share: 0.15 };
/** The same for the size of the heap, before unused memory is returned to the system, which takes three times as long. */
const HELD = { least: 48 << 20, share: 0.7 };

/** Collects if the heap has grown, or always; if always, unused memory is also returned to the system. */
export type ClearUp = (always?: boolean) => void;

/** `collect` collects garbage; `used` returns the bytes that are in use or not yet known to be free. */
export function heapClearer(collect = collector(), used = usedBytes): ClearUp {
  const grown = growth(used, GROWN);
  return (always = false) => {
    if (!always && !grown.is()) return;
    collect(always);
    grown.begin();
  };
}

/** Returns unused memory to the system if the heap is much larger than after the last time. */
export function heapGiver(collect = collector(), held = heldBytes): () => void {
  const grown = growth(held, HELD);
  return () => {
    if (!grown.is()) return;
    collect(true);
    grown.begin();
  };
}

/** Tracks whether a number of bytes has grown by this much since `begin`, or by this share of its value then. */
function growth(bytes: () => number, { least, share }: typeof GROWN) {
  let before = 0;
  return {
    is: (): boolean => bytes() >= before + Math.max(least, before * share),
    begin: (): void => void (before = bytes()),
  };
}

const usedBytes = (): number => getHeapStatistics().used_heap_size;
const heldBytes = (): number => getHeapStatistics().total_heap_size;

/** Collects garbage; `givingBack`: also returns unused memory to the system. */
type Collect = (givingBack: boolean) => void;

/**
 * Gets this thread's garbage collector, or a function that does nothing if V8 does not expose it. V8 exposes it in contexts created while
 * a process flag is set: the flag is set, a context created, and the flag reset. Node and Electron allow flags to change, also where
 * extensions run.
 */
function collector(): Collect {
  const own: unknown = Reflect.get(globalThis, 'gc');
  if (isFunction(own)) return collectBy(own);
  setFlagsFromString('--expose-gc');
  const made: unknown = runInNewContext('globalThis.gc');
  setFlagsFromString('--no-expose-gc');
  return isFunction(made) ? collectBy(made) : () => undefined;
}

const GIVING_BACK = { type: 'major', execution: 'sync', flavor: 'last-resort' } as const;
const collectBy =
  (gc: (how?: typeof GIVING_BACK) => void): Collect =>
  (givingBack) =>
    givingBack ? gc(GIVING_BACK) : gc();

const isFunction = (value: unknown): value is () => void => typeof value === 'function';
