import { Worker } from 'node:worker_threads';
import { en } from '../../l10n/english';
import { localize } from '../../l10n/localize';
import {
  Answer,
  calls,
  type Args,
  type Call,
  type CallName,
  type EngineStart,
  Notice,
  type Reply,
  HEAP_MB,
  YOUNG_MB,
} from '../../engine/protocol';

/** The client of the engine for surfaces in VS Code. A call that is made before the engine runs waits for it. */
export interface EngineClient {
  /** Rejects if the engine refuses, stops before it answers, or its answer does not match the protocol. */
  call<N extends CallName>(name: N, args: Args<N>): Promise<Reply<N>>;
  /**
   * Passes on a question of a page. The engine checks the arguments, and its answer goes to the page unchanged. Rejects as `call` does.
   */
  relay(name: CallName, args: unknown): Promise<unknown>;
  onNotice(listener: (notice: Notice) => void): { dispose(): void };
  /** Starts the worker, also after the client gave up restarting it. Does nothing while it runs. */
  start(): void;
  /** Closes the worker and starts another, possibly with other options. Restarts run one after another. */
  restart(): Promise<void>;
  /** Has the engine save its archive and exit within `closeMs`, then terminates the worker in any case. */
  dispose(): Promise<void>;
}

export interface EngineClientOptions {
  /** Bundle of the worker thread, absolute. */
  script: string;
  /** The options for the worker, requested for each start, so that a restart uses the current settings. */
  startWith: () => EngineStart;
  /** Delays before the restarts after a crash, in ms. After as many restarts as delays, the client gives up. */
  backoffMs?: readonly number[];
  /** After running this long, a crash counts as the first again; ms. */
  healthyMs?: number;
  closeMs?: number;
  /** Heap limit of the worker, MB. If a worker exceeded it, the next one has V8's own limit. */
  heapMb?: number;
}

/** Codes of problems that the client itself reports. */
export const ENGINE_STOPPED = 'engine-stopped';
export const ENGINE_GAVE_UP = 'engine-gave-up';
export const ENGINE_PROTOCOL = 'engine-protocol';

interface Pending {
  call: Call;
  sent: boolean;
  take: (answer: Answer) => void;
  fail: (error: Error) => void;
}

class Calls {
  readonly #pending = new Map<number, Pending>();
  #next = 1;

  /** Adds a call, sends it as soon as there is a worker, and resolves with its answer. */
  add(name: CallName, args: unknown, worker: Worker | null): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      const take = (answer: Answer): void =>
        answer.error === undefined ? resolve(answer.result) : reject(new Error(localize(answer.error)));
      this.#pending.set(id, { call: { id, call: name, args }, sent: false, take, fail: reject });
      if (worker !== null) this.send(worker);
    });
  }

  /** False if no call waits for this answer. */
  answer(answer: Answer): boolean {
    const waiting = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    waiting?.take(answer);
    return waiting !== undefined;
  }

  fail(which: (call: Pending) => boolean, error: Error): void {
    for (const [id, call] of this.#pending) {
      if (!which(call)) continue;
      this.#pending.delete(id);
      call.fail(error);
    }
  }

  /** Sends the calls that were not sent yet. */
  send(worker: Worker): void {
    for (const one of this.#pending.values()) {
      if (one.sent) continue;
      one.sent = true;
      worker.postMessage(one.call);
    }
  }
}

class Notices {
  readonly #listeners = new Set<(notice: Notice) => void>();

