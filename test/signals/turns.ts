/** The task classifier measured on turns that were labelled by hand; the labels name places in the open corpus. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readLogs } from '../../src/library/inspect';
import { stepsOf } from '../../src/session/step';
import { carefulTask, plainTask, taskTurns, TaskType } from '../../src/signals/task';

export const LabelledTurn = z.object({ file: z.string(), at: z.number(), label: TaskType });
export type LabelledTurn = z.infer<typeof LabelledTurn>;

export interface Calibration {
  turns: number;
  right: number;
  accuracy: number;
  byLabel: Record<TaskType, { labelled: number; said: number; right: number }>;
}

export const readTurns = (file: string): LabelledTurn[] =>
  z.array(LabelledTurn).parse(JSON.parse(readFileSync(file, 'utf8')));

/** How often a classifier says what the labels say. */
export function calibrate(
  corpus: string,
  labelled: readonly LabelledTurn[],
  rules: 'plain' | 'careful',
): Calibration {
  const classify = rules === 'plain' ? plainTask : carefulTask;
  const said = new Map<string, TaskType>();
  // Each log by itself: a turn of an excerpt counts for the session it is of, but was labelled where it stands.
  for (const file of new Set(labelled.map((turn) => turn.file)))
    for (const session of readLogs([join(corpus, file)]).sessions) {
      if (session.parent !== null) continue;
      for (const turn of taskTurns(stepsOf(session.events)))
        said.set(`${session.file} ${turn.at}`, classify(turn));
    }
  const none = () => ({ labelled: 0, said: 0, right: 0 });
  const byLabel: Calibration['byLabel'] = {
    exploration: none(),
    mutation_heavy: none(),
    debug_loop: none(),
    planning: none(),
    mixed: none(),
  };
  let right = 0;
  for (const { file, at, label } of labelled) {
    const word = said.get(`${join(corpus, file)} ${at}`);
    if (word === undefined) throw new Error(`${file}: the corpus has no turn at byte ${at}`);
    byLabel[label].labelled++;
    byLabel[word].said++;
    if (word !== label) continue;
    byLabel[label].right++;
    right++;
  }
  return { turns: labelled.length, right, accuracy: right / labelled.length, byLabel };
}
