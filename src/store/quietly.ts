/** For actions that are repeated later or not essential: returns false if the action threw. */
export function quietly(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