  listen(listener: (notice: Notice) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  tell(notice: Notice): void {
    for (const listener of this.#listeners) listener(notice);
  }

  problem(code: string, message: string): void {
    this.tell({ notice: 'problem', problem: { level: 'error', code, message, file: null } });
  }

  clear(): void {
    this.#listeners.clear();
  }
}

function receive(message: unknown, open: Calls, notices: Notices): void {
  const notice = Notice.safeParse(message);
  if (notice.success) return notices.tell(notice.data);
  const answer = Answer.safeParse(message);
  if (!answer.success || !open.answer(answer.data))
    notices.problem(
      ENGINE_PROTOCOL,
      en('The engine sent something that is not understood: {0}', brief(message)),
    );
}

/** Calls whose answers the host itself reads, checked against the protocol. */
const checked =
  (relay: EngineClient['relay']) =>
  async <N extends CallName>(name: N, args: Args<N>): Promise<Reply<N>> => {
    const reply = calls[name].reply.safeParse(await relay(name, args));
    if (!reply.success)
      throw new Error(
        localize(en('The engine’s answer to “{0}” is not valid: {1}', name, reply.error.message)),
      );
    // The schema just checked is the one `Reply<N>` is the output of; TypeScript cannot see it through `N`.
    return reply.data as Reply<N>;
  };

const nothing = (): undefined => undefined;

const stopped = (cause: string): string => localize(en('Vigil’s engine stopped ({0}).', cause));

const notRunning = (): string => localize(en('Vigil’s engine is not running.'));

const restarts = (waitMs: number, cause: string): string =>
  en('Vigil stopped and restarts in {n0} s. Cause: {1}', waitMs / 1000, cause);

const gaveUp = (crashes: number, cause: string): string =>
  en(
    'Vigil stopped working after {n0} attempts; its figures are no longer live. Last cause: {1}. Run “Vigil: Refresh” to restart it.',
    crashes,
    cause,
  );

/** Calls back when a worker has run for some ms, and when it has ended, with the reason. */
function watchLife(
  worker: Worker,
  healthyMs: number,
  healthy: () => void,
  then: (cause: string) => void,
): void {
  const timer = setTimeout(healthy, healthyMs).unref();
  let cause = '';
  worker.on('error', (error) => (cause = String(error)));
  worker.on('exit', (code) => {
    clearTimeout(timer);
    then(cause || `exit code ${code}`);
  });
}

function oneAfterTheOther(): (work: () => Promise<void>) => Promise<void> {
  let last = Promise.resolve();
  return (work) => (last = last.then(work, work));
}

/** A client without a running worker: `start` starts it. */
export function createEngineClient(options: EngineClientOptions): EngineClient {
  const { backoffMs = [1_000, 4_000, 16_000], healthyMs = 600_000, closeMs = 4_000 } = options;
  const newWorker = workersOf(options);
  const [open, notices] = [new Calls(), new Notices()];
  let worker: Worker | null = null;
  let crashes = 0;
  let state: 'new' | 'running' | 'waiting' | 'given-up' | 'closed' = 'new';
  let timer: NodeJS.Timeout | undefined;
  const isClosed = () => state === 'closed';
  const run = () => {
    let started: Worker;
    try {
      started = newWorker();
    } catch (error) {
      return ended(String(error));
    }
    worker = started;
    state = 'running';
    started.on('message', (message) => receive(message, open, notices));
    const healthy = (): unknown => (crashes = 0);
    watchLife(started, healthyMs, healthy, (cause) => {
      // A worker that was replaced did not crash.
      if (worker !== started) return;
      worker = null;
      ended(cause);
    });
    open.send(started);
  };
  const ended = (cause: string) => {
    const wait = backoffMs[crashes++];
    open.fail((call) => call.sent || wait === undefined, new Error(stopped(cause)));
    if (isClosed()) return;
    state = wait === undefined ? 'given-up' : 'waiting';
    if (wait === undefined) return notices.problem(ENGINE_GAVE_UP, gaveUp(crashes, cause));
    timer = setTimeout(run, wait);
    notices.problem(ENGINE_STOPPED, restarts(wait, cause));
  };
  const relay = async (name: CallName, args: unknown): Promise<unknown> => {
    if (state === 'given-up' || isClosed()) throw new Error(notRunning());
    return open.add(name, args, worker);
  };
  const inTurn = oneAfterTheOther();
  /** Has the worker save its archive and exit; `fails`: the calls that will get no answer. */
  const end = async (why: string, fails: (call: Pending) => boolean): Promise<void> => {
    clearTimeout(timer);
    const running = worker;
    // From here on its exit is not a crash, and it gets no more calls.
    worker = null;
    if (running) await atMost(closeMs, saved(running, open));
    open.fail(fails, new Error(why));
    await running?.terminate();
  };
  const restart = async (): Promise<void> => {
    if (isClosed()) return;
    // No other worker is started in the meantime.
    state = 'waiting';
    await end(localize(en('Vigil’s engine is restarting.')), (one) => one.sent);
    if (isClosed()) return;
    crashes = 0;
    run();
    notices.tell({ notice: 'reset' });
  };
  return {
    call: checked(relay),
    relay,
    onNotice: (listener) => notices.listen(listener),
    start() {
      if (state !== 'new' && state !== 'given-up') return;
      crashes = 0;
      run();
    },
    restart: () => inTurn(restart),
    async dispose() {
      if (isClosed()) return;
      state = 'closed';
      await inTurn(() => end(localize(en('Vigil’s engine is closed.')), () => true));
      notices.clear();
    },
  };
}

/** Has a worker save its archive; resolves when it has, when it cannot, or when it has ended. */
const saved = (worker: Worker, open: Calls): Promise<unknown> =>
  Promise.race([
    open.add('close', null, worker).catch(nothing),
    new Promise((resolve) => worker.once('exit', resolve)),
  ]);

/** Waits for a promise, at most for some ms. */
async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}

/** Starts workers, without the heap limit after a worker exceeded it. */
function workersOf({ script, startWith, heapMb = HEAP_MB }: EngineClientOptions): () => Worker {
  let limit: { maxOldGenerationSizeMb?: number } = { maxOldGenerationSizeMb: heapMb };
  return () => {
    const worker = new Worker(script, {
      workerData: startWith(),
      // Not that of the extension host: an inherited --inspect would fight for its port.
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB, ...limit },
    });
    worker.on('error', (error) => {
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') limit = {};
    });
    return worker;
  };
}

function brief(message: unknown): string {
  const text = JSON.stringify(message) ?? String(message);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
