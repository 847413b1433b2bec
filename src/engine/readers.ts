/** Threads that read whole conversations beside the engine's own, and how work is shared out among them. */
import { Worker } from 'node:worker_threads';
import type { LogFile } from '../log/discover';
import type { UnitRead } from '../library/adopted';
import type { Settings } from '../settings/settings';
import type { ThresholdsBySignal } from '../signals/registry';
import type { PriceTable } from '../usage/prices';
import { HEAP_MB, YOUNG_MB } from './protocol';
import { bytesOf, isLarge, type Unit } from './units';

/** What a thread is started with: all that readings and figures follow from. */
export interface ReaderStart {
  settings: Settings;
  prices: PriceTable;
  /** IANA name. */
  zone: string;
  thresholds: ThresholdsBySignal;
  /** Folders of logs. */
  roots: string[];
}

/** What it is asked, one after the other. `now`: ms since the epoch. */
export interface ReaderAsked {
  files: LogFile[];
  now: number;
}

/** What it answers, in the order in which it was asked: null when a log could not be read, or a session not derived. */
export type ReaderAnswer = UnitRead | null;

export interface ReaderThread {
  ask(asked: ReaderAsked): void;
  /** Ends it at once, whatever it does. */
  end(): Promise<unknown>;
}

/** Starts a thread; `onEnd`: it has ended, by itself or because it was told to. */
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
    // Both ends are of one build.
    worker.on('message', (answer: ReaderAnswer) => onAnswer(answer));
    // An answer that is lost leaves no thread that could be asked further.
    worker.on('messageerror', () => void worker.terminate());
    // It exits behind that.
    worker.on('error', () => undefined);
    worker.on('exit', onEnd);
    return { ask: (asked) => worker.postMessage(asked), end: () => worker.terminate() };
  };

/**
 * So much a thread has before it, or such a part of what nobody was asked for: what is there when it is done must be enough while the engine
 * reads a log itself, and little where all is nearly read.
 */
const AHEAD = { bytes: 4 << 20, part: 1 / 16, units: 256 };
/** After so many threads have ended by themselves no more are started. */
const MOST_FAILURES = 3;

interface Hand {
  thread: ReaderThread;
  /** What it was asked and has not answered. */
  units: Unit[];
}

/** What readers are started and asked with. */
export interface ReadersParts {
  start: StartReader;
  /** By what they read now; `rules` is another number when that has changed: what they read before does not count then. */
  startWith: () => ReaderStart;
  rules: () => number;
  /** So many threads may be at work now. */
  most: () => number;
  now: () => number;
  /** None of its logs was read before. */
  isNew: (unit: Unit) => boolean;
}

/** The threads that are at work for one fill. */
export class Readers {
  private readonly parts: ReadersParts;
  private hands: Hand[] = [];
  private read: { unit: Unit; answer: ReaderAnswer }[] = [];
  /** Units whose thread ended while it read them. */
  private readonly failed = new Set<Unit>();
  /** What another thread is to be asked for. */
  private again: Unit[] = [];
  private failures = 0;
  private rules: number;
  private readonly ending: Promise<unknown>[] = [];
  /** Ends the wait that runs. */
  private wake: () => void = () => undefined;

  constructor(parts: ReadersParts) {
    this.parts = parts;
    this.rules = parts.rules();
  }

  /** True while something is still to come: from a thread, to be taken, or to be asked again. */
  get isWorking(): boolean {
    return this.read.length + this.again.length > 0 || this.hands.some(({ units }) => units.length > 0);
  }

  /** Gives units of the queue to the threads that have room. What comes back unread is put before it. */
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

  /** The place, of so many, whose thread has least before it; null when none has room, as each has so many bytes. */
  private leastAsked(places: number, enough: number): number | null {
    let least: { place: number; bytes: number } | null = null;
    for (let place = 0; place < places; place++) {
      const { units = [] } = this.hands[place] ?? {};
      const bytes = bytesOf(units);
      const hasRoom = units.length < AHEAD.units && bytes < enough;
      if (hasRoom && bytes < (least?.bytes ?? Infinity)) least = { place, bytes };
      // One that does not run yet has nothing before it.
      if (this.hands[place] === undefined) break;
    }
    return least?.place ?? null;
  }

  /** Takes the next unit that the engine's thread is to read itself: a large one is left to a thread, while there is one. */
  leave(queue: Unit[]): Unit | undefined {
    const at = queue.findIndex((unit) => !this.isWorking || !isLarge(unit) || !this.parts.isNew(unit));
    return at < 0 ? undefined : queue.splice(at, 1)[0];
  }

  /** The next unit that a thread has read. Right behind `give`, which drops what was read by other rules. */
  take(): { unit: Unit; answer: ReaderAnswer } | undefined {
    return this.read.shift();
  }

  /** Resolves when a thread has answered or ended; with false when none has for so many ms. */
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

  /** Ends all threads. What they have not read, or was not taken, is read another time. */
  async end(): Promise<void> {
    this.stop();
    await Promise.all(this.ending);
  }

  /** What the threads were asked, and what they have read, is to be asked again. */
  private stop(): void {
    const hands = this.hands.splice(0);
    this.again.push(...this.read.splice(0).map(({ unit }) => unit), ...hands.flatMap(({ units }) => units));
    this.ending.push(...hands.map(({ thread }) => thread.end()));
  }

  /** Null where the machine gives no thread: then it is asked for none again. */
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

  /** Another thread is asked for what this one was asked for; not a third one, where a second has ended over the same unit. */
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
