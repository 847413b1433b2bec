/** The files a session read and changed, and its doubtful edits. */
import * as z from 'zod';
import type { Event } from '../../../session/event';
import { repeatedEdits } from '../../../signals/repeatedEdits';
import { type SignalOptions } from '../../../signals/signal';
import { compareTexts } from '../../../log/compareTexts';
import { isEdit, stepsOf } from '../../../session/step';

/** Why an edit is doubtful: the file was not read before, changed since, or was edited repeatedly without reading. */
export const Doubts = z.object({
  blind: z.boolean(),
  stale: z.boolean(),
  /** It is stale because somebody else, a merge or a rebase changed the file, so the edit may undo that. */
  changedByOthers: z.boolean(),
  repeated: z.boolean(),
});

export const DoubtfulEdit = Doubts.extend({
  path: z.string(),
  /** Id of the tool call, and the place of its line; `file`: see `event.ts`. */
  tool: z.string(),
  at: z.number(),
  file: z.number(),
  t: z.number().nullable(),
});

export const FileUse = z.object({
  path: z.string(),
  reads: z.number(),
  /** Number of edits and writes, without failed ones. */
  edits: z.number(),
  /** The session created it, so it could not be read first. */
  created: z.boolean(),
  /** Numbers of doubtful edits. */
  blind: z.number(),
  stale: z.number(),
  repeated: z.number(),
  /** Oldest first. */
  doubtful: z.array(DoubtfulEdit),
});
export type FileUse = z.infer<typeof FileUse>;

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
    (a, b) => b.edits - a.edits || b.reads - a.reads || compareTexts(a.path, b.path),
  );
}
