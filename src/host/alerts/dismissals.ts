/** Ids of alerts that were dismissed before the archive kept that. Nothing here knows of `vscode`. */
import * as z from 'zod';

/** What was kept: an id, or an id with the day its alert was last there; what is neither is dropped. */
const Stored = z
  .array(
    z
      .union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])
      .nullable()
      .catch(null),
  )
  .catch([]);

/** The ids in what an earlier version kept. */
export const dismissedBefore = (stored: unknown): string[] =>
  Stored.parse(stored).filter((id) => id !== null);
