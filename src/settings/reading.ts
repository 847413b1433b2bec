import * as z from 'zod';

/** How logs are read. */
export const ReadingSettings = z
  .object({
    threads: z
      .union([z.literal('auto'), z.number().int().min(0).max(4)])
      .default('auto')
      .meta({
        scope: 'machine',
        description:
          'Threads that help to read when there is much to read, as at the first start: `auto`, or a number from 0 (none) to 4. `auto`: as many as the machine has cores to spare, two at most, and one less while other programs keep it busy.',
      }),
  })
  .prefault({});
