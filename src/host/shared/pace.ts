/** Work that is asked for more often than it should be done. Does not use `vscode`. */

export interface Paced {
  /** Has the work done soon. */
  soon(): void;
  dispose(): void;
}

/**
 * Does something at most once in `everyMs` (or what that says when it is asked for), one at a time; asked for meanwhile,
 * once more after it. Nothing while `isWanted` says no.
 */
export function paced(
  isWanted: () => boolean,
  work: () => Promise<void> | void,
  everyMs: number | (() => number),
): Paced {
  let timer: NodeJS.Timeout | undefined;
  let working = false;
  let again = false;
  const now = (): void => {
    again = working;
    if (working) return;
    const doing = work();
    if (!(doing instanceof Promise)) return;
    working = true;
    void doing.finally(() => {
      working = false;
      if (again && isWanted()) now();
    });
  };
  return {
    soon() {
      if (!isWanted()) return;
      timer ??= setTimeout(
        () => {
          timer = undefined;
          if (isWanted()) now();
        },
        typeof everyMs === 'number' ? everyMs : everyMs(),
      );
    },
    dispose: () => clearTimeout(timer),
  };
}
