/** Ids of alerts that were dismissed. Nothing here knows of `vscode`. */
import * as z from 'zod';
import { subjectOf } from '../questions/shared/alertIds';

export interface Dismissals {
  /** Ids of alerts, the latest dismissed last. */
  dismissed(): string[];
  /** `until`: it comes back then, ms; without it never. */
  dismiss(ids: readonly string[], until?: number): void;
  /** Takes back all. */
  takeBack(): void;
  /** These alerts are there: what was dismissed and has been gone for long is forgotten. */
  seen(ids: readonly string[]): void;
}

const DAY_MS = 86_400_000;
/** More are forgotten, the oldest first. The engine tells of as many alerts at most. */
const MOST = 2_000;
/**
 * An alert that was not seen for so long does not come again as the same: those of sessions end after a week. Not at once, because logs
 * may not be read yet, another window may have other settings, and a signal may go up and down.
 */
const FORGOTTEN_MS = 10 * DAY_MS;

/** `seen`: when its alert was last there, ms, to the day; `until`: when it is told of again, ms. */
const Kept = z.object({ id: z.string(), seen: z.number(), until: z.number().optional() });
type Kept = z.infer<typeof Kept>;

/** `changed` is called when other ids are dismissed than before. */
export function createDismissals(
  memory: { read: () => unknown; write: (kept: Kept[]) => void },
  now: () => number,
  changed: () => void,
): Dismissals {
  // Ids alone were kept before; what is neither is dropped.
  const Stored = z
    .array(
      z
        .union([Kept, z.string().transform((id): Kept => ({ id, seen: now() }))])
        .nullable()
        .catch(null),
    )
    .catch([]);
  const read = (): Kept[] => Stored.parse(memory.read()).filter((one) => one !== null);
  return {
    dismissed: () =>
      read()
        .filter(({ until }) => until === undefined || until > now())
        .map(({ id }) => id),
    dismiss(ids, until) {
      const again = new Set(ids);
      const others = read().filter(({ id }) => !again.has(id));
      memory.write(
        [
          ...others,
          ...[...again].map((id) => ({ id, seen: now(), ...(until === undefined ? {} : { until }) })),
        ].slice(-MOST),
      );
      changed();
    },
    takeBack() {
      memory.write([]);
      changed();
    },
    seen(ids) {
      const there = new Set(ids.map(subjectOf));
      const before = read();
      const after = before.flatMap((one) => {
        // One write a day is enough.
        if (there.has(subjectOf(one.id))) return now() - one.seen < DAY_MS ? one : { ...one, seen: now() };
        return now() - one.seen < FORGOTTEN_MS ? one : [];
      });
      if (after.length === before.length && after.every((one, i) => one === before[i])) return;
      memory.write(after);
      if (after.length < before.length) changed();
    },
  };
}
