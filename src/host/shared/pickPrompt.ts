/** The parts of a `QuickPick` that can hold words about what is typed. */
export interface Explained {
  title: string | undefined;
  prompt?: string | undefined;
}

/**
 * Shows words below the input of a picker. VS Code 1.105 has no place for them, and some versions after it refuse it to
 * extensions: there they stand after the title.
 */
export function explain(pick: Explained, title: string, words: string): void {
  pick.title = title;
  if ('prompt' in pick) {
    try {
      pick.prompt = words;
      return;
    } catch {
      // A version that has it as a proposal only.
    }
  }
  pick.title = `${title}: ${words}`;
}

/** The parts of a `QuickPick` that an answer comes from. */
interface Asked {
  value: string;
  onDidChangeValue(listener: (text: string) => unknown): unknown;
  onDidAccept(listener: () => unknown): unknown;
  onDidHide(listener: () => unknown): unknown;
  show(): void;
  dispose(): void;
}

/** Shows a picker until `accept` has an answer; undefined if the person closes it. `typed` runs first, and whenever typing has paused. */
export function answered<T>(
  pick: Asked,
  pauseMs: number,
  typed: (text: string) => Promise<void>,
  accept: () => Promise<T | undefined>,
): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  return new Promise<T | undefined>((resolve, reject) => {
    pick.onDidChangeValue((text) => {
      clearTimeout(timer);
      timer = setTimeout(() => void typed(text).catch(reject), pauseMs);
    });
    pick.onDidAccept(() => void accept().then((answer) => answer !== undefined && resolve(answer), reject));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
    void typed(pick.value).catch(reject);
  }).finally(() => {
    clearTimeout(timer);
    pick.dispose();
  });
}
