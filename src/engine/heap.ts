/**
 * Memory of Vigil's threads. By itself V8 lets a heap grow by two thirds before it looks what of it is still in use, and keeps for hours what
 * a start or a first look left behind: here V8 is told to look as soon as some megabytes have come, and to give back what is not used.
 */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that must have come since the last look, and their share of what was in use then: a look takes longer the more is in use. */
const GROWN = { least: 6 << 20, share: 0.15 };
/** The same of what the heap holds, before it gives back what it does not use: that takes three times as long. */
const HELD = { least: 48 << 20, share: 0.7 };

/** Has the heap looked through where it has grown, or in any case: then it also gives back to the system what it does not use. */
export type ClearUp = (always?: boolean) => void;

/** `collect` looks the heap through, `used` says how many bytes of it are in use or not yet known to be free. */
export function heapClearer(collect = collector(), used = usedBytes): ClearUp {
  const grown = growth(used, GROWN);
  return (always = false) => {
    if (!always && !grown.is()) return;
    collect(always);
    grown.begin();
  };
}

/** Has the heap give back to the system what it does not use, where it has come to hold much more than after the last time. */
export function heapGiver(collect = collector(), held = heldBytes): () => void {
  const grown = growth(held, HELD);
  return () => {
    if (!grown.is()) return;
    collect(true);
    grown.begin();
  };
}

/** Whether a number of bytes has grown by so much since `begin`, or by so large a share of what it was then. */
function growth(bytes: () => number, { least, share }: typeof GROWN) {
  let before = 0;
  return {
    is: (): boolean => bytes() >= before + Math.max(least, before * share),
    begin: (): void => void (before = bytes()),
  };
}

const usedBytes = (): number => getHeapStatistics().used_heap_size;
const heldBytes = (): number => getHeapStatistics().total_heap_size;

/** Looks a heap through; `givingBack`: and gives back to the system what is not used. */
type Collect = (givingBack: boolean) => void;

/**
 * What looks this thread's heap through; does nothing where V8 hands nothing out. V8 does so in contexts that are made while a flag of
 * the process says so: one is made, and the flag taken back. Node and Electron leave flags open to change, also where extensions run.
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
