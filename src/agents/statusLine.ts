/**
 * What Claude Code hands its status line, as far as Vigil reads it, and what of it is kept. A field that is not as expected costs
 * itself only: Claude Code changes it often. Pure.
 */
import * as z from 'zod';
import type { OfficialLimit, StatusReport } from '../usage/official';

const percent = z.number().min(0).max(10_000);
/** Seconds since the epoch. */
const seconds = z.number().min(1_577_836_800).max(4_102_444_800);
const Limit = z.object({ used_percentage: percent, resets_at: seconds }).nullish().catch(null);

export const StatusInput = z.object({
  session_id: z.string().max(200).nullish().catch(null),
  transcript_path: z.string().max(4_000).nullish().catch(null),
  model: z
    .object({ display_name: z.string().max(200) })
    .nullish()
    .catch(null),
  rate_limits: z.object({ five_hour: Limit, seven_day: Limit }).nullish().catch(null),
  context_window: z
    .object({
      context_window_size: z.number().min(1_000).max(1e9).nullish().catch(null),
      used_percentage: percent.nullish().catch(null),
    })
    .nullish()
    .catch(null),
});
export type StatusInput = z.infer<typeof StatusInput>;

/** What it says of limits and of the size of this session's context window. */
export function statusReport(
  { session_id: session, rate_limits: limits, context_window: context }: StatusInput,
  now: number,
): StatusReport {
  const limit = (window: OfficialLimit['window'], said: z.infer<typeof Limit>): OfficialLimit[] =>
    said == null
      ? []
      : [{ window, share: said.used_percentage / 100, resetsAt: said.resets_at * 1000, at: now }];
  const size = context?.context_window_size ?? null;
  return {
    limits: [...limit('fiveHour', limits?.five_hour), ...limit('weekly', limits?.seven_day)],
    windows: session == null || size === null ? [] : [{ session, tokens: size, at: now }],
  };
}
