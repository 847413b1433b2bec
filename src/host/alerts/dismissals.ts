/** Ids of alerts that were dismissed before the archive kept them. Does not use `vscode`. */
import * as z from 'zod';

/** A stored entry: an id, or an id with the last day of its alert. Anything else is dropped. */
const Stored = z
  .array(
    z
      .union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])
      .nullable()
      .catch(null),
  )
  .catch([]);

/** The ids that an earlier version stored. */
export const dismissedBefore = (stored: unknown): string[] =>
  Stored.parse(stored).filter((id) => id !== null);
