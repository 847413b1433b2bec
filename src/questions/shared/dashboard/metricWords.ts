/** The description of a metric for pages. */
import * as z from 'zod';

export const TrendMetric = z.object({
  name: z.string(),
  title: z.string(),
  unit: z.enum(['number', 'share', 'tokens', 'microUsd', 'minutes']),
  worse: z.enum(['high', 'low']).nullable(),
  experimental: z.boolean(),
});
export type TrendMetric = z.infer<typeof TrendMetric>;
