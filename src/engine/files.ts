/** Which files a session read and changed. */
import type { Session } from '../session/join';
import { isEdit, stepsOf } from '../signals/signal';

export interface FileUse {
  path: string;
  reads: number;
  /** Edits and writes that worked, or whose end is not known. */
  edits: number;
  /** It was made here, so it could not be read first. */
  created: boolean;
}

/** Files by path, those changed most first. */
export function filesUsed({ events }: Pick<Session, 'events'>): FileUse[] {
  const files = new Map<string, FileUse>();
  for (const step of stepsOf(events)) {
    if (step.kind !== 'tool' || step.path === null) continue;
    const { path, action, created } = step;
    const edit = isEdit(step);
    if (!edit && action !== 'read') continue;
    const use = files.get(path) ?? { path, reads: 0, edits: 0, created: false };
    files.set(path, use);
    use.created ||= created;
    if (edit) use.edits++;
    else use.reads++;
  }
  return [...files.values()].sort(
    (a, b) => b.edits - a.edits || b.reads - a.reads || (a.path < b.path ? -1 : 1),
  );
}
