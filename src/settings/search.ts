/** Settings of the search index. */
import * as z from 'zod';

export const SearchSettings = z
  .object({
    index: z.boolean().default(false).meta({
      scope: 'machine',
      description:
        'Keep a search index of prompts, replies, thinking, tool calls and results, so that searching takes no time and finds what Claude Code has deleted since. It holds what was said, without likely secrets. If you turn it off, it is no longer updated or used; `vigil search clear` and **Vigil: Clear Search Index…** delete it.',
    }),
    maxMb: z.number().int().min(10).max(1_000_000).default(2000).meta({
      scope: 'machine',
      description: 'Maximum size of the search index, MB. Older logs are left out of it.',
    }),
  })
  .prefault({});
