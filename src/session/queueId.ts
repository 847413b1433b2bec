/** Temporary ids of prompts that left the queue and whose own record is not written yet. */

const PREFIX = 'queued:';

export const queueId = ({ t, hash }: { t: number | null; hash: number }): string =>
  `${PREFIX}${t ?? ''}:${hash}`;

export const isQueueId = (id: string): boolean => id.startsWith(PREFIX);
