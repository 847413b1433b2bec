/**
 * An answer that was asked for before the page could ask. It is had once, and not after the session has changed; null where there is none,
 * or where it failed: whoever takes it asks anew then, of an engine that may have been started again meanwhile.
 */
export function prefetched<T>(asked: Promise<T>): { take(): Promise<T | null>; drop(): void } {
  let kept: Promise<T | null> | null = asked.catch(() => null);
  const drop = (): void => void (kept = null);
  return {
    async take() {
      const one = kept;
      drop();
      return one;
    },
    drop,
  };
}
