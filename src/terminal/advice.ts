/** What could be better about how Claude Code and Vigil are set up. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { anyFile, readSmall } from '../log/gate';
import { counted } from '../signals/signal';
import { rootsFrom, settingsOf, type Around } from './options';

/** Claude Code deletes logs that were not written to for so many days, unless its settings say otherwise. */
const CLEANUP_DAYS = 30;
/** Bytes of a settings file; a larger one is none. */
const MOST_OF_SETTINGS = 1 << 20;
/** A person who keeps logs this long needs no advice. */
const LONG_DAYS = 90;

const ClaudeSettings = z.object({ cleanupPeriodDays: z.number().optional() });

/** Days after which Claude Code deletes logs, by the settings beside them. */
function cleanupDays(file: string): number {
  try {
    const text = readSmall(anyFile, file, MOST_OF_SETTINGS)?.toString('utf8') ?? '{}';
    return ClaudeSettings.parse(JSON.parse(text)).cleanupPeriodDays ?? CLEANUP_DAYS;
  } catch {
    return CLEANUP_DAYS;
  }
}

/** Sentences, none where all is well. `store`: the archive that is used; null: there is none. */
export function adviceOn(around: Around, store: string | null): string[] {
  const { settings } = settingsOf({}, around);
  const advice = rootsFrom(settings, around)
    .filter((root) => existsSync(root))
    .flatMap((root) => {
      const file = join(dirname(root), 'settings.json');
      const days = cleanupDays(file);
      return days >= LONG_DAYS
        ? []
        : [
            `Claude Code deletes logs in ${root} after ${counted(days, 'day')}. To keep them longer set cleanupPeriodDays in ${file}, for example to 365.`,
          ];
    });
  return advice.length === 0
    ? []
    : [
        ...advice,
        ...(store === null ? ['vigil ingest makes an archive, which keeps their figures.'] : []),
        ...(settings.vault.enabled
          ? []
          : ['With the setting vigil.vault.enabled their copies are kept, too.']),
      ];
}
