/** How many of the lines that a session wrote are still in the files. */
import * as z from 'zod';
import { changedFiles, readChanges } from './shared/session/changedFiles';
import { linesByTurn, remainingLines } from './shared/session/rebuild';
import type { Sources } from './shared/sources';

export const args = z.object({
  id: z.string(),
  /** The current files, read by the surface, because the engine reads only logs. '' for a missing file; null for one that may not be read. */
  files: z.array(z.object({ path: z.string(), text: z.string().nullable() })),
});

/** Number of written lines, and of those still there. */
const Lines = { wrote: z.number(), there: z.number() };

export const reply = z.object({
  ...Lines,
  turns: z.array(z.object({ turn: z.number(), ...Lines })),
  /** Number of files for which this is unknown: only parts are known, or they may not be read. */
  unknown: z.number(),
});

export function answer({ id, files }: z.output<typeof args>, sources: Sources): z.output<typeof reply> {
  const session = sources.library.session(id);
  const turns = new Map<number, { wrote: number; there: number }>();
  const now = new Map(files.map(({ path, text }) => [path, text]));
  let unknown = 0;
  for (const file of session === null ? [] : changedFiles(sources, session)) {
    const text = now.get(file.path) ?? null;
    const changes = text === null ? null : readChanges(sources, file);
    const written = changes === null ? null : linesByTurn(changes);
    if (text === null || written === null) {
      unknown++;
      continue;
    }
    const there = remainingLines(written, text);
    for (const [turn, wrote] of written.wrote) {
      const sum = turns.get(turn) ?? { wrote: 0, there: 0 };
      turns.set(turn, { wrote: sum.wrote + wrote, there: sum.there + (there.get(turn) ?? 0) });
    }
  }
  const byTurn = [...turns].toSorted(([a], [b]) => a - b).map(([turn, lines]) => ({ turn, ...lines }));
  return {
    wrote: byTurn.reduce((sum, { wrote }) => sum + wrote, 0),
    there: byTurn.reduce((sum, { there }) => sum + there, 0),
    turns: byTurn,
    unknown,
  };
}
