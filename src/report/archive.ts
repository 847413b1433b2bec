/** What the archive holds, in words. */
import { counted } from '../signals/signal';
import { formatSize } from '../usage/format';
import type { ArchiveSize } from '../store/queries';

/** Lines for a person; `vault` null when no logs are copied. `dayOf`: day of a time (ISO) in the zone of the person. */
export function describeArchive(
  archive: ArchiveSize & {
    vault: { logs: number; bytes: number } | null;
    notKept?: string | null;
    setAside?: readonly string[];
    /** Copies are wanted, though none was made yet. */
    vaultEnabled?: boolean;
  },
  dayOf = (iso: string): string => iso.slice(0, 10),
): string {
  const { conversations, subAgents, files, gone, from, to, imageBytes, free, vault, folder } = archive;
  const days = from === null ? '' : `, ${dayOf(from)} to ${dayOf(to ?? from)}`;
  return [
    ...(folder === null ? [] : [folder]),
    ...(typeof archive.notKept === 'string' ? [`Not kept. ${archive.notKept}`] : []),
    ...((archive.setAside?.length ?? 0) > 0
      ? [`Set aside, since they cannot be read: ${archive.setAside?.join(', ')}`]
      : []),
    `${counted(conversations, 'session')}, ${counted(subAgents, 'sub-agent')}${days}`,
    `${counted(files, 'log')} read, ${gone} of them no longer on the disk`,
    `${formatSize(imageBytes)} on the disk${free > 0 ? `, ${formatSize(free)} of it free (compacting gives it back)` : ''}`,
    vault === null
      ? archive.vaultEnabled === true
        ? 'No log was copied yet: logs are once their session has ended.'
        : 'No logs are copied (setting vigil.vault.enabled).'
      : `${counted(vault.logs, 'log')} copied, ${formatSize(vault.bytes)}`,
  ].join('\n');
}
