/**
 * Official limits and context windows: Claude Code passes them to its status line, and `vigil statusline` keeps them. Unlike those
 * derived from logs they are exact. Pure; times in ms since the epoch.
 */
import * as z from 'zod';

/** A limit that Claude Code reported at `at`. */
export const OfficialLimit = z.object({
  window: z.enum(['fiveHour', 'weekly']),
  /** The used share; may be more than 1. */
  share: z.number().min(0).max(100),
  resetsAt: z.number(),
  at: z.number(),
});
export type OfficialLimit = z.infer<typeof OfficialLimit>;

const OfficialWindow = z.object({
  session: z.string().max(200),
  tokens: z.number().positive(),
  at: z.number(),
});

export const Official = z.object({
  version: z.literal(1),
  limits: z.array(OfficialLimit).max(2),
  windows: z.array(OfficialWindow),
});
export type Official = z.infer<typeof Official>;

/** What one call of the status line reported. */
export type StatusReport = Pick<Official, 'limits' | 'windows'>;

export const NOTHING_REPORTED: Official = { version: 1, limits: [], windows: [] };

/** Windows are kept for this many sessions, the last reported ones. */
const MOST_WINDOWS = 50;
/** Resets that differ by less are the same: Claude Code rounds. */
const SAME_RESET_MS = 10 * 60_000;
/** Older reports are not shown: other machines may have used more since. */
const STALE_MS: Readonly<Record<OfficialLimit['window'], number>> = {
  fiveHour: 3_600_000,
  weekly: 24 * 3_600_000,
};

/**
 * Adds a report to what is kept. An idle session keeps reporting old values, so of the same reset the larger share counts, and of two
 * resets the later one.
 */
export function withReport(before: Official, { limits, windows }: StatusReport): Official {
  const kept = new Map(before.limits.map((one) => [one.window, one]));
  for (const one of limits) {
    const known = kept.get(one.window);
    if (known === undefined || isNewer(one, known)) kept.set(one.window, one);
  }
  const sessions = new Set(windows.map(({ session }) => session));
  return {
    version: 1,
    limits: [...kept.values()],
    windows: [...before.windows.filter(({ session }) => !sessions.has(session)), ...windows].slice(
      -MOST_WINDOWS,
    ),
  };
}

function isNewer(one: OfficialLimit, known: OfficialLimit): boolean {
  const later = one.resetsAt - known.resetsAt;
  return Math.abs(later) < SAME_RESET_MS ? one.share >= known.share : later > 0;
}

/** Limits that have not reset yet. */
export const pendingOfficial = (official: Official | null, now: number): OfficialLimit[] =>
  (official?.limits ?? []).filter(({ resetsAt, at }) => resetsAt > now && at <= now);

/** Of these, the ones reported recently enough to be shown. */
export const shownOfficial = (official: Official | null, now: number): OfficialLimit[] =>
  pendingOfficial(official, now).filter(({ window, at }) => now - at <= STALE_MS[window]);

/** Size of a session's context window in tokens; null if not reported. */
export const officialWindow = (official: Official | null, session: string): number | null =>
  official?.windows.find((one) => one.session === session)?.tokens ?? null;
