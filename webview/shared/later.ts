/** What a page loads when its first content is there. */
import { errorText } from '../../src/l10n/errorText';

export interface Later<T> {
  /** Loads it: once, or anew after that failed. Null where it cannot be had. */
  load(): Promise<T | null>;
  /** The same because somebody asks for it: what failed before is of the past. */
  retry(): void;
  /** Why it could not be loaded; null while it may be. */
  readonly failure: string | null;
}

/** `take` gets it before all who wait for it; `failed` is called each time that it cannot be had. */
export function later<T>(bring: () => Promise<T>, take: (loaded: T) => void, failed: () => void): Later<T> {
  let loading: Promise<T | null> | null = null;
  let failure: string | null = null;
  const tell = (error: unknown): void => {
    failure = errorText(error);
    failed();
  };
  const loaded = (it: T): T => {
    failure = null;
    try {
      take(it);
    } catch (error) {
      // It is there: taken a second time it would do twice what it did before that.
      tell(error);
    }
    return it;
  };
  const lost = (error: unknown): null => {
    loading = null;
    tell(error);
    return null;
  };
  const load = (): Promise<T | null> => (loading ??= bring().then(loaded, lost));
  return {
    load,
    retry() {
      failure = null;
      void load();
    },
    get failure() {
      return failure;
    },
  };
}
