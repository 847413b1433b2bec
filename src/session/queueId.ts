/** Ids of prompts that left the queue and whose own record has not come. */

const BEGINS = 'queued:';

export const queueId = ({ t, hash }: { t: number | null; hash: number }): string =>
  `${BEGINS}${t ?? ''}:${hash}`;

export const isQueueId = (id: string): boolean => id.startsWith(BEGINS);
