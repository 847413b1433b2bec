/** The files a session read and changed, and its doubtful edits. */
import type { Event } from '../../session/event';
import { repeatedEdits } from '../../signals/repeatedEdits';
import { type SignalOptions } from '../../signals/signal';
import { isEdit, stepsOf } from '../../session/step';

/** Why an edit is doubtful: the file was not read before, changed since, or was edited repeatedly without reading. */
export interface Doubts {
  blind: boolean;
  stale: boolean;
  /** It is stale because somebody else, a merge or a rebase changed the file, so the edit may undo that. */
  changedByOthers: boolean;
  repeated: boolean;
}

export interface DoubtfulEdit extends Doubts {
  path: string;
  /** Id of the tool call, and the place of its line; `file`: see `event.ts`. */
  tool: string;
  at: number;
  file: number;
  t: number | null;
}

export interface FileUse {
  path: string;
  reads: number;
  /** Number of edits and writes, without failed ones. */
  edits: number;
  /** The session created it, so it could not be read first. */
  created: boolean;
  blind: number;
  stale: number;
  repeated: number;
  /** The doubtful edits, oldest first. */
  doubtful: DoubtfulEdit[];
}

/**
 * Files by path, those with most changes first. Doubts come from `session/knowledge.ts` and from the signal Repeated edits, so the sums are
 * those of the signals. `inherited`: see `Session.inherited`.
 */
export function filesUsed(
  events: readonly Event[],
  options: SignalOptions,
  inherited: readonly Event[] = [],
): FileUse[] {
  const files = new Map<string, FileUse>();
  const again = repeatedEdits.init();
  for (const step of stepsOf(events, inherited)) {
    const before = again.repeated;
    repeatedEdits.fold(again, step, options);
    if (step.kind !== 'tool' || step.path === null) continue;
    const { path, action, created } = step;
    const edit = isEdit(step);
    if (!edit && action !== 'read') continue;
    const use = files.get(path) ?? {
      path,
      reads: 0,
      edits: 0,
      created: false,
      blind: 0,
      stale: 0,
      repeated: 0,
      doubtful: [],
    };
    files.set(path, use);
    use.created ||= created;
    if (!edit) {
      use.reads++;
      continue;
    }
    use.edits++;
    const doubts = {
      blind: step.doubt?.kind === 'blind',
      stale: step.doubt?.kind === 'outdated',
      changedByOthers: step.doubt?.changedByOthers === true,
      repeated: again.repeated > before,
    };
    if (doubts.blind) use.blind++;
    if (doubts.stale) use.stale++;
    if (doubts.repeated) use.repeated++;
    if (doubts.blind || doubts.stale || doubts.repeated)
      use.doubtful.push({ ...doubts, path, tool: step.id, at: step.at, file: step.file ?? 0, t: step.t });
  }
  return [...files.values()].sort(
    (a, b) => b.edits - a.edits || b.reads - a.reads || (a.path < b.path ? -1 : 1),
  );
}
