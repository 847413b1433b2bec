/** Advice on the set-up of Claude Code and Vigil. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { anyFile, readSmall } from '../log/gate';
import { counted } from '../signals/signal';
import { rootsFrom, settingsOf, type Around } from './options';

/** By default, Claude Code deletes logs after so many days without a write. */
const CLEANUP_DAYS = 30;
/** Larger settings files are ignored. Bytes. */
const MOST_OF_SETTINGS = 1 << 20;
/** No advice if logs are kept this long. */
const LONG_DAYS = 90;

const ClaudeSettings = z.object({ cleanupPeriodDays: z.number().optional() });

/** Days after which Claude Code deletes logs, from its settings file. */
function cleanupDays(file: string): number {
  try {
    const text = readSmall(anyFile, file, MOST_OF_SETTINGS)?.toString('utf8') ?? '{}';
    return ClaudeSettings.parse(JSON.parse(text)).cleanupPeriodDays ?? CLEANUP_DAYS;
  } catch {
    return CLEANUP_DAYS;
  }
}

/** Advice as sentences. `store`: folder of the archive; null without one. */
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
