/** What starts a session again in a terminal; null when the id is not one that is safe to paste there. */
export function resumeCommand(id: string): string | null {
  return /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(id) ? `claude --resume ${id}` : null;
}
