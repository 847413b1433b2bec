/** Something on screen that must not change under the pointer. Does not use `vscode`. */

export interface Steady<T> {
  /** What should be shown now. */
  offer(next: T): void;
  dispose(): void;
}

/**
 * Shows what is offered: at once when it is about something else than what stands there, else at most once in `everyMs`, and never what is
 * shown already. VS Code closes a hover whose text is assigned anew, so that nobody could click its links while Claude works.
 */
export function steady<T extends { about: string }>(
  show: (next: T) => void,
  everyMs: number,
  now: () => number,
): Steady<T> {
  let shown: T | null = null;
  let wanted: T | null = null;
  let at = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  const put = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (wanted === null || JSON.stringify(wanted) === JSON.stringify(shown)) return;
    shown = wanted;
    at = now();
    show(wanted);
  };
  return {
    offer(next) {
      wanted = next;
      const since = now() - at;
      // A clock that was set back must not keep it from changing.
      if (shown?.about !== next.about || since >= everyMs || since < 0) put();
      else timer ??= setTimeout(put, everyMs - since);
    },
    dispose: () => clearTimeout(timer),
  };
}
