/** Makes sure that VS Code redraws a tree. Does not use `vscode`. */

/** How long VS Code may take to ask for the roots of a changed tree, in ms. */
const PATIENCE_MS = 1_000;
/** Most repetitions: a tree that is never asked for is not visible. */
const MOST_TIMES = 3;

export interface Drawing {
  /** Redraws the whole tree. */
  redraw(): void;
  /** Call it when VS Code asks for the roots of the tree. */
  asked(): void;
  dispose(): void;
}

/**
 * Notifies VS Code of a change again if it does not ask for the roots: it loses a change that is reported while it draws, and an alert
 * would not be visible until the next change.
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
