/** A tree that is drawn anew for sure. Does not use `vscode`. */

/** So long, in ms, VS Code may take to ask for the roots of a tree that has changed. */
const PATIENCE_MS = 1_000;
/** It is not told more often: a tree that is never asked for is not there. */
const MOST_TIMES = 3;

export interface Drawing {
  /** The tree has changed as a whole. */
  redraw(): void;
  /** VS Code asked for the roots of the tree. */
  asked(): void;
  dispose(): void;
}

/**
 * Tells VS Code of a change again when it does not ask for the roots: a change that is told while it draws what it was given before is
 * lost, and an alert would not be seen until the next one.
 */
export function drawing(tell: () => void, isVisible: () => boolean): Drawing {
  let timer: NodeJS.Timeout | undefined;
  const wait = (times: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!isVisible()) return;
      tell();
      if (times < MOST_TIMES) wait(times + 1);
    }, PATIENCE_MS);
  };
  return {
    redraw() {
      tell();
      wait(1);
    },
    asked: () => clearTimeout(timer),
    dispose: () => clearTimeout(timer),
  };
}
