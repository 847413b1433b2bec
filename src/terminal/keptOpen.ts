/** Opens a resource on demand, and closes it when it was not used for a while. */

export interface KeptOpen<T> {
  /** The resource, opened if necessary. */
  get(): Promise<T>;
  /** Notes that it is not used now, so it may be closed after a while. */
  rest(): void;
  /** Closes it, and waits until it is closed. */
  close(): Promise<void>;
}

/** `run` opens the resource, passes it to a function, and closes it when the function's promise resolves. */
export function keptOpen<T>(
  run: (use: (opened: T) => Promise<void>) => Promise<unknown>,
  idleMs: number,
): KeptOpen<T> {
  let open: { opened: Promise<T>; end: () => void; ended: Promise<unknown> } | null = null;
  let idle: NodeJS.Timeout | undefined;
  const awake = (): void => {
    clearTimeout(idle);
    idle = undefined;
  };
  const close = async (): Promise<void> => {
    awake();
    const closing = open;
    open = null;
    closing?.end();
    await closing?.ended;
  };
  const start = (): NonNullable<typeof open> => {
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    const { promise: opened, resolve, reject } = Promise.withResolvers<T>();
    const ended = run((it) => {
      resolve(it);
      return over;
    }).catch(reject);
    const started = { opened, end, ended };
    // If opening failed, try again the next time.
    opened.catch(() => {
      if (open === started) open = null;
    });
    return started;
  };
  return {
    get() {
      awake();
      open ??= start();
      return open.opened;
    },
    rest() {
      if (open !== null) idle ??= setTimeout(() => void close(), idleMs);
    },
    close,
  };
}
