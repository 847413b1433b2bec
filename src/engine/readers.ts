/** Threads that read complete conversations for the engine, and how work is divided among them. */
import { Worker } from 'node:worker_threads';
import type { LogFile } from '../log/discover';
import type { UnitRead } from '../library/adopted';
import type { Settings } from '../settings/settings';
import type { ThresholdsBySignal } from '../signals/registry';
import type { PriceTable } from '../usage/prices';
import { HEAP_MB, YOUNG_MB } from './protocol';
import { bytesOf, isLarge, type Unit } from './units';

/** Start data of a thread: everything that readings and figures depend on. */
export interface ReaderStart {
  settings: Settings;
  prices: PriceTable;
  /** IANA name. */
  zone: string;
  thresholds: ThresholdsBySignal;
  /** Folders of logs. */
  roots: string[];
}

/** A request to a thread. `now`: ms since the epoch. */
export interface ReaderAsked {
  files: LogFile[];
  now: number;
}

/** A thread's answer, in the order of requests: null if a log could not be read, or a session not derived. */
export type ReaderAnswer = UnitRead | null;

export interface ReaderThread {
  ask(asked: ReaderAsked): void;
  /** Ends the thread at once, whatever it is doing. */
  end(): Promise<unknown>;
}

/** Starts a thread; `onEnd`: the thread has ended, by itself or because it was told to. */
export type StartReader = (
  start: ReaderStart,
  onAnswer: (answer: ReaderAnswer) => void,
  onEnd: () => void,
) => ReaderThread;

/** Threads that run a script. */
export const readerThreads =
  (script: string): StartReader =>
  (start, onAnswer, onEnd) => {
    const worker = new Worker(script, {
      workerData: start,
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb: HEAP_MB },
    });
    // Both sides are of one build.
    worker.on('message', (answer: ReaderAnswer) => onAnswer(answer));
    // After a lost answer, the thread cannot be asked again.
    worker.on('messageerror', () => void worker.terminate());
    // It exits after that.
    worker.on('error', () => undefined);
    worker.on('exit', onEnd);
    return { ask: (asked) => worker.postMessage(asked), end: () => worker.terminate() };
  };

/**
 * Work that is queued for a thread: this many bytes, or this share of the unassigned work if that is more. So a thread does not wait for the
 * engine, and near the end threads share what is left.
 */
const AHEAD = { bytes: 4 << 20, part: 1 / 16, units: 256 };
/** After this many threads have ended by themselves, no more are started. */
const MOST_FAILURES = 3;

interface Hand {
  thread: ReaderThread;
  /** Requests that it has not answered. */
  units: Unit[];
}

/** Start data and requests for readers. */
export interface ReadersParts {
  start: StartReader;
  /** The current rules; `rules` is another number when they have changed. What was read by the previous rules does not count then. */
  startWith: () => ReaderStart;
  rules: () => number;
  /** How many threads may work now. */
  most: () => number;
  now: () => number;
  /** None of its logs was read before. */
  isNew: (unit: Unit) => boolean;
}

/** The threads that work for one fill. */
export class Readers {
  private hands: Hand[] = [];
  private read: { unit: Unit; answer: ReaderAnswer }[] = [];
  /** Units whose thread ended while it read them. */
  private readonly failed = new Set<Unit>();
  /** Units that must be requested from another thread. */
  private again: Unit[] = [];
  private failures = 0;
  private rules: number;
  private readonly ending: Promise<unknown>[] = [];
  /** Ends the current wait. */
  private wake: () => void = () => undefined;

  constructor(private readonly parts: ReadersParts) {
    this.rules = parts.rules();
  }

  /** True while something is pending: from a thread, to be accepted, or to be requested again. */
  get isWorking(): boolean {
    return this.read.length + this.again.length > 0 || this.hands.some(({ units }) => units.length > 0);
  }

