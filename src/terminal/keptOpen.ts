/** Something that is opened when it is asked for, and let go when nobody has used it for a while. */

export interface KeptOpen<T> {
  /** Opens it, where it is not open. */
  get(): Promise<T>;
  /** Nobody uses it now: from here on it may be let go. */
  rest(): void;
  /** Lets go of it, and waits until that is done. */
  close(): Promise<void>;
}

/** `run` opens it, hands it to what it is given, and closes it when that has ended. */
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
    // What cannot be opened now may be later.
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
