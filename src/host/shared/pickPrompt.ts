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