  /** Assigns units of the queue to threads with room. Units that come back unread go first. */
  give(queue: Unit[]): void {
    const { rules, most, isNew, now } = this.parts;
    if (rules() !== this.rules) this.stop();
    this.rules = rules();
    queue.unshift(...this.again.splice(0));
    const places = this.failures < MOST_FAILURES ? most() : 0;
    const enough = Math.max(AHEAD.bytes, bytesOf(queue) * AHEAD.part);
    for (;;) {
      const place = this.leastAsked(places, enough);
      const isLargeRead = this.hands.some(({ units }) => units.some(isLarge));
      const at = queue.findIndex((unit) => isNew(unit) && !(isLargeRead && isLarge(unit)));
      if (place === null || at < 0) return;
      const hand = this.hands[place] ?? this.begin();
      if (hand === null) return;
      const { units, thread } = hand;
      for (const unit of queue.splice(at, 1)) {
        units.push(unit);
        thread.ask({ files: unit.files.map(({ file }) => file), now: now() });
      }
    }
  }

  /** The index of the thread with the least work; null if each has this many bytes. */
  private leastAsked(places: number, enough: number): number | null {
    let least: { place: number; bytes: number } | null = null;
    for (let place = 0; place < places; place++) {
      const { units = [] } = this.hands[place] ?? {};
      const bytes = bytesOf(units);
      const hasRoom = units.length < AHEAD.units && bytes < enough;
      if (hasRoom && bytes < (least?.bytes ?? Infinity)) least = { place, bytes };
      // A thread that does not run yet has no work.
      if (this.hands[place] === undefined) break;
    }
    return least?.place ?? null;
  }

  /**
   * Takes the next unit that the engine's thread must read itself: while threads work, only logs that were read before. If it read new ones as
   * well, it would compile everything that reading needs once more: a fifth more processor time and 40 MB.
   */
  leave(queue: Unit[]): Unit | undefined {
    const at = queue.findIndex((unit) => !this.isWorking || !this.parts.isNew(unit));
    return at < 0 ? undefined : queue.splice(at, 1)[0];
  }

  /** The next unit that a thread has read. Call directly after `give`, which drops what was read by other rules. */
  take(): { unit: Unit; answer: ReaderAnswer } | undefined {
    return this.read.shift();
  }

  /** Resolves when a thread has answered or ended; with false if none has for this many ms. */
  async wait(ms: number): Promise<boolean> {
    if (this.read.length + this.again.length > 0) return true;
    return new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }

  /** Ends all threads. What they have not read, or what was not accepted, is read another time. */
  async end(): Promise<void> {
    this.stop();
    await Promise.all(this.ending);
  }

  /** Everything requested from threads, and everything they have read, must be requested again. */
  private stop(): void {
    const hands = this.hands.splice(0);
    this.again.push(...this.read.splice(0).map(({ unit }) => unit), ...hands.flatMap(({ units }) => units));
    this.ending.push(...hands.map(({ thread }) => thread.end()));
  }

  /** Null if the machine cannot start a thread: then it is not tried again. */
  private begin(): Hand | null {
    const { start, startWith } = this.parts;
    try {
      const thread = start(
        startWith(),
        (answer) => this.answered(hand, answer),
        () => this.ended(hand),
      );
      const hand: Hand = { units: [], thread };
      this.hands.push(hand);
      return hand;
    } catch {
      this.failures = MOST_FAILURES;
      return null;
    }
  }

  private answered(hand: Hand, answer: ReaderAnswer): void {
    if (!this.hands.includes(hand)) return;
    const unit = hand.units.shift();
    if (unit !== undefined) this.read.push({ unit, answer });
    this.wake();
  }

  /** Requests this thread's units from another one, but not from a third if a second has ended with the same unit. */
  private ended(hand: Hand): void {
    if (!this.hands.includes(hand)) return;
    this.hands = this.hands.filter((one) => one !== hand);
    this.failures++;
    const [first, ...rest] = hand.units;
    if (first !== undefined && this.failed.has(first)) this.read.push({ unit: first, answer: null });
    else if (first !== undefined) this.again.push(first);
    if (first !== undefined) this.failed.add(first);
    this.again.push(...rest);
    this.wake();
  }
}
