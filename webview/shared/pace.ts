/** When the page asks anew: one refresh at a time, with a pause after it that grows with what it took. */

export interface Clock {
  /** In ms. */
  now(): number;
  /** Does something later; what it gives back takes that back. */
  later(work: () => void, ms: number): () => void;
}

export const PAGE_CLOCK: Clock = {
  now: () => performance.now(),
  later(work, ms) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

/** The pause after a refresh, in times of what it took, and at most in ms. */
const REST = 2;
const MOST_REST = 10_000;

export interface Refreshes {
  /** Something changed: it is asked for as soon as the refresh before is answered, drawn and rested from. */
  changed(): void;
  /** Something else is looked at: that does not wait, and each answer is drawn as it comes. */
  now(): void;
  /** A question was sent; one that belongs to a refresh is waited for. */
  sent(id: number): void;
  /** Its answer, or that there is none. */
  settle(id: number, take: () => void): void;
  /** What is told now is drawn at the end of the refresh. */
  readonly quiet: boolean;
}

export function refreshing(ask: () => void, draw: () => void, clock: Clock): Refreshes {
  const waiting = new Set<number>();
  let asking = false;
  let soft = false;
  let quiet = false;
  let again = false;
  let began = 0;
  let resting: (() => void) | null = null;
  const idle = (): boolean => waiting.size === 0 && resting === null;
  function begin(softly: boolean): void {
    resting?.();
    resting = null;
    waiting.clear();
    [soft, again, began] = [softly, false, clock.now()];
    asking = true;
    ask();
    asking = false;
    if (waiting.size === 0) end();
  }
  function end(): void {
    draw();
    const rest = Math.min(MOST_REST, REST * (clock.now() - began));
    resting = clock.later(() => {
      resting = null;
      if (again) begin(true);
    }, rest);
  }
  return {
    changed() {
      if (idle()) begin(true);
      else again = true;
    },
    now: () => begin(false),
    sent(id) {
      if (asking) waiting.add(id);
    },
    settle(id, take) {
      const wasWaiting = waiting.has(id);
      quiet = wasWaiting && soft;
      try {
        take();
      } finally {
        quiet = false;
        if (wasWaiting) {
          waiting.delete(id);
          if (waiting.size === 0) end();
        }
      }
    },
    get quiet() {
      return quiet;
    },
  };
}

/** What takes a while to work out rests so many times what it took. */
const SPARING_REST = 4;

/**
 * Asks at most every so many ms. Called in between, it calls `late` when that time is over, so that the last change is not missed.
 */
export function throttled(
  every: number,
  ask: (answered: () => void) => void,
  late: () => void,
  clock: Clock,
): () => void {
  let next = -Infinity;
  let missed = false;
  let waiting = false;
  const wait = (): void => {
    if (waiting) return;
    waiting = true;
    clock.later(() => {
      waiting = false;
      late();
    }, next - clock.now());
  };
  return () => {
    const began = clock.now();
    if (next === Infinity) missed = true;
    else if (began < next) wait();
    else {
      next = Infinity;
      ask(() => {
        const now = clock.now();
        next = Math.max(began + every, now + SPARING_REST * (now - began));
        if (missed) wait();
        missed = false;
      });
    }
  };
}
