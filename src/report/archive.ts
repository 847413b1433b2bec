/** What the archive holds, in words. */
import { localize } from '../l10n/localize';
import { t, tn, whole } from '../l10n/texts';
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
  const size = formatSize(imageBytes);
  const counts = [
    tn(conversations, '{0} session', '{0} sessions'),
    tn(subAgents, '{0} sub-agent', '{0} sub-agents'),
  ] as const;
  return [
    ...(folder === null ? [] : [folder]),
    ...(typeof archive.notKept === 'string' ? [t('Not kept. {0}', localize(archive.notKept))] : []),
    ...((archive.setAside?.length ?? 0) > 0
      ? [t('Cannot be read, kept but not used: {0}', archive.setAside?.join(', ') ?? '')]
      : []),
    from === null
      ? t('{0}, {1}', ...counts)
      : t('{0}, {1}, {2} to {3}', ...counts, dayOf(from), dayOf(to ?? from)),
    tn(
      files,
      '{0} log read, {1} of them no longer on the disk',
      '{0} logs read, {1} of them no longer on the disk',
      whole(gone),
    ),
    free > 0
      ? t('{0} on the disk, {1} of it free (compacting gives it back)', size, formatSize(free))
      : t('{0} on the disk', size),
    vault === null
      ? archive.vaultEnabled === true
        ? t('No log was copied yet: logs are once their session has ended.')
        : t('No logs are copied (setting vigil.vault.enabled).')
      : tn(vault.logs, '{0} log copied, {1}', '{0} logs copied, {1}', formatSize(vault.bytes)),
  ].join('\n');
}
