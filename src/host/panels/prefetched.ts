/**
 * An answer that was requested before the page could ask. It is taken once, and not after the session has changed. Null if there is none
 * or the request failed: the page then asks itself, perhaps of an engine that was restarted meanwhile.
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
