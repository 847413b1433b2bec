/** For what is tried again later, or is not needed: false when it threw. */
export function quietly(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
